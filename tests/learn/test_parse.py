"""A drill's file: what is right comes out whole, and every fault is found, placed and never raised."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.learn.drill import Choice, filled
from bonafides.learn.fault import lines_of
from bonafides.learn.parse import LARGEST, parse
from bonafides.model import Kind
from tests.learn.samples import GOOD, ORDINARY, drill


def test_a_good_file_comes_out_whole() -> None:
    found = drill()
    assert (found.id, found.lang, found.kind, found.best, found.from_message) == (
        "a-report", "en", Kind.APPROACH, Choice.REPORT, 3,
    )  # fmt: skip
    assert [line.mine for line in found.lines] == [False, True, False, False]
    assert [line.channel for line in found.lines] == ["linkedin", "linkedin", "whatsapp", "whatsapp"]
    assert found.asked == (0, 2, 3)
    assert [sign.indicator for line in found.lines for sign in line.signs] == ["moves-off-platform", "asks-for-secrecy"]
    assert found.lines[0].innocent[0].quote in found.lines[0].text
    assert drill(ORDINARY).ordinary


BAD = {
    "not TOML": (GOOD.replace('title = "About', "title = About"), "not-toml", 7),
    "no schema": (GOOD.replace('schema = "bonafides.drill/1"\n', ""), "schema", 0),
    "a newer schema": (GOOD.replace("drill/1", "drill/2"), "newer", 1),
    "a shouting id": (GOOD.replace('"a-report"', '"A report"'), "id", 2),
    "a language that is none": (GOOD.replace('lang = "en"', 'lang = "xx"'), "one-of", 3),
    "no kind": (GOOD.replace('kind = "approach"\n', ""), "missing", 0),
    "a truth that is none": (GOOD.replace('kind = "approach"', 'kind = "unclear"'), "one-of", 4),
    "no list of cases": (GOOD.replace('["C01"]', '"C01"'), "list", 5),
    "an unknown channel": (GOOD.replace('"linkedin"', '"pigeon"'), "one-of", 6),
    "a misspelt key": (GOOD.replace("setting = ", "seting = "), "unknown-key", 8),
    "an empty text": (GOOD.replace('text = "Thank you."', 'text = "  "'), "missing", 19),
    "an unknown sender": (GOOD.replace('from = "me"', 'from = "you"'), "one-of", 18),
    "a sign without a reason": (GOOD.replace('why = "Honest work needs no secrecy."\n', ""), "missing", 33),
    "a long title": (GOOD.replace("About your article", "x" * 200), "too-long", 7),
    "an unknown choice": (GOOD.replace('best = "report"', 'best = "run"'), "one-of", 42),
    "a message that is no number": (GOOD.replace("from_message = 3", 'from_message = "3"'), "number", 43),
    "no finding": (GOOD.replace('finds = "The front desk of {firm} does not know them."\n', ""), "missing", 38),
    "no end": (GOOD.partition("[end]")[0], "missing", 0),
    "no messages": (GOOD.partition("[[message]]")[0] + GOOD[GOOD.index("[end]") :], "messages", 0),
    "a message that is no table": ('message = "hello"\n' + GOOD.replace("[[message", "[[massage"), "tables", 1),
}


@pytest.mark.parametrize(("text", "code", "line"), BAD.values(), ids=BAD)
def test_every_fault_of_form_is_found_at_its_line(text: str, code: str, line: int) -> None:
    found = parse(text.encode())
    assert found.drill is None
    assert (code, line) in [(each.code, each.line) for each in found.faults], found.faults


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "schema"),
        (b"\xff\xfe", "not-utf8"),
        (b"x" * (LARGEST + 1), "too-large"),
        (b"a=" + b"[" * 50_000, "not-toml"),
        (b"a=" + b"[" * 100_000 + b"]" * 100_000, "not-toml"),
        (b'schema = "bonafides.drill/99999999999999999999"', "schema"),
        (b"message = [1, 2, 3]", "tables"),
        (b"end = 3\nlang = 1979-05-27", "one-of"),
    ],
)
def test_bad_files_are_told_apart(raw: bytes, code: str) -> None:
    assert code in [each.code for each in parse(raw).faults]


def test_several_faults_are_all_told() -> None:
    text = GOOD.replace('"en"', '"xx"').replace('"linkedin"', '"pigeon"').replace('"report"', '"run"')
    assert [each.key for each in parse(text.encode()).faults] == ["channel", "lang", "end.best"]


def test_too_many_messages_are_a_fault_and_no_burden() -> None:
    many = GOOD.replace("[end]", '[[message]]\nfrom = "them"\ntext = "Again."\n' * 3_000 + "[end]")
    assert [each.code for each in parse(many.encode()).faults] == ["messages"]


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
def test_nothing_makes_it_fall(raw: bytes) -> None:
    assert parse(raw).drill is None


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.sampled_from(['"', "[", "]", "\n", "=", "{", "'''", "\x00", "é"]))
def test_a_file_that_was_damaged_somewhere_gives_a_drill_or_a_reason(at: int, put: str) -> None:
    found = parse((GOOD[:at] + put + GOOD[at + 1 :]).encode())
    assert (found.drill is None) == bool(found.faults)


def test_lines_within_texts_of_several_lines_are_no_keys() -> None:
    text = 'title = """\n[[message]]\nlang = 1\n"""\nlang = "en"\n[[message]]\ntext = \'\'\'a\'\'\'\nfrom = "me"\n'
    assert tomllib.loads(text)
    found = lines_of(text)
    assert found == {"title": 1, "lang": 5, "message[1]": 6, "message[1].text": 7, "message[1].from": 8}


def test_only_placeholders_are_filled() -> None:
    cast = dict.fromkeys(
        ("you", "them", "you_first", "them_first", "firm", "firm2", "town", "mail", "phone", "domain"), "X"
    )
    assert filled("{you} {them_first} {other} {you.__class__} {0} {{mail}}", cast) == (
        "X X {other} {you.__class__} {0} {X}"
    )
