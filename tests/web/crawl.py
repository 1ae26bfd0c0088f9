"""Every address of an application, found by asking it, and a desk on which every one of them has something to show."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bonafides.desk import campaigns, cases, chain, links, merging, replies, reports, retention, settings
from bonafides.desk.intake.received import File
from bonafides.desk.people import tokens
from bonafides.desk.permissions import PROGRAM
from bonafides.errors import DeskError
from bonafides.store.records import RECORDS, Record, name_of
from bonafides.web.api.scopes import allowed
from tests.desk.desks import ADMIN, APPROACH, LEAD, REPORTER, report
from tests.web.desk.seats import Office
from tests.web.hostile import FILES, NAMES

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.routing import BaseRoute


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One method of one address."""

    method: str
    path: str
    query: tuple[str, ...]
    """Names of what can be asked for after the question mark."""

    def filled(self, values: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """The address with everything that `values` has for the names in it; KeyError for a name it does not have."""
        names = [part[1:-1] for part in _parts(self.path)]
        if not names:
            yield self.path
            return
        for at in range(max(len(values[name]) for name in names)):
            place = self.path
            for name in names:
                place = place.replace(f"{{{name}}}", quote(values[name][at % len(values[name])], safe=""), 1)
            yield place


def _parts(path: str) -> list[str]:
    return [f"{{{each.partition('}')[0]}}}" for each in path.split("{")[1:]]


def addresses(app: FastAPI) -> list[Address]:
    """All of them, of the pages; those below `/api` have tests of their own."""
    found = [*_addresses(app.routes)]
    return [each for each in found if not each.path.startswith("/api/")]


def _addresses(routes: Sequence[BaseRoute]) -> Iterator[Address]:
    for route in routes:
        inner: Any = getattr(route, "original_router", None)
        if inner is not None:
            yield from _addresses(inner.routes)
        elif hasattr(route, "dependant"):
            given: Any = route
            names = tuple(each.name for each in given.dependant.query_params)
            yield from (Address(method=method, path=given.path, query=names) for method in sorted(given.methods))


@dataclass(slots=True)
class Stock:
    """A desk that holds strangers' texts in every place where one can stand."""

    bodies: Sequence[str]
    office: Office = field(default_factory=Office)
    receipts: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._conversation()
        for each in self.bodies:
            self._case(each)

    @property
    def values(self) -> Mapping[str, Sequence[str]]:
        """What stands in addresses, by the names that it has there."""
        ids = {f"{name_of(kind)}_id": [*map(str, self._ids(kind))] or ["none"] for kind in RECORDS}
        return {
            **ids,
            "number": self.numbers,
            "report": ids["report_id"],
            "file_id": ids["attachment_id"],
            "account": ids["account_id"],
            "year": ["2025"],
            "handout": ["h" * 22, "none"],
            "name": ["index.html", "site.css", "none"],
        }

    def call(self, body: str) -> None:
        """Give the desk itself a hostile name and hostile ways to be reached."""
        named = dict.fromkeys(("name", "contact", "controller", "address", "domains"), body[:2000])
        settings.change_settings(self.office.desk, ADMIN, named)

    def _conversation(self) -> None:
        """A report by somebody with an account, whose messages, names and files are all hostile."""
        thread = [{"speaker": each[:200] or "x", "text": f"We pay for a secret report. {each}"} for each in self.bodies]
        chat = json.dumps({"id": self.bodies[0][:50], "messages": thread}).encode()
        files = [File(name="chat.jsonl", data=chat, media_type="application/jsonl")]
        files += [File(name=name, data=data, media_type=kind) for name, data, kind in FILES]
        files += [File(name=name, data=b"x", media_type=name, read=False) for name in NAMES]
        taken = self.office.report(
            "", said="\n".join(self.bodies)[:90_000], reporter=REPORTER.account, files=tuple(files)
        )
        other = self.office.report(APPROACH, said="again")
        self.numbers += [str(taken.number), str(other.number)]
        self.receipts.append(other.receipt)
        desk = self.office.desk
        merging.merge(desk, LEAD, taken.case, self.office.report(APPROACH, said="a third").case)
        tokens.issue(
            desk,
            "lead-id",
            name=self.bodies[0][:90].strip() or "x",
            scopes=sorted(allowed("lead"))[:1],
            ends_at=desk.now().replace(month=12),
            allowed=allowed,
        )
        with desk.store.reading() as reading:
            from bonafides.store.records import Link

            found = reading.find(Link)
        assert found, "two reports of one lure are linked"
        links.decide(desk, LEAD, found[0].id, links.CONFIRMED)

    def _case(self, body: str) -> None:
        """A case about that persona, in which everything that a person can write says the same."""
        desk = self.office.desk
        said = body if body.strip() else "blank"
        taken = reports.take(desk, PROGRAM, report("", said=said, role=body[:200]))
        case = taken.case
        self.numbers.append(str(taken.number))
        self.receipts.append(taken.receipt)
        for verb in (
            lambda: cases.rename(desk, LEAD, case, body[:500]),
            lambda: cases.note(desk, LEAD, case, body),
            lambda: cases.task(desk, LEAD, case, body[:2_000], owner=body[:64]),
            lambda: replies.add_to(desk, replies.reported(desk, taken.receipt), body[:50_000]),
            lambda: replies.answer(desk, LEAD, case, kind="free", lang=body[:8], text=body[:50_000]),
            lambda: retention.hold(desk, LEAD, case, body),
            lambda: cases.judge(desk, LEAD, case, "unclear", body[:10_000]),
            lambda: self._campaign(case, body),
        ):
            with suppress(DeskError):
                verb()

    def _campaign(self, case: str, body: str) -> None:
        desk = self.office.desk
        campaign = campaigns.start(desk, LEAD, case, body[:200])
        campaigns.describe(desk, LEAD, campaign.id, name=body[:200], note=body)

    def _ids(self, kind: type[Record]) -> list[str]:
        with self.office.desk.store.reading() as reading:
            return [each.id for each in reading.find(kind)]

    def fits(self) -> bool:
        """Whether the audit chain does."""
        with self.office.desk.store.reading() as reading:
            return not chain.verify(reading).faults
