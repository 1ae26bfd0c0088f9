"""Which conversations come to the front, by mode, level and number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bonafides.model import Entry, Level, Mode
from bonafides.render import Explanation, SourceRef, View
from bonafides.render.view import select
from tests.render import fiction


def entries(levels: str, mode: Mode) -> tuple[Entry, ...]:
    """One entry per letter: q quiet, w watch, W warn, A alarm."""
    by_letter = {"q": Level.QUIET, "w": Level.WATCH, "W": Level.WARN, "A": Level.ALARM}
    made = []
    for number, letter in enumerate(levels):
        conversation = fiction.ordinary(number)
        assessment = replace(fiction.watched(conversation, mode), level=by_letter[letter], score=float(number))
        made.append(Entry(conversation=conversation, assessment=assessment, advice=None))
    return tuple(made)


@pytest.mark.parametrize(
    ("mode", "levels", "min_level", "full", "brief", "quiet", "hidden"),
    [
        (Mode.SINGLE, "", None, [], [], 0, False),
        (Mode.SINGLE, "q", None, [0], [], 0, False),
        (Mode.SINGLE, "qq", None, [], [], 2, False),
        (Mode.SINGLE, "qwA", None, [2, 1], [], 1, False),
        (Mode.SINGLE, "qwA", Level.QUIET, [2, 1], [0], 0, False),
        (Mode.SINGLE, "qwA", Level.ALARM, [2], [], 1, True),
        (Mode.SINGLE, "q", Level.WATCH, [], [], 1, False),
        (Mode.SINGLE, "w" * 22, None, list(range(21, 1, -1)), [1, 0], 0, False),
        (Mode.ARCHIVE, "qwWA", None, [3, 2], [1], 1, False),
        (Mode.ARCHIVE, "WWWAWWW", None, [3, 6, 5, 4, 2], [1, 0], 0, False),
        (Mode.ARCHIVE, "ww", None, [], [1, 0], 0, False),
        (Mode.ARCHIVE, "A", Level.WARN, [0], [], 0, False),
    ],
)
def test_selection(
    mode: Mode, levels: str, min_level: Level | None, full: list[int], brief: list[int], quiet: int, hidden: bool
) -> None:
    report = fiction.report(*entries(levels, mode), mode=mode)
    chosen = select(report, View(min_level=min_level))
    shown = [[int(entry.conversation.id[1:]) for entry in group] for group in (chosen.full, chosen.brief)]
    assert (shown, chosen.quiet, chosen.hidden, chosen.more) == ([full, brief], quiet, hidden, False)


@pytest.mark.parametrize(
    ("date", "short"),
    [("2023-06-20", "Office, 2023"), ("2023", "Office, 2023"), ("c. 2021", "Office"), ("", "Office"), ("20", "Office")],
)
def test_a_source_is_named_with_its_year(date: str, short: str) -> None:
    assert SourceRef(id="x", publisher="Office", date=date).short == short


def test_an_indicator_without_a_title_is_shown_by_its_id() -> None:
    view = View(titles={"known": Explanation(title="Known")})
    assert view.explain("known").title == "Known"
    assert view.explain("moves-off-platform").title == "Moves off platform"
