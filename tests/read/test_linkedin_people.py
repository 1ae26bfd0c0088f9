"""The LinkedIn files that say who people are: recognised by their columns, read for names and identifiers only."""

from __future__ import annotations

from datetime import UTC

import pytest

from bonafides.model import Party
from bonafides.read import READERS, source
from bonafides.read.reader import Extract, Head, Options

CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
OLD = "First Name,Last Name,Email Address,Company,Position,Connected On\n"


def _read(text: str) -> tuple[str, Extract]:
    head = Head(name="x", raw=text.encode(), text=text)
    reader = next(reader for reader in READERS if reader.recognises(head))
    return reader.name, reader.read(source.from_bytes("x", text.encode()), Options(timezone=UTC))


@pytest.mark.parametrize(
    ("text", "name", "me"),
    [
        (
            "First Name,Last Name,Maiden Name,Headline\nJane,Roe,,x\n",
            "linkedin-profile",
            Party(name="Jane Roe", mine=True),
        ),
        (
            "Email Address,Confirmed,Primary,Updated On\nJane@x.example,Yes,Yes,\nodd,No,No,\n",
            "linkedin-emails",
            Party(name="", mine=True, identifiers=frozenset({"email:jane@x.example"})),
        ),
        (
            "Extension,Number,Type\n+44,7700 900123,Mobile\n,07700 900124,Home\n",
            "linkedin-phones",
            Party(name="", mine=True, identifiers=frozenset({"phone:+447700900123"})),
        ),
        (
            "Number,Extension,Is_WhatsApp_Number\n7700 900123,+44,true\n",
            "linkedin-phones",
            Party(name="", mine=True, identifiers=frozenset({"phone:+447700900123"})),
        ),
    ],
)
def test_the_owner(text: str, name: str, me: Party) -> None:
    found, extract = _read(text)
    assert found == name
    assert extract.me == (me,)


@pytest.mark.parametrize(
    "preamble", ["", 'Notes:\n"When importing,\nmind"\n\n', 'Notes:,,,,,,\n"Mind",,,,,,\n,,,,,,\n']
)
@pytest.mark.parametrize("header", [CONNECTIONS, OLD])
def test_connections(preamble: str, header: str) -> None:
    row = "Amy,Lin,https://www.linkedin.com/in/amy-lin,amy@x.example,Firm,Partner,05 Mar 2024\n"
    row = row if header == CONNECTIONS else row.replace("https://www.linkedin.com/in/amy-lin,", "")
    name, extract = _read(preamble + header + row)
    assert name == "linkedin-connections"
    (book,) = extract.threads
    assert not book.messages
    assert book.parties[0].name == "Amy Lin"
    assert "email:amy@x.example" in book.parties[0].identifiers
