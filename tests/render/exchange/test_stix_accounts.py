"""Addresses as observables and patterns: right where they are right, left out where they are none, escaped always."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stix2patterns.validator import validate

from bonafides.render.exchange.stix_accounts import accounts, host, pattern, uri
from bonafides.render.exchange.value import Persona

HOSTILE = ("'", "\\", "\\'", "' OR 1=1", "']", "\n", "\t", "a\\\\'b", '"', "[x:y = 'z']", "\u2028", "李明", "😀", " ")


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_leaves_its_quotes(value: str) -> None:
    written = pattern("user-account:account_login", value)
    assert validate(written)
    inner = written.removeprefix("[user-account:account_login = '").removesuffix("']")
    assert inner.replace("\\\\", "").replace("\\'", "").count("'") == 0


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30))
def test_any_value_gives_a_valid_pattern(value: str) -> None:
    assert validate(pattern("url:value", value))


@pytest.mark.parametrize(
    ("identifier", "found"),
    [
        ("email:dana@northgate.example", ("email-addr", "dana@northgate.example")),
        ("email:mail-1", None),
        ("email:a b@c", None),
        ("url:linkedin.com/in/dana?x=1", ("url", "https://linkedin.com/in/dana?x=1")),
        ("url:linkedin.com/in/zoë", ("url", "https://linkedin.com/in/zo%C3%AB")),
        ("url:javascript://x", None),
        ("url:not a link", None),
        ("url:münchen.example", ("url", "https://xn--mnchen-3ya.example")),
        ("domain:northgate.example", ("domain-name", "northgate.example")),
        ("domain:-", None),
        ("domain:Größe会议.example", ("domain-name", "xn--grsse-kua5411lyj9d.example")),
        ("domain:a_b.example", None),
        ("firm:Northgate", None),
        ("what:ever", None),
        ("", None),
    ],
)
def test_identifiers(identifier: str, found: tuple[str, str] | None) -> None:
    made = [
        (each.object["type"], each.object["value"]) for each in accounts(Persona(name="D", identifiers=(identifier,)))
    ]
    assert made == ([found] if found else [])


def test_accounts_are_looked_for_by_what_is_theirs_alone() -> None:
    persona = Persona(name="D", identifiers=("handle:telegram/dana_w", "phone:+447700900123", "domain:x.example"))
    found = [(each.object.get("account_type", ""), each.looked_for) for each in accounts(persona)]
    assert found == [
        ("telegram", ("user-account:account_login", "dana_w")),
        ("phone", ("user-account:user_id", "+447700900123")),
        ("", None),
    ]


def test_hosts_and_links() -> None:
    assert host("a" * 64 + ".example") == host("") == host("a..b") == host("-a.example") == ""
    assert uri("x" * 3000 + ".example") == uri("ftp://x.example") == uri("x.example:port/") == ""
    assert uri("HTTP://x.example:80/a'b\\c") == "HTTP://x.example:80/a'b%5Cc"
