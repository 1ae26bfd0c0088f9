"""Country codes: which there are, what the countries are called, and which ones somebody may have meant."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from bonafides.advise.tables import table
from bonafides.advise.words import ENGLISH
from bonafides.errors import AdviseError

if TYPE_CHECKING:
    from collections.abc import Mapping

NEAR = 4
"""So many countries are offered for a code that there is none of."""
_LANGUAGES = ("en", "fr", "de", "da", "es")
_LONGEST = 60
"""Letters of a mistyped country that are looked at."""
_SHORTENED = 3
"""Letters of the codes that many write instead, ISO 3166-1 alpha-3: mostly the beginning of a name."""
_SAME = "*"
"""In the library's table, what stands before the language whose name is the same."""


def country_code(given: str) -> str:
    """The upper-case code that `given` means (`GB` for `uk`), or "" for nothing given.

    Codes are ISO 3166-1 alpha-2, with `EU`, `UN` and `XK`. Raises AdviseError, with the nearest codes, for any other.
    """
    code = given.strip().upper()
    code = _atlas()["also"].get(code, code)
    if code and code not in codes():
        raise AdviseError(
            "this country code is not known.",
            where=given.strip()[:20],
            next_step="Use the two-letter ISO code, such as DE or GB, or leave it out for the general advice."
            + _offered(given),
        )
    return str(code)


@cache
def codes() -> tuple[str, ...]:
    """Every code that is taken, in order."""
    return tuple(_atlas()["codes"].split())


def country_name(code: str, lang: str = ENGLISH) -> str:
    """What a country is called in a language; the code itself where that is not known."""
    own = _atlas()["named"].get(code)
    if own:
        return str(own.get(lang) or own[ENGLISH])
    names = _names().get(code, {})
    said = names.get(lang) or names.get(ENGLISH) or code
    return names.get(said[1:], code) if said.startswith(_SAME) else said


def near(given: str) -> tuple[str, ...]:
    """Codes that somebody who typed this may have meant: by a country's name, else by a code that is one letter off."""
    typed = _folded(given.strip()[:_LONGEST])
    if not typed:
        return ()
    by_name = _by_name()
    starting = [code for name, code in by_name.items() if len(typed) >= _SHORTENED and name.startswith(typed)]
    if len(typed) == _SHORTENED and typed.isascii() and typed.isalpha():
        return tuple(dict.fromkeys([*starting, *_near_codes(typed.upper()), *_shortened(typed, by_name)]))[:NEAR]
    alike = [by_name[name] for name in get_close_matches(typed, by_name, n=NEAR, cutoff=0.75)]
    found = dict.fromkeys([*starting, *alike])
    return tuple(found)[:NEAR] or _near_codes(typed.upper())


@cache
def _by_name() -> Mapping[str, str]:
    """Codes by folded name, in every language that the advice is written in."""
    return {_folded(country_name(code, lang)): code for lang in _LANGUAGES for code in codes()}


def _shortened(typed: str, by_name: Mapping[str, str]) -> list[str]:
    """Codes of names that begin with the first letter and have the others in order: `DNK` for Denmark."""
    return [code for name, code in by_name.items() if name[0] == typed[0] and _in_order(typed, name)]


def _in_order(typed: str, name: str) -> bool:
    letters = iter(name)
    return all(char in letters for char in typed)


def _near_codes(typed: str) -> tuple[str, ...]:
    """What begins like it (`DEU` for DE), and what differs from two letters in the second or the first."""
    if not typed.isascii() or not typed.isalpha() or len(typed) > 3:
        return ()
    first = [code for code in codes() if code == typed[:2]]
    alike = [code for code in codes() if len(typed) == 2 and (code[0] == typed[0] or code[1] == typed[1])]
    rest = sorted(alike, key=lambda code: (sorted(code) != sorted(typed), code[0] != typed[0]))
    return tuple(dict.fromkeys([*first, *rest]))[:NEAR]


def _offered(given: str) -> str:
    found = near(given)
    listed = ", ".join(f"{code} ({country_name(code)})" for code in found)
    return f" Did you mean {listed}?" if found else ""


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


def _atlas() -> Mapping[str, Any]:
    return table("countries.toml") or {}


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    """Names by code and language, as the library of telephone numbers brings them; none where it is not there."""
    try:
        from phonenumbers.geodata.locale import LOCALE_DATA
    except ImportError:  # the browser edition leaves it out
        return {}
    found: Mapping[str, Mapping[str, str]] = LOCALE_DATA
    return found
