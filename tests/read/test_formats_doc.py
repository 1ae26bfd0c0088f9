"""docs/formats.md states the limits that the code has."""

from __future__ import annotations

from pathlib import Path

from bonafides.read import LIMITS, archive, decode, gather, source, table
from bonafides.read.paste import pasted as paste
from bonafides.read.picture import pdf, pixels

DOC = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def test_limits_are_stated() -> None:
    gib, mib = 1024**3, 1024**2
    for stated in (
        f"| {LIMITS.archive_entries:,} |",
        f"{LIMITS.archive_bytes // gib} GiB",
        f"at most {LIMITS.compression_ratio} times",
        f"above {archive.RATIO_FROM_BYTES // mib} MiB",
        f"{LIMITS.archive_depth} deep",
        f"{archive.NESTED_BYTES // mib} MiB",
        f"| {archive.DIRECTORY_BYTES // mib} MiB |",
        f"| {source.STREAM_BYTES // gib} GiB |",
        f"{LIMITS.message_characters:,} characters",
        f"| {decode.CHAT_BYTES // mib} MiB |",
        f"| {decode.TEXT_BYTES // mib} MiB |",
        f"| {decode.STREAMED_BYTES // gib} GiB |",
        f"| {decode.LINE_CHARACTERS // mib} Mi characters |",
        f"| {table.RECORD_CHARACTERS // mib} Mi characters;",
        f"| {table.RECORDS:,}, of which {table.BROKEN:,} broken |",
        f"{pixels.FILE_BYTES // mib} MiB, {pixels.MOST_PIXELS // 10**6} million pixels",
        f"{pdf.FILE_BYTES // mib} MiB, {pdf.PAGES} pages",
        f"| pictures of one folder or archive | {gather.SLOW_ONES} |",
        f"above {paste.MOST_CHARACTERS:,} characters",
    ):
        assert stated in DOC
