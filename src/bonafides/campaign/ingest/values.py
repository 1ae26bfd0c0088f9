"""SQL that brings ids and texts of any type to one form, for both engines.

Patterns use no backslash (Spark reads them as escapes) and double their braces (the engine fills placeholders).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.campaign.ingest.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bonafides.campaign.ingest.columns import Column

MISSING = "CAST(NULL AS STRING)"
"""A column that a log does not have."""
NOTHING = "'', 'NULL', 'null', 'NaN', 'nan', 'None', 'NA', '<NA>'"
"""What programs write for a missing id: taken as one account, they would contact everybody."""
LONGEST_ID = 1000
LONGEST_TEXT = 20_000
"""Characters kept of a text: more is no message, and would only cost memory."""
EXACT = 2**53
"""Whole numbers below are exact in floating point."""


def reference(column: Column, dialect: Mapping[str, str]) -> str:
    """How a query calls a column, whatever is in its name."""
    if column.fixed is not None:
        return "'" + _braced(column.fixed.replace("'", "''")) + "'"
    mark = dialect["quote"]
    return mark + _braced((column.reference or column.name).replace(mark, mark * 2)) + mark


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def spelled(x: str, kind: Kind) -> str:
    """A value as text without NUL bytes and outer spaces; whole floating-point numbers without `.0`."""
    match kind:
        case Kind.TEXT:
            tidy = f"trim(replace({x}, chr(0), ''))"
            return f"CASE WHEN {x} LIKE ' %' OR {x} LIKE '% ' OR contains({x}, chr(0)) THEN {tidy} ELSE {x} END"
        case Kind.FLOAT:
            # First what no BIGINT holds, NaN included (it sorts above all numbers): Spark stops at a floor of it.
            whole = f"WHEN {x} = floor({x}) THEN CAST(CAST({x} AS BIGINT) AS STRING)"
            return f"CASE WHEN abs({x}) >= {EXACT} THEN NULL {whole} ELSE CAST({x} AS STRING) END"
        case _:
            return f"CAST({x} AS STRING)"


def verbatim(x: str, kind: Kind) -> str:
    """A text as it is, without NUL bytes."""
    if kind is not Kind.TEXT:
        return spelled(x, kind)
    return f"CASE WHEN contains({x}, chr(0)) THEN replace({x}, chr(0), '') ELSE {x} END"


def timely(x: str, kind: Kind) -> str:
    """A value that is a time, for `timestamps`: texts without outer spaces, all else as it is."""
    return spelled(x, kind) if kind is Kind.TEXT else x


def identified(x: str) -> str:
    """A spelled value as an id: 42, "42" and "42.0" are the same; rounded numbers (1.23457E+11) are none."""
    rounded = (
        f"({x} LIKE '%E+%' OR {x} LIKE '%e+%') AND regexp_extract({x}, '^-?[0-9][.]?[0-9]*[eE][+][0-9]+$', 0) <> ''"
    )
    whole = f"{x} LIKE '%.0' AND regexp_extract({x}, '^-?[0-9]+[.]0$', 0) <> ''"
    return (
        f"CASE WHEN {x} IN ({NOTHING}) OR length({x}) > {LONGEST_ID} THEN NULL "
        f"WHEN {x} >= ':' THEN {x} "  # the patterns below start with a digit or a sign, which all come before the colon
        f"WHEN {rounded} THEN NULL WHEN {whole} THEN substr({x}, 1, length({x}) - 2) ELSE {x} END"
    )


def worded(x: str) -> str:
    """A spelled value as a text of at most LONGEST_TEXT characters, NULL where empty."""
    return f"CASE WHEN length({x}) > {LONGEST_TEXT} THEN substr({x}, 1, {LONGEST_TEXT}) WHEN {x} <> '' THEN {x} END"
