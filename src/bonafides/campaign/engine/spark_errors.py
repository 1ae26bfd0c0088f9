"""What goes wrong in Spark, in our words: what, where, what to do next; never a Java stack trace, never a value."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from bonafides.campaign.engine.scan import UnreadableError
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Iterator

CAUSES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("No space left on device", "DiskOutOfSpace", "Disk quota exceeded"),
        "there is no disk space left for what Spark writes between steps",
        "Free space, or name a larger work folder; docs/hunt-cluster.md says how much is needed.",
    ),
    (
        ("OutOfMemory", "Java heap space", "GC overhead limit", "OUT_OF_MEMORY", "Not enough memory"),
        "Spark ran out of memory",
        "Give more with --memory (on a cluster: --driver-memory, --executor-memory), or look at a shorter time with "
        "--since.",
    ),
    (
        ("ExecutorLost", "executor lost", "Executor heartbeat timed out", "FetchFailed", "Python worker exited",
         "EXECUTOR_LOST", "exited unexpectedly", "Master removed our application"),
        "a Spark worker was lost, and trying again did not help",
        "Look at the worker's own log for why (memory is the usual reason), then start the run again.",
    ),
    (
        ("All masters are unresponsive", "UnknownHostException", "Could not parse Master URL", "Connection refused",
         "Invalid master URL", "master URL"),
        "the Spark master cannot be reached",
        "Look whether the address after --master is right and whether the cluster is up.",
    ),
    (
        ("ModuleNotFoundError", "PYTHON_VERSION_MISMATCH", "Cannot run program"),
        "the workers cannot run this program's Python code",
        "Give them the same Python and packages as here: docs/hunt-cluster.md shows how to pack the environment.",
    ),
    (
        ("Permission denied", "AccessControlException"),
        "Spark may not read or write a folder",
        "Look at the rights of the user that runs the workers.",
    ),
)  # fmt: skip
"""Marks in an error's words or kind, what it means, and what to do."""
OF_FILES = (
    "FAILED_READ_FILE",
    "MALFORMED_",
    "PARQUET_",
    "CANNOT_READ_FILE",
    "is not a Parquet file",
    "TextParsingException",
    "ZipException",
    "EOFException",
    "incorrect header check",
    "invalid stored block",
    "SchemaColumnConvertNotSupported",
    "UnableToReadFooter",
    "BadRecordException",
    "CharConversionException",
    "INVALID_UTF8_STRING",
)
"""Marks of an error that lies with a file that is read."""


@contextmanager
def told(where: str = "") -> Iterator[None]:
    """Turn whatever Spark and the way to it raise into a CampaignError; `where` is the step."""
    from py4j.protocol import Py4JError  # type: ignore[import-untyped, unused-ignore]
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException, ConnectionError, EOFError) as error:
        raise _said(error, where) from error


@contextmanager
def of_files() -> Iterator[None]:
    """Turn errors that lie with files into UnreadableError."""
    try:
        yield
    except CampaignError as error:
        marks = _marks(error.__cause__) if error.__cause__ is not None else ""
        known = any(word in marks for words, _, _ in CAUSES for word in words)
        if not known and any(mark in marks for mark in OF_FILES):
            raise UnreadableError("the file cannot be read to its end") from error
        raise


def _said(error: BaseException, where: str) -> CampaignError:
    from py4j.protocol import Py4JError, Py4JNetworkError

    marks = _marks(error)
    silent = type(error) is Py4JError  # what Java itself raises comes as a Py4JJavaError
    if silent or isinstance(error, Py4JNetworkError | ConnectionError | EOFError):
        return CampaignError(
            "Spark's Java process ended while it was at work",
            where=where,
            next_step="It was killed or ran out of memory: give it less than the machine has with --memory.",
        )
    for words, what, next_step in CAUSES:
        if any(word in marks for word in words):
            return CampaignError(what, where=where, next_step=next_step)
    return CampaignError(
        f"Spark could not finish a step ({_kind(error)})",
        where=where,
        next_step="Run the same with --engine duckdb; if that works, this is a fault of ours: please report it.",
    )


def _kind(error: BaseException) -> str:
    """The name of an error, without the values that its message may hold."""
    condition = getattr(error, "getCondition", lambda: None)()
    return str(condition or type(error).__name__)


def _marks(error: BaseException) -> str:
    """All that an error says of itself and its causes; only looked through for marks, never shown."""
    from py4j.protocol import Py4JError

    try:
        words = f"{_kind(error)} {error}"
        java = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
        for _ in range(8):
            if java is None:
                break
            words += f" {java.toString()}"
            java = java.getCause()
    except (Py4JError, ConnectionError, EOFError):  # the Java side is gone: what is known so far must do
        words = type(error).__name__
    return words
