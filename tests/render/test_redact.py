"""Redaction: nobody else can be recognised by name or address, and every quote still covers its words."""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.model import Conversation, Entry, InputFile, Message, Party, Problem, Span, Stage
from bonafides.render import View, render
from bonafides.render.contacts import contacts
from bonafides.render.phrases import phrases
from bonafides.render.redact import Change, redact, redacted
from tests.render import fiction


def one(text: str, *, them: str = "Dana Whitfield", me: str = "Alex Morgan", mine: str = "") -> Conversation:
    messages = [Message(speaker=them, text=text)]
    if mine:
        messages.append(Message(speaker=me, text=mine, mine=True))
    return Conversation(id="c1", messages=tuple(messages), parties=(Party(name=them), Party(name=me, mine=True)))


def said(*conversations: Conversation) -> list[str]:
    entries = [Entry(conversation=c, assessment=fiction.quiet(), advice=None) for c in conversations]
    return [entry.conversation.messages[0].text for entry in redact(fiction.report(*entries)).entries]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dana Whitfield here", "Person A here"),
        ("I am Dana.", "I am Person A."),
        ("dana whitfield / DANA / Whitfield", "Person A / Person A / Person A"),
        ("Whitfield, Dana", "Person A, Person A"),
        ("Dána says", "Person A says"),
        ("Danish pastry, Whitfields", "Danish pastry, Whitfields"),
        ("dana_whitfield99 or danawhitfield", "Person A99 or Person A"),
        ("Hello Alex Morgan", "Hello You"),
        ("write to d.w@firm.example.", "write to mail-1@redacted.example."),
        ("a@b.example or A@B.example", "mail-1@redacted.example or mail-1@redacted.example"),
        ("see https://firm.example/x?y=1, or www.firm.example/x", "see link-1, or link-1"),
        ("(linkedin.com/in/dana-w)", "(link-1)"),
        ("call +44 7700 900123 or 07700 900 123", "call phone-1 or phone-1"),
        ("+1 (202) 555-0143!", "phone-1!"),
        ("ask @dana_w on t.me/dana_w", "ask handle-1 on link-1"),
        ("on 2026-03-01 09:00, 01/03/2026, at 14:30", "on 2026-03-01 09:00, 01/03/2026, at 14:30"),
        ("we pay 20.000.000 or $5000000", "we pay 20.000.000 or $5000000"),
        ("e.g. setup.exe, Node.js, i.e. v1.2.3 and/or 3.5", "e.g. setup.exe, Node.js, i.e. v1.2.3 and/or 3.5"),
    ],
)  # fmt: skip
def test_what_is_replaced(text: str, expected: str) -> None:
    assert said(one(text)) == [expected]


@pytest.mark.parametrize(
    ("them", "text", "expected"),
    [
        ("王小明", "我是王小明你好", "我是Person A你好"),
        ("Will Mark", "I will mark it, Will", "I will mark it, Person A"),
        ("them", "I told them so", "I told them so"),
        ("Li Wu", "Li Wu likes wu", "Person A likes wu"),
        ("Dr. Ana von Berg", "Ana, the Berg and von", "Person A, the Person A and von"),
        ("+44 7700 900123", "me: 07700 900123", "me: phone-1"),
        ("김민수", "김민수입니다", "Person A입니다"),
    ],
)
def test_names_of_many_kinds(them: str, text: str, expected: str) -> None:
    assert said(one(text, them=them)) == [expected]


def test_the_same_person_has_one_label_everywhere() -> None:
    first, second = one("I know Robin Asare."), one("Dana Whitfield says hi", them="Robin Asare")
    assert said(first, second) == ["I know Person B.", "Person A says hi"]


def test_elsewhere_a_part_of_a_name_needs_its_capital() -> None:
    other = one("Dana was there, on a long dana", them="Robin Asare")
    assert said(one("Hi"), other)[1] == "Person A was there, on a long dana"


def test_file_names_problems_and_ids_are_redacted_too() -> None:
    where = "/home/alex/WhatsApp Chat with Dana Whitfield.txt"
    named = replace(one("Hi"), id="whatsapp:Dana Whitfield")
    report = fiction.report(
        Entry(conversation=named, assessment=fiction.quiet(), advice=None),
        problems=(Problem(what="Dana Whitfield sent a file.", where=where),),
    )
    inputs = (
        InputFile(name=where, format="whatsapp", sha256="0", size=1),
        InputFile(name="a.zip/b.csv", format="x", sha256="1", size=1),
    )
    result = redact(replace(report, provenance=replace(report.provenance, inputs=inputs)))
    assert result.entries[0].conversation.id == "whatsapp:Person A"
    assert result.problems[0].what == "Person A sent a file."
    assert result.problems[0].where == "WhatsApp Chat with Person A.txt"
    assert [each.name for each in result.provenance.inputs] == ["WhatsApp Chat with Person A.txt", "a.zip/b.csv"]
    assert result.provenance.me == "You (from Profile.csv)"


def test_ids_stay_apart() -> None:
    twins = [
        replace(one("Hi", them=name), id=f"x {mail}")
        for name, mail in (("Ann Bo", "a@b.example"), ("Cy Do", "A@b.example"))
    ]
    entries = [Entry(conversation=c, assessment=fiction.quiet(), advice=None) for c in twins]
    ids = [entry.conversation.id for entry in redact(fiction.report(*entries)).entries]
    assert len(set(ids)) == 2


def test_offices_keep_their_addresses() -> None:
    advice = redact(fiction.report(fiction.alarming())).entries[0].advice
    assert advice is not None
    assert advice.routes == fiction.ADVICE.routes
    assert advice.sections[-1].lines == ("Your own security office first: Person A need not know.",)


@pytest.mark.parametrize(
    ("lang", "you", "person", "phone"),
    [("fr", "Vous", "Personne A", "téléphone-1"), ("da", "Dig", "Person A", "telefon-1")],
)
def test_labels_are_in_the_language_of_the_report(lang: str, you: str, person: str, phone: str) -> None:
    entry = Entry(conversation=one("Dana to Alex: +44 7700 900123"), assessment=fiction.quiet(), advice=None)
    changed = redact(fiction.report(entry), phrases(lang))
    assert changed.entries[0].conversation.messages[0].text == f"{person} to {you}: {phone}"
    written = render(fiction.report(entry), "text", View(lang=lang, redact=True))
    assert f"Med {person}" in written or f"Avec {person}" in written
    machine = json.loads(render(fiction.report(entry), "json", View(lang=lang, redact=True)))
    assert "Person A" in str(machine)
    assert phone not in str(machine), "machines get the same labels in every language"


SECRETS = ("Dana", "Whitfield", "Alex", "Morgan", "900123", "northgate.example", "dana-whitfield", "Okafor")


@pytest.mark.parametrize("form", ["text", "html", "json", "jsonl"])
def test_nothing_of_the_demo_survives_in_any_form(form: str) -> None:
    written = render(fiction.demo(), form, View(titles=fiction.TITLES, redact=True))
    assert [secret for secret in SECRETS if secret.lower() in written.lower()] == []


NAMES = st.tuples(
    st.sampled_from(["Dana", "Tomasz", "Ngozi", "Élodie", "Xiu", "Björn"]),
    st.sampled_from(["Whitfield", "Okonkwo", "Lindqvist", "Achterberg", "Özdemir"]),
).map(" ".join)
ADDRESSES = st.sampled_from(
    [
        "d.w@firm.example",
        "+44 7700 900456",
        "https://firm.example/in?x=1",
        "@quiet_owl",
        "firm.example/cv",
        "(202) 555-0143",
    ]
)
FILLER = st.sampled_from(["hello", "we pay", "your report,", "soon.", "«quoted»", "\n", "naïve", "数据", "3 pages"])


@st.composite
def telling(draw: st.DrawFn) -> tuple[str, list[str], list[str], list[tuple[int, int]]]:
    """Names of the others, a text that mentions them and addresses, the identifiers in it, and filler spans."""
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    mention = st.sampled_from([*names, *(part for name in names for part in name.split())])
    words, secrets, plain, at = [], [part for name in names for part in name.split()], [], 0
    for kind in draw(st.lists(st.sampled_from("nnaff"), min_size=1, max_size=12)):
        word = draw({"n": mention, "a": ADDRESSES, "f": FILLER}[kind])
        if kind == "a":
            secrets.append(word)
        if kind == "f":
            plain.append((at, at + len(word)))
        words.append(word)
        at += len(word) + 1
    return " ".join(words), names, secrets, plain


@settings(deadline=None)
@given(telling(), st.data())
def test_no_identifier_survives_and_spans_keep_their_words(
    case: tuple[str, list[str], list[str], list[tuple[int, int]]], data: st.DataObject
) -> None:
    text, names, secrets, plain = case
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    conversation = Conversation(
        id="c1", messages=(Message(speaker=names[0], text=text),), parties=tuple(Party(name=name) for name in names)
    )
    spans = (Span(message=0, start=start, end=end), *(Span(message=0, start=a, end=b) for a, b in plain))
    assessment = replace(fiction.quiet(), because=(fiction.part("x", 1.0, *spans, stage=Stage.HOOK),))
    entry = redact(fiction.report(Entry(conversation=conversation, assessment=assessment, advice=None))).entries[0]
    after = entry.conversation.messages[0].text
    assert [secret for secret in secrets if secret.lower() in after.lower()] == []
    first, *others = entry.assessment.because[0].finding.spans
    assert 0 <= first.start <= first.end <= len(after)
    assert [after[s.start : s.end] for s in others] == [text[a:b] for a, b in plain]


@given(st.text("ab c", max_size=40), st.data())
def test_a_span_that_cuts_a_replacement_covers_all_of_it(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    changes = [Change(start=a, end=b, new="<NEW>") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    result = redacted(text, changes)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = result.moved(start, end)
    inside = [c for c in changes if c.start < end and start < c.end]
    assert result.text[low:high].count("<NEW>") == len(inside) or start == end
    left = "".join(text[n] for n in range(start, end) if not any(c.start <= n < c.end for c in changes))
    if start < end:
        assert result.text[low:high].replace("<NEW>", "") == left


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_addresses_never_overlap(text: str) -> None:
    found = list(contacts(text))
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(0 <= c.start < c.end <= len(text) for c in found)


@pytest.mark.parametrize("piece", ["@", "a@", "1 ", "a.", "://", "Dana ", "+1-", "x" * 70 + ".", "\u0301", "www."])
def test_redaction_takes_linear_time(piece: str) -> None:
    conversation = one(piece * (400_000 // len(piece)))
    start = time.process_time()
    said(conversation)
    assert time.process_time() - start < 6


def test_redacted_quotes_are_exact() -> None:
    view: Any = View(redact=True)
    (line,) = (json.loads(row) for row in render(fiction.report(fiction.alarming()), "jsonl", view).splitlines())
    messages = redact(fiction.report(fiction.alarming())).entries[0].conversation.messages
    for place in line["findings"]:
        assert messages[place["message"]].text[place["start"] : place["end"]] == place["quote"]
    assert {m.speaker for m in messages} == {"Person A", "You"}
