"""How templates become pages, in every room that has some: always escaped, strict about names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from bonafides.render.phrases import ROOM

if TYPE_CHECKING:
    from jinja2 import Template


def template(name: str, room: str = ROOM) -> Template:
    """The template of that name in a room (a package)."""
    return _environment(room).get_template(name)


def warm(*rooms: str) -> None:
    """Compile all templates of these rooms now: the first pages of a server need not wait for it."""
    for room in rooms:
        for name in _environment(room).list_templates(extensions=["html"]):
            _environment(room).get_template(name)


@cache
def _environment(room: str) -> Environment:
    return Environment(
        loader=PackageLoader(room),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # they come with the program: no look at the disk for each page
    )
