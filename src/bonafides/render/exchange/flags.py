"""Whether what is shared may be looked for elsewhere: only what the program flagged, or a person judged deceptive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.model import FLAGGED, Level

if TYPE_CHECKING:
    from bonafides.render.exchange.value import Shared

DECEPTIVE = frozenset({"approach", "scam", "device-lure"})
_FLAGGED = frozenset(level.value for level in Level if level.rank >= FLAGGED.rank)


def decided(shared: Shared) -> str:
    """The verdict of the person who decided last and did not take it back; empty where nobody has."""
    standing = [each for each in shared.verdicts if each.undone_at is None]
    return max(standing, key=lambda each: each.at).verdict if standing else ""


def flagged(shared: Shared) -> bool:
    """Whether accounts and addresses of it may become indicators; what a person decided goes before the program."""
    verdict = decided(shared)
    if verdict:
        return verdict in DECEPTIVE
    return any(each.judged and each.judged.level in _FLAGGED for each in shared.threads)


def to_look_for(shared: Shared, persona: int) -> bool:
    """Whether the persona at that place takes part in a thread that the program flagged, or a person judged."""
    threads = [each for each in shared.threads if persona in each.personas]
    if decided(shared) or not threads:
        return flagged(shared)
    return any(each.judged and each.judged.level in _FLAGGED for each in threads)
