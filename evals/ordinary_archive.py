"""Generate plain ordinary conversations, to count false flags in a whole archive (see `cards/ordinary_archive.md`)."""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

GRAMMAR = Path(__file__).with_name("ordinary_archive.toml")
SCHEMA = "bonafides.conversation/1"
START = datetime(2025, 1, 6, 8, 0, tzinfo=UTC)
SPAN_MINUTES = 430 * 24 * 60
EPISODE_WEIGHTS = (34, 26, 18, 12, 6, 4)
"""How often an archive thread holds 1, 2, 3 ... separate exchanges with the same person."""

CASUAL = frozenset({"colleague", "friend", "family", "home", "club", "mentor"})
CHANNELS: Mapping[str, tuple[str, ...]] = {
    "colleague": ("teams", "slack", "email", "whatsapp"),
    "project": ("teams", "email", "slack"),
    "friend": ("whatsapp", "signal", "telegram", "facebook", "sms"),
    "family": ("whatsapp", "sms", "signal"),
    "home": ("whatsapp", "sms", "email"),
    "club": ("email", "whatsapp", "signal", "facebook"),
    "sales": ("linkedin", "email"),
    "recruiter": ("linkedin", "email"),
    "parcel": ("sms", "email"),
    "mentor": ("linkedin", "email", "whatsapp"),
    "thanks": ("linkedin", "email"),
}
OTHER_CHANNELS = ("email",)

SLOT = re.compile(r"\{([a-z]+)([0-9]?)\}")
CHOICE = re.compile(r"\[([^\[\]]{1,400})\]")
PAUSES_MINUTES = (1, 2, 4, 9, 20, 45, 130, 300, 800, 1500, 9000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The words of the archive: slot fillers, small talk by register, and skeletons by group."""

    slots: Mapping[str, Sequence[str]]
    chatter: Mapping[str, Sequence[Sequence[str]]]
    skeletons: Mapping[str, Sequence[Sequence[str]]]


@dataclass(slots=True)
class Episode:
    """One exchange in the making: what its slots were filled with so far."""

    grammar: Grammar
    rng: random.Random
    filled: dict[str, str] = field(default_factory=dict)

    def fill(self, key: str, digit: str) -> str:
        """The filler of a slot: the same within the episode, and unlike its numbered siblings."""
        if key + digit not in self.filled:
            taken = {value for name, value in self.filled.items() if name.rstrip("0123456789") == key}
            free = [value for value in self.grammar.slots[key] if value not in taken]
            self.filled[key + digit] = self.rng.choice(free)
        return self.filled[key + digit]

    def say(self, template: str) -> str:
        """A template with its choices made and its slots filled."""
        chosen = CHOICE.sub(lambda match: self.rng.choice(match[1].split("|")), template)
        return SLOT.sub(lambda match: self.fill(match[1], match[2]), chosen)


def load_grammar(path: Path = GRAMMAR) -> Grammar:
    """Read the grammar file; a malformed file raises tomllib.TOMLDecodeError or KeyError."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    groups: dict[str, list[Sequence[str]]] = {}
    for skeleton in data["skeleton"]:
        groups.setdefault(skeleton["group"], []).append(tuple(skeleton["turns"]))
    return Grammar(slots=data["slots"], chatter=data["chatter"], skeletons=groups)


def ordinary_conversations(count: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield `count` ordinary conversations in the interchange format; the same seed gives the same ones.

    Texts may repeat in part, conversations do not: a repeated one is drawn again.
    """
    if count < 0:
        msg = f"count must not be negative, got {count}"
        raise ValueError(msg)
    grammar = load_grammar()
    rng = random.Random(seed)
    groups = tuple(grammar.skeletons)
    weights = [len(grammar.skeletons[group]) for group in groups]
    seen: set[tuple[str, ...]] = set()
    while len(seen) < count:
        group = rng.choices(groups, weights)[0]
        turns = conversation_turns(grammar, group, rng)
        texts = tuple(text for _, text in turns)
        if texts in seen:
            continue
        seen.add(texts)
        yield {"schema": SCHEMA, "id": f"o-{len(seen):05d}", "messages": dated(turns, group, rng)}


def conversation_turns(grammar: Grammar, group: str, rng: random.Random) -> list[tuple[str, str]]:
    """The (speaker, text) turns of one thread: one or several exchanges of a group, each with a voice of its own."""
    available = grammar.skeletons[group]
    wanted = rng.choices(range(1, len(EPISODE_WEIGHTS) + 1), EPISODE_WEIGHTS)[0]
    chosen = rng.sample(available, min(wanted, len(available)))
    voices = {speaker: rng.random() for speaker in ("them", "me")}
    turns: list[tuple[str, str]] = []
    for skeleton in chosen:
        episode = Episode(grammar, rng)
        lines = with_chatter(grammar, group, skeleton, rng)
        turns += [spoken for line in lines if (spoken := turn(episode, line, group, voices)) is not None]
    return turns


def with_chatter(grammar: Grammar, group: str, skeleton: Sequence[str], rng: random.Random) -> list[str]:
    """The skeleton's lines, sometimes with small talk before or after them."""
    pool = grammar.chatter["casual" if group in CASUAL else "formal"]
    before, after = rng.sample(pool, 2)
    opens, closes = rng.random() < 0.3, rng.random() < 0.15
    return [*(before if opens else ()), *skeleton, *(after if closes else ())]


def turn(episode: Episode, line: str, group: str, voices: Mapping[str, float]) -> tuple[str, str] | None:
    """The (speaker, text) of one line such as `T words` or `M? words`; None where an optional line is left out."""
    mark, template = line.split(" ", 1)
    if mark.endswith("?") and episode.rng.random() < 0.5:
        return None
    speaker = {"T": "them", "M": "me"}[mark[0]]
    text = episode.say(template)
    return speaker, relaxed(text, voices[speaker]) if group in CASUAL else text[:1].upper() + text[1:]


def relaxed(text: str, voice: float) -> str:
    """A casual text as this person types: all small, without a last full stop, or with care."""
    if voice < 0.3:
        return text.lower().rstrip(".")
    if voice < 0.6:
        return text.rstrip(".")
    return text[:1].upper() + text[1:]


def dated(turns: Sequence[tuple[str, str]], group: str, rng: random.Random) -> list[dict[str, str]]:
    """The turns as interchange messages on one channel, in rising order of time."""
    channel = rng.choice(CHANNELS.get(group, OTHER_CHANNELS))
    moment = START + timedelta(minutes=rng.randrange(SPAN_MINUTES))
    messages = []
    for speaker, text in turns:
        stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        messages.append({"speaker": speaker, "text": text, "channel": channel, "sent_at": stamp})
        moment += timedelta(minutes=rng.choice(PAUSES_MINUTES), seconds=rng.randrange(60))
    return messages


def main(arguments: Sequence[str] | None = None) -> int:
    """Write conversations as JSON lines to standard output; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.ordinary_archive", description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="how many conversations (default 2000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same conversations (default 1)")
    options = parser.parse_args(arguments)
    for conversation in ordinary_conversations(options.count, options.seed):
        sys.stdout.write(json.dumps(conversation, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
