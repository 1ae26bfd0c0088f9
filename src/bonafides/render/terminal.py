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
    from bonafides.render.phrases import Phrases
    from bonafides.render.quote import Excerpt
    from bonafides.render.view import View

NARROWEST, WIDEST = 40, 100
"""Columns: below nothing fits, above lines are hard to follow."""
_HELD = {0x00A0: 0xFDD0, 0x202F: 0xFDD1}
"""No-break spaces, for wrapping, become characters that are no letters: otherwise lines would break at them."""
_RELEASED = {held: space for space, held in _HELD.items()}


@dataclass(slots=True)
class Page:
    """Collects lines; `done` gives them as one string."""

    width: int
    color: bool
    console: Console
    words: Phrases
    """For the marks around quotes and after labels."""
    lines: list[Text] = field(default_factory=list)

    def put(self, text: Text | str, *, style: str = "", indent: int = 0, lead: str = "", lead_style: str = "") -> None:
        """Add a paragraph, wrapped; `lead` stands in front of its first line and the rest hangs under it."""
        body = Text(text, style=style) if isinstance(text, str) else text
        if cell_len(lead) > self.width // 2:
            body, lead = Text(lead, style=lead_style or style).append(body), ""
        hang = indent + cell_len(lead)
        body.plain = body.plain.translate(_HELD)
        wrapped = body.wrap(self.console, self.width - hang) or [Text("")]
        for number, line in enumerate(wrapped):
            line.plain = line.plain.translate(_RELEASED)
            start = Text(" " * indent)
            start.append(lead if number == 0 else " " * cell_len(lead), style=lead_style or style)
            self.lines.append(start + line)

    def put_labelled(self, label: str, value: str, *, style: str = "", indent: int = 0) -> None:
        """Add `label: value`, the value hanging beside its label."""
        self.put(value, lead=self.words.labelled(label, ""), indent=indent, style=style)

    def verbatim(self, text: str) -> None:
        """Add lines as they are, however long: somebody copies them."""
        self.lines.extend(Text(line) for line in text.split("\n"))

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
        """A quote with its words highlighted: underlined in colour, between quotes of another kind without."""
        begin, end = self.words.items("mark.quote")
        low, high = self.words.items("mark.found")
        line = Text(begin + ("…" if excerpt.cut_before else ""))
        inside = False
        for segment in excerpt.segments:
            shown = visible(segment.text)
            if not self.color and bool(segment.labels) is not inside:
                line.append(high if inside else low)
            inside = bool(segment.labels)
            line.append(shown, style="bold underline" if inside and self.color else "")
            line.append("(?)" if segment.doubtful else "")
        line.append(high if inside and not self.color else "")
        return line.append(("…" if excerpt.cut_after else "") + end)


def page(view: View, words: Phrases) -> Page:
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
    return Page(width=width, color=view.color, console=console, words=words)
