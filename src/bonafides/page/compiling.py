"""Has Pyodide itself compile and pack what it will run, so that the page starts fast and its bytes are reproducible."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.errors import PageError
from bonafides.page.packing import CORE, LIBRARIES, core, libraries

if TYPE_CHECKING:
    from collections.abc import Mapping

STANDARD = "python_stdlib.zip"
COMPILED = "compiled.zip"
ARCHIVES = (CORE, LIBRARIES, COMPILED)
"""What the page unpacks over each other, in this order."""
_PLAN = (
    (STANDARD, STANDARD, "compiled"),
    ("core.zip", CORE, "sources"),
    ("core.zip", COMPILED, "beside"),
    ("libraries.zip", LIBRARIES, "compiled"),
)
_PATIENCE = 300
"""Seconds."""


def compiled(runtime: Mapping[str, bytes]) -> dict[str, bytes]:
    """The runtime with its standard library compiled, and the archives that the page unpacks.

    The core keeps its sources, which anybody may read and which the hash of the rules is taken of. Raises PageError
    where Node, which comes with npm, is missing or fails.
    """
    node = shutil.which("node")
    if node is None:
        raise PageError("building the page needs Node, which is not on this machine", next_step="Install Node.js.")
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        given = {**runtime, "core.zip": core(), "libraries.zip": libraries()}
        room = files(__package__)
        plan = {"source": room.joinpath("repack.py").read_text("utf-8"), "archives": _PLAN}
        given["plan.json"] = json.dumps(plan).encode()
        given["repack.mjs"] = room.joinpath("repack.mjs").read_bytes()
        for name, data in given.items():
            (folder / name).write_bytes(data)
        try:
            command = [node, str(folder / "repack.mjs"), str(folder)]
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE, cwd=folder)  # noqa: S603
            written = {name: (folder / name).read_bytes() for _, name, _ in _PLAN}
        except (OSError, subprocess.SubprocessError) as error:
            step = "Node 18 or newer is needed; `node --version` says which one this is."
            raise PageError("Node could not compile the page", next_step=step) from error
    return {**runtime, **written}
