"""Identifiers in the one form in which they are digested, however they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.packs.identifier import KINDS, Identifier, domains, identifier


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("phone:+447700900123", "phone", "+447700900123"),
        (" PHONE:+447700900123 ", "phone", "+447700900123"),
        ("handle:whatsapp/+447700900123", "phone", "+447700900123"),
        ("handle:telegram/@Amy_Lin", "handle", "telegram/amy_lin"),
        ("handle:telegram/+447700900123", "handle", "telegram/+447700900123"),
        ("email:Vale+x@North.Example", "mail", "vale@north.example"),
        ("mail:a.b.c@googlemail.com", "mail", "abc@gmail.com"),
        ("url:https://www.linkedin.com/in/Adrian-Vale-1/?x=1#y", "profile", "linkedin.com/in/adrian-vale-1"),
        ("domain:www.North.Example.", "domain", "north.example"),
        ("domain:https://north.example/a/b", "domain", "north.example"),
        ("domain:bücher.example", "domain", "xn--bcher-kva.example"),
        ("domain:ｎorth.example", "domain", "north.example"),
    ],
)
def test_one_form(written: str, kind: str, value: str) -> None:
    assert identifier(written) == Identifier(kind, value)


@pytest.mark.parametrize(
    "written",
    ["", "phone:", "phone:07700 900123", "phone:+12", "phone:+44770090012x", "email:nobody", "email:a@b", "handle:x",
     "handle:/x", "handle:telegram/ab", "url:linkedin.com", "domain:localhost", "domain:10.0.0.1", "domain:a..b",
     "name:Adrian Vale", "phone:+٤٤٧٧٠٠٩٠٠١٢٣", "email:a b@c.example", "domain:" + "a." * 200 + "example",
     "handle:telegram/" + "x" * 400, "domain:a\x00b.example"],
)  # fmt: skip
def test_what_is_none(written: str) -> None:
    found = identifier(written)
    assert found is None or found.value.isascii()


@given(st.text(max_size=80), st.sampled_from(KINDS))
def test_any_text_gives_an_identifier_that_stays_itself_or_none(text: str, kind: str) -> None:
    found = identifier(f"{kind}:{text}")
    if found is not None:
        assert found.kind in KINDS
        assert identifier(f"{found.kind}:{found.value}") == found


def test_a_host_is_asked_for_with_every_domain_above_it() -> None:
    assert [each.value for each in domains("files.a.co.uk")] == ["files.a.co.uk", "a.co.uk", "co.uk"]
    assert domains("localhost") == ()
    assert len(domains(".".join("abcdefghijk"))) == 6
