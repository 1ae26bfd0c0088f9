"""The Traffic Light Protocol 2.0: how far whoever receives something may pass it on."""

from __future__ import annotations

from enum import StrEnum

from bonafides.errors import RenderError


class Tlp(StrEnum):
    """The markings of FIRST's Traffic Light Protocol, version 2.0."""

    CLEAR = "CLEAR"
    GREEN = "GREEN"
    AMBER = "AMBER"
    AMBER_STRICT = "AMBER+STRICT"
    RED = "RED"

    @property
    def label(self) -> str:
        """As the protocol writes it."""
        return f"TLP:{self.value}"


def tlp(written: str) -> Tlp:
    """The marking that somebody wrote: `amber`, `TLP:AMBER`, `amber-strict`. Raises RenderError."""
    plain = written.strip().upper().removeprefix("TLP:").replace("-", "+")
    try:
        return Tlp(plain)
    except ValueError:
        known = ", ".join(each.value.lower() for each in Tlp)
        raise RenderError(
            f"there is no marking {written!r}", where="--tlp", next_step=f"Use one of: {known}."
        ) from None
