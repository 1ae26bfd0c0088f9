"""What is said of a report that was taken all the same, so that it is not counted among those that were not."""

from __future__ import annotations

from dataclasses import dataclass

from bonafides.model import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(Problem):
    """Something of an import that was left out, or could not be understood, while the rest was taken."""
