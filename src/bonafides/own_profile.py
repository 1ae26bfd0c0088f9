"""The way of one's own profile: read the export, then say what in it draws a talent spotter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.exposure import judge
from bonafides.read.profile import own_profile

if TYPE_CHECKING:
    from pathlib import Path

    from bonafides.model.exposure import Exposure


def look(export: str | Path) -> Exposure:
    """What one person's own LinkedIn export (a ZIP, a folder or one table) tells strangers.

    Raises ReadError where there is no profile in it, or where it holds those of two people.
    """
    return judge(own_profile(export))
