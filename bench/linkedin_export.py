"""`python -m bench.linkedin_export OUT.zip`: a LinkedIn export of any size, its conversations plain and generated."""

from __future__ import annotations

import argparse
import csv
import io
import random
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from evals.ordinary_archive import ordinary_conversations

HEADER = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,"
    "ATTACHMENTS,IS MESSAGE DRAFT"
).split(",")
OWNER, OWNER_URL = "Rowan Ashby", "https://www.linkedin.com/in/rowan-ashby-example"
FIRST = "Alda Bram Cleo Dario Elin Faro Gita Hanno Ilse Joren Kaya Lior Mads Nela Otto Pia Quill Runa Sven Tova".split()
LAST = "Ardent Brisk Calder Dunmore Everly Farrow Garrick Hollis Iverson Jessop Kestrel Larkin Marlow Nettle".split()


def write(out: Path, *, conversations: int, messages: int, seed: int) -> None:
    """Write an export ZIP with about `messages` messages in `conversations` conversations, the same for every seed."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Profile.csv", "First Name,Last Name,Headline\nRowan,Ashby,Systems engineer\n")
        with archive.open("messages.csv", "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
            table = csv.writer(text)
            table.writerow(HEADER)
            for row in _rows(conversations, messages, seed):
                table.writerow(row)


def _rows(conversations: int, messages: int, seed: int) -> Iterator[list[str]]:
    chance = random.Random(seed)
    each = messages // conversations
    texts = _texts(seed)
    for number in range(conversations):
        name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]} {number}"
        url = f"https://www.linkedin.com/in/example-{number}"
        sent = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=37 * number)
        for at in range(each):
            mine = at % 2 == 1
            sent += timedelta(minutes=chance.randint(1, 3_000))
            parties = (OWNER, OWNER_URL, name, url) if mine else (name, url, OWNER, OWNER_URL)
            stamp = sent.strftime("%Y-%m-%d %H:%M:%S UTC")
            yield [f"c-{number}", "", *parties, stamp, "", next(texts), "INBOX", "", "No"]


def _texts(seed: int) -> Iterator[str]:
    """Messages of ordinary conversations, for as long as they are asked for."""
    while True:
        for row in ordinary_conversations(2_000, seed):
            for message in row["messages"]:  # type: ignore[attr-defined]
                yield message["text"]
        seed += 1


def main(arguments: Sequence[str] | None = None) -> None:
    """Write one export."""
    parser = argparse.ArgumentParser(prog="python -m bench.linkedin_export", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--conversations", type=int, default=2_000)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    write(options.out, conversations=options.conversations, messages=options.messages, seed=options.seed)


if __name__ == "__main__":
    main()
