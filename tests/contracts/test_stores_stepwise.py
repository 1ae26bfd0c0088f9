"""Any steps in any order: memory, SQLite and PostgreSQL do and find the same after each of them, or refuse it alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, cast

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bonafides.errors import StoreError
from bonafides.store import Store, Test, Writing, absent, equals, less, more, one_of, present
from bonafides.store.opening import MEMORY
from bonafides.store.records import RECORDS, Case, Link, Note, Record, Task, elements
from tests.store.rows import opened, row

TRIED: tuple[type[Record], ...] = (Case, Note, Task, Link)
IDS = st.sampled_from(["a", "b", "B", "é", "_", "", "aa", "Z", "東", "0"])
WORDS = st.sampled_from(
    ["harbour", "Harb", "port's", "東京 港", "ΟΔΟΣ", "x_y", "😀", "ß SS", "ﬁ", "e\u0301", "\u202e", "٣"]
)
TEXTS = st.one_of(
    WORDS, st.lists(WORDS, max_size=4).map(" ".join), st.text(max_size=8), st.text("\0\ud800ab ", max_size=4)
)
DAYS = st.sampled_from([datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3)])
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-9)), timezone(timedelta(minutes=345))])
MOMENTS = st.one_of(DAYS, DAYS, st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=ZONES))
VALUES: dict[type, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.one_of(st.integers(0, 3), st.integers(-(2**63), 2**63 - 1)),
    float: st.one_of(st.sampled_from([0.0, 0.5, 1]), st.floats(allow_nan=False)),
    datetime: MOMENTS,
    tuple: st.lists(TEXTS, max_size=3).map(tuple),
}
ODD: dict[type, st.SearchStrategy[Any]] = {
    **VALUES,
    int: st.sampled_from([2**63, -(2**63) - 1, True, 1.5]),
    float: st.sampled_from([float("nan"), "1"]),
    datetime: st.sampled_from([datetime(2026, 1, 1), None]),
}


def values(kind: type[Record], pools: dict[type, st.SearchStrategy[Any]] = VALUES) -> dict[str, st.SearchStrategy[Any]]:
    """What each field but the id can hold: mostly one of a few values, so that steps meet."""
    return {
        each.field: st.one_of(st.none(), pools[each.type]) if each.optional else pools[each.type]
        for each in elements(kind)
        if each.field != "id"
    }


@st.composite
def rows(draw: st.DrawFn, pools: dict[type, st.SearchStrategy[Any]] = VALUES) -> Record:
    kind = draw(st.sampled_from(TRIED))
    return row(kind, id=draw(IDS), **draw(st.fixed_dictionaries({}, optional=values(kind, pools))))


@st.composite
def conditions(draw: st.DrawFn, kind: type[Record]) -> Test:
    name = draw(st.sampled_from([each.field for each in elements(kind) if each.type is not tuple]))
    value = IDS if name == "id" else values(kind)[name]
    some = value.filter(lambda each: each is not None)
    drawn: Test = draw(
        st.one_of(
            st.builds(equals, st.just(name), value),
            st.builds(one_of, st.just(name), st.lists(value, max_size=4)),
            st.builds(less, st.just(name), some),
            st.builds(more, st.just(name), some),
            st.just(absent(name)),
            st.just(present(name)),
        )
    )
    return drawn


Step = Callable[[Writing], Any]


def putting(given: Record) -> Step:
    return lambda writing: (writing.change if writing.get(type(given), given.id) else writing.add)(given)


def undoing(_: Writing) -> None:
    raise LookupError


def done(store: Store, steps: Sequence[Step]) -> list[Any]:
    """What the steps of one transaction gave, up to the one that was refused."""
    given: list[Any] = []
    try:
        with store.writing() as writing:
            given.extend(step(writing) for step in steps)
    except (StoreError, LookupError) as error:
        given.append(type(error).__name__)
    return given


def seen(store: Store, steps: Sequence[Step]) -> list[Any]:
    """What the steps found in one snapshot."""
    with store.reading() as reading:
        return [step(cast("Writing", reading)) for step in steps]


@st.composite
def changes(draw: st.DrawFn) -> Step:
    given = draw(rows())
    verb = draw(st.sampled_from(["add", "change", "remove"]))
    if verb == "remove":
        tests = draw(st.lists(conditions(type(given)), min_size=1, max_size=2))
        return lambda writing: writing.remove(type(given), *tests)
    return lambda writing: getattr(writing, verb)(given)


class Stores(RuleBasedStateMachine):
    """The same steps on each of them."""

    stores: tuple[Store, ...] = ()

    @initialize(given=st.lists(rows(), min_size=10, max_size=25))
    def begin(self, given: list[Record]) -> None:
        """Each time anew, with some rows."""
        for store in self.stores:
            with store.writing() as writing:
                for kind in RECORDS:
                    writing.remove(kind, present("id"))
        self._same(done, [putting(each) for each in given])

    @rule(given=st.lists(rows(), min_size=1, max_size=12))
    def put(self, given: list[Record]) -> None:
        """Rows, whether they are there already or not."""
        self._same(done, [putting(each) for each in given])

    @rule(data=st.data(), undo=st.booleans())
    def change(self, data: st.DataObject, undo: bool) -> None:
        """Some changes in one transaction, each of which may be refused."""
        steps = data.draw(st.lists(changes(), min_size=1, max_size=3))
        self._same(done, [*steps, undoing] if undo else steps)

    @rule(given=rows(ODD))
    def odd(self, given: Record) -> None:
        """A row with values that cannot be kept."""
        self._same(done, [putting(given)])

    @rule(data=st.data(), kind=st.sampled_from(TRIED))
    def read(self, data: st.DataObject, kind: type[Record]) -> None:
        tests = data.draw(st.lists(conditions(kind), max_size=2))
        names = [each.field for each in elements(kind) if each.type is not tuple and each.field != "id"]
        first, down = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(["", "-"]))
        limit, order = data.draw(st.sampled_from([None, 0, 1, 3])), f"{down}{first},id"
        self._same(
            seen,
            [
                lambda reading: reading.find(kind, *tests, order=order, limit=limit),
                lambda reading: list(reading.stream(kind, *tests)),
                lambda reading: reading.pick(kind, (first, "id"), *tests, order=order, limit=limit),
                lambda reading: reading.pick(kind, (first, "id"), order=order),
                lambda reading: reading.count(kind, *tests, by=(first,)),
                lambda reading: reading.count(kind, *tests),
                lambda reading: reading.top(kind, first, *tests),
            ],
        )

    @rule(words=st.one_of(WORDS, TEXTS), limit=st.integers(0, 5))
    def search(self, words: str, limit: int) -> None:
        self._same(seen, [lambda reading: [(hit.table, hit.id) for hit in reading.search(words, limit=limit)]])

    def _same(self, do: Callable[[Store, Sequence[Step]], list[Any]], steps: Sequence[Step]) -> None:
        first, *others = (do(store, steps) for store in self.stores)
        for other in others:
            assert other == first


def check(stores: tuple[Store, ...], examples: int) -> None:
    machine = type("Machine", (Stores,), {"stores": stores})
    bounds = settings(
        max_examples=examples,
        stateful_step_count=15,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(cast("Any", machine), settings=bounds)


def test_sqlite_does_what_memory_does(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())
    with opened(MEMORY) as model, opened(str(path)) as store:
        check((model, store), 60)


def test_postgres_does_what_memory_does(postgres: str) -> None:
    with opened(MEMORY) as model, opened(postgres) as store:
        check((model, store), 40)
