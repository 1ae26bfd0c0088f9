"""Which words are known to be forms of one name: of other scripts, spellings and short forms, as Wikidata has them.

The knowledge is rigour's. It takes seconds and 300 MB to load, so it is asked while a list is loaded, and what it says
of the list's words (and of common ones that lists write in other scripts) is kept in the list's index.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

MOST = 400
"""Names that one word may be a form of; 明 has about 200."""


def readings(word: str) -> tuple[str, ...]:
    """The names that a case-folded word is known as a form of: `NAME:Q...` of Wikidata, or `NICK:...`."""
    analyze, person, kinds = _library()
    names = analyze(person, [word], phonetics=False, numerics=False)
    found = {(span.symbol.category, span.symbol.id) for name in names for span in name.spans}
    return tuple(sorted(f"{kind.value}:{id_}" for kind, id_ in found if kind in kinds)[:MOST])


@cache
def _library() -> tuple[Any, Any, Any]:
    from rigour.names import NameTypeTag, Symbol, analyze_names

    return analyze_names, NameTypeTag.PER, (Symbol.Category.NAME, Symbol.Category.NICK)


def common() -> frozenset[str]:
    """Common words of names in Latin letters, whose forms in other scripts a list may have."""
    raw = files("bonafides.vet.lists").joinpath("common.toml").read_text("utf-8")
    return frozenset(word for words in tomllib.loads(raw).values() for word in words.split())
