"""What each finding is called, why it matters and who says so: the words of other rooms, handed to the render room."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.detect import INDICATORS
from bonafides.render.view import Explanation, SourceRef

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def explanations(lang: str = "en", *, told: bool = False) -> dict[str, Explanation]:
    """Every indicator's title, reason and public sources, by its id; English where `lang` has no words for it.

    With `told`, those of the form's answers too.
    """
    known, own = sources(lang), _translated(lang)
    signs = {
        indicator.id: Explanation(
            title=own.get(indicator.id, {}).get("name", indicator.name),
            why=own.get(indicator.id, {}).get("why", indicator.why),
            sources=tuple(known[source] for source in indicator.sources),
        )
        for indicator in INDICATORS
    }
    return signs | _told(lang, known) if told else signs


def _told(lang: str, known: Mapping[str, SourceRef]) -> dict[str, Explanation]:
    from bonafides.interview import questions, wording

    words = wording(lang)
    return {
        question.indicator: Explanation(
            title=words[question.id].title,
            why=words[question.id].why,
            sources=tuple(known[source] for source in question.sources),
        )
        for question in questions()
    }


@cache
def sources(lang: str = "en") -> dict[str, SourceRef]:
    """Every public source by its id, from `detect/sources.toml`; a publisher that is described, in that language."""
    table = tomllib.loads(files("bonafides.detect").joinpath("sources.toml").read_text("utf-8"))
    return {
        id_: SourceRef(id=id_, **{**row, "publisher": _publisher(row["publisher"], lang)}) for id_, row in table.items()
    }


def _publisher(named: str | dict[str, str], lang: str) -> str:
    return named if isinstance(named, str) else named.get(lang, named["en"])


def _translated(lang: str) -> dict[str, dict[str, str]]:
    """`name` and `why` of the indicators in another language than English, which stands beside the indicators."""
    words = files("bonafides.detect").joinpath("words", f"{lang}.toml")
    return tomllib.loads(words.read_text("utf-8")) if words.is_file() else {}
