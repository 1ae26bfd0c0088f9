"""A Spark session for one hunt: here with a Java process of its own, on a cluster, or within one that is there."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import warnings
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.campaign.engine.spark_errors import told
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyspark.sql import SparkSession

LEAST_JAVA = 17
SQL = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # an overflow or a text that is no number stops the run, as in DuckDB
    "spark.sql.caseSensitive": "true",
    "spark.sql.parser.escapedStringLiterals": "true",  # a backslash is a backslash, as in DuckDB
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.parquet.binaryAsString": "true",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "false",  # a time without zone is UTC
    "spark.sql.legacy.parquet.nanosAsLong": "true",  # what pandas writes; spark_scan makes times of them
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
    "spark.sql.csv.parser.columnPruning.enabled": "false",  # rows of the wrong width must not pass unseen
}
"""What the dialect rests on; holds in any session."""
LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.maxResultSize": "0",
}
QUIET = """rootLogger.level = error
rootLogger.appenderRef.file.ref = file
appender.file.type = File
appender.file.name = file
appender.file.fileName = {place}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d %p %c: %m%n
"""


def opened(
    place: Path, *, master: str | None, memory: str, threads: int | None, settings: Mapping[str, str]
) -> tuple[SparkSession, ExitStack, bool]:
    """A session, what ends it, and whether it is all on this machine. `place` takes Java's files and log.

    A session that is there (a notebook, Databricks) is used for a new one beside it and left as it was; under
    `spark-submit` its settings hold. Raises CampaignError without PySpark, without the right Java, without the master.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise CampaignError(
            "PySpark is not installed", where="--engine spark", next_step="Install it: pip install 'bonafides[spark]'."
        ) from error
    _hush()
    with ExitStack() as ending, told("starting Spark"):
        ending.enter_context(_own_interrupts())
        if (there := SparkSession.getActiveSession()) is not None:
            session = there.newSession()
        elif "PYSPARK_GATEWAY_PORT" in os.environ:
            session = _submitted(master)
            ending.callback(session.stop)
        else:
            session = ending.enter_context(_launched(place, {**_settings(place, master, memory, threads), **settings}))
        for name, value in SQL.items():
            session.conf.set(name, value)
        is_local = str(session.sparkContext.master).startswith("local")
        return session, ending.pop_all(), is_local


def _hush() -> None:
    """Keep PySpark from printing what errors hold, and a warning about pandas that concerns nothing used here."""
    from pyspark.logger import PySparkLogger

    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        PySparkLogger.getLogger(name).disabled = True
    # Py4J logs what it raises too, with a stack trace; some of it to the root logger.
    logging.getLogger("py4j").setLevel(logging.CRITICAL + 1)
    logging.getLogger().addFilter(_is_not_of_py4j)
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")


def _is_not_of_py4j(record: logging.LogRecord) -> bool:
    return f"{os.sep}py4j{os.sep}" not in record.pathname


def _submitted(master: str | None) -> SparkSession:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("bonafides hunt")
    return (builder.master(master) if master else builder).getOrCreate()


def _settings(place: Path, master: str | None, memory: str, threads: int | None) -> dict[str, str]:
    """Spark's settings for a process of our own."""
    cores = threads or os.cpu_count() or 1
    options = f"-Dlog4j2.configurationFile={(place / 'log4j2.properties').as_uri()} -XX:-UsePerfData"
    settings = {
        "spark.app.name": "bonafides hunt",
        "spark.master": master or f"local[{cores}]",
        "spark.driver.memory": mebibytes(memory),
        "spark.driver.extraJavaOptions": f"{options} -Djava.io.tmpdir={place}",
        "spark.sql.warehouse.dir": (place / "warehouse").as_uri(),
    }
    if settings["spark.master"].startswith("local"):
        # Workers are this Python and see the modules that we see; the shuffle is cut for the cores that there are.
        settings |= LOCAL | {
            "spark.local.dir": str(place / "spill"),
            "spark.sql.shuffle.partitions": str(max(4, 4 * cores)),
            "spark.executorEnv.PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
    return settings


def mebibytes(memory: str) -> str:
    """A size such as `4GB` or `512 MiB` in Spark's words."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(I?)B?\s*", memory.upper())
    if match is None:
        raise CampaignError(
            f"{memory!r} is no size of memory", where="--memory", next_step="Write a number and a unit, such as 4GB."
        )
    base = 1024 if match[3] or not memory.upper().strip().endswith("B") else 1000
    size = float(match[1]) * base ** " KMGT".index(match[2] or " ")
    return f"{max(1, int(size / 2**20))}m"


@contextmanager
def _launched(place: Path, settings: Mapping[str, str]) -> Iterator[SparkSession]:
    """A session in a Java process that ends with it; what Java prints goes to a file in `place`."""
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkRuntimeError
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    if not _java():
        check_java()
    (place / "log4j2.properties").write_text(QUIET.format(place=place / "spark.log"), "utf-8")
    # Not read by a process that has not begun: PySpark looks for Java's defaults only afterwards.
    conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with (place / "java.log").open("wb") as log:
        try:
            gateway = launch_gateway(conf, {"stdout": log, "stderr": log})  # type: ignore[no-untyped-call, unused-ignore]
        except PySparkRuntimeError as error:
            check_java()  # to ask Java for its version takes as long as to start Spark: only where it failed
            raise CampaignError(
                "Spark's Java process could not be started",
                where="starting Spark",
                next_step="Look whether --memory is more than the machine has, and at Spark's own settings.",
            ) from error
    try:
        context = SparkContext(conf=SparkConf(_jvm=gateway.jvm).setAll(list(settings.items())), gateway=gateway)
        session = SparkSession(context)
        try:
            yield session
        finally:
            with suppress(Exception):  # the Java process may be gone already; there is nothing left to stop then
                session.stop()
    finally:
        _end(gateway)


def _end(gateway: object) -> None:
    """End a Java process and forget it, so that the next session starts with its own settings."""
    from pyspark import SparkContext

    process = getattr(gateway, "proc")  # noqa: B009 - py4j's type does not know what PySpark adds
    with suppress(Exception):
        getattr(gateway, "shutdown")()  # noqa: B009
    process.stdin.close()  # the process waits for this
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    SparkContext._gateway = SparkContext._jvm = None
    SparkContext._active_spark_context = None


@contextmanager
def _own_interrupts() -> Iterator[None]:
    """Give Ctrl-C back to whom it belonged: PySpark takes it, and keeps it after its end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def check_java() -> None:
    """Refuse to start without Java, or with one that Spark does not run on. Raises CampaignError."""
    java = _java()
    version = _version(java) if java else 0
    if version >= LEAST_JAVA:
        return
    found = f"found Java {version}" if version else "no Java was found"
    raise CampaignError(
        f"Spark needs Java {LEAST_JAVA} or newer; {found}",
        where="JAVA_HOME" if os.environ.get("JAVA_HOME") else "PATH",
        next_step="Install one (Debian: apt install openjdk-17-jre-headless), or leave out --engine spark.",
    )


def _java() -> str | None:
    """The Java that Spark's own scripts would take."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def _version(java: str) -> int:
    """The major version that a Java says of itself; 0 where it says none."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(match[1]) if match else 0
