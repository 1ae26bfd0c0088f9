"""The file of a pack: a ZIP that is written the same every time, and read with distrust."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST = "manifest.json"
MEMBER = re.compile(r"[a-z_]{1,20}\.(?:json|jsonl)|README\.txt|records/[0-9]{1,7}\.(?:json|md)", re.ASCII)
"""The names of the files in a pack; nothing else is opened."""
EPOCH = (1980, 1, 1, 0, 0, 0)
LARGEST = 512 << 20
"""Bytes that the files of a pack may have together, unpacked."""
LARGEST_DIRECTORY = 16 << 20
_END = b"PK\x05\x06"
_END_SIZE = 22
_NEXT = "Ask whoever made it for the pack again."


def pack(files: Mapping[str, bytes]) -> bytes:
    """The ZIP of these files, the manifest first, the others by name: the same bytes for the same files."""
    if sum(map(len, files.values())) > LARGEST:
        raise CampaignError("the campaign is too large for a pack", next_step="Look at a shorter time with --since.")
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name in sorted(files, key=lambda name: (name != MANIFEST, name)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=9)
    return memory.getvalue()


def unpack(path: Path) -> dict[str, bytes]:
    """The files of a pack, in memory only. Raises CampaignError for anything that is not a whole, harmless pack."""
    try:
        with path.open("rb") as stream:
            _directory_is_small(stream, path.name)
            with zipfile.ZipFile(stream) as archive:
                _harmless(archive.infolist(), path.name)
                return {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except FileNotFoundError as error:
        raise CampaignError("there is no such pack", where=path.name, next_step="Look for a typing error.") from error
    except (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise CampaignError("this is not a whole pack", where=path.name, next_step=_NEXT) from error


def _directory_is_small(stream: BinaryIO, where: str) -> None:
    """Before a library reads a directory of entries into memory: how large does it say it is?"""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END_SIZE))
    end = stream.read(_END_SIZE)
    if end[:4] != _END:
        raise CampaignError("this is not a whole pack", where=where, next_step=_NEXT)
    if size > LARGEST or int.from_bytes(end[12:16], "little") > LARGEST_DIRECTORY:
        raise CampaignError("the pack is larger than any that is written", where=where, next_step=_NEXT)


def _harmless(entries: list[zipfile.ZipInfo], where: str) -> None:
    names = [entry.filename for entry in entries]
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise CampaignError("the pack would unpack to more than any that is written", where=where, next_step=_NEXT)
    if len(set(names)) != len(names):
        raise CampaignError("a file comes twice in the pack", where=where, next_step=_NEXT)
    if not all(MEMBER.fullmatch(name) for name in names):
        raise CampaignError("the pack holds a file that no pack has", where=where, next_step=_NEXT)
    if any(entry.flag_bits & 1 or entry.compress_type not in {0, zipfile.ZIP_DEFLATED} for entry in entries):
        raise CampaignError("the pack is not packed as packs are", where=where, next_step=_NEXT)
