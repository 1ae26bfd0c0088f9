"""What a state refuses: other settings, a newer form, a second writer, damage; each time it stays as it was."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from bonafides.campaign.parameters import Parameters
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def _newer(file: Path) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute("UPDATE about SET value = '\"bonafides.state/2\"' WHERE name = 'schema'")


def _damage(file: Path) -> None:
    file.write_bytes(b"no database at all" * 999)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:9_000])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(_newer, "another form"), (_damage, "damaged"), (_cut, "damaged")],
    ids=["newer", "damaged", "cut"],
)
def test_a_state_that_cannot_be_used(run: Any, days: list[Path], spoil: Callable[[Path], None], words: str) -> None:
    run(days[0])
    spoil(run.state / "state.duckdb")
    before = (run.state / "state.duckdb").read_bytes()
    with pytest.raises(CampaignError, match=words) as stopped:
        run(days[1])
    assert stopped.value.next_step
    assert (run.state / "state.duckdb").read_bytes() == before


@pytest.mark.parametrize(
    "options", [{"parameters": Parameters(rate=0.02)}, {"content": False}, {"origin": True}], ids=str
)
def test_other_settings(run: Any, days: list[Path], options: dict[str, object]) -> None:
    run(days[0])
    with pytest.raises(CampaignError, match="other settings"):
        run(days[1], **options)


def test_a_second_writer(run: Any, days: list[Path]) -> None:
    run(days[0])
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(run.state / "state.duckdb")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(CampaignError, match="another run"):
            run(days[1])
        assert other.stdin
        other.stdin.close()
    assert run(days[1])["counts"]["contacts"] > 0


def test_a_state_where_a_file_is(run: Any, days: list[Path]) -> None:
    run.state.write_text("a file")
    with pytest.raises(CampaignError, match="no state here"):
        run(days[0])


def test_a_day_that_cannot_be_read_changes_nothing(run: Any, days: list[Path], tmp_path: Path) -> None:
    run(days[0])
    (tmp_path / "bad.csv").write_text("account,target\nu1,t1\n")
    with pytest.raises(CampaignError):
        run(tmp_path / "bad.csv")
    fresh = run(days[1])
    assert fresh["ingested"].counts["events"] > 0
