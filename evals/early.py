"""Early warning: does it warn before the user answers what crosses a line, and never cry before a sign?"""

from __future__ import annotations

from collections.abc import Sequence

from bonafides.detect import INDICATORS
from bonafides.model import FLAGGED, Level, Polarity
from evals.chart import Axis, Series, Shape, axis, chart
from evals.judged import Judged
from evals.labelled import Labelled
from evals.tables import Figure, rows, share

AROUND = 6
"""Messages before and after the crossed line that the curve shows."""
MESSAGES = 14
"""Messages of a thread that the other curve shows."""
AGAINST = frozenset(indicator.id for indicator in INDICATORS if indicator.polarity is Polarity.AGAINST)


def section(measured: Sequence[Figure]) -> list[str]:
    """The table and the pictures, as lines of Markdown."""
    return [
        "## Early warning\n",
        "Every beginning of every thread is judged. The line is the first message that asks for, pays for or orders "
        "what no legitimate recruiter needs, where the author of a set marked it; elsewhere it is the message by which "
        "a careful reader would warn. Threads in which no line is crossed are left out of the first two rows.\n",
        *rows(measured),
        "![Warned, by distance from the crossed line](report/early-warning.svg)\n",
        "![Warned, by number of messages](report/early-warning-by-message.svg)\n",
        "A thread that has ended counts with its last level.\n",
    ]


def measure(judged: Sequence[Judged]) -> list[Figure]:
    """How often it warns in time, and how often too early."""
    crossing = [(j, j.case.line) for j in judged if j.case.deceptive and j.case.line is not None]
    marked = [(j, first) for j in judged if j.case.deceptive and (first := first_sign(j.case)) is not None]
    ordinary = [j for j in judged if not j.case.deceptive]
    return [
        share("in_time", "warned by the message that crosses the line", [j.reached(FLAGGED, at) for j, at in crossing]),
        share(
            "in_time.answer",
            "warned before the user answers it",
            [j.reached(FLAGGED, answered(j.case, at) - 1) for j, at in crossing],
        ),
        share(
            "alarm_before_sign",
            "alarm before the first message with a sign",
            [j.reached(Level.ALARM, first - 1) for j, first in marked],
        ),
        share(
            "ordinary_warned",
            "ordinary conversations that were at `warn` at any point",
            [j.reached(FLAGGED, len(j.case.conversation.messages)) for j in ordinary],
        ),
    ]


def first_sign(case: Labelled) -> int | None:
    """Index of the first message in which its author marked a sign of deception; None where none is marked."""
    return next((at for at, signs in enumerate(case.signs) if signs - AGAINST), None)


def answered(case: Labelled, message: int) -> int:
    """Index of the user's next message after this one; the number of messages where the user says no more."""
    later = range(message + 1, len(case.conversation.messages))
    return next((at for at in later if case.conversation.messages[at].mine), len(case.conversation.messages))


def pictures(judged: Sequence[Judged]) -> dict[str, str]:
    """The SVG documents by file name."""
    deceptive = [j for j in judged if j.case.deceptive]
    ordinary = [j for j in judged if not j.case.deceptive]
    y = Axis(title="share at warn or above")
    return {
        "early-warning.svg": chart(
            "Warned, by distance from the crossed line",
            axis("messages after the one that crosses the line", -AROUND, AROUND, parts=12),
            y,
            [
                Series(name="deceptive", points=around(deceptive), shape=Shape.DOTS),
                Series(name="ordinary, at the end", points=_flat(ordinary)),
            ],
        ),
        "early-warning-by-message.svg": chart(
            "Warned, by number of messages",
            axis("messages so far", 0, MESSAGES, parts=7),
            y,
            [
                Series(name="deceptive", points=by_message(deceptive), shape=Shape.STEP),
                Series(name="ordinary", points=by_message(ordinary), shape=Shape.STEP),
            ],
        ),
    }


def around(judged: Sequence[Judged]) -> list[tuple[float, float]]:
    """Share at `warn` or above, by position relative to the crossed line; before the thread begins it is none."""
    lines = [(j, j.case.line) for j in judged if j.case.line is not None]
    places = range(-AROUND, AROUND + 1) if lines else ()
    return [(at, sum(_warned(j, line + at) for j, line in lines) / len(lines)) for at in places]


def by_message(judged: Sequence[Judged]) -> list[tuple[float, float]]:
    """Share at `warn` or above after so many messages."""
    counts = range(MESSAGES + 1) if judged else ()
    return [(count, sum(_warned(j, count - 1) for j in judged) / len(judged)) for count in counts]


def _flat(judged: Sequence[Judged]) -> list[tuple[float, float]]:
    if not judged:
        return []
    flagged = sum(j.flagged for j in judged) / len(judged)
    return [(-AROUND, flagged), (AROUND, flagged)]


def _warned(judged: Judged, message: int) -> bool:
    return judged.level_at(message).rank >= FLAGGED.rank
