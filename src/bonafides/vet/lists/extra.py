"""What watch lists need beyond the core, and the word for its absence."""

from __future__ import annotations

from importlib.util import find_spec

from bonafides.errors import VetError

NEEDED = ("followthemoney", "nomenklatura", "normality", "orjson", "rapidfuzz", "rigour")


def require() -> None:
    """Raises VetError, saying what to install, where a library is missing."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise VetError(
            f"watch lists need more than is installed ({', '.join(missing)} missing)",
            where="watch lists", next_step="Run: pip install 'bonafides[lists]'",
        )  # fmt: skip
