"""Role, action and object: each page, form and verb lets in exactly whom the permissions let in, and no other."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import bonafides.desk as room
from bonafides.desk import (
    access,
    alerts,
    backup,
    bundling,
    campaigns,
    cases,
    closing,
    finding,
    links,
    log,
    merging,
    packing,
    replies,
    reports,
    retention,
    settings,
    vetting,
)
from bonafides.desk.desk import Desk
from bonafides.desk.figures import case_facts
from bonafides.desk.handover import bundle as handover
from bonafides.desk.intake import importing
from bonafides.desk.people import accounts
from bonafides.desk.permissions import Actor, decide, matrix
from bonafides.errors import BonafidesError, RefusedError
from bonafides.store.memory import Memory
from bonafides.store.records import RECORDS, Attachment, Case, Detail, Entry, Link, Visit
from tests.desk.desks import LEAD, OFFICER, PEOPLE, REPORTER, report
from tests.web.crawl import addresses
from tests.web.desk.seats import PASSWORD, ROLES, Office, Seat

OBJECTS = {"nobody's": "", "their own": "self", "a colleague's": "colleague-id"}
"""Who works on the case."""


@dataclass(slots=True)
class World:
    """A desk with a case that has something of everything, always the same."""

    office: Office
    tables: Any
    ids: dict[str, str]
    number: str

    def owned(self, owner: str) -> None:
        """Everything as it was, with both cases owned by that account."""
        store = self.office.desk.store
        assert isinstance(store, Memory)
        store._tables = self.tables
        with store.writing() as writing:
            for case in writing.find(Case):
                writing.change(replace(case, owner=owner))

    def case(self) -> Case:
        with self.office.desk.store.reading() as reading:
            found = reading.get(Case, self.ids["case"])
        assert found
        return found

    def state(self) -> object:
        """What the store holds, but for who is signed in and who looked at what."""
        with self.office.desk.store.reading() as reading:
            return [reading.find(kind) for kind in RECORDS if kind not in (Entry, Detail, Visit)]


@pytest.fixture(scope="module")
def world() -> World:
    office = Office()
    desk = office.desk
    taken = office.report(said="odd", reporter=REPORTER.account)
    other = office.report(said="odd too")
    third = office.report(said="a third")
    merged = merging.merge(desk, LEAD, taken.case, third.case)
    task = cases.task(desk, LEAD, taken.case, "call")
    campaign = campaigns.start(desk, LEAD, taken.case, "lure")
    with desk.store.reading() as reading:
        link = next(each for each in reading.find(Link) if taken.case in (each.one, each.other))
        file = next(each for each in reading.find(Attachment) if each.case == taken.case)
    ids = {
        "case": taken.case,
        "other": other.case,
        "report": taken.reports[0],
        "merge": merged.id,
        "task": task.id,
        "campaign": campaign.id,
        "link": link.id,
        "file": file.id,
        "merged": third.case,
    }
    assert isinstance(desk.store, Memory)
    return World(office=office, tables=desk.store._tables, ids=ids, number=str(taken.number))


# --- pages

_CASE = "/desk/case/{number}"
FREE = {
    "/",
    "/static/{name}",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/service",
    "/sign-in/service/back",
    "/sign-out",
    "/account",
    "/account/password",
    "/account/second-factor",
    "/account/recovery-codes",
    "/account/sign-out",
    "/account/tokens",
    "/account/tokens/{token_id}",
    "/account/still-here",
    "/report",
    "/receipt",
    "/mine",
    "/mine/{report}",
    "/desk/privacy",
    "/drills/{handout}",
    "/drills/{handout}/begin",
    "/drills/{handout}/decide",
    "/drills/{handout}/thread/{number}",
    "/drills/{handout}/score",
    "/drills/{handout}/give",
}
"""Addresses that are about nothing but whoever asks, or lead on at once; their own tests say who may."""
GETS = {
    "/desk": "case.list",
    _CASE: "case.read",
    f"{_CASE}/why": "case.read",
    f"{_CASE}/messages/{{report}}": "case.read",
    f"{_CASE}/handover": "case.export",
    f"{_CASE}/vet": "case.read",
    f"{_CASE}/purge": "case.purge",
    f"{_CASE}/file/{{file_id}}": "case.attachment",
    "/desk/campaigns": "campaign.read",
    "/desk/campaign/{campaign_id}": "campaign.read",
    "/desk/search": "case.search",
    "/desk/statistics": "statistics.read",
    "/desk/statistics/{year}.csv": "statistics.read",
    "/desk/drills": "statistics.read",
    "/desk/packs": "pack.make",
    "/desk/audit": "audit.read",
    "/desk/settings": "setting.read",
    "/desk/retention": "setting.read",
    "/desk/access": "access.export",
    "/desk/accounts": "account.manage",
    "/desk/privacy/privacy-file.zip": "privacy.read",
    "/desk/privacy/{name}": "privacy.read",
}
POSTS: dict[str, tuple[str, dict[str, str]]] = {
    f"{_CASE}/answer": ("case.answer", {"text": "Thank you.", "kind": "free", "speak": "en"}),
    f"{_CASE}/close": ("case.judge", {"verdict": "scam", "reason": "x"}),
    f"{_CASE}/note": ("case.note", {"text": "x"}),
    f"{_CASE}/task": ("case.task", {"text": "x"}),
    f"{_CASE}/task/{{task_id}}": ("case.task", {"done": "yes"}),
    f"{_CASE}/edit": ("case.edit", {"persona": "other"}),
    f"{_CASE}/take": ("case.edit", {}),
    f"{_CASE}/seen": ("case.note", {}),
    f"{_CASE}/reopen": ("case.judge", {}),
    f"{_CASE}/link/{{link_id}}": ("link.decide", {"state": "rejected"}),
    f"{_CASE}/campaign": ("campaign.edit", {"name": "x"}),
    f"{_CASE}/merge": ("case.merge", {"other": "2"}),
    f"{_CASE}/unmerge/{{merge_id}}": ("case.merge", {}),
    f"{_CASE}/split": ("case.merge", {"report": "{report}"}),
    f"{_CASE}/hold": ("case.hold", {"reason": "court"}),
    f"{_CASE}/purge": ("case.purge", {"typed": "1"}),
    f"{_CASE}/handover": ("case.export", {"tlp": "RED", "do": "make"}),
    f"{_CASE}/vet": ("case.read", {"firm": "Kestrel Dynamics"}),
    "/desk/campaign/{campaign_id}": ("campaign.edit", {"name": "x"}),
    "/desk/packs": ("pack.make", {"do": "show"}),
    "/desk/audit": ("audit.verify", {}),
    "/desk/drills": ("statistics.read", {}),
    "/desk/drills/{handout}/delete": ("statistics.read", {}),
    "/desk/settings": ("setting.change", {"name": "Desk"}),
    "/desk/access": ("access.export", {"mentioned": "odd"}),
    "/desk/accounts": ("account.manage", {"name": "new", "role": "officer", "email": "new@example.org"}),
    "/desk/accounts/{account}": ("account.manage", {"do": "role", "role": "auditor"}),
}
"""Each address of the desk with the action that it does; a new one that is not named here fails the test below."""


def test_every_address_says_which_action_it_does(world: World) -> None:
    found = [each for each in addresses(world.office.app) if each.path not in FREE]
    named = {("GET", path) for path in GETS} | {("POST", path) for path in POSTS}
    assert {(each.method, each.path) for each in found} == named
    assert {*GETS.values(), *(action for action, _ in POSTS.values())} <= set(matrix())


def _place(world: World, address: str) -> str:
    ids = {f"{name}_id": id_ for name, id_ in world.ids.items()}
    return address.format(
        number=world.number,
        handout="h" * 22,
        year="2025",
        name="index.html",
        account="officer-id",
        report=world.ids["report"],
        **ids,
    )


@pytest.mark.parametrize("owner", OBJECTS.values(), ids=OBJECTS)
@pytest.mark.parametrize("role", [*ROLES, ""])
def test_pages_let_in_whom_the_permissions_let_in(world: World, role: str, owner: str) -> None:
    actor = Actor(account=f"{role}-id", role=role)
    for method, address, action, fields in (
        *(("GET", path, action, {}) for path, action in GETS.items()),
        *(("POST", path, action, fields) for path, (action, fields) in POSTS.items()),
    ):
        world.owned(actor.account if owner == "self" else owner)
        seat = world.office.seat(role)
        if not role:
            seat.get("/sign-in")
        before = world.state()
        of_case = world.case() if _CASE in address else None
        place = _place(world, address)
        allowed = bool(role) and decide(actor, action, case=of_case).allowed
        status = seat.get(place, follow=False) if method == "GET" else _sent(seat, place, world, fields)
        if not role:
            assert status in ((303,) if method == "GET" else (303, 403)), place
            assert status == 403 or seat.page.headers["location"].startswith("/sign-in"), place
        else:
            assert (status in (200, 303, 409, 422)) if allowed else status == 403, (role, method, place, status)
        if not allowed:
            assert world.state() == before, (role, place)


def _sent(seat: Seat, place: str, world: World, fields: dict[str, str]) -> int:
    return seat.post(place, {name: value.format(**world.ids) for name, value in fields.items()}, follow=False)


@pytest.mark.parametrize("form", [None, "", "0" * 64, "ä"])
def test_no_form_of_any_address_is_taken_without_its_token(world: World, form: str | None) -> None:
    world.owned("")
    before = world.state()
    seats = [world.office.seat(role) for role in ("lead", "admin")]
    posts = [each for each in addresses(world.office.app) if each.method not in ("GET", "HEAD")]
    assert len(posts) > 30
    for address in posts:
        for seat in seats:
            place = _place(world, address.path.replace("{token_id}", "x"))
            if form is not None:
                seat.post(place, form=form, follow=False)
            else:
                seat.page = seat.client.request(address.method, place, follow_redirects=False)
            assert seat.page.status_code in (400, 403), place
    assert world.state() == before


def test_no_address_takes_another_method_than_it_says(world: World) -> None:
    """A form that is sent as GET, or with a method of some other kind, does nothing."""
    world.owned("")
    before, lead = world.state(), world.office.seat("lead")
    taken = {(each.method, each.path) for each in addresses(world.office.app)}
    for address in addresses(world.office.app):
        for method in ("GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "get"):
            if (method.upper(), address.path) not in taken:
                place = _place(world, address.path.replace("{token_id}", "x"))
                headers = {"x-http-method-override": address.method}
                answer = lead.client.request(method, place, headers=headers, follow_redirects=False)
                assert answer.status_code in (403, 404, 405), (method, place)
    assert world.state() == before


# --- verbs

Verb = Callable[[Desk, Actor, World], object]
_YEAR = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
_CHOICES = handover.choices("RED", lang="en", parts=frozenset())
VERBS: dict[tuple[str, str], tuple[str, bool, Verb]] = {
    ("access", "export"): ("access.export", False, lambda d, a, w: access.export(d, a, mentioned="odd")),
    ("access", "bundle"): ("access.export", False, lambda d, a, w: access.bundle(d, a, mentioned="odd")),
    ("accounts", "open_account"): (
        "account.manage",
        False,
        lambda d, a, w: accounts.open_account(d, a, name="n", role="officer", email="n@x.org"),
    ),
    ("accounts", "close_account"): (
        "account.manage",
        False,
        lambda d, a, w: accounts.close_account(d, a, "officer-id"),
    ),
    ("accounts", "change_role"): (
        "account.manage",
        False,
        lambda d, a, w: accounts.change_role(d, a, "officer-id", "admin"),
    ),
    ("accounts", "change_email"): (
        "account.manage",
        False,
        lambda d, a, w: accounts.change_email(d, a, "officer-id", "n@x.org"),
    ),
    ("accounts", "reset_password"): (
        "account.manage",
        False,
        lambda d, a, w: accounts.reset_password(d, a, "officer-id", PASSWORD),
    ),
    ("accounts", "reset_second_factor"): (
        "account.manage",
        False,
        lambda d, a, w: accounts.reset_second_factor(d, a, "officer-id"),
    ),
    ("accounts", "listed"): ("account.manage", False, lambda d, a, w: accounts.listed(d, a)),
    ("alerts", "due"): ("case.list", False, lambda d, a, w: alerts.due(d, a)),
    ("alerts", "raised"): ("case.list", False, lambda d, a, w: alerts.raised(d, a)),
    ("backup", "backup"): ("backup.make", False, lambda d, a, w: backup.backup(d, a, Path(w.ids["folder"]))),
    ("bundling", "dossier"): ("case.export", True, lambda d, a, w: bundling.dossier(d, a, w.ids["case"])),
    ("bundling", "bundle"): ("case.export", True, lambda d, a, w: bundling.bundle(d, a, w.ids["case"], _CHOICES)),
    ("campaigns", "start"): ("campaign.edit", True, lambda d, a, w: campaigns.start(d, a, w.ids["other"], "x")),
    ("campaigns", "place"): ("campaign.edit", True, lambda d, a, w: campaigns.place(d, a, w.ids["case"], "")),
    ("campaigns", "describe"): (
        "campaign.edit",
        False,
        lambda d, a, w: campaigns.describe(d, a, w.ids["campaign"], name="x", note=""),
    ),
    ("campaigns", "listed"): ("campaign.read", False, lambda d, a, w: campaigns.listed(d, a)),
    ("campaigns", "named"): ("campaign.read", False, lambda d, a, w: campaigns.named(d, a)),
    ("campaigns", "shown"): ("campaign.read", False, lambda d, a, w: campaigns.shown(d, a, w.ids["campaign"])),
    ("campaigns", "signs"): ("campaign.read", False, lambda d, a, w: campaigns.signs(d, a, w.ids["campaign"])),
    ("case_facts", "case_facts"): ("statistics.read", False, lambda d, a, w: case_facts.case_facts(d, a, *_YEAR)),
    ("cases", "inbox"): ("case.list", False, lambda d, a, w: cases.inbox(d, a)),
    ("vetting", "vetted"): ("case.read", True, lambda d, a, w: vetting.vetted(d, a, w.ids["case"])),
    ("cases", "opened"): ("case.read", True, lambda d, a, w: cases.opened(d, a, w.ids["case"])),
    ("cases", "assign"): ("case.edit", True, lambda d, a, w: cases.assign(d, a, w.ids["case"], "lead-id")),
    ("cases", "set_status"): ("case.edit", True, lambda d, a, w: cases.set_status(d, a, w.ids["case"], "waiting")),
    ("cases", "edit"): ("case.edit", True, lambda d, a, w: cases.edit(d, a, w.ids["case"], persona="x")),
    ("cases", "rename"): ("case.edit", True, lambda d, a, w: cases.rename(d, a, w.ids["case"], "x")),
    ("cases", "note"): ("case.note", True, lambda d, a, w: cases.note(d, a, w.ids["case"], "x")),
    ("cases", "task"): ("case.task", True, lambda d, a, w: cases.task(d, a, w.ids["case"], "x")),
    ("cases", "finish"): ("case.task", True, lambda d, a, w: cases.finish(d, a, w.ids["case"], w.ids["task"])),
    ("cases", "judge"): ("case.judge", True, lambda d, a, w: cases.judge(d, a, w.ids["case"], "scam", "x")),
    ("cases", "reopen"): ("case.judge", True, lambda d, a, w: cases.reopen(d, a, w.ids["case"])),
    ("cases", "attachment"): (
        "case.attachment",
        True,
        lambda d, a, w: cases.attachment(d, a, w.ids["case"], w.ids["file"]),
    ),
    ("cases", "acknowledge"): ("case.note", True, lambda d, a, w: cases.acknowledge(d, a, w.ids["case"])),
    ("cases", "resolved"): ("case.list", False, lambda d, a, w: cases.resolved(d, a, "1")),
    ("cases", "since"): ("case.list", False, lambda d, a, w: cases.since(d, a, _YEAR[0])),
    ("closing", "close"): (
        "case.judge",
        True,
        lambda d, a, w: closing.close(d, a, w.ids["case"], verdict="scam", reason="x", answer=None),
    ),
    ("finding", "search"): ("case.search", False, lambda d, a, w: finding.search(d, a, "odd")),
    ("packing", "preview"): ("pack.make", False, lambda d, a, w: packing.preview(d, a)),
    ("packing", "confirm"): (
        "pack.make",
        False,
        lambda d, a, w: packing.confirm(d, a, seen="", impersonated=frozenset()),
    ),
    ("importing", "take_all"): (
        "import.add",
        False,
        lambda d, a, w: importing.take_all(d, a, iter([report("", said="new")])),
    ),
    ("links", "decide"): ("link.decide", True, lambda d, a, w: links.decide(d, a, w.ids["link"], "rejected")),
    ("log", "lines"): ("audit.read", False, lambda d, a, w: log.lines(d, a)),
    ("log", "verified"): ("audit.verify", False, lambda d, a, w: log.verified(d, a)),
    ("merging", "merge"): ("case.merge", True, lambda d, a, w: merging.merge(d, a, w.ids["case"], w.ids["other"])),
    ("merging", "split"): ("case.merge", True, lambda d, a, w: merging.split(d, a, w.ids["case"], [w.ids["report"]])),
    ("merging", "undo"): ("case.merge", True, lambda d, a, w: merging.undo(d, a, w.ids["merge"])),
    ("replies", "answer"): (
        "case.answer",
        True,
        lambda d, a, w: replies.answer(d, a, w.ids["case"], kind="free", lang="en", text="x"),
    ),
    ("reports", "take"): ("report.add", False, lambda d, a, w: reports.take(d, a, report("", said="new"))),
    ("retention", "hold"): ("case.hold", True, lambda d, a, w: retention.hold(d, a, w.ids["case"], "court")),
    ("retention", "purge"): ("case.purge", True, lambda d, a, w: retention.purge(d, a, w.ids["case"])),
    ("retention", "upcoming"): ("setting.read", False, lambda d, a, w: retention.upcoming(d, a)),
    ("settings", "change_settings"): (
        "setting.change",
        False,
        lambda d, a, w: settings.change_settings(d, a, {"name": "x"}),
    ),
}
"""Each verb that somebody does: its action, whether it is about the case, and a use of it."""
THEIR_OWN = {("replies", "by_account"), ("replies", "own")}
"""Verbs that give nobody anything but what they reported themselves."""


def _verbs() -> Iterator[tuple[str, str]]:
    """Every public function of the desk that somebody does on it."""
    for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        module = importlib.import_module(found.name)
        for name, verb in vars(module).items():
            own = inspect.isfunction(verb) and verb.__module__ == module.__name__ and not name.startswith("_")
            if own and {"desk", "actor"} <= set(inspect.signature(verb).parameters):
                yield found.name.rpartition(".")[2], name


def test_every_verb_says_which_action_it_is() -> None:
    assert set(_verbs()) == set(VERBS) | THEIR_OWN


@pytest.mark.parametrize("owner", OBJECTS.values(), ids=OBJECTS)
@pytest.mark.parametrize("actor", PEOPLE, ids=ROLES)
def test_verbs_refuse_exactly_whom_the_permissions_refuse(
    world: World, tmp_path: Path, actor: Actor, owner: str
) -> None:
    world.ids["folder"] = str(tmp_path)
    for named, (action, of_case, verb) in VERBS.items():
        world.owned(actor.account if owner == "self" else owner)
        before = world.state()
        allowed = decide(actor, action, case=world.case() if of_case else None).allowed
        try:
            verb(world.office.desk, actor, world)
        except RefusedError:
            assert not allowed, named
            assert world.state() == before, named
        except BonafidesError:
            assert allowed, named
        else:
            assert allowed, named


def test_nobody_takes_over_a_colleague_s_case_by_merging_it_into_their_own(world: World) -> None:
    world.owned(OFFICER.account)
    desk = world.office.desk
    with desk.store.writing() as writing:
        other = writing.get(Case, world.ids["other"])
        assert other
        writing.change(replace(other, owner="colleague-id"))
    with pytest.raises(RefusedError):
        merging.merge(desk, OFFICER, world.ids["case"], world.ids["other"])
    with pytest.raises(RefusedError):
        merging.merge(desk, OFFICER, world.ids["other"], world.ids["case"])
    assert merging.merge(desk, LEAD, world.ids["case"], world.ids["other"])


def test_the_auditor_reads_what_was_done_but_not_who_reported(world: World) -> None:
    world.owned("")
    reports.take(world.office.desk, REPORTER, report("", said="new"), reporter=REPORTER.account)
    seen = {role: log.lines(world.office.desk, actor) for role, actor in (("auditor", PEOPLE[3]), ("lead", LEAD))}
    told = {role: {each.who for each in lines if each.entry.action == "report.add"} for role, lines in seen.items()}
    assert told["lead"] == {"reporter", ""}
    assert told["auditor"] == {""}
    assert {each.entry.seq for each in seen["auditor"]} == {each.entry.seq for each in seen["lead"]}


@pytest.mark.parametrize("role", [each for each in ROLES if each != "reporter"])
def test_nobody_reads_a_colleague_s_own_report_as_theirs(world: World, role: str) -> None:
    world.owned("")
    actor = Actor(account=f"{role}-id", role=role)
    assert replies.by_account(world.office.desk, actor) == ()
    with pytest.raises(BonafidesError):
        replies.own(world.office.desk, actor, world.ids["report"])
    assert replies.own(world.office.desk, REPORTER, world.ids["report"]).id == world.ids["report"]


def test_ids_of_one_case_do_not_open_what_belongs_to_another(world: World) -> None:
    """An id that stands in an address beside the number of another case leads to nothing."""
    world.owned("")
    lead = world.office.seat("lead")
    for place in (f"/desk/case/2/file/{world.ids['file']}", f"/desk/case/2/messages/{world.ids['report']}"):
        assert lead.get(place) == 404
    assert lead.post(f"/desk/case/2/task/{world.ids['task']}", {"done": "yes"}) == 404
    alone = world.office.report("Kim: shall we have lunch tomorrow?")
    assert lead.post(f"/desk/case/{alone.number}/link/{world.ids['link']}", {"state": "rejected"}) == 404
