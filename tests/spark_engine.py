"""A small Spark for tests: skipped with the reason where PySpark or Java is missing, a failure where required."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest import mock

from tests.required import needs

BRISK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Short runs spend most of their time on Java's compiler."""


def needs_spark() -> None:
    """The extra `spark` and a Java."""
    missing = [name for name in ("pyspark", "pandas", "duckdb") if find_spec(name) is None]
    needs("spark", there=not missing, reason=f"the extra `spark` is not installed ({', '.join(missing)})")
    needs("spark", there=shutil.which("java") is not None, reason="there is no Java (Debian: openjdk-17-jre-headless)")


@contextmanager
def small_spark(folder: Path, **settings: Any) -> Iterator[Any]:
    """A SparkEngine with two cores and a heap of 1 GB."""
    needs_spark()
    from bonafides.campaign.engine.spark import SparkEngine

    with (
        mock.patch.dict(os.environ, {"JDK_JAVA_OPTIONS": BRISK}),
        SparkEngine(memory="1GB", threads=2, folder=folder, **settings) as running,
    ):
        yield running
