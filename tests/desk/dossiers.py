"""Invented cases with their reports, links and marks: a campaign, a case to hand over, and hostile ones."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from bonafides.desk.handover.dossier import Dossier
from bonafides.examine import examine
from bonafides.model import Conversation, Message, Party, Reading
from bonafides.render import View, render
from bonafides.render.interchange import interchange
from bonafides.store.records import Attachment, Case, Judgement, Link, Mark, Note, Report, Task
from tests.render import fiction

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
PERSONA = "Dana Whitfield, Northgate Insight"


def case(number: int, persona: str = PERSONA, *, level: str = "warn", campaign: str = "") -> Case:
    opened = START + timedelta(days=number)
    return Case(
        id=f"case{number:05}", number=number, persona=persona, status="open", level=level, kind="approach", stage="S4",
        risk=0.9, opened_at=opened, changed_at=opened, campaign=campaign,
    )  # fmt: skip


def mark(of: Case, family: str, shown: str, key: str = "") -> Mark:
    return Mark(
        id=f"{of.id}-{family}-{key or shown}", case=of.id, report="r", family=family,
        key=key or f"{family}:{shown}", shown=shown,
    )  # fmt: skip


def link(one: Case, other: Case, *because: tuple[str, str], state: str = "suggested") -> Link:
    """A link for these reasons, each a family and a value."""
    told = tuple(json.dumps([family, shown, 2, 4.2]) for family, shown in because)
    first, second = sorted((one.id, other.id))
    return Link(
        id=f"{first}-{second}", one=first, other=second, strength=4.2, because=told, state=state, who="o1", at=START
    )


def report(
    of: Case, conversation: Conversation | None = None, *, day: int = 0, role: str = "", said: str = "", place: int = 1
) -> Report:
    """A report of a conversation as the desk keeps it."""
    line = "".join(interchange([conversation])) if conversation else ""
    made = render(examine(Reading(conversations=(conversation,))), "jsonl", View()) if conversation else ""
    return Report(
        id=f"{of.id}-r{place}", case=of.id, via="form", reporter="account-of-alex", receipt="receipt-digest",
        received_at=START + timedelta(days=day), role=role, said=said, conversation=line.strip(), assessment=made,
        words="", problems=(), facts=(), digest="digest-of-what-came",
    )  # fmt: skip


def told(*texts: str, them: str = "Dana Whitfield", me: str = "Alex Morgan") -> Conversation:
    """A conversation in which the other side says all of these."""
    messages = tuple(Message(speaker=them, text=text, channel="linkedin", sent_at=START) for text in texts)
    return Conversation(id="c1", messages=messages, parties=(Party(name=them), Party(name=me, mine=True)))


def dossier(conversation: Conversation | None = None, hostile: str = "") -> Dossier:
    """A case with everything that a hand-over can hold; `hostile` stands in every text that somebody wrote."""
    about = case(12, f"{PERSONA}{hostile}")
    word = hostile or "Dana Whitfield"
    return Dossier(
        case=about,
        reports=(report(about, conversation or fiction.approach(), role=f"researcher {hostile}", said=f"See {word}"),),
        notes=(Note(id="n1", case=about.id, who="officer-id", at=NOW, text=f"Called Alex Morgan about {word}."),),
        tasks=(Task(id="t1", case=about.id, who="officer-id", at=NOW, text=f"Ask the network for {word}."),),
        judgements=(
            Judgement(
                id="j1", case=about.id, who="officer-id", at=NOW, verdict="approach", reason=f"{word} asked for more.",
                suggested="warn/approach",
            ),
        ),
        attachments=(
            Attachment(
                id="a1", case=about.id, report=f"{about.id}-r1", name=f"{word}.pdf", media_type="application/pdf",
                size=4, sha256="0" * 64, data=b"\x00<s>",
            ),
        ),
        links=(link(about, case(13), ("phone", f"+44 7700 900123 {hostile}")),),
    )  # fmt: skip
