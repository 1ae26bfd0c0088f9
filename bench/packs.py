"""`python -m bench.packs [--size 1000000] [--set heldout] [--ordinary FOLDER]`: what a large pack costs, how it errs.

The pack holds invented numbers and domains, and texts put together from the deceptive conversations of the set: each
lure as it is, then copies of sentences drawn at random from all of them. The slow digests of its filling are random
bytes, for a million of real ones would take hours and would be found no faster. Ordinary conversations must match
nothing; lures that were packed must match again after some of their words were changed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bonafides.model import Conversation, Message, PackUsed
from bonafides.packs import digest
from bonafides.packs.form import Group, Header, opened, write
from bonafides.packs.match import Lookup
from bonafides.packs.sketch import FEWEST_KEYS, MOST_KEYS, VERSION, cut_words
from bonafides.seen import content_words, messages_cut, shingles_of, sightings
from evals.labelled import Labelled, load

LIMIT = 0.1
"""Seconds of the processor that matching one thread may take: by the clock alone where the machine is not shared."""
RATES = (0.0, 0.1, 0.2, 0.3, 0.4)
"""Shares of words that are changed in a copy of a lure."""
NOW = datetime(2026, 3, 2, tzinfo=UTC)
_BOUND = 3.0
"""The "rule of three": none of n bounds the rate at 3/n, with 95% confidence."""
_SALT = bytes(range(32))
_END = re.compile(r"(?<=[.!?。！？])\s*")
_SIGN = re.compile(r"[\u4e00-\u9fff]|[^\s\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Right answers among all."""

    what: str
    hits: int
    of: int

    def __str__(self) -> str:
        """The line as Markdown."""
        return f"| {self.what} | {self.hits} of {self.of} | {self.hits / max(1, self.of):.3f} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 1 where the thread with three addresses takes longer than LIMIT or an ordinary one matches."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=1_000_000)
    options.add_argument("--set", default="heldout")
    options.add_argument("--ordinary", type=Path, help="A folder with the training split of SEConvo, if you have it.")
    given = options.parse_args(arguments)
    cases = load(given.set)
    lures = [case for case in cases if case.deceptive]
    with tempfile.TemporaryDirectory() as folder, _pack(Path(folder), given.size, lures) as (used, lookup):
        print(f"{lookup.pack.header.entries:,} fingerprints, {lookup.pack.header.counts['text']:,} of them of texts\n")
        slowest = _times(used, lookup, cases)
        false = [case for case in cases if not case.deceptive and sightings(case.conversation, [(used, lookup)])]
        asked = sum(len(shingles_of(case.conversation)) for case in cases if not case.deceptive)
        ordinary = sum(not case.deceptive for case in cases)
        print(f"\nordinary conversations that match: {len(false)} of {ordinary} ({asked:,} parts asked for)")
        more = [each for each in _more(given.ordinary) if sightings(each, [(used, lookup)])]
        ordinary += len(_more(given.ordinary))
        print(f"and of others, given by --ordinary: {len(more)} of {len(_more(given.ordinary))}")
        print(f"at most one thread in {ordinary / _BOUND:.0f} matches wrongly (95%, where none of {ordinary} did)\n")
        print("| reworded lures found again | | |\n| --- | --- | --- |")
        for rate in RATES:
            print(_recall(lures, lookup, rate))
    return int(slowest > LIMIT or bool(false or more))


@cache
def _more(folder: Path | None) -> tuple[Conversation, ...]:
    """The benign conversations of a folder; none where it is not there."""
    if folder is None or not folder.is_dir():
        return ()
    found = []
    for path in sorted(folder.glob("*_train.json")):
        for place, row in enumerate(json.loads(path.read_text("utf-8"))["Conversations"]):
            if not row["GroundTruth"]["IsMalicious"]:
                said = [(str(each["Name"]), str(each["Message"])) for each in row["Conversation"]]
                messages = tuple(Message(speaker=name, text=text, mine=name != said[0][0]) for name, text in said)
                found.append(Conversation(id=f"{path.stem}-{place}", messages=messages))
    return tuple(found)


@contextmanager
def _pack(folder: Path, size: int, lures: Sequence[Labelled]) -> Iterator[tuple[PackUsed, Lookup]]:
    """A pack of `size` fingerprints: a fifth of them addresses, the rest of texts."""
    chance = random.Random(1)
    groups: list[Group] = []
    rows: list[tuple[bytes, int]] = []
    for words in _texts(lures, chance):
        keys = sorted({digest.shingle(each, _SALT) for each in cut_words(words)})[:MOST_KEYS]
        if len(keys) >= FEWEST_KEYS:
            rows += [(key, len(groups)) for key in keys]
            groups.append(Group(kind="approach", reports=3, since="2026-01", keys=len(keys), note=0))
        if len(rows) >= size * 0.8:
            break
    groups.append(Group(kind="approach", reports=3, since="2026-01", keys=0, note=0))
    sections: dict[str, list[tuple[bytes, int]]] = {
        "slow": sorted((chance.randbytes(digest.SIZE), len(groups) - 1) for _ in range(size // 10)),
        "fast": sorted((chance.randbytes(digest.SIZE), len(groups) - 1) for _ in range(size // 10)),
        "text": sorted(rows),
        "withdrawn": [],
    }
    counts = {"groups": len(groups), **{name: len(each) for name, each in sections.items()}}
    header = Header(
        publisher="Bench", contact="nobody@example.org", series="main", sequence=1, published_at=NOW,
        expires_at=NOW + timedelta(days=90), salt=_SALT, slow=digest.Slow(), sketch=VERSION, notes=(), counts=counts,
    )  # fmt: skip
    path = folder / "bench.bfpack"
    path.write_bytes(write(header, groups, sections))
    used = PackUsed(
        publisher="Bench", contact="", key="", series="main", sequence=1, published_at=NOW, expires_at=NOW, entries=size
    )
    with opened(path) as pack:
        yield used, Lookup(pack=pack)


def _texts(lures: Sequence[Labelled], chance: random.Random) -> Iterator[str]:
    """The lures, then texts of eight sentences of theirs, drawn at random: content words, without names."""
    yield from (messages_cut(case.conversation) for case in lures)
    pool = [sentence for case in lures for text in _theirs(case) for sentence in _END.split(text) if sentence.strip()]
    cut = [" ".join(word.symbol for word in content_words(sentence, frozenset())) for sentence in pool]
    cut = [each for each in cut if len(each.split()) > 3]
    while True:
        yield " ".join(chance.sample(cut, 8))


def _times(used: PackUsed, lookup: Lookup, cases: Sequence[Labelled]) -> float:
    """Print what a thread costs, by how many addresses it has; gives the median with three."""
    print("| thread | median ms | of the processor | slowest of 20 in ms |\n| --- | --- | --- | --- |")
    thread = max((case.conversation for case in cases), key=lambda each: len(messages_cut(each)))
    kept = 0.0
    for count in (0, 1, 3, 6, 16):
        seconds, spent = [], []
        for turn in range(20):
            numbers = " ".join(f"+4477009{turn:02}{each:03}" for each in range(count))
            message = Message(speaker="them", text=f"Call {numbers}" if count else "Bye")
            asked = replace(thread, messages=(*thread.messages, message))
            start, used_up = perf_counter(), process_time()
            sightings(asked, [(used, lookup)])
            seconds.append(perf_counter() - start)
            spent.append(process_time() - used_up)
        times = " | ".join(f"{each * 1e3:.1f}" for each in (median(seconds), median(spent), max(seconds)))
        print(f"| longest of the set, {count} addresses | {times} |")
        kept = median(spent) if count == 3 else kept
    return kept


def _recall(lures: Sequence[Labelled], lookup: Lookup, rate: float) -> Counted:
    chance = random.Random(int(rate * 100))
    others = [each for case in lures for text in _theirs(case) for each in _SIGN.findall(text)]
    found = of = 0
    for case in lures:
        if len(set(cut_words(messages_cut(case.conversation)))) >= FEWEST_KEYS:
            of += 1
            found += bool(lookup.texts(shingles_of(reworded(case.conversation, rate, others, chance))))
    return Counted(what=f"{rate:.0%} of the words changed", hits=found, of=of)


def reworded(conversation: Conversation, rate: float, others: Sequence[str], chance: random.Random) -> Conversation:
    """The conversation with that share of its words replaced by others, left out, or followed by another one."""

    def changed(match: re.Match[str]) -> str:
        if chance.random() >= rate:
            return match[0]
        other = chance.choice(others)
        return chance.choice((other, other, other, "", f"{match[0]} {other}"))

    messages = (replace(each, text=_SIGN.sub(changed, each.text)) for each in conversation.messages)
    return replace(conversation, messages=tuple(messages))


def _theirs(case: Labelled) -> list[str]:
    return [message.words for message in case.conversation.messages if message.judged]


if __name__ == "__main__":
    sys.exit(main())
