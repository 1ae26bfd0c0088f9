"""Build hook: works out beforehand what start-up would otherwise have to (see `detect/lexicon/prepared.py`)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PrepareLexicon(BuildHookInterface):  # type: ignore[type-arg]
    """Write the lexicons' prepared tables into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before every build, editable ones included."""
        sys.path.insert(0, str(Path(self.root) / "src"))
        from bonafides.detect.lexicon import prepared

        build_data["artifacts"] += [str(path.relative_to(self.root)) for path in prepared.write()]
