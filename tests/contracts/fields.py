"""Finds the words of messages in a file by means of its own, simpler than any reader's, to see that none is lost."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from typing import Any

from bonafides.read.decode import decode
from bonafides.read.reader import Extract
from tests.contracts.samples import Sample

_COLUMNS = frozenset({"content", "message", "contents"})
_SAID_TWICE = frozenset({"text_entities", "quote", "attachments", "share"})
_KEYS = frozenset({"text", "body", "content", "strcontent"})
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_MARKUP = re.compile(r"<[^<>]{1,300}>|&#?\w{1,8};|https?://\S{1,300}|\S{1,300}/\S{1,300}")
_OPENS_JSON = re.compile(rb"[\xef\xbb\xbf\s]{0,20}(?:\{|\[\s{0,20}\{)")
_OPENS_MAIL = re.compile(rb"[A-Z][A-Za-z-]{1,30}: ")
_QUOTED = re.compile(r"^(?:>|On |Am |Le |-----|From:|_____)", re.MULTILINE)
_LEFT_TO_CASES = ("paste", ".html", ".msg")
"""Where names and words, or markup and words, cannot be told apart by simple means: their cases say it exactly."""
_STAMP = re.compile(r"\W{0,3}\d.{0,60}?(?:\] | - |\]|: )(?:[^:\n]{1,60}: ?)?")


def missing_words(sample: Sample, extract: Extract) -> list[str]:
    """Words of the sample's message fields that no message has as often."""
    wanted = Counter(word for text in _texts(sample) for word in _words(text))
    found = Counter(
        word for thread in extract.threads for m in thread.messages for word in _words(f"{m.speaker} {m.content}")
    )
    return sorted((wanted - found).elements()) if any(thread.messages for thread in extract.threads) else []


def _words(text: str) -> list[str]:
    return _LETTERS.findall(_MARKUP.sub(" ", text.replace("&amp;", "&")))


def _texts(sample: Sample) -> Iterator[str]:
    text = decode(sample.raw)
    if sample.format in _LEFT_TO_CASES or sample.file.endswith(_LEFT_TO_CASES):
        return
    if _OPENS_JSON.match(sample.raw):
        yield from _of_json(text)
    elif sample.file.endswith(".csv"):
        yield from _of_table(text)
    elif sample.format in ("mail", "eml", "mbox"):
        yield from _of_mail(sample.raw)
    else:
        yield from (_STAMP.sub("", line, count=1) for line in text.splitlines())


def _of_json(text: str) -> Iterator[str]:
    try:
        values = [json.loads(text)]
    except ValueError:
        values = [json.loads(line) for line in text.split("\n") if _is_json(line)]
    for value in values:
        yield from _strings(value, wanted=False)


def _is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _strings(value: Any, *, wanted: bool) -> Iterator[str]:
    """Every string at a key that names the text of a message; a text may be made of pieces."""
    if isinstance(value, str):
        yield from [_once(value)] if wanted else []
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _SAID_TWICE:
                yield from _strings(inner, wanted=key.lower() in _KEYS)
    elif isinstance(value, list):
        if wanted:
            yield "".join(str(inner.get("text", "")) if isinstance(inner, dict) else str(inner) for inner in value)
            return
        for inner in value:
            yield from _strings(inner, wanted=False)


def _of_table(text: str) -> Iterator[str]:
    for row in csv.DictReader(io.StringIO(text, newline="")):
        yield from (cell for name, cell in row.items() if (name or "").lower() in _COLUMNS and isinstance(cell, str))


def _once(text: str) -> str:
    """Meta writes every letter as the bytes that it has in UTF-8."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _of_mail(raw: bytes) -> Iterator[str]:
    """The plain text of a single mail, up to where it quotes."""
    mail = message_from_bytes(raw, policy=default) if _OPENS_MAIL.match(raw) else None
    if mail is not None and mail.get_content_type() == "text/plain":
        yield _QUOTED.split(str(mail.get_content()), maxsplit=1)[0]
