"""What the countries are called whose company register is in the list, in the reader's language."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from bonafides.render.phrases import phrases
from bonafides.vet.registers import countries
from bonafides.vetted.sheet import ROOM

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def registered(lang: str) -> Mapping[str, str]:
    """Names by code, in the order in which readers look for them. Raises RenderError."""
    words = phrases(lang, ROOM)
    named = {code: words(f"country.{code}") for code in countries()}
    return dict(sorted(named.items(), key=lambda each: unicodedata.normalize("NFKD", each[1]).casefold()))
