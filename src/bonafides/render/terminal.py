"""Lines on a terminal: wrapped, indented, and readable with or without colour."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bonafides.render.clean import visible

if TYPE_CHECKING:
    from bonafides.render.quote import Excerpt
    from bonafides.render.view import View

NARROWEST, WIDEST = 40, 100
"""Columns: below nothing fits, above lines are hard to follow."""


@dataclass(slots=True)
class Page:
    """Collects lines; `done` gives them as one string."""

    width: int
    color: bool
    console: Console
    lines: list[Text] = field(default_factory=list)

    def put(self, text: Text | str, *, style: str = "", indent: int = 0, lead: str = "", lead_style: str = "") -> None:
        """Add a paragraph, wrapped; `lead` stands in front of its first line and the rest hangs under it."""
        body = Text(text, style=style) if isinstance(text, str) else text
        if cell_len(lead) > self.width // 2:
            body, lead = Text(lead, style=lead_style or style).append(body), ""
        hang = indent + cell_len(lead)
        wrapped = body.wrap(self.console, self.width - hang) or [Text("")]
        for number, line in enumerate(wrapped):
            start = Text(" " * indent)
            start.append(lead if number == 0 else " " * cell_len(lead), style=lead_style or style)
            self.lines.append(start + line)

    def gap(self) -> None:
        """An empty line, never two."""
        if self.lines and self.lines[-1].plain:
            self.lines.append(Text(""))

    def head(self, words: str) -> None:
        """A heading inside a conversation."""
        self.gap()
        self.put(words.upper() if not self.color else words, style="bold")

    def rule(self, mark: str = "─") -> None:
        """A line across the page."""
        self.lines.append(Text(mark * self.width, style="dim"))

    def done(self) -> str:
        """Everything collected, without blanks at the ends of lines, ending in a line break."""
        for line in self.lines:
            line.rstrip()
            self.console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
        out = self.console.file
        assert isinstance(out, StringIO)  # noqa: S101 - made by `page`
        return out.getvalue()

    def marked(self, excerpt: Excerpt) -> Text:
        """A quote with its words highlighted: underlined in colour, between angle quotes without."""
        line = Text("“" + ("…" if excerpt.cut_before else ""))
        inside = False
        for segment in excerpt.segments:
            shown = visible(segment.text)
            if not self.color and bool(segment.labels) is not inside:
                line.append("»" if inside else "«")
            inside = bool(segment.labels)
            line.append(shown, style="bold underline" if inside and self.color else "")
            line.append("(?)" if segment.doubtful else "")
        line.append("»" if inside and not self.color else "")
        return line.append(("…" if excerpt.cut_after else "") + "”")


def page(view: View) -> Page:
    """An empty page of the reader's width. Nothing of the environment changes it."""
    width = max(NARROWEST, min(view.width, WIDEST))
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=view.color,
        color_system="standard" if view.color else None,
        no_color=not view.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    return Page(width=width, color=view.color, console=console)
