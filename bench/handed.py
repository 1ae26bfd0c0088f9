"""`python -m bench.handed`: how long the report to hand in takes, as PDF and as a page, typst's start included.

The first figure of each row is a fresh process's first report, as on the command line, the best of a few; the second is
the next one in the same process, as on the served page.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from statistics import median

from bonafides.examine import Case, examine
from bonafides.explain import explanations
from bonafides.model import Conversation, Message, Mode, Party, Reading, Report
from bonafides.render import HandIn, View, render

SIZES = (60, 500, 5_000)
ROUNDS = 3
LIMIT = 1.0
"""Seconds that an ordinary thread, the first of SIZES, may take."""
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
SAID = (
    "Your talk on harbour logistics stood out. We advise clients who prefer to stay in the background.",
    "We pay 900 for a two-page report from public sources. Could we go on over WhatsApp?",
    "Thank you, that was useful. What is public is not enough for the client, could you ask inside your department?",
    "Please do not mention this to your employer. The fee goes to 2,400, in cash if you like.",
    "Привет, 你好, مرحبا: the same in three more scripts, as people write.",
    "How was your week? It rained here, and the train was late again.",
)


def report(count: int) -> Report:
    """A thread of so many messages, every third of them the user's own, judged as it would be."""
    messages = tuple(
        Message(
            speaker="Me" if at % 3 == 2 else "Dana Whitfield",
            mine=at % 3 == 2,
            text=f"{SAID[at % len(SAID)]} ({at})",
            channel="linkedin" if at < count // 3 else "whatsapp",
            sent_at=START + timedelta(hours=7 * at),
        )
        for at in range(count)
    )
    people = (Party(name="Dana Whitfield"), Party(name="Alex Morgan", mine=True))
    thread = Conversation(id="bench", messages=messages, parties=people)
    return examine(Reading(conversations=(thread,)), Case(mode=Mode.SINGLE))


def measured(count: int) -> dict[str, float]:
    """Seconds of the first PDF, of the next ones, and of a page; and how large the PDF is."""
    made, view = report(count), View(hand_in=HandIn(own_words=True), titles=explanations(told=True))
    times = []
    for _ in range(1 + ROUNDS):
        begun = time.perf_counter()
        data = render(made, "pdf", view)
        times.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    render(made, "html", view)
    page = time.perf_counter() - begun
    return {"first": times[0], "next": median(times[1:]), "page": page, "bytes": len(data)}


def _fresh(count: int) -> dict[str, float]:
    """The same in a process of its own."""
    made = subprocess.run([sys.executable, "-m", "bench.handed", str(count)], capture_output=True, check=True)
    figures: dict[str, float] = json.loads(made.stdout)
    return figures


def main() -> int:
    """One row for each size; 1 where an ordinary thread takes longer than it may."""
    print("messages | first PDF | next PDF | page | size")
    late = False
    for count in SIZES:
        row = min((_fresh(count) for _ in range(ROUNDS)), key=lambda each: each["first"])
        late |= count == SIZES[0] and row["first"] > LIMIT
        figures = f"{row['first']:.2f} s | {row['next']:.2f} s | {row['page']:.2f} s | {row['bytes'] // 1024} KiB"
        print(f"{count:,} | {figures}")
    return int(late)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured(int(sys.argv[1]))))
    else:
        sys.exit(main())
