"""A small log with one planted campaign that writes lures, among ordinary accounts, for the tests of a whole hunt."""

from __future__ import annotations

import csv
import random
from pathlib import Path

START = 1_772_323_200
DAY = 86_400
RING = tuple(f"persona-{place}" for place in range(9))
LURES = (
    "Dear colleague, our consultancy pays 900 euros for two pages with your inside view. Our client stays unnamed. "
    "Please write to me on WhatsApp, not here, and tell nobody about it.",
    "We need information that is not public from your department for our client, paid in cash or crypto. Delete this "
    "chat afterwards and let us go on over Telegram.",
    "Send me an internal document as a test and you get 2000 dollars at once. Do not mention it to your employer; we "
    "use an encrypted messenger from now on.",
)
PLAIN = ("Thank you for connecting, have a good week.", "Are you going to the fair in May?", "Congratulations!")


def write_log(
    path: Path, *, ring: bool = True, lures: bool = True, seed: int = 1, days: int = 40, size: int = 1
) -> Path:
    """Write a CSV of about 4,000 events by 400 accounts (times `size`), and the ring's."""
    draw = random.Random(seed)
    rows = [
        (
            f"member-{draw.randrange(400 * size)}",
            f"person-{draw.randrange(600 * size)}",
            START + draw.randrange(days * DAY),
            draw.choice(PLAIN),
        )
        for _ in range(4_000 * size)
    ]
    if ring:
        begin = START + 10 * DAY
        for account in RING:
            for place in range(30):
                if draw.random() < 0.8:
                    text = draw.choice(LURES if lures else PLAIN)
                    rows.append((account, f"official-{place}", begin + draw.randrange(4 * DAY), text))
            rows += [
                (account, f"person-{draw.randrange(600 * size)}", START + draw.randrange(days * DAY), PLAIN[0])
                for _ in range(4)
            ]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("account", "target", "sent_at", "text"))
        writer.writerows(rows)
    return path
