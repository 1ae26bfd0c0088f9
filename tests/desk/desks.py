"""Desks to test on: over memory or a file, with people of every role and a clock that the test moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bonafides.desk.desk import Desk
from bonafides.desk.intake.received import File, Received
from bonafides.desk.permissions import Actor
from bonafides.store.opening import open_store

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REPORTER, OFFICER, LEAD, AUDITOR, ADMIN = PEOPLE = tuple(
    Actor(account=f"{role}-id", role=role, name=role) for role in ("reporter", "officer", "lead", "auditor", "admin")
)
ANYBODY = Actor(account="", role="reporter")
APPROACH = """Adrian Vale: Hello, I am a consultant at Northgate Insight. Your profile impressed us.
Me: Thank you. What is it about?
Adrian Vale: A paid report for a client whom I cannot name, 800 a page. Could we continue on WhatsApp? +44 7700 900123
Adrian Vale: Please keep this between us, and do not mention it at work.
"""
ORDINARY = """Nora Blythe: Hello, we look for a laboratory manager; the advert with the salary is on our site.
Me: Thank you, I shall have a look.
Nora Blythe: Please apply through the portal whenever it suits you. Best wishes, Nora
"""


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is moved on."""

    at: datetime = START
    step: timedelta = field(default=timedelta(seconds=1))

    def __call__(self) -> datetime:
        """The time; every look at it takes a second, so that an order of events can be told."""
        self.at += self.step
        return self.at

    def days(self, count: float) -> None:
        """Let days go by."""
        self.at += timedelta(days=count)


def desk_at(address: str | Path) -> tuple[Desk, Clock]:
    """A desk over the store at that address."""
    clock = Clock()
    return Desk(store=open_store(str(address)), now=clock), clock


def report(
    text: str = APPROACH, *, said: str = "", via: str = "form", role: str = "researcher", **more: object
) -> Received:
    """A report of a pasted text."""
    files = (File(name="chat.txt", data=text.encode(), media_type="text/plain"),) if text else ()
    return Received(via=via, received_at=START, said=said, role=role, files=files, **more)  # type: ignore[arg-type]
