"""`python -m bench.run`: time and memory of the whole program, start-up included, on generated input."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.linkedin_export import write

PASTED = "Hello, could we continue on a messenger? Our client pays well for a short report on your field."
REPEATS = 5


class Measured(NamedTuple):
    """One command's cost."""

    seconds: float
    """Wall clock, best of the repeats."""
    megabytes: float
    """Peak resident memory of the process."""


def measure(command: Sequence[str], *, stdin: bytes = b"", repeats: int = REPEATS) -> Measured:
    """Run a command in a process of its own, several times; the best time, and the highest memory of any child."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run(command, input=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        best = min(best, time.perf_counter() - start)
    return Measured(best, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def main() -> None:
    """Print a Markdown table. Rows are in order of memory, since the peak over children only ever grows."""
    program = [sys.executable, "-m", "bonafides"]
    print("| what | seconds | peak MB |\n| --- | --- | --- |")
    _row("python -c pass (the floor)", measure([sys.executable, "-c", "pass"]))
    _row("bonafides --version", measure([*program, "--version"]))
    _row("one pasted message", measure([*program, "check", "-"], stdin=PASTED.encode()))
    with tempfile.TemporaryDirectory() as folder:
        for messages, conversations in ((10_000, 200), (100_000, 2_000)):
            export = Path(folder) / f"export-{messages}.zip"
            write(export, conversations=conversations, messages=messages, seed=1)
            for form in ("jsonl", "text"):
                command = [*program, "check", str(export), "--format", form, "--timezone", "UTC"]
                _row(f"{messages:,} messages in {conversations:,} conversations, {form}", measure(command, repeats=1))


def _row(name: str, measured: Measured) -> None:
    print(f"| {name} | {measured.seconds:.2f} | {measured.megabytes:.0f} |", flush=True)


if __name__ == "__main__":
    main()
