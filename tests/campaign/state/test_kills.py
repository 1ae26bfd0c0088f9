"""A run that is killed at any moment leaves the state as it was; run again, all is as if it had run once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORK = """
import os, signal, sys
from pathlib import Path
from bonafides.campaign.ingest import Sources
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.state import engine, update

name, wanted = sys.argv[1], int(sys.argv[2])
seen = 0
plain = getattr(engine.StateEngine, name)

def counting(*arguments, **options):
    global seen
    seen += 1
    if seen == wanted:
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(*arguments, **options)

setattr(engine.StateEngine, name, counting)
state, day, accounts, targets = map(Path, sys.argv[3:])
sources = Sources(events=(str(day),), accounts=accounts, targets=targets)
with update(state, sources, Parameters(), threads=1, memory="1GB") as updated:
    print("found", flush=True)
    if name == "write":
        plain_run = engine.StateEngine._run
        def stopping(self, sql, *values):
            if sql == "CHECKPOINT state" or (wanted < 0 and "measured_order" in sql):
                os.kill(os.getpid(), signal.SIGKILL)
            return plain_run(self, sql, *values)
        engine.StateEngine._run = stopping
    updated.commit()
    print("done", flush=True)
"""


def _killed(run: Any, day: Path, method: str, place: int) -> None:
    places = [run.state, day, run.profiles["accounts"], run.profiles["targets"]]
    arguments = [method, str(place), *map(str, places)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    ended = subprocess.run([sys.executable, "-c", WORK, *arguments], env=environment, capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert b"done" not in ended.stdout


def _tables(state: Path) -> dict[str, list[Any]]:
    """All rows of a state's tables, sorted; without the facts that name the files' places."""
    with duckdb.connect(str(state / "state.duckdb"), read_only=True) as connection:
        names = [row[0] for row in connection.sql("SHOW TABLES").fetchall()]
        return {name: sorted(map(repr, connection.sql(f"FROM {name}").fetchall())) for name in names}


@pytest.mark.parametrize(
    ("method", "place", "counted"),
    [
        pytest.param("make", 3, False, id="while the day is read"),
        pytest.param("make", 60, False, id="while it is compared with the state"),
        pytest.param("make", 150, False, id="while pairs are measured"),
        pytest.param("write", 1, False, id="after the output, before the state is written"),
        pytest.param("write", -1, False, id="while the state is written"),
        pytest.param("write", 99, True, id="after the state is written, before it is tidied up"),
    ],
)
def test_killed_and_run_again(
    run: Any, runner: Callable[[Path], Any], days: list[Path], tmp_path: Path, method: str, place: int, counted: bool
) -> None:
    run(days[0])
    run(days[1])
    undisturbed = runner(tmp_path / "undisturbed")
    undisturbed.state.mkdir()
    (undisturbed.state / "state.duckdb").write_bytes((run.state / "state.duckdb").read_bytes())
    before = _tables(run.state)

    _killed(run, days[2], method, place)
    assert (_tables(run.state) == before) is not counted

    assert run(days[2]) == undisturbed(days[2])
    assert _tables(run.state) == _tables(undisturbed.state)
    assert run(days[3])["campaigns"] == undisturbed(days[3])["campaigns"]


def test_killed_while_a_new_state_begins(
    run: Any, runner: Callable[[Path], Any], days: list[Path], tmp_path: Path
) -> None:
    _killed(run, days[0], "make", 5)
    found = run(days[0])
    assert found["counts"] == runner(tmp_path / "undisturbed")(days[0])["counts"]


def test_the_output_is_complete_but_the_state_was_not_written(run: Any, days: list[Path]) -> None:
    run(days[0])
    run(days[1])
    first = run(days[2], commit=False)
    assert run(days[2], commit=False) == first
    assert run(days[2]) == first
    assert run(days[2]) == first
