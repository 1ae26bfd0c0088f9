"""Whole outputs, byte for byte. After a change that is meant: BONAFIDES_UPDATE_GOLDEN=1, then read the difference."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bonafides.model import Level
from bonafides.render import View, render
from tests.render import fiction

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.model import Report

GOLDEN = Path(__file__).parent.parent / "golden"
VIEW = View(titles=fiction.TITLES)


def lone() -> Report:
    """One ordinary conversation, about which somebody asked."""
    return fiction.report(fiction.plain(1), problems=())


def nothing() -> Report:
    """An input that held no conversation."""
    return fiction.report()


def spoken(lang: str) -> Callable[[], Report]:
    """The approach as its reader in a country of that language is shown it, with the real advice."""
    return partial(fiction.spoken, lang, {"fr": "FR", "de": "DE", "da": "DK", "es": ""}[lang])


CASES: dict[str, tuple[Callable[[], Report], str, View]] = {
    "demo.txt": (fiction.demo, "text", VIEW),
    "demo-60.txt": (fiction.demo, "text", replace(VIEW, width=60)),
    "demo-colour.ansi": (fiction.demo, "text", replace(VIEW, color=True)),
    "demo-redacted.txt": (fiction.demo, "text", replace(VIEW, redact=True)),
    "demo.html": (fiction.demo, "html", VIEW),
    "demo.json": (fiction.demo, "json", VIEW),
    "demo.jsonl": (fiction.demo, "jsonl", VIEW),
    "demo-redacted.jsonl": (fiction.demo, "jsonl", replace(VIEW, redact=True)),
    "demo-warn.txt": (fiction.demo, "text", replace(VIEW, min_level=Level.WARN)),
    "archive.txt": (fiction.archive, "text", VIEW),
    "archive.html": (fiction.archive, "html", VIEW),
    "hostile.txt": (fiction.hostile, "text", VIEW),
    "hostile.html": (fiction.hostile, "html", VIEW),
    "hostile.jsonl": (fiction.hostile, "jsonl", VIEW),
    "lone.txt": (lone, "text", VIEW),
    "nothing.txt": (nothing, "text", VIEW),
    **{f"demo-{lang}.txt": (spoken(lang), "text", replace(VIEW, lang=lang)) for lang in ("fr", "de", "da", "es")},
}


@pytest.mark.parametrize("name", CASES)
def test_output_is_as_it_was(name: str) -> None:
    make, form, view = CASES[name]
    made = render(make(), form, view)
    written = made.encode() if isinstance(made, str) else made
    if os.environ.get("BONAFIDES_UPDATE_GOLDEN"):
        (GOLDEN / name).write_bytes(written)
    assert written == (GOLDEN / name).read_bytes()
