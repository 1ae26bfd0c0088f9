"""Where the desk's work is kept: few verbs, the same over memory, SQLite and PostgreSQL."""

from bonafides.store.store import (
    Hit,
    Reading,
    Store,
    Test,
    Writing,
    absent,
    equals,
    less,
    more,
    one_of,
    present,
)

__all__ = [
    "Hit",
    "Reading",
    "Store",
    "Test",
    "Writing",
    "absent",
    "equals",
    "less",
    "more",
    "one_of",
    "present",
]
