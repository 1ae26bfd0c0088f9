"""Bonafides: is this recruiter, consultant or scholar what they say they are? A private answer, explained.

    from bonafides import assess, check, read

    report = check(["linkedin-export.zip"])
    for entry in report.entries:
        print(entry.conversation.id, entry.assessment.level)

The three functions are imported at first use, so that `import bonafides` costs next to nothing.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from bonafides.version import __version__

if TYPE_CHECKING:
    from bonafides.library import assess, check, read  # noqa: TC004 - properties of the package give them at run time

__all__ = ["__version__", "assess", "check", "read"]


def _function(name: str) -> property:
    """A property that gives the library's function of that name, imported at first use."""

    def get(front: ModuleType) -> object:
        from bonafides import library

        return getattr(library, name)

    return property(get, lambda front, room: None)


class _Front(ModuleType):
    """The package itself: `assess` and `read` are its functions, though rooms of the same names lie behind them.

    Importing a room sets the attribute of its name on the package, which would hide the function; a property that
    cannot be set stays in front. `from bonafides.read import ...` finds the room as ever.
    """

    assess, check, read = map(_function, ("assess", "check", "read"))


sys.modules[__name__].__class__ = _Front
