"""Draws docs/pictures/report.svg: the beginning of the terminal report on the fictional examples.

    .venv/bin/python docs/pictures/make.py [OUT.svg]

The picture holds no address of a font or of anything else to fetch, and the same report gives the same bytes.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from bonafides.explain import explanations
from bonafides.library import check
from bonafides.render import View, render

ROOT = Path(__file__).parents[2]
EXAMPLES = ("linkedin-export.zip", "WhatsApp Chat with Adrian Vale.zip")
COMMAND = '$ bonafides check linkedin-export.zip "WhatsApp Chat with Adrian Vale.zip" --join adrian-vale adrian-vale-2'
WIDTH, LINES = 84, 44
"""What is shown at most: enough to see the level, what it means and the first reasons with their words."""
PAPER = TerminalTheme(
    (252, 252, 250),
    (36, 40, 46),
    [
        (36, 40, 46),
        (178, 34, 34),
        (22, 110, 60),
        (156, 98, 0),
        (30, 80, 160),
        (130, 50, 120),
        (0, 110, 120),
        (110,) * 3,
    ],
)
_FETCHED = re.compile(r"@font-face \{[^}]{0,1000}\}\s*|<!--[^>]{0,200}-->\s*")


def beginning(shown: str) -> list[Text]:
    """The first lines, up to the last empty one that fits."""
    lines = [Text.from_ansi(line) for line in shown.splitlines()[: LINES + 1]]
    last = max((at for at, line in enumerate(lines) if not line.plain.strip()), default=LINES)
    return lines[: last + 1]


def picture() -> str:
    """The SVG."""
    report = check(
        [ROOT / "examples" / name for name in EXAMPLES],
        timezone=ZoneInfo("Europe/London"),
        joined=[("adrian-vale", "adrian-vale-2")],
    )
    shown = render(report, "text", View(color=True, width=WIDTH, titles=explanations()))
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(COMMAND, style="bold"), end="\n\n")
    for line in beginning(shown):
        console.print(line, no_wrap=True, crop=False)
    console.print(Text("…", style="dim"))
    return _FETCHED.sub("", console.export_svg(title="Bonafides", theme=PAPER, unique_id="report"))


if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("report.svg")
    out.write_text(picture(), encoding="utf-8", newline="\n")
