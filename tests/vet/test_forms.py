"""Ways in: what a form, a card, a letter and a paste tell, and what is done with broken and hostile ones."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bonafides.errors import VetError
from bonafides.vet.forms import told_by_card, told_by_form, told_by_letter, told_by_vcard
from bonafides.vet.forms.letter import letter_of, results_of
from bonafides.vet.forms.page import links_in
from bonafides.vet.forms.table import LARGEST
from bonafides.vet.told import MOST, Link

DOCS = Path(__file__).parents[2] / "docs"
FORM = {
    "schema": "bonafides.persona/1",
    "name": "Anna Lin",
    "firm": "Kestrel Dynamics",
    "client": "a ministry",
    "own_domain": "kestrel.com",
    "mails": ["anna@kestrel-hr.com"],
    "phones": ["+44 20 7946 0000"],
    "urls": ["https://kestrel-hr.com/x"],
    "founded": 2019,
    "links": [{"text": "kestrel.com", "target": "https://kestrel-hr.com"}],
    "posts": [{"firm": "Kestrel Dynamics", "since": 2012, "until": "2014-05"}],
    "studies": [{"school": "X", "degree": "master", "until": "2010"}],
    "profile": {"created": "2026-01-05", "claimed": 2015},
}
YAML = """
name: Anna Lin
firm: Kestrel Dynamics
mails: [anna@kestrel-hr.com]
posts:
  - firm: Kestrel Dynamics
    since: 2012
    until: 2014-05-01
"""
TOML = """
name = "Anna Lin"
mail = "anna@kestrel-hr.com"
founded = 2019
[[posts]]
firm = "Kestrel Dynamics"
since = 2012-01-01
"""


# --- forms


def test_a_form_in_json() -> None:
    told = told_by_form(json.dumps(FORM).encode())
    assert (told.names, told.firms, told.own, told.client) == (
        ("Anna Lin",), ("Kestrel Dynamics",), ("kestrel.com",), "a ministry",
    )  # fmt: skip
    assert (told.founded, told.posts[0].since, told.posts[0].until) == (2019, date(2012, 1, 1), date(2014, 5, 1))
    assert told.profile_created == date(2026, 1, 5)
    assert told.links == (Link(text="kestrel.com", target="https://kestrel-hr.com"),)
    assert told.unread == ()


def test_the_schema_in_the_documents_takes_the_form_and_knows_its_fields() -> None:
    schema = json.loads((DOCS / "persona.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(FORM)) == []
    told = told_by_form(json.dumps(dict.fromkeys(schema["properties"], None) | {"schema": FORM["schema"]}).encode())
    assert told.unread == ()


@pytest.mark.parametrize("text", [YAML, TOML, "\ufeff" + YAML])
def test_a_form_in_yaml_or_toml(text: str) -> None:
    told = told_by_form(text.encode())
    assert told.names == ("Anna Lin",)
    assert told.mails == ("anna@kestrel-hr.com",)
    assert told.posts[0].since == date(2012, 1, 1)


def test_what_is_not_understood_of_a_form_is_said() -> None:
    told = told_by_form(
        b"firm: Kestrel\nage: 30\nfounded: long ago\nmails: [{a: 1}, b@c.de]\nposts: [x]\nlinks: [{}]\n"
    )
    assert told.mails == ("b@c.de",)
    assert {each.where for each in told.unread} == {
        "form, age", "form, founded", "form, mails", "form, posts", "form, links",
    }  # fmt: skip


BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"just words",
        b"[]",
        b"{",
        b"firm: [unclosed",
        b"schema: bonafides.persona/99\nfirm: x",
        b"\xff\xfe\x00",
        b"a" * (LARGEST + 1),
        b"{" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 20_000,
        b"- " * 20_000,
        b".".join([b"a"] * 30_000) + b" = {}",
        b"? " * 20_000,
        BOMB.encode(),
        b"!!python/object/apply:os.system ['true']",
        b"firm: !!python/name:os.system x",
    ],
    ids=lambda raw: repr(raw[:20]),
)
def test_what_is_no_form_is_refused_plainly(raw: bytes) -> None:
    with pytest.raises(VetError) as caught:
        told_by_form(raw, where="x.yaml")
    assert caught.value.where == "x.yaml"
    assert caught.value.next_step


# --- cards

CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna\r\n  Lin\r\nORG:Kestrel\\, Dynamics;Unit 7\r\n"
    "item1.EMAIL;type=INTERNET:a@b.com\r\n"
    "TEL;TYPE=cell:+44 20 7946 0000\r\nURL:https://b.com\r\nPHOTO;ENCODING=b:{}\r\nEND:VCARD\r\n"
)


def test_a_card() -> None:
    told = told_by_vcard(CARD.format("AAAA\r\n BBBB").encode())
    assert (told.names, told.firms, told.mails) == (("Anna Lin",), ("Kestrel, Dynamics",), ("a@b.com",))
    assert (told.phones, told.urls, told.unread) == (("+44 20 7946 0000",), ("https://b.com",), ())


def test_an_old_card_in_quoted_printable() -> None:
    card = "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=\nller\nEND:VCARD"
    assert told_by_vcard(card.encode()).names == ("Müller",)


def test_a_card_of_a_million_lines_is_cut_and_that_is_said() -> None:
    told = told_by_vcard(b"BEGIN:VCARD\nFN:Anna\n" + b"EMAIL:a@b.com\nX:\n" * 500_000)
    assert told.names == ("Anna",)
    assert [each.why for each in told.unread] == ["beginning"]
    many = told_by_vcard(b"BEGIN:VCARD\n" + b"".join(b"EMAIL:%d@b.com\n" % n for n in range(MOST + 9)))
    assert len(many.mails) == MOST
    assert many.unread


def test_a_picture_and_a_fold_as_large_as_they_come() -> None:
    told = told_by_vcard(CARD.format("A" * 4_000_000).encode())
    assert told.mails == ("a@b.com",)
    folded = told_by_vcard(b"BEGIN:VCARD\nFN:Anna" + b"\n  x" * 400_000 + b"\nEMAIL:a@b.com\nEND:VCARD")
    assert folded.mails == ("a@b.com",)
    assert len(folded.names[0]) <= 4_096


def test_only_the_first_of_several_cards_is_taken() -> None:
    told = told_by_vcard(b"BEGIN:VCARD\nFN:Anna\nEND:VCARD\nBEGIN:VCARD\nFN:Bea\nEND:VCARD\n")
    assert told.names == ("Anna",)
    assert told.unread


@pytest.mark.parametrize("raw", [b"", b"FN:Anna", b"BEGIN:VCALENDAR\nFN:Anna", b"\0" * 100])
def test_what_is_no_card_is_refused(raw: bytes) -> None:
    with pytest.raises(VetError):
        told_by_vcard(raw)


# --- letters


def test_the_headers_of_a_letter() -> None:
    letter = letter_of(
        b"From: =?utf-8?q?Anna_L=C3=BCtt?= <Anna@Firm.example>\nReply-To: b@x.test\nMessage-ID: <1@ids.test>\n"
        b"Received: from a by mx.two.test; Mon, 2 Mar 2026 08:00:05 +0000\n"
        b"Received: from b (by evil.test) by mx.one.test; Mon, 2 Mar 2026 08:00:01 +0000\n"
        b"Date: Mon, 2 Mar 2026 09:00:00 +0100\n\nReceived: from body by evil.test\n"
    )
    assert (letter.name, letter.sender, letter.reply_to) == ("Anna Lütt", "anna@firm.example", "b@x.test")
    assert letter.keepers == ("mx.two.test", "mx.one.test")
    assert letter.received == tuple(sorted(letter.received))
    assert letter.sent is not None
    assert letter.sent.hour == 8


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("mx.a.test; spf=pass (a (b) c; dkim=pass) smtp.mailfrom=x@y.test", [("mx.a.test", "spf", "pass", "y.test")]),
        ("mx.a.test 1; none", []),
        ("spf=pass smtp.mailfrom=y.test; dmarc=fail", [("", "spf", "pass", "y.test"), ("", "dmarc", "fail", "")]),
        ("mx.a.test; dkim=pass header.d=z.test; dkim=fail header.d=w.test",
         [("mx.a.test", "dkim", "pass", "z.test"), ("mx.a.test", "dkim", "fail", "w.test")]),
        ("", []),
        (";;;", []),
        ("((((", []),
        ("mx; =; =pass; spf=", [("mx", "spf", "", "")]),
    ],
)  # fmt: skip
def test_results_in_a_header(header: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert [(each.server, each.method, each.outcome, each.domain) for each in results_of(header)] == expected


def test_a_sender_with_an_unquoted_comma_and_one_with_an_address_for_a_name() -> None:
    assert letter_of(b"From: Lin, Anna <anna@firm.example>\n\n").sender == "anna@firm.example"
    shown = letter_of(b'From: "ceo@bank.test" <anna@firm.example>\n\n')
    assert (shown.name, shown.sender) == ("ceo@bank.test", "anna@firm.example")


def test_links_of_a_page() -> None:
    page = '<a href="https://a.test">b <b>c</b></a><a>no</a><a href="mailto:x@y.z">m</a><a href="//d.test"><a href=https://e.test>f'
    assert links_in(page) == (
        Link(text="b c", target="https://a.test"),
        Link(text="", target="//d.test"),
        Link(text="f", target="https://e.test"),
    )
    assert links_in("<!DOCTYPE [<![ <a href='https://x.test'>") is not None


@given(st.binary(max_size=2_000))
@settings(max_examples=100, deadline=None)
def test_no_bytes_break_a_letter_a_card_or_a_paste(raw: bytes) -> None:
    told_by_letter(raw, page=raw.decode("latin-1"))
    told_by_letter(b"From: " + raw + b"\nReceived: by " + raw + b"\nAuthentication-Results: " + raw + b"\nDate: " + raw)
    told_by_card(raw.decode("latin-1"))
    with suppress(VetError):
        told_by_vcard(b"BEGIN:VCARD\n" + raw)


@pytest.mark.parametrize("piece", ["<", "<a ", "<!--", "<![CDATA[", "<a href='", "</a", "&#", "<a href=https://x.y>"])
def test_no_page_takes_long(piece: str) -> None:
    links_in(piece * (1_000_000 // len(piece)))


@pytest.mark.parametrize("sender", [b"(" * 9_000, b"<" * 100_000, b"=?utf-8?q?a?= " * 700, b'"' * 9_000, b","])
def test_no_sender_breaks_a_letter(sender: bytes) -> None:
    assert letter_of(b"From: " + sender + b"\nTo: a@b.com\n\n").reply_to == ""


def test_a_letter_of_endless_headers_is_cut() -> None:
    told = told_by_letter(b"From: a@b.com\n" + b"Received: by x.test (" * 200_000 + b"\n\n")
    assert told.mails == ("a@b.com",)


# --- pasted


@pytest.mark.parametrize(
    ("line", "firm"),
    [
        ("Senior Consultant at Kestrel Dynamics", "Kestrel Dynamics"),
        ("Beraterin bei Kestrel GmbH", "Kestrel GmbH"),
        ("Conseillère chez Kestrel", "Kestrel"),
        ("Company: Kestrel", "Kestrel"),
        ("公司: 开创", "开创"),
        ("We met at the fair. It was nice.", ""),
    ],
)
def test_the_firm_on_a_card(line: str, firm: str) -> None:
    assert told_by_card(f"Anna Lin\n{line}").firm == firm


def test_a_pasted_card() -> None:
    told = told_by_card(
        "Anna Lin\nanna@kestrel.com | +44 20 7946 0000\n(www.kestrel.com), kestrel.com/team\n2015 - 2019 X\n"
    )
    assert told.names == ("Anna Lin",)
    assert told.mails == ("anna@kestrel.com",)
    assert told.urls == ("www.kestrel.com", "kestrel.com/team")
    assert told.phones == ("+44 20 7946 0000",)
    assert told_by_card("").is_empty
    assert told_by_card("1" * 3_000_000).names == ()
