"""Invented matters to share, drawn at random from a seed: plain ones, and ones with whatever breaks formats in them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bonafides.render.exchange.text import plain
from bonafides.render.exchange.tlp import Tlp
from bonafides.render.exchange.value import (
    About,
    Case,
    File,
    Foreign,
    Grounds,
    Innocent,
    Input,
    Judged,
    Measured,
    Network,
    Note,
    Pair,
    Persona,
    Place,
    Said,
    Shared,
    Shares,
    Sign,
    Task,
    Thread,
    Tie,
    Verdict,
)

T = TypeVar("T")
U = TypeVar("U")
START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
NAMES = (
    "Dana Whitfield",
    "Ines Calloway",
    "R. Okafor-Lind",
    "李明",
    "Алексей Ω",
    "them",
    "O'Hara \\ Sons",
    "Zoë “Z” L.",
)
WORDS = (
    "report",
    "client",
    "two pages",
    "fee",
    "tomorrow",
    "réunion",
    "Größe",
    "søndag",
    "mañana",
    "会议",
    "شكرا",
    "😀",
)
HOSTILE = (
    "", " ", "  x  ", "\n", "\r\n", "\t", "\x00", "\x1b[31m", "\ud800", "a\udfffb", "\u202e", "\u2028", "'", "\\",
    "\\'",
    "']", "' OR [x:y = '", '"', '"}', "{{7*7}}", "=1+1", "@SUM(A1)", "</script>", "<b>", "%s%n", "{0}", "\ufeff",
    "\u200b",
    "e\u0301", "null", "[]", "\U0010ffff", "-", "a" * 5_000, "| |", "# x", "](javascript:1)", "2026-01-01T00:00:00Z",
)  # fmt: skip
INDICATORS = (
    ("moves-off-platform", "for", "approach", "S4"), ("vague-client", "for", "approach", "S2"),
    ("hidden-payment", "for", "approach", "S5"), ("run-this-file", "for", "device-lure", "X1"),
    ("asks-for-a-fee", "for", "scam", ""), ("invoice-and-contract", "against", "ordinary", ""),
    ("maps-network", "for", "approach", "S3"),
)  # fmt: skip
LEVELS, VERDICTS = ("quiet", "watch", "warn", "alarm"), ("approach", "scam", "device-lure", "ordinary", "unclear")
KINDS = ("approach", "scam", "device-lure", "ordinary", "unclear")
LANGS = ("en", "fr", "de", "da", "es")


def matters(count: int, *, seed: int = 8, hostile: bool = True) -> list[Shared]:
    """So many matters: threads, cases and campaigns in turn, every other one with hostile texts."""
    return [_Maker(random.Random(f"{seed}/{n}"), hostile=hostile and n % 2 == 1).matter(n) for n in range(count)]


class _Maker:
    def __init__(self, chance: random.Random, *, hostile: bool) -> None:
        self.chance = chance
        self.hostile = hostile

    def matter(self, number: int) -> Shared:
        about = (About.THREAD, About.CASE, About.CAMPAIGN, About.OTHER)[number % 4]
        personas = tuple(self.persona(about) for _ in range(self.chance.randrange(4)))
        began = self.moment()
        found = Shared(
            key=f"matter-{number}",
            about=about,
            title=self.text(),
            begun_at=began,
            made_at=began + timedelta(seconds=self.chance.randrange(10**7), microseconds=self.chance.randrange(10**6)),
            publisher=self.maybe(self.text, ""),
            summary=self.maybe(self.text, ""),
            tlp=self.chance.choice((None, *Tlp)),
            lang=self.chance.choice(LANGS),
            redacted=self.chance.random() < 0.3,
            personas=personas,
            threads=tuple(self.thread(n, len(personas)) for n in range(self.chance.randrange(3))),
            notes=self.several(self.note),
            tasks=self.several(self.task),
            verdicts=self.several(self.verdict),
            files=self.several(self.file),
            grounds=self.grounds(),
            foreign=self.several(self.foreign),
        )
        case = self.case(number) if about is About.CASE else None
        return replace(found, case=case, network=self.network() if about is About.CAMPAIGN else None)

    def several(self, make: Callable[[], T]) -> tuple[T, ...]:
        """None to three of them, sometimes the same one twice."""
        made = [make() for _ in range(self.chance.randrange(4))]
        return tuple(made + made[:1] if self.chance.random() < 0.2 else made)

    def maybe(self, make: Callable[[], T], otherwise: U) -> T | U:
        return make() if self.chance.random() < 0.7 else otherwise

    def text(self) -> str:
        words = list(self.chance.choices(WORDS, k=self.chance.randrange(1, 9)))
        if self.hostile:
            words += self.chance.choices(HOSTILE, k=self.chance.randrange(3))
            self.chance.shuffle(words)
            return plain("".join(words) if self.chance.random() < 0.5 else self.chance.choice(HOSTILE))
        return " ".join(words)

    def name(self) -> str:
        return self.text() if self.hostile and self.chance.random() < 0.5 else self.chance.choice(NAMES)

    def moment(self) -> datetime:
        exact = self.chance.choice((0, 0, 123_000, self.chance.randrange(10**6)))
        return START + timedelta(seconds=self.chance.randrange(-(10**8), 10**8), microseconds=exact)

    def number(self) -> float:
        return self.chance.choice((0.0, 1.0, -2.5, self.chance.random(), self.chance.gauss(0, 1e6), 1e-300))

    def digest(self) -> str:
        return self.chance.choice(("", "".join(self.chance.choices("0123456789abcdef", k=64)), self.text()))

    def persona(self, about: About) -> Persona:
        ways = (
            "email:dana@northgate.example", "phone:+447700900123", "url:linkedin.com/in/dana-whitfield",
            "handle:telegram/dana_w", "firm:Northgate Insight", "domain:northgate.example", "handle:bare", "email:",
            "other", f"email:{self.name()}", f"url:{self.name()}", f"handle:x/{self.name()}", f"phone:{self.name()}",
            f"firm:{self.name()}", f"domain:{self.name()}",
        )  # fmt: skip
        known = self.chance.sample(ways, self.chance.randrange(5))
        is_account = about is About.CAMPAIGN
        return Persona(
            name=self.name(),
            identifiers=tuple(sorted(known)),
            gave=tuple(sorted(self.chance.sample(ways, self.chance.randrange(3)))),
            impersonates=tuple(self.name() for _ in range(self.chance.randrange(2))),
            account=f"a{self.chance.randrange(10**6)}" if is_account else "",
            strength=self.number() if is_account else None,
        )

    def thread(self, number: int, personas: int) -> Thread:
        return Thread(
            key=self.maybe(self.text, f"c{number}"),
            messages=self.several(self.said),
            personas=tuple(sorted(self.chance.sample(range(personas), self.chance.randrange(personas + 1)))),
            judged=self.maybe(self.judged, None),
        )

    def said(self) -> Said:
        return Said(
            speaker=self.name(),
            text=self.maybe(self.text, ""),
            own=self.chance.random() < 0.2,
            sent_at=self.maybe(self.moment, None),
            channel=self.chance.choice(("", "linkedin", "whatsapp", "email", self.text())),
            form=self.chance.choice(("sent", "event", "draft")),
            subject=self.maybe(self.text, ""),
            files=self.several(self.file),
        )

    def judged(self) -> Judged:
        return Judged(
            level=self.chance.choice(LEVELS), kind=self.chance.choice(KINDS), risk=self.chance.random(), prior=0.5,
            mode=self.chance.choice(("", "single", "archive")), stage=self.chance.choice(("", "S2", "X1")),
            signs=self.several(self.sign),
        )  # fmt: skip

    def sign(self) -> Sign:
        indicator, polarity, kind, stage = self.chance.choice(INDICATORS)
        places = self.several(lambda: Place(message=self.chance.randrange(3), start=0, end=5, quote=self.text()))
        by = self.chance.choice(("", "reader"))
        return Sign(
            indicator=indicator,
            polarity=polarity,
            kind=kind,
            stage=stage,
            contribution=self.number(),
            places=places,
            by=by,
        )

    def note(self) -> Note:
        return Note(at=self.moment(), text=self.text(), by=self.maybe(self.text, ""))

    def task(self) -> Task:
        due, done = self.maybe(self.moment, None), self.maybe(self.moment, None)
        return Task(at=self.moment(), text=self.text(), due_at=due, done_at=done)

    def verdict(self) -> Verdict:
        return Verdict(
            at=self.moment(), verdict=self.chance.choice(VERDICTS), reason=self.maybe(self.text, ""),
            by=self.maybe(self.text, ""), suggested=self.chance.choice(("", "warn/approach", "quiet/ordinary")),
            undone_at=self.maybe(self.moment, None),
        )  # fmt: skip

    def file(self) -> File:
        size = self.chance.choice((None, 0, 81_920))
        return File(
            name=self.maybe(self.text, ""), media_type=self.chance.choice(("", "application/pdf", self.text())),
            size=size, sha256=self.digest(),
        )  # fmt: skip

    def case(self, number: int) -> Case:
        return Case(
            number=number, status=self.chance.choice(("new", "open", "closed")), opened_at=self.moment(),
            persona=self.maybe(self.name, ""), closed_at=self.maybe(self.moment, None),
            level=self.chance.choice(LEVELS),
            kind=self.chance.choice(KINDS), stage="S3", verdict=self.chance.choice(("", *VERDICTS)),
            ties=self.several(self.tie),
        )  # fmt: skip

    def tie(self) -> Tie:
        because = self.several(lambda: Shares(family="phone", shown=self.text(), cases=self.chance.randrange(9)))
        return Tie(at=self.moment(), strength=self.number(), state="suggested", because=because)

    def network(self) -> Network:
        return Network(
            campaign=self.name(), rank=1, score=self.number(), purpose="lure-evidence",
            targets=self.chance.randrange(9_999),
            first_seen=self.moment(), last_seen=self.moment(),
            signals=self.several(lambda: Measured(family="handle", surplus=self.number(), chance=self.number())),
            evidence=self.several(
                lambda: Pair(
                    one="a1", other=self.text(), family="text", window="1h", shared=3, observed=2,
                    expected=self.number(),
                    surplus=self.number(), chance=self.number(),
                )
            ),
            innocent=self.several(
                lambda: Innocent(name="closed-circle", holds=False, measured=0.1, limit=0.5, words=self.text())
            ),
            within_budget=self.chance.random() < 0.5, expected_false=self.number(),
            status=self.chance.choice(("", "new")),
            origin=self.several(self.text),
        )  # fmt: skip

    def grounds(self) -> Grounds:
        inputs = self.several(lambda: Input(name=self.text(), kind="linkedin", size=12, sha256=self.digest()))
        return Grounds(version="1.2.3", rules=self.digest(), inputs=inputs)

    def foreign(self) -> Foreign:
        own = "".join(self.chance.choices("0123456789abcdef", k=12))
        tool = (
            f'{{"created": "2026-01-01T00:00:00.000Z", "id": "tool--00000000-0000-4000-8000-{own}", '
            '"modified": "2026-01-01T00:00:00.000Z", "name": "x", "spec_version": "2.1", "type": "tool"}'
        )
        return self.chance.choice(
            (
                Foreign(format="stix", kind="tool", data=tool),
                Foreign(format="stix", kind="x", data=self.text()),
                Foreign(format="misp", kind="domain-ip", data='{"uuid": "x"}'),
            )
        )


def leaves(value: object, at: str = "") -> dict[str, object]:
    """Every field of a value by its path, in the depth of its lists and records."""
    if isinstance(value, tuple):
        found = {f"{at}.length": len(value)}
        return found | {path: leaf for n, each in enumerate(value) for path, leaf in leaves(each, f"{at}[{n}]").items()}
    if hasattr(value, "__dataclass_fields__"):
        names = (each.name for each in fields(value))  # type: ignore[arg-type]
        return {path: leaf for name in names for path, leaf in leaves(getattr(value, name), f"{at}.{name}").items()}
    return {at: value}
