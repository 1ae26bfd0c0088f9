"""Lists a reader without importing it: its module is loaded when a file opens as its format does."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from bonafides.read.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.read.reader import Head


def deferred(name: str, opens: Callable[[Head], bool], place: str, *, slow: bool = False) -> Reader:
    """The reader at `place`, such as `meta.export:META` below `bonafides.read`, imported when first needed.

    `opens` must hold for every file that the reader recognises, and be cheap; `name` and `slow` are the reader's own.
    """
    module, _, constant = place.partition(":")

    def reader() -> Reader:
        found: Reader = getattr(import_module(f"bonafides.read.{module}"), constant)
        return found

    return Reader(
        name=name,
        recognises=lambda head: opens(head) and reader().recognises(head),
        read=lambda source, options: reader().read(source, options),
        slow=slow,
    )
