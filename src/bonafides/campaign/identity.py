"""What a campaign is called: a short name that follows from its accounts."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def campaign_id(accounts: Iterable[str]) -> str:
    """`c-` and twelve hex digits: the same accounts have the same id in every run, on every machine."""
    return "c-" + hashlib.sha256("\n".join(sorted(accounts)).encode()).hexdigest()[:12]
