"""Bonafides: is this recruiter, consultant or scholar what they say they are? A private answer, explained.

    from bonafides import assess, check, read

    report = check(["linkedin-export.zip"])
    for entry in report.entries:
        print(entry.conversation.id, entry.assessment.level)

The three functions are imported at first use, so that `import bonafides` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bonafides.library import assess, check, read

__version__ = "0.1.0"
__all__ = ["__version__", "assess", "check", "read"]


def __getattr__(name: str) -> object:
    """Import the public functions when they are asked for."""
    if name in {"assess", "check", "read"}:
        from bonafides import library

        return getattr(library, name)
    raise AttributeError(f"module 'bonafides' has no attribute {name!r}")
