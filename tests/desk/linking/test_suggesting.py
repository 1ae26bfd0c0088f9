"""Links between cases: by what only one hand shares, never by a firm, a name, a footer or a common letter alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.desk.linking.held import CROWDED, within
from bonafides.desk.linking.held import MOST as FETCHED
from bonafides.desk.linking.marks import Found, key_of
from bonafides.desk.linking.suggesting import MOST, Suggestion, suggest, suggest_all
from bonafides.desk.linking.weights import CORROBORATION, FAMILIES, LEAST, OFFICE, Between, Shared, total, worth
from bonafides.store import Store
from bonafides.store.opening import open_store
from bonafides.store.records import Case, Mark

NOW = datetime(2026, 3, 1, tzinfo=UTC)
STRONG = [name for name, family in FAMILIES.items() if family.links]
WEAK = [name for name, family in FAMILIES.items() if not family.links]
APART = Between(cases=1_000, same_firm=False, same_persona=False, office=False)


def found(family: str, value: str) -> list[Found]:
    """The marks of a value; `text` and `photo` values are several keys."""
    if family == "text":  # `letter/5`: five of its eight keys are the letter's own, the others nobody's
        letter, _, agreeing = value.partition("/")
        own, name = int(agreeing.partition("/")[0] or 8), value
        keys = [f"text:{letter} {n}" if n < own else f"text:{name} {n}" for n in range(8)]
        return [Found(family="text", key=f"text:{key_of('text', key)[5:]}", shown=f"a letter {letter}") for key in keys]
    if family == "sentence":
        return [Found(family="text", key=f"text:{key_of('text', value)[5:]}", shown=f"“{value}”")]
    if family == "photo":
        number = int(value, 16)
        parts = [f"{band}:{number >> 16 * band & 0xFFFF:04x}" for band in range(4)]
        return [Found(family="photo", key=key_of("photo", part), shown=f"p.jpg ({number:016x})") for part in parts]
    return [Found(family=family, key=key_of(family, value), shown=value)]


class Desk:
    """Cases with marks, by a name each."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.marks: dict[str, list[Found]] = {}

    def case(self, name: str, *values: str, level: str = "quiet", verdict: str = "", merged_into: str = "") -> None:
        """`values` such as `phone +44...`."""
        self.marks[name] = [mark for value in values for mark in found(*value.split(" ", 1))]
        case = Case(
            id=name, number=len(self.marks), persona="", status="new", level=level, kind="unclear", stage="", risk=0.1,
            opened_at=NOW, changed_at=NOW, verdict=verdict, merged_into=merged_into,
        )  # fmt: skip
        rows = [
            Mark(id=f"{name}-{n}", case=name, report=name, family=mark.family, key=mark.key, shown=mark.shown)
            for n, mark in enumerate(self.marks[name])
        ]
        with self.store.writing() as writing:
            writing.add(case, *rows)

    def suggested(self, name: str) -> tuple[Suggestion, ...]:
        with self.store.reading() as reading:
            return suggest(reading, name, self.marks[name])

    def linked(self, name: str) -> set[str]:
        return {each.other for each in self.suggested(name)}


@pytest.fixture(params=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    store = open_store("memory:" if request.param == "memory" else str(tmp_path / "desk.db"))
    yield Desk(store)
    store.close()


@pytest.mark.parametrize(
    ("one", "other", "linked"),
    [
        (["phone +441632960001"], ["phone +441632960001"], True),
        (["mail amy@larch.example"], ["mail amy@larch.example"], True),
        (["handle telegram/amy"], ["handle telegram/amy"], True),
        (["profile linkedin.com/in/amy"], ["profile linkedin.com/in/amy"], True),
        (["text letter"], ["text letter"], True),
        (["text letter/5/a"], ["text letter/5/b"], True),
        (["text letter/3/a"], ["text letter/3/b"], True),
        (["text letter/2/a"], ["text letter/2/b"], False),
        (["photo 00ff00ff00ff00ff"], ["photo 00ff00ff00ff00fe"], True),
        (["photo 00ff00ff00ff00ff"], ["photo 00ff0fff0fff0fff"], False),
        (["phone +441632960001"], ["phone +441632960002"], False),
        (["phone +441632960001"], ["handle +441632960001"], False),
        (["persona amy lin"], ["persona amy lin"], False),
        (["firm larch"], ["firm larch"], False),
        (["domain larch.example"], ["domain larch.example"], False),
        (
            ["persona amy lin", "persona amy lin, larch", "firm larch", "domain larch.example"],
            ["persona amy lin", "persona amy lin, larch", "firm larch", "domain larch.example"],
            False,
        ),
    ],
)  # fmt: skip
def test_two_cases(desk: Desk, one: Sequence[str], other: Sequence[str], linked: bool) -> None:
    desk.case("a", *one)
    desk.case("b", *other)
    assert (desk.linked("a"), desk.linked("b")) == (({"b"}, {"a"}) if linked else (set(), set()))


@pytest.mark.parametrize(
    ("shared", "level", "linked"),
    [
        (["phone +441632960001"], "quiet", False),
        (["text footer", "phone +441632960001"], "watch", False),
        (["photo 00ff00ff00ff00ff"], "quiet", False),
        (["text letter"], "warn", True),
        (["phone +441632960001"], "alarm", True),
        (["mail amy@larch.example"], "quiet", True),
        (["handle messenger/+441632960001"], "quiet", True),
    ],
)
def test_colleagues_of_an_honest_firm_share_what_offices_share(
    desk: Desk, shared: Sequence[str], level: str, linked: bool
) -> None:
    desk.case("a", "firm larch", "domain larch.example", "persona amy lin, larch", *shared, level=level)
    desk.case("b", "firm larch", "domain larch.example", "persona bo berg, larch", *shared, level=level)
    assert bool(desk.linked("a")) is linked


def test_one_person_of_a_firm_is_no_colleague_of_theirs(desk: Desk) -> None:
    for name in "ab":
        desk.case(name, "firm larch", "persona amy lin, larch", "phone +441632960001")
    assert desk.linked("a") == {"b"}


def test_a_person_s_word_counts_more_than_the_program_s(desk: Desk) -> None:
    desk.case("a", "firm larch", "text letter", level="warn", verdict="ordinary")
    desk.case("b", "firm larch", "text letter", level="warn")
    assert not desk.linked("b")


def test_a_firm_with_ordinary_people_stays_honest_where_one_letter_is_flagged(desk: Desk) -> None:
    for name in "abcd":
        desk.case(name, "domain larch.example", "text letter", level="warn")
    for name in "efgh":
        desk.case(name, "domain larch.example", f"text {name}")
    assert not desk.linked("a")


def test_a_firm_with_several_mailboxes_of_its_own_has_real_people(desk: Desk) -> None:
    for n in range(6):
        desk.case(f"c{n}", "domain larch.example", f"mail p{n}@larch.example", "text letter", level="warn")
    assert not desk.linked("c0")


def test_personas_with_free_mailboxes_are_no_firm(desk: Desk) -> None:
    for n in range(6):
        desk.case(f"c{n}", "domain larch.example", f"mail p{n}@gmail.com", "text letter", level="warn")
    assert len(desk.linked("c0")) == 5


@pytest.mark.parametrize(("sentences", "linked"), [(1, False), (2, True), (4, True)])
def test_sentences_that_stayed_whole(desk: Desk, sentences: int, linked: bool) -> None:
    for name in "ab":
        desk.case(name, *(f"sentence s{n}" for n in range(sentences)), f"text own{name}")
    assert bool(desk.linked("a")) is linked


def test_one_sentence_links_where_the_rest_is_alike_too(desk: Desk) -> None:
    for name in "ab":
        desk.case(name, "sentence s1", f"text letter/1/{name}")
    assert desk.linked("a") == {"b"}


def test_a_sentence_of_a_common_letter_says_nothing(desk: Desk) -> None:
    for n in range(60):
        desk.case(f"c{n:02}", f"text letter/6/{n}", *(["sentence s1", "sentence s2"] if n < 2 else []))
    assert not desk.linked("c00")


@pytest.mark.parametrize("family", ["phone", "profile", "handle"])
def test_what_many_strangers_share_is_a_hub(desk: Desk, family: str) -> None:
    for n in range(12):
        desk.case(f"c{n:02}", f"{family} +441632960001", f"mail {n}@pine.example", f"text own{n}")
    assert not desk.linked("c00")


def test_what_many_who_hang_together_share_is_no_hub(desk: Desk) -> None:
    for n in range(12):
        desk.case(f"c{n:02}", "phone +441632960001", f"mail {n % 3}@pine.example")
    assert len(desk.linked("c00")) == 11


def test_what_many_flagged_strangers_share_is_no_hub(desk: Desk) -> None:
    for n in range(12):
        desk.case(f"c{n:02}", "phone +441632960001", f"mail {n}@pine.example", level="warn")
    assert len(desk.linked("c00")) == 11


def test_a_letter_that_strangers_copy_links_nobody(desk: Desk) -> None:
    for n in range(60):
        desk.case(f"c{n:02}", f"text letter/6/{n}")
    assert not desk.linked("c00")


def test_a_discounted_value_is_named(desk: Desk) -> None:
    for name in "ab":
        desk.case(name, "firm larch", "mail amy@larch.example", f"persona {name}, larch", "phone +441632960001")
    (only,) = desk.suggested("a")
    strengths = {each.family: each.strength for each in only.because}
    assert strengths.keys() == {"mail", "phone", "firm"}
    assert strengths["phone"] == OFFICE < LEAST <= strengths["mail"] <= only.strength


def test_what_is_too_common_links_nobody(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "desk.db"))
    mark = found("phone", "+441632960001")[0]
    with store.writing() as writing:
        for n in range(CROWDED + 1):
            writing.add(Mark(id=f"{n}", case=f"{n}", report="", family="phone", key=mark.key, shown=mark.shown))
    with store.reading() as reading:
        assert suggest(reading, "new", [mark]) == ()
    store.close()


def test_merged_cases_and_lost_ones_are_left_out(desk: Desk) -> None:
    desk.case("a", "phone +441632960001")
    desk.case("b", "phone +441632960001", merged_into="a")
    with desk.store.writing() as writing:
        mark = found("phone", "+441632960001")[0]
        writing.add(Mark(id="x", case="purged", report="", family="phone", key=mark.key, shown=mark.shown))
    assert not desk.linked("a")


def test_no_more_than_an_officer_can_look_at(desk: Desk) -> None:
    for n in range(MOST + 9):
        desk.case(f"c{n:02}", "mail amy@larch.example", "handle telegram/amy")
    assert len(desk.suggested("c00")) == MOST


def test_all_at_once_finds_what_one_by_one_finds(desk: Desk) -> None:
    for n in range(24):
        own = [
            f"phone +44163296{n // 3:04}",
            f"text t{n // 4}/{3 + n % 5}/{n}",
            f"firm f{n // 8}",
            f"mail {n % 11}@x.example",
        ]
        desk.case(f"c{n:02}", *own, level=("quiet", "warn")[n % 2])
    one_by_one = {(*sorted((name, each.other)), each.strength) for name in desk.marks for each in desk.suggested(name)}
    done: list[int] = []
    with desk.store.reading() as reading:
        pairs = list(suggest_all(reading, tell=done.append))
        some = list(suggest_all(reading, ["c00"]))
    assert {(each.one, each.other) for each in pairs} == {(one, other) for one, other, _ in one_by_one}
    assert {(each.one, each.other, each.strength) for each in pairs} <= one_by_one
    assert all(each.one < each.other and each.strength >= LEAST and each.because for each in pairs)
    assert {each.other for each in some} == desk.linked("c00")
    assert done == list(range(1, len(done) + 1))


def test_an_empty_desk(desk: Desk) -> None:
    with desk.store.reading() as reading:
        assert suggest(reading, "a", found("phone", "+441632960001")) == ()
        assert list(suggest_all(reading)) == []


# --- the weights


@given(st.sampled_from(sorted(FAMILIES)), st.integers(2, 10**6), st.integers(1, 10**6), st.integers(0, 100))
def test_the_more_bear_it_the_less_it_says(family: str, cases: int, more: int, strangers: int) -> None:
    few, many = (Shared(family=family, shown="x", cases=n, strangers=strangers) for n in (cases, cases + more))
    assert worth(few, APART) >= worth(many, APART) >= 0


@given(st.lists(st.tuples(st.sampled_from(WEAK), st.text(max_size=3), st.integers(2, 9)), max_size=9))
def test_weak_families_never_link(values: list[tuple[str, str, int]]) -> None:
    shared = [Shared(family=family, shown=shown, cases=cases) for family, shown, cases in values]
    assert total([(each, worth(each, APART)) for each in shared], APART) == 0


@given(st.sampled_from(STRONG), st.integers(2, 10**5), st.lists(st.sampled_from(WEAK), max_size=5))
def test_weak_families_add_a_little(family: str, cases: int, weak: list[str]) -> None:
    strong = Shared(family=family, shown="x", cases=cases)
    alone = total([(strong, worth(strong, APART))], APART)
    shared = [strong, *(Shared(family=each, shown="y", cases=2) for each in weak)]
    assert alone <= total([(each, worth(each, APART)) for each in shared], APART) <= alone + CORROBORATION


def test_one_number_counts_once() -> None:
    shared = [Shared(family=family, shown="+441632960001", cases=2) for family in ("phone", "handle")]
    worths = [worth(each, APART) for each in shared]
    assert total(zip(shared, worths, strict=True), APART) == max(worths)


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.integers(1, 2_000)))
def test_what_is_fetched_is_bounded(counts: dict[str, int]) -> None:
    kept = within(counts)
    assert sum(counts[key] for key in kept) <= FETCHED
    assert all(counts[key] <= CROWDED for key in kept)
