"""A log in a folder of its own, read into a fresh engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

duckdb = pytest.importorskip("duckdb")

from bonafides.campaign.engine.duckdb import DuckEngine  # noqa: E402
from bonafides.campaign.ingest import Ingested, Sources, ingest  # noqa: E402

NOW = 1_780_000_000
"""May 2026."""
HEADER = "account,target,sent_at"
COLUMNS = "account, target, moment, kind, text, text_hash, url, handle, content_basis"


@dataclass
class Read:
    """What came of one ingest."""

    engine: DuckEngine
    result: Ingested

    def rows(self, table: str = "events") -> list[dict[str, Any]]:
        found = self.engine.rows(f"SELECT * FROM {table}").to_pylist()
        return sorted(found, key=repr)

    def pairs(self) -> list[tuple[str, str]]:
        return sorted((row["account"], row["target"]) for row in self.rows())

    def column(self, name: str) -> list[Any]:
        return [row[name] for row in sorted(self.rows(), key=lambda row: (row["account"], row["target"]))]

    def dropped(self, word: str) -> int:
        return sum(loss.count for loss in self.result.dropped if word in loss.what)

    def fatal(self) -> list[str]:
        return [loss.where for loss in self.result.dropped if loss.fatal]


Reader = Callable[..., Read]
Writer = Callable[[str, str | bytes], Path]


@pytest.fixture
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    engines: list[DuckEngine] = []

    def reader(*events: object, **settings: Any) -> Read:
        engine = DuckEngine(memory="1GB", threads=2, folder=tmp_path_factory.mktemp("engine"))
        engines.append(engine)
        sources = Sources(events=tuple(map(str, events)), **settings)
        return Read(engine, ingest(cast(Any, engine), sources, now=NOW))

    yield reader
    for engine in engines:
        engine.__exit__(None, None, None)


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def writer(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return writer
