"""Watch lists that the user loads: names that are like a persona's are shown to ask about, and judge nobody.

Nothing here is imported by what judges, and nothing that is found here goes there.
"""

from __future__ import annotations

from bonafides.vet.lists.match import About, Kind, Loaded, Match, Part, Way

__all__ = ["About", "Kind", "Loaded", "Match", "Part", "Way"]
