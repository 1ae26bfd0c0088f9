"""Where a text holds somebody's name, in its usual other spellings too."""

from __future__ import annotations

import unicodedata

import pytest

from bonafides.render.names import Roster, sightings


def found(name: str, text: str) -> list[str]:
    roster = Roster()
    roster.add(name, "X")
    return [text[each.start : each.end] for each in sightings(text, roster, roster)]


@pytest.mark.parametrize(
    ("name", "text", "seen"),
    [
        ("Karl Müller", "Dear Mr Mueller, dear Karl Mueller.", ["Mueller", "Karl Mueller"]),
        ("Karl Müller", "Muller, Müller, MUELLER", ["Muller", "Müller", "MUELLER"]),
        ("Karl Mueller", "Herr Müller kommt.", ["Müller"]),
        ("Jörg Strauß", "Joerg Strauss, strauss", ["Joerg Strauss", "strauss"]),
        ("Søren Ægidius Åberg", "Soeren Aegidius Aaberg; Soren", ["Soeren Aegidius Aaberg", "Soren"]),
        ("Ödön Ärlig", "OEDOEN; Aerlig", ["OEDOEN", "Aerlig"]),
        ("Łukasz Đokić", "Lukasz Dokic", ["Lukasz Dokic"]),
        ("Karl Müller", "write kmueller or karlmueller", ["kmueller", "karlmueller"]),
        ("Zoe Haas", "He has a mull, so no.", []),
        ("Karl Müller", "The mule has milled.", []),
    ],
)
def test_usual_other_spellings_are_found_and_other_words_are_not(name: str, text: str, seen: list[str]) -> None:
    assert found(name, text) == seen
    assert len(found(unicodedata.normalize("NFD", name), text)) == len(seen)
