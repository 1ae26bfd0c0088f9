"""What each finding is called, why it matters and who says so: the detect room's words, handed to the render room."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from bonafides.detect import INDICATORS
from bonafides.render.view import Explanation, SourceRef


@cache
def explanations() -> dict[str, Explanation]:
    """Every indicator's title, reason and public sources, by its id."""
    known = sources()
    return {
        indicator.id: Explanation(
            title=indicator.name, why=indicator.why, sources=tuple(known[source] for source in indicator.sources)
        )
        for indicator in INDICATORS
    }


@cache
def sources() -> dict[str, SourceRef]:
    """Every public source by its id, from `detect/sources.toml`."""
    table = tomllib.loads(files("bonafides.detect").joinpath("sources.toml").read_text("utf-8"))
    return {id_: SourceRef(id=id_, **row) for id_, row in table.items()}
