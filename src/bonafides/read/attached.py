"""Hashes the files that messages name and that lie beside them in the same folder or archive; opens none of them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bonafides.model import Attachment, Message
    from bonafides.read.harvest import FileRead
    from bonafides.read.reader import Source

_CHUNK = 1024 * 1024
Hashes = dict[str, tuple[str, int]]
"""Name of a file -> SHA-256 and size in bytes."""


def named(files: Iterable[FileRead]) -> frozenset[str]:
    """The names of attachments whose bytes nobody has seen yet."""
    return frozenset(
        attachment.name
        for file in files
        for thread in file.extract.threads
        for message in thread.messages
        for attachment in message.attachments
        if not attachment.sha256
    )


def hashed(beside: Iterable[Source], wanted: frozenset[str]) -> Hashes:
    """SHA-256 and size of those of `beside` that are wanted; a name that several have says nothing and is left out."""
    by_name: dict[str, list[Source]] = {}
    for source in beside:
        name = source.name.replace("\\", "/").rpartition("/")[2]
        if name in wanted:
            by_name.setdefault(name, []).append(source)
    found: Hashes = {}
    for name, sources in by_name.items():
        if len(sources) == 1 and (seen := _hash(sources[0])):
            found[name] = seen
    return found


def _hash(source: Source) -> tuple[str, int] | None:
    """None where it cannot be read to its end: then it is named only."""
    digest, size = hashlib.sha256(), 0
    try:
        with source.open() as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except (ReadError, OSError, ValueError):
        return None
    return digest.hexdigest(), size


def with_hashes(files: Sequence[FileRead], hashes: Mapping[str, tuple[str, int]]) -> list[FileRead]:
    """The files, their messages' attachments with what is known of them."""
    return [_file(file, hashes) if file.extract.threads else file for file in files]


def _file(file: FileRead, hashes: Mapping[str, tuple[str, int]]) -> FileRead:
    threads = tuple(
        replace(thread, messages=tuple(_message(message, hashes) for message in thread.messages))
        if any(message.attachments for message in thread.messages)
        else thread
        for thread in file.extract.threads
    )
    return replace(file, extract=replace(file.extract, threads=threads))


def _message(message: Message, hashes: Mapping[str, tuple[str, int]]) -> Message:
    if not any(each.name in hashes and not each.sha256 for each in message.attachments):
        return message
    return replace(message, attachments=tuple(_attachment(each, hashes) for each in message.attachments))


def _attachment(attachment: Attachment, hashes: Mapping[str, tuple[str, int]]) -> Attachment:
    if attachment.sha256 or attachment.name not in hashes:
        return attachment
    sha256, size = hashes[attachment.name]
    return replace(attachment, sha256=sha256, size=size)
