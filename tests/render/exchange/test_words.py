"""The words of bundles: every key that the code asks for is there, and none is left over."""

from __future__ import annotations

import re
from importlib.resources import files

from bonafides.render.phrases import phrases

ROOM = "bonafides.render.exchange"
SOURCES = "\n".join(item.read_text("utf-8") for item in files(ROOM).iterdir() if item.name.endswith(".py"))
OWN = {key for key in phrases("en", ROOM).table if key.startswith(("title.", "says.", "unread."))}
ELSEWHERE = {"title.case"}
"""The desk asks for it."""


def test_every_key_that_is_asked_for_is_there() -> None:
    whole = set(re.findall(r"[\"']((?:title|says|unread)\.\w+)[\"']", SOURCES))
    said = {f"says.{key}" for key in re.findall(r"self\.says\(\s*\"(\w+)\"", SOURCES)}
    unread = {f"unread.{key}" for key in re.findall(r"[. ]say\(\s*\"(\w+)\"", SOURCES)}
    assert len(whole | said | unread) > 20
    assert (whole | said | unread) - OWN == set()


def test_no_key_is_left_over() -> None:
    named = {key for key in OWN if re.search(rf"[\"'](?:{key}|{key.partition('.')[2]})[\"']", SOURCES)}
    assert OWN - named <= ELSEWHERE
