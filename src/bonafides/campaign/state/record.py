"""Writes a day into the state: all of it in one transaction, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from bonafides.campaign.state.continuity import REMEMBERED
from bonafides.campaign.state.day import ALIKE
from bonafides.campaign.state.schema import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bonafides.campaign.ingest import InputFile
    from bonafides.campaign.signals.signal import Signal
    from bonafides.campaign.state.continuity import Known
    from bonafides.campaign.state.engine import StateEngine

CAMPAIGN = pa.schema(
    [
        ("id", pa.string()),
        ("status", pa.string()),
        ("contacts", pa.int64()),
        ("last", pa.int64()),
        ("members", pa.list_(pa.string())),
    ]
)
INPUT = pa.schema([("sha256", pa.string()), ("file", pa.string()), ("bytes", pa.int64())])


def statements(
    engine: StateEngine,
    signals: Sequence[Signal],
    known: Sequence[Known],
    inputs: Iterable[InputFile],
    about: Mapping[str, object],
    now: int,
) -> list[str]:
    """The statements that add the day in the engine's tables to its state. `now` is the log's last second."""
    engine.put("campaigns_now", _campaigns(known))
    rows = [{"sha256": one.sha256, "file": one.file, "bytes": one.bytes} for one in inputs if one.sha256]
    engine.put("inputs_now", pa.Table.from_pylist(rows, INPUT))
    made = [*_of_log(now), *said(about)]
    for signal in signals:
        made += _of_family(signal)
    return made


def _campaigns(known: Sequence[Known]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "id": one.id,
                "status": str(one.status),
                "contacts": one.contacts,
                "last": one.last,
                "members": list(one.members),
            }
            for one in known
        ],
        CAMPAIGN,
    )


def _of_log(now: int) -> Iterator[str]:
    yield "CREATE OR REPLACE TABLE state.campaigns AS SELECT * FROM campaigns_now"
    yield "INSERT INTO state.inputs SELECT * FROM inputs_now"
    for table in ("account_numbers", "target_numbers"):
        yield f"INSERT INTO state.{table} SELECT value, n FROM fresh_{table} ORDER BY n"
    latest = (
        ("accounts", "account", "news_accounts"),
        ("targets", "target", "news_targets"),
        ("tails", "a", "fresh_tails"),
    )
    for table, key, news in latest:
        yield f"DELETE FROM state.{table} s WHERE s.{key} IN (SELECT n.{key} FROM {news} n)"
        yield f"INSERT INTO state.{table} SELECT * FROM {news}"
    yield "INSERT INTO state.mirror SELECT t, a FROM fresh_mirror"
    yield "INSERT INTO state.threads SELECT * FROM fresh_threads"
    yield f"""
        DELETE FROM state.threads WHERE moment < {now - REMEMBERED} AND a NOT IN (
            SELECT n.n FROM account_numbers n JOIN (SELECT unnest(members) AS value FROM campaigns_now) m
            ON n.value = m.value)"""


def _of_family(signal: Signal) -> Iterator[str]:
    family = signal.family
    if family in ALIKE:
        yield f"DELETE FROM state.incidence_{family} WHERE item IN (SELECT r.item FROM regrouped_{family} r)"
        yield f"INSERT INTO state.texts_{family} SELECT * FROM fresh_texts_{family}"
        yield f"""DELETE FROM state.clusters_{family}
                  WHERE fingerprint IN (SELECT f.fingerprint FROM fresh_clusters_{family} f)"""
        yield f"INSERT INTO state.clusters_{family} SELECT * FROM fresh_clusters_{family}"
    yield f"INSERT INTO state.incidence_{family} SELECT a, item, moment FROM fresh_{family}"
    yield f"CREATE OR REPLACE TABLE state.popularity_{family} AS SELECT item, d FROM popularity_{family}"
    yield f"CREATE OR REPLACE TABLE state.measured_{family} AS SELECT * FROM measured_{family}"
    if signal.proposes > 1:
        yield f"INSERT INTO state.met_{family} SELECT a, b, n FROM pairs_{family}"
