"""The Airflow example: readable without Airflow, the same command for the same day, and only options that there are."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "airflow" / "bonafides_hunt.py"
PLACES = {"contacts": "/mnt/contacts", "profiles": "/mnt/p", "out": "/mnt/out", "work": "/mnt/w", "master": "yarn"}


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("example_of_a_dag", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_nothing_of_airflow_is_imported_by_reading_it() -> None:
    top = ast.parse(EXAMPLE.read_text("utf-8")).body
    names = [alias.name for node in top if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in top if isinstance(node, ast.ImportFrom)]
    assert not [name for name in names if name.startswith("airflow")]


def test_one_day_one_command() -> None:
    command = _loaded().command
    words = command("2026-03-14", **PLACES)
    assert words == command("2026-03-14", **PLACES)
    assert words[2] == "/mnt/contacts/day=2026-03-01"
    assert words[15] == "/mnt/contacts/day=2026-03-14"
    assert words[words.index("--since") + 1] == "2026-03-01"
    assert words[words.index("--until") + 1] == "2026-03-15"
    assert words[words.index("--out") + 1] == "/mnt/out/day=2026-03-14"


@pytest.mark.parametrize("page", ["docs/hunt-cluster.md", "examples/airflow/bonafides_hunt.py"])
def test_every_option_is_there(page: str) -> None:
    typer = pytest.importorskip("typer")
    from bonafides.hunt_cli import hunt

    text = (ROOT / page).read_text("utf-8")
    find = typer.main.get_command(hunt).commands["find"]
    known = {option for parameter in find.params for option in parameter.opts}
    ours = re.findall(r'"(--[a-z-]+)"', text)
    for block in re.findall(r"hunt_job\.py hunt (.*?)```", text, re.DOTALL):
        ours += re.findall(r"(--[a-z-]+)", block)
    assert ours
    assert set(ours) <= known
