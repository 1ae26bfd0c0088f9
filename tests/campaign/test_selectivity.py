"""One account that turns to one kind of people only is listed; people of one trade, colleagues and friends are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

duckdb = pytest.importorskip("duckdb")
import pyarrow as pa  # noqa: E402

from bonafides.campaign.contacts import number_contacts  # noqa: E402
from bonafides.campaign.engine.duckdb import DuckEngine  # noqa: E402
from bonafides.campaign.ingest import Sources, ingest  # noqa: E402
from bonafides.campaign.selectivity import Limits, beyond, selective, surplus  # noqa: E402
from evals.campaigns.ranges import World  # noqa: E402
from evals.campaigns.world import write_world  # noqa: E402

NOW = 1_780_000_000


@pytest.fixture(scope="module")
def organic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    write_world(folder, World(events=80_000, seed=11, rings=False, lookalikes=False, text=False))
    return folder


@pytest.fixture
def engine(organic: Path) -> Iterator[DuckEngine]:
    with DuckEngine(memory="1GB", threads=1) as engine:
        sources = Sources(
            events=(str(organic / "events.parquet"),),
            accounts=organic / "accounts.parquet",
            targets=organic / "targets.parquet",
        )
        ingest(engine, sources)
        yield engine


def plant(engine: DuckEngine, account: str, targets: Sequence[str], *, back: bool = False) -> None:
    """Add contacts of one account, and answers of its targets where `back`."""
    add(engine, [(account, target) for target in targets] + [(target, account) for target in targets if back])


def add(engine: DuckEngine, ends: Sequence[tuple[str, str]]) -> None:
    """Add contacts (account, target)."""
    table = pa.table(
        {
            "account": [a for a, _ in ends],
            "target": [t for _, t in ends],
            "moment": pa.array([NOW + 60 * i for i in range(len(ends))], pa.int64()),
        }
    )
    engine.put("planted", table)
    engine.make("events", "SELECT * FROM events UNION ALL BY NAME SELECT * FROM planted")


def people(engine: DuckEngine, kind: str, place: int, number: int) -> list[str]:
    """Some targets of the `place`-th largest sector or employer."""
    name = engine.rows(
        f"SELECT {kind} AS n FROM targets WHERE {kind} IS NOT NULL GROUP BY {kind} ORDER BY count(*) DESC, 1"
    )
    value = name.column("n")[place].as_py().replace("'", "''")
    rows = engine.rows(f"SELECT target FROM targets WHERE {kind} = '{value}' ORDER BY target LIMIT {number}")
    found = [str(one) for one in rows.column("target").to_pylist()]
    assert len(found) == number
    return found


def listed(engine: DuckEngine, **options: object) -> Mapping[str, tuple[str, int, float]]:
    number_contacts(engine)
    found = selective(engine, **options)  # type: ignore[arg-type]
    return {one.account: (one.kind, one.contacts, one.share) for one in found}


def test_an_organic_log_has_hardly_any(engine: DuckEngine) -> None:
    number_contacts(engine)
    active = engine.rows("SELECT a FROM contacts GROUP BY a HAVING count(*) >= 30")
    assert len(active) > 200
    assert len(listed(engine)) <= 1


def test_who_writes_to_one_sector_only_is_listed(engine: DuckEngine) -> None:
    chosen = people(engine, "sector", 5, 120)
    plant(engine, "persona", chosen)
    found = listed(engine)
    assert found["persona"] == ("sector", 120, 1.0)
    assert len(found) <= 2


def test_what_is_listed_says_why(engine: DuckEngine) -> None:
    plant(engine, "persona", people(engine, "sector", 5, 120))
    number_contacts(engine)
    one = next(one for one in selective(engine) if one.account == "persona")
    assert 0 < one.expected < 0.2
    assert one.surplus == pytest.approx(120 * np.log(1 / one.expected), rel=0.1)


def test_one_employer_too_unless_it_is_the_own_one(engine: DuckEngine) -> None:
    chosen = people(engine, "employer", 0, 80)
    employer = engine.rows(f"SELECT employer AS e FROM targets WHERE target = '{chosen[0]}'").column("e")[0].as_py()
    plant(engine, "persona", chosen[:40])
    plant(engine, "colleague", chosen[40:])
    own = pa.table({"account": ["colleague"], "employer": [employer.upper()]})
    engine.put("more", own)
    engine.make("accounts", "SELECT * FROM accounts UNION ALL BY NAME SELECT * FROM more")
    found = listed(engine)
    assert found["persona"][0] == "employer"
    assert "colleague" not in found or found["colleague"][0] == "sector"


@pytest.mark.parametrize(
    ("contacts", "others"),
    [
        (20, 0),  # too few to say
        (60, 40),  # a recruiter of a trade: mostly, not only
    ],
)
def test_moderation_is_not_listed(contacts: int, others: int, engine: DuckEngine) -> None:
    plant(engine, "recruiter", [*people(engine, "sector", 5, contacts), *people(engine, "sector", 2, others)])
    assert "recruiter" not in listed(engine)


def test_where_a_whole_trade_writes_to_its_own_nobody_stands_out(engine: DuckEngine) -> None:
    chosen = people(engine, "sector", 5, 120)
    rng = np.random.default_rng(3)
    drawn = ((f"peer{place:03}", rng.choice(chosen, 45, replace=False)) for place in range(200))
    add(engine, [(account, str(target)) for account, targets in drawn for target in targets])
    assert not [account for account in listed(engine) if account.startswith("peer")]


def test_who_has_partners_or_is_answered_is_not_listed(engine: DuckEngine) -> None:
    chosen = people(engine, "sector", 5, 200)
    plant(engine, "persona", chosen[:60])
    plant(engine, "friend", chosen[60:120], back=True)
    plant(engine, "one of two", chosen[120:180])
    plant(engine, "the other", chosen[140:200])
    assert listed(engine).keys() & {"persona", "friend", "one of two", "the other"} == {"persona"}
    assert "persona" not in listed(engine, exclude={"persona"})


def test_the_list_is_short_and_the_strongest_first(engine: DuckEngine) -> None:
    for place in range(5):
        plant(engine, f"persona{place}", people(engine, "sector", 3 + place, 60 + 10 * place))
    found = list(listed(engine, limits=Limits(rows=3)))
    assert len(found) == 3
    assert "persona4" in found


def test_a_log_without_targets_file_has_no_list(engine: DuckEngine) -> None:
    engine.make("targets", "SELECT * FROM targets WHERE 1 = 0")
    assert listed(engine) == {}


@pytest.mark.parametrize(
    ("here", "contacts", "usual", "nats"),
    [(10, 10, 0.1, 10 * np.log(10)), (1, 10, 0.1, 0), (0, 10, 0.1, 0), (5, 10, 0.5, 0), (10, 10, 1.0, 0)],
)
def test_surplus(here: int, contacts: int, usual: float, nats: float) -> None:
    one = surplus(*(np.array([float(value)]) for value in (here, contacts, usual)))
    assert one[0] == pytest.approx(nats)


@pytest.mark.parametrize(("peers", "passing"), [(30, 0), (400, 1), (3000, 1)])
def test_somebody_is_always_first_but_not_always_beyond(peers: int, passing: int) -> None:
    rng = np.random.default_rng(5)
    figure, contacts = rng.normal(0, 1, peers), np.full(peers, 40.0)
    assert beyond(figure, contacts, Limits()).mean() <= 0.004
    figure[0] = 12.0
    assert beyond(figure, contacts, Limits())[0] == bool(passing)


def test_a_heavy_tail_raises_the_bar() -> None:
    rng = np.random.default_rng(6)
    figure, contacts = rng.standard_t(2, 20_000), np.full(20_000, 40.0)
    assert beyond(figure, contacts, Limits()).mean() <= 0.0011
