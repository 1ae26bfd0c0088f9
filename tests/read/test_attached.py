"""Files that messages name are hashed where they lie beside the chat, and nothing else of them is looked at."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from bonafides.read import read

CHAT = "[01/03/2026, 09:15:00] Amy Lin: \u200e<attached: 1-offer.pdf>\n[02/03/2026, 09:16:00] Amy Lin: hello\n"


def test_the_file_in_the_archive_is_hashed(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat - Amy Lin.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("1-offer.pdf", b"\0\1\2 no real offer")
        archive.writestr("_chat.txt", CHAT)
        archive.writestr("2-other.bin", b"\0\1\2 another")
    reading = read([path])
    (attachment,) = reading.conversations[0].messages[0].attachments
    assert attachment.sha256 == hashlib.sha256(b"\0\1\2 no real offer").hexdigest()
    assert attachment.size == 17
    (problem,) = [each for each in reading.problems if "passed over" in each.what]
    assert problem.what.startswith("1 file(s)")


def test_two_files_of_one_name_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1-offer.pdf").write_bytes(b"\0\1" + folder.encode())
    (attachment,) = read([tmp_path]).conversations[0].messages[0].attachments
    assert attachment.sha256 == ""
    assert attachment.name == "1-offer.pdf"
