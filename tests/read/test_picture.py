"""Chats are read from real pictures, by the real recognition: who said what, when, and what is only the app's frame."""

from __future__ import annotations

import io
import socket
import struct
import sys
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bonafides.model import Conversation, Form, Reading
from bonafides.read import read
from tests.read.picture.drawing import DARK, Look, Said, Screen, drawn, encoded
from tests.required import needs, needs_ocr

TALK = Screen(
    title="Amy Lin",
    items=(
        "21 September 2026",
        Said(lines=("Are you open to a paid report", "on your field?"), clock="14:13"),
        Said(lines=("Who is the client?",), clock="14:15", mine=True),
        Said(lines=("That stays between us.", "- two pages", "- 900 euros"), clock="14:20"),
    ),
)
SAID = [
    (False, "Are you open to a paid report on your field?"),
    (True, "Who is the client?"),
    (False, "That stays between us.\n- two pages\n- 900 euros"),
]


def _read(tmp_path: Path, *pictures: bytes | Any, name: str = "shot{}.png", **options: Any) -> Reading:
    needs_ocr()
    paths = []
    for number, picture in enumerate(pictures):
        path = tmp_path / name.format(number)
        path.write_bytes(picture if isinstance(picture, bytes) else encoded(picture))
        paths.append(path)
    return read(paths, **options)


def _said(talk: Conversation) -> list[tuple[bool, str]]:
    return [(message.mine, message.text) for message in talk.messages if message.form is Form.SENT]


@pytest.mark.parametrize("look", [Look(), DARK, Look(page="#ffffff", theirs="#e9e9eb", mine="#0a7cff", ink="#101010")])
def test_a_screenshot_is_read_with_speakers_and_times(tmp_path: Path, look: Look) -> None:
    screen = Screen(title=TALK.title, items=TALK.items, look=look)
    reading = _read(tmp_path, drawn(screen), timezone=ZoneInfo("Europe/Berlin"))
    (talk,) = reading.conversations
    assert _said(talk) == SAID
    assert talk.counterparts == ("Amy Lin",)
    assert talk.messages[0].form is Form.EVENT
    assert talk.messages[1].sent_at == datetime(2026, 9, 21, 12, 13, tzinfo=UTC)
    assert talk.id == "amy-lin"


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "HEIF", "BMP"])
def test_other_kinds_of_picture(tmp_path: Path, form: str) -> None:
    needs_ocr()
    from pi_heif import register_heif_opener

    register_heif_opener()
    try:
        raw = encoded(drawn(TALK), form, quality=92)
    except (KeyError, OSError, ValueError):
        pytest.skip(f"this machine cannot write {form}")
    (talk,) = _read(tmp_path, raw).conversations
    assert _said(talk) == SAID


def test_a_picture_on_its_side_is_turned_upright(tmp_path: Path) -> None:
    needs_ocr()
    image = drawn(TALK).rotate(90, expand=True)
    exif = image.getexif()
    exif[0x0112] = 6
    (talk,) = _read(tmp_path, encoded(image, "JPEG", exif=exif, quality=95)).conversations
    assert _said(talk) == SAID


def test_a_tall_picture_keeps_all_of_its_messages(tmp_path: Path) -> None:
    items = [Said(lines=(f"This is message {n} of the chat",), clock="10:00", mine=n % 2 == 1) for n in range(45)]
    needs_ocr()
    image = drawn(Screen(title="Amy Lin", items=items))
    assert image.height > 4_000
    (talk,) = _read(tmp_path, image).conversations
    assert [text for _, text in _said(talk)] == [f"This is message {n} of the chat" for n in range(45)]
    assert [mine for mine, _ in _said(talk)] == [n % 2 == 1 for n in range(45)]


def test_a_group_names_its_members(tmp_path: Path) -> None:
    items = (
        Said(lines=("Who comes on Friday evening?",), member="Ben Ray", clock="9:00"),
        Said(lines=("I do, and my sister too",), member="Cleo Ng", clock="9:01"),
        Said(lines=("So do I",), clock="9:02", mine=True),
    )
    needs_ocr()
    (talk,) = _read(tmp_path, drawn(Screen(title="Friday club", items=items))).conversations
    assert [message.speaker for message in talk.messages] == ["Ben Ray", "Cleo Ng", "Me"]


def test_several_screenshots_are_put_in_order_and_read_once(tmp_path: Path) -> None:
    needs_ocr()
    items = [
        Said(lines=(f"Message number {n} about the report",), clock=f"14:{n:02d}", mine=n % 3 == 0) for n in range(12)
    ]
    late, early = (drawn(Screen(title="Amy Lin", items=part)) for part in (items[5:], items[:8]))
    (talk,) = _read(tmp_path, late, early).conversations
    assert [text for _, text in _said(talk)] == [f"Message number {n} about the report" for n in range(12)]
    assert len(talk.read_from) == 2


def test_a_picture_without_words_or_without_letters_is_said(tmp_path: Path) -> None:
    needs_ocr()
    from PIL import Image

    reading = _read(tmp_path, Image.new("RGB", (300, 600), "white"))
    assert not reading.conversations
    assert "No text was found" in reading.problems[0].what
    assert any(problem.fatal for problem in reading.problems)


def _bomb(width: int, height: int) -> bytes:
    """A small PNG that claims a huge size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 10_000)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    "raw", [_bomb(60_000, 60_000), _bomb(20_000, 20_000), b"\x89PNG\r\n\x1a\nbroken", b"\xff\xd8\xff\xe0"]
)
def test_bombs_and_damaged_pictures_are_refused_at_once(tmp_path: Path, raw: bytes) -> None:
    start = time.monotonic()
    reading = _read(tmp_path, raw)
    assert time.monotonic() - start < 30  # unpacking the larger one would take gigabytes, not seconds
    assert not reading.conversations
    assert any(problem.fatal for problem in reading.problems)


def test_without_the_extra_the_way_to_get_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rapidocr", "PIL", "pi_heif", "numpy"):
        monkeypatch.setitem(sys.modules, name, None)
    path = tmp_path / "shot.png"
    path.write_bytes(_bomb(10, 10))
    (problem, *_) = read([path]).problems
    assert "bonafides[ocr]" in problem.next_step
    assert problem.fatal


def test_beside_chats_only_screenshots_are_read(tmp_path: Path) -> None:
    needs_ocr()
    (tmp_path / "chat.txt").write_text("[01/03/2026, 09:15:00] Bo Park: Hello there\n" * 2)
    (tmp_path / "IMG_1.png").write_bytes(encoded(drawn(TALK)))
    (tmp_path / "Screenshot_2.png").write_bytes(encoded(drawn(TALK)) + b"\0")
    reading = read([tmp_path])
    assert sorted(talk.id for talk in reading.conversations) == ["amy-lin", "bo-park"]
    assert any("passed over" in problem.what and "by itself" in problem.next_step for problem in reading.problems)
    (tmp_path / "chat.txt").unlink()
    (tmp_path / "Screenshot_2.png").unlink()
    assert [talk.id for talk in read([tmp_path]).conversations] == ["amy-lin"]


def test_recognition_opens_no_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    needs_ocr()
    monkeypatch.setattr(socket, "socket", refuse)
    assert _read(tmp_path, drawn(TALK)).conversations


def test_letters_that_the_first_recognition_lacks_go_to_the_second(tmp_path: Path) -> None:
    needs_ocr()
    from PIL import Image, ImageDraw, ImageFont

    from bonafides.read.picture.tesseract import languages

    needs("tesseract", there="rus" in languages(), reason="the program tesseract with Russian is not installed")
    font = next((path for path in _fonts() if path.exists()), None)
    if font is None:
        pytest.skip("no font with Cyrillic letters was found")
    image = Image.new("RGB", (900, 700), "#efeae2")
    draw = ImageDraw.Draw(image)
    letters = ImageFont.truetype(str(font), 30)
    for number, words in enumerate(("Добрый день, нам нужен отчёт", "Кто ваш заказчик?", "Это останется между нами")):
        left, top = (340 if number == 1 else 30), 120 + 130 * number
        draw.rounded_rectangle((left, top, left + 530, top + 80), 16, "#d9fdd3" if number == 1 else "#ffffff")
        draw.text((left + 20, top + 20), words, "black", letters)
    (talk,) = _read(tmp_path, image).conversations
    assert [mine for mine, _ in _said(talk)] == [False, True, False]
    assert "отчёт" in talk.messages[0].text or "отчет" in talk.messages[0].text
    assert "заказчик" in talk.messages[1].text


def _fonts() -> list[Path]:
    """Fonts with Cyrillic letters, where systems keep them, and in Pillow's own tests none."""
    root = Path("/usr/share/fonts")
    return [
        *root.rglob("DejaVuSans.ttf"),
        *root.rglob("LiberationSans-Regular.ttf"),
        *root.rglob("NotoSans-Regular.ttf"),
    ]


def test_a_picture_of_a_page_with_names_above_the_messages(tmp_path: Path) -> None:
    needs_ocr()
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (760, 900), "white")
    draw = ImageDraw.Draw(image)
    bold, plain = ImageFont.load_default(size=26), ImageFont.load_default(size=24)
    draw.text((120, 40), "Amy Lin", "black", bold)
    draw.line((0, 110, 760, 110), "#cccccc", 2)
    y = 150
    for name, clock, words in (
        ("Amy Lin", "9:41 AM", "Could we talk about a short paper?"),
        ("Jane Roe", "9:52 AM", "What is it about, please?"),
        ("Amy Lin", "10:05 AM", "Your field. The fee is 900."),
    ):
        draw.text((120, y), f"{name}  •  {clock}", "black", bold)
        draw.text((120, y + 40), words, "black", plain)
        y += 130
    (talk,) = _read(tmp_path, image, me=("Jane Roe",)).conversations
    assert [(message.speaker, message.mine) for message in talk.messages] == [
        ("Amy Lin", False),
        ("Jane Roe", True),
        ("Amy Lin", False),
    ]
    assert talk.messages[0].text == "Could we talk about a short paper?"


def test_standard_input_may_be_a_picture() -> None:
    needs_ocr()
    raw = encoded(drawn(TALK))
    (talk,) = read(["-"], stdin=lambda: io.BytesIO(raw)).conversations
    assert _said(talk) == SAID
