"""Times of every form come to the same second, and what had to be assumed is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.campaign.ingest.conftest import HEADER, NOW, Reader, Writer

NINE = 1_772_355_600
"""2026-03-01T09:00:00Z."""
TEXTS = {
    "2026-03-01T09:00:00Z": 0,
    "2026-03-01 09:00:00+00:00": 0,
    "2026-03-01T09:00:00.999Z": 0,
    "2026-03-01T09:00:00.999999999Z": 0,
    "2026-03-01T11:00:00+02:00": 0,
    "2026-03-01T11:00:00+0200": 0,
    "2026-03-01T04:00:00-05": 0,
    "2026-03-01T14:30:00+05:30": 0,
    "2026-03-01 10:00:00 Europe/Paris": 0,
    "2026-03-01 09:00:00 UTC": 0,
    "2026-03-01 11:00:00 +02:00": 0,
    "2026-03-01T09:00:00,5Z": 0,
    "2026-03-01t09:00:00z": 0,
    "2026-03-01T09:00Z": 0,
    " 2026-03-01T09:00:00Z ": 0,
    "2026-03-01T09:00:00": 1,
    "2026-03-01 09:00:00.25": 1,
    "2026-03-01 09:00": 1,
}
NUMBERS = {
    str(NINE): 0,
    f"{NINE}.0": 0,
    f"{NINE}.75": 0,
    f"{NINE}000": 1,
    f"{NINE}000.0": 1,
    f"{NINE}123456": 1,
    f"{NINE}123456789": 1,
    "1.7723556e9": 0,
}
NONE = [
    "",
    "yesterday",
    "03/01/2026",
    "2026-13-01T00:00:00Z",
    "2026-02-30",
    "nan",
    "inf",
    "1e400",
    "--",
    "9:00",
    "epoch",
]


@pytest.mark.parametrize(("text", "naive"), TEXTS.items())
@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_written_times(text: str, naive: int, suffix: str, read: Reader, write: Writer) -> None:
    line = f'{HEADER}\na,t,"{text}"\n' if suffix == "csv" else f'{{"account":"a","target":"t","sent_at":"{text}"}}\n'
    found = read(write(f"a.{suffix}", line))
    assert found.column("moment") == [NINE]
    assert found.dropped("no time zone") == naive


@pytest.mark.parametrize(("text", "finer"), NUMBERS.items())
@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_numbers(text: str, finer: int, suffix: str, read: Reader, write: Writer) -> None:
    line = f"{HEADER}\na,t,{text}\n" if suffix == "csv" else f'{{"account":"a","target":"t","sent_at":{text}}}\n'
    found = read(write(f"a.{suffix}", line))
    assert found.column("moment") == [NINE]
    assert found.dropped("milliseconds") == finer


NATIVE = {
    "seconds": (pa.array([NINE], pa.int64()), 0, 0),
    "small": (pa.array([NINE], pa.uint32()), 0, 0),
    "float": (pa.array([NINE + 0.5], pa.float64()), 0, 0),
    "milliseconds": (pa.array([NINE * 1000 + 7], pa.int64()), 0, 1),
    "microseconds": (pa.array([NINE * 10**6 + 7], pa.int64()), 0, 1),
    "text": (pa.array(["2026-03-01T11:00:00+02:00"]), 0, 0),
    "zoned": (pa.array([NINE * 1000], pa.timestamp("ms", "Europe/Paris")), 0, 0),
    "zoned-us": (pa.array([NINE * 10**6 + 999_999], pa.timestamp("us", "UTC")), 0, 0),
    "zoned-ns": (pa.array([NINE * 10**9], pa.timestamp("ns", "UTC")), 0, 0),
    "naive": (pa.array([NINE * 10**6], pa.timestamp("us")), 1, 0),
    "naive-ns": (pa.array([NINE * 10**9], pa.timestamp("ns")), 1, 0),
    "date": (pa.array([dt.date(2026, 3, 1)]), 1, 0),
}


@pytest.mark.parametrize("name", NATIVE)
def test_native_types(name: str, read: Reader, tmp_path: Path) -> None:
    times, naive, finer = NATIVE[name]
    pq.write_table(pa.table({"account": ["a"], "target": ["t"], "sent_at": times}), tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert found.column("moment") == [NINE - 9 * 3600 if name == "date" else NINE]
    assert found.dropped("no time zone") == naive
    assert found.dropped("milliseconds") == finer


def test_forms_mix_in_one_file_and_over_files(read: Reader, write: Writer, tmp_path: Path) -> None:
    mixed = [*TEXTS, *NUMBERS]
    write("log/a.csv", "\n".join([HEADER, *(f'a{n},t,"{text}"' for n, text in enumerate(mixed))]))
    pq.write_table(
        pa.table({"account": ["b"], "target": ["t"], "sent_at": NATIVE["naive"][0]}), tmp_path / "log/b.parquet"
    )
    found = read(tmp_path / "log")
    assert set(found.column("moment")) == {NINE}
    assert len(found.rows()) == len(mixed) + 1


def test_what_is_no_time_is_left_out_and_counted(read: Reader, write: Writer) -> None:
    lines = [f'a{n},t,"{text}"' for n, text in enumerate(NONE)]
    found = read(write("a.csv", "\n".join([HEADER, f"good,t,{NINE}", *lines])))
    assert found.pairs() == [("good", "t")]
    assert found.dropped("cannot be read as a time") == len(NONE)


def test_clocks_that_are_wrong(read: Reader, write: Writer) -> None:
    lines = [f"a{n},t,{NINE + n}" for n in range(50)]
    lines += ["old,t,1999-12-31T23:59:59Z", "zero,t,0", "minus,t,-5", "odd,t,2345-01-01T00:00:00Z"]
    lines += [f"ahead,t,{NOW + 90_000}", f"soon,t,{NOW + 80_000}"]
    found = read(write("a.csv", "\n".join([HEADER, *lines])))
    assert len(found.rows()) == 51
    assert found.dropped("before 2000") == 3
    assert found.dropped("after 2100") == 1
    assert found.dropped("in the future") == 1
    assert found.result.counts["events"] == 51


def test_a_whole_log_in_the_future_says_that_our_clock_is_behind(read: Reader, write: Writer) -> None:
    found = read(write("a.csv", f"{HEADER}\na,t,{NOW + 10**7}\nb,t,{NOW}\n"))
    assert len(found.rows()) == 2
    assert [loss.why for loss in found.result.dropped if "future" in loss.what] == [
        "kept: they are so many that the clock of this machine must be behind"
    ]


def test_since_and_until(read: Reader, write: Writer) -> None:
    path = write("a.csv", "\n".join([HEADER, *(f"a{n},t,{NINE + n}" for n in range(10))]))
    found = read(path, since=NINE + 2.0, until=NINE + 5.0)
    assert found.column("moment") == [NINE + 2, NINE + 3, NINE + 4]
    assert found.result.counts["outside_window"] == 7


MOMENTS = st.datetimes(min_value=dt.datetime(2000, 1, 2), max_value=dt.datetime(2026, 4, 30))
ZONES = st.integers(min_value=-14 * 60, max_value=14 * 60).map(
    lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))
)
FORMS: dict[str, Callable[[dt.datetime], str]] = {
    "iso": lambda moment: moment.isoformat(),
    "space": lambda moment: moment.isoformat(" "),
    "seconds": lambda moment: moment.isoformat(timespec="seconds"),
    "epoch": lambda moment: str(int(moment.timestamp() // 1)),
    "float": lambda moment: f"{moment.timestamp():.3f}",
    "milli": lambda moment: str(int(moment.timestamp() * 1000)),
    "micro": lambda moment: str(int(moment.timestamp()) * 10**6),
}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(MOMENTS, ZONES, st.sampled_from(sorted(FORMS))), min_size=1, max_size=40))
def test_any_moment_in_any_form(read: Reader, write: Writer, times: list[tuple[dt.datetime, dt.timezone, str]]) -> None:
    moments = [
        (moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=zone), form)
        for moment, zone, form in times
    ]
    lines = [f"a{n:03},t,{FORMS[form](moment)}" for n, (moment, form) in enumerate(moments)]
    # Before 3 March 1973, milliseconds have no more digits than seconds could: no log is that old.
    assert read(write("a.csv", "\n".join([HEADER, *lines]))).column("moment") == [
        int(moment.timestamp() // 1) for moment, _ in moments
    ]
