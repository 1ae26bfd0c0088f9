"""A desk of any size for measuring: cases with judged conversations, marks, links, notes, each entered in the chain.

Texts come from the training corpus and are judged once; the cases differ in their names, numbers and moments.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from bonafides.desk.cases import CLOSED, NEW, OPEN, WAITING
from bonafides.desk.desk import Desk, Work
from bonafides.desk.intake.received import File, Received, understood
from bonafides.desk.linking.marks import Found, marks_of_all
from bonafides.desk.people.accounts import open_account
from bonafides.desk.permissions import PROGRAM, Actor
from bonafides.model import Conversation
from bonafides.store.opening import open_store
from bonafides.store.records import Campaign, Case, Judgement, Link, Mark, Note, Record, Report, new_id

CORPUS = Path(__file__).parents[1] / "corpus" / "en"
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=70)
"""So long ago that 100,000 cases, a minute apart, lie before today, and none is over by a rule of retention."""
PASSWORD = "granite walnut ferry lantern 41"
_POOL = 300
_AT_ONCE = 500
OFFICERS = 20
CAMPAIGNS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A conversation as it was judged."""

    conversation: Conversation
    line: str
    assessment: str
    level: str
    kind: str
    risk: float
    texts: tuple[str, ...]


def samples(messages: int) -> list[Sample]:
    """Conversations of the corpus, each with so many messages (its own, repeated where it has fewer), judged."""
    rows = (json.loads(row) for path in sorted(CORPUS.glob("*.jsonl")) for row in path.read_text("utf-8").splitlines())
    return [_sample(row, messages) for row in islice((row for row in rows if row.get("messages")), _POOL)]


def _sample(row: dict[str, object], messages: int) -> Sample:
    given = row["messages"]
    assert isinstance(given, list)
    whole = [{"speaker": each["speaker"], "text": each["text"]} for each in (given * messages)[:messages]]
    line = json.dumps({"id": str(row["id"]), "messages": whole}).encode()
    received = Received(via="import", received_at=START, files=(File(name="c.jsonl", data=line),))
    found = understood(received).conversations[0]
    judged = found.entry.assessment
    conversation = found.entry.conversation
    return Sample(
        conversation=conversation,
        line=found.conversation,
        assessment=found.assessment,
        level=judged.level.value,
        kind=judged.kind.value,
        risk=judged.risk,
        texts=tuple(each.content for each in conversation.messages),
    )


def build(address: str, cases: int, *, messages: int = 10) -> Desk:
    """A desk with so many cases in an empty store: one report each, a fifth in campaigns of linked cases."""
    desk = Desk(store=open_store(address))
    officers = [
        open_account(desk, PROGRAM, name=f"officer{n}", role="officer", password=PASSWORD).id for n in range(OFFICERS)
    ]
    open_account(desk, PROGRAM, name="admin", role="admin", password=PASSWORD)  # without one nobody is served
    lead = open_account(desk, PROGRAM, name="lead", role="lead", password=PASSWORD).id
    pool = samples(messages)
    marked = [list(found) for found in marks_of_all((each.conversation, ()) for each in pool)]
    chance = random.Random(7)
    campaigns = [
        Campaign(id=new_id(), name=f"Lure {n}", who=lead, at=START) for n in range(min(CAMPAIGNS, cases // 50))
    ]
    with desk.store.writing() as writing:
        work = Work(writing=writing, actor=PROGRAM, now=START)
        work.add(*campaigns)
        desk.enter(work, "campaign.start")
    made = _made(cases, pool, marked, officers, [each.id for each in campaigns], chance)
    while part := list(islice(made, _AT_ONCE)):
        with desk.store.writing() as writing:
            for moment, rows, marks in part:
                work = Work(writing=writing, actor=Actor(account=lead, role="lead"), now=moment)
                work.add(*rows)
                writing.add(*marks)
                work.case = next(row.id for row in rows if isinstance(row, Case))
                desk.enter(work, "report.add")
    return desk


def _made(
    count: int, pool: list[Sample], marked: list[list[Found]], officers: list[str], campaigns: list[str],
    chance: random.Random,
) -> Iterator[tuple[datetime, list[Record], list[Mark]]]:  # fmt: skip
    before: dict[str, str] = {}
    for number in range(1, count + 1):
        at = chance.randrange(len(pool))
        sample = pool[at]
        moment = START + timedelta(minutes=number)
        status = chance.choices((CLOSED, NEW, OPEN, WAITING), (90, 2, 5, 3))[0]
        campaign = chance.choice(campaigns) if campaigns and chance.random() < 0.05 else ""
        name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}{number % 997}"
        case = Case(
            id=new_id(), number=number, persona=name, status=status, level=sample.level, kind=sample.kind, stage="",
            risk=sample.risk, owner=chance.choice(officers) if status != NEW else "", opened_at=moment,
            changed_at=moment, closed_at=moment if status == CLOSED else None,
            verdict=chance.choice(("ordinary", "approach", "scam", "unclear")) if status == CLOSED else "",
            campaign=campaign, reports=1,
        )  # fmt: skip
        report = Report(
            id=new_id(), case=case.id, via="form", reporter="", receipt="", received_at=moment, role="researcher",
            said="", conversation=sample.line, assessment=sample.assessment,
            words="\n".join((name, f"reference{number}", *sample.texts)), problems=(), facts=(), digest=f"d{number}",
        )  # fmt: skip
        rows: list[Record] = [case, report]
        if status == CLOSED:
            rows.append(
                Judgement(
                    id=new_id(), case=case.id, who=case.owner, at=moment, verdict=case.verdict, reason="As it says.",
                    suggested=f"{case.level}/{case.kind}",
                )
            )  # fmt: skip
        if number % 5 == 0:
            rows.append(Note(id=new_id(), case=case.id, who=officers[0], at=moment, text=f"Called the firm, {number}."))
        if campaign and campaign in before:
            one, other = sorted((before[campaign], case.id))
            rows.append(
                Link(
                    id=new_id(), one=one, other=other, strength=12.0, because=('["phone","+44 7700 900123",2,12.0]',),
                    state="confirmed", who=officers[0], at=moment,
                )
            )  # fmt: skip
        before[campaign] = case.id
        yield moment, rows, [*_marks(marked[at], case.id, report.id, number), *_own(case.id, report.id, number)]


def _marks(found: list[Found], case: str, report: str, number: int) -> Iterator[Mark]:
    """The marks of the sample, most of them made this case's own, as in life."""
    for each in found:
        key = f"{each.key}-{number // 20}"
        yield Mark(id=new_id(), case=case, report=report, family=each.family, key=key, shown=each.shown)


def _own(case: str, report: str, number: int) -> Iterator[Mark]:
    for family in ("phone", "mail"):
        yield Mark(
            id=new_id(),
            case=case,
            report=report,
            family=family,
            key=f"{family}:own{number}",
            shown=f"{family} {number}",
        )


_FIRST = "Adrian Nora Marcus Elena Tomas Iris Felix Clara Hugo Mina".split()
_LAST = "Vale Blythe Thorne Lind Harrow Quist Moreau Steen Okafor Brandt".split()
