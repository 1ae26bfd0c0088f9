"""The folder in which a hunt on Spark keeps its tables: on this machine, or on storage that all workers share."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyspark.sql import SparkSession


@dataclass(slots=True)
class Shelf:
    """Folders below one place of a file system that Spark knows (`file:`, `hdfs:`, `s3a:`, `abfss:` ...)."""

    session: SparkSession
    root: str
    """Without a slash at the end."""
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def place(self, table: str) -> str:
        """A new folder for a table; the one before it may still be read."""
        return f"{self.root}/{table}-{next(self._numbers)}"

    def remove(self, place: str) -> None:
        """Take a folder away with all that is in it."""
        self._system.delete(self._path(place), True)

    def bring(self, place: str, folder: Path) -> Iterator[Path]:
        """The Parquet files of a folder, in the order of their rows, each copied here and gone after its turn."""
        listed = sorted(str(status.getPath().toString()) for status in self._system.listStatus(self._path(place)))
        for number, remote in enumerate(path for path in listed if path.endswith(".parquet")):
            local = folder / f"part-{number}.parquet"
            self._system.copyToLocalFile(False, self._path(remote), self._path(local.as_uri()), True)
            yield local
            local.unlink()

    def give(self, local: Path, place: str) -> None:
        """Move a file from here into a new folder."""
        self._system.mkdirs(self._path(place))
        self._system.copyFromLocalFile(True, True, self._path(local.as_uri()), self._path(f"{place}/{local.name}"))

    @property
    def _system(self) -> Any:
        context: Any = self.session.sparkContext._jsc
        return self._path(self.root).getFileSystem(context.hadoopConfiguration())

    def _path(self, place: str) -> Any:
        jvm: Any = self.session.sparkContext._jvm
        return jvm.org.apache.hadoop.fs.Path(place)


def shared(session: SparkSession) -> str:
    """A place on the cluster's own file system for a hunt that names none; empty where there is no such system."""
    jvm: Any = session.sparkContext._jvm
    context: Any = session.sparkContext._jsc
    system = jvm.org.apache.hadoop.fs.FileSystem.get(context.hadoopConfiguration())
    return "" if system.getScheme() == "file" else str(system.getHomeDirectory().toString())
