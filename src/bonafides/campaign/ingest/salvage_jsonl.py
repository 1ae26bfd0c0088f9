"""A damaged JSONL file: every line that is a JSON object is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bonafides.campaign.ingest.salvage_lines import Losses, batches, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from bonafides.campaign.ingest.columns import Column
    from bonafides.campaign.ingest.heads import Described


def tables(described: Described, columns: Sequence[Column], losses: Losses) -> Iterator[pa.Table]:
    """The values of the columns as text."""
    names = [column.name for column in columns]
    return batches(_rows(described, names, losses), names)


def _rows(described: Described, names: Sequence[str], losses: Losses) -> Iterator[Sequence[str | None]]:
    for line in lines(described, losses):
        if not line.text.strip():
            continue
        try:
            # Numbers stay as they are written: as floating point, long ids would lose their last digits.
            value = json.loads(line.text, parse_int=str, parse_float=str)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            yield [_text(value.get(name)) for name in names]
        else:
            losses.add("line is no JSON object", f"line {line.number}")


def _text(value: object) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode() if any("\ud800" <= letter <= "\udfff" for letter in text) else text
