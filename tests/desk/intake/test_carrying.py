"""The mail in which a reporter handed something on says who they are: it is kept, and shown to whoever may see that."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from email.message import EmailMessage

import pytest

from bonafides.desk import cases
from bonafides.desk.bundling import bundle, dossier
from bonafides.desk.desk import Desk
from bonafides.desk.handover.bundle import choices, preview
from bonafides.desk.handover.dossier import Part
from bonafides.desk.intake.carrying import CARRIED_BY, carriers, nameless
from bonafides.desk.intake.mail_in import Door, from_mail
from bonafides.desk.reports import take
from bonafides.errors import RefusedError
from bonafides.store.records import Report
from tests.desk.desks import ANYBODY, APPROACH, LEAD, OFFICER, START
from tests.store.rows import row

SENDER = "bob.reporter@uni.example"


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Bob Reporter <{SENDER}>", "desk@uni.example", "Please look"
    mail["Authentication-Results"] = f"mx.uni.example; spf=pass smtp.mailfrom={SENDER}"
    mail.set_content("I got this.")
    lure = EmailMessage()
    lure["From"], lure["To"], lure["Subject"] = "Amy Lin <amy@horizon.example>", "x@uni.example", "A task"
    lure["Authentication-Results"] = "mx.uni.example; dkim=fail"
    lure.set_content(APPROACH)
    mail.add_attachment(lure)
    return mail.as_bytes()


@pytest.fixture
def opened(desk: Desk) -> cases.Opened:
    """The case that the mail makes, as the lead sees it."""
    received = from_mail("mail.eml", _mail(), Door(via="imap", to_desk=True), received_at=START)
    return cases.opened(desk, LEAD, take(desk, ANYBODY, received).case)


def test_it_is_marked_and_what_was_handed_on_is_not(opened: cases.Opened) -> None:
    assert {file["name"]: file["carrier"] for file in opened.attachments} == {"mail.eml": True, "A task.eml": False}


def test_it_is_fetched_only_by_whoever_may_see_who_reported(desk: Desk, opened: cases.Opened) -> None:
    ids = {file["name"]: file["id"] for file in opened.attachments}
    mail, lure, case = ids["mail.eml"], ids["A task.eml"], opened.case.id
    assert SENDER.encode() in cases.attachment(desk, LEAD, case, mail).data
    assert SENDER.encode() not in cases.attachment(desk, OFFICER, case, lure).data
    with pytest.raises(RefusedError) as caught:
        cases.attachment(desk, OFFICER, case, mail)
    assert caught.value.where == "report.reporter"
    with pytest.raises(RefusedError):
        cases.attachment(desk, LEAD, case, mail, named=False)
    with desk.store.writing() as writing:
        writing.change(replace(opened.case, owner=OFFICER.account))
    assert cases.attachment(desk, OFFICER, case, mail).size == len(_mail())


def test_what_servers_wrote_about_it_goes_with_the_name(opened: cases.Opened) -> None:
    report = opened.reports[0]
    assert SENDER in repr(report.facts)
    bare = nameless(report)
    assert bare.reporter == ""
    assert SENDER not in repr(bare)
    assert "dkim=fail" in repr(bare.facts), "what is known of the lure stays"
    assert carriers([report])
    assert not carriers([bare])


def test_a_report_that_came_otherwise_keeps_its_facts() -> None:
    facts = ('["authentication-results", "spf=fail", ""]',)
    assert nameless(row(Report, facts=facts, reporter="someone")).facts == facts
    assert CARRIED_BY not in repr(facts)


def test_a_hand_over_lists_it_and_leaves_it_out(desk: Desk, opened: cases.Opened) -> None:
    chosen = choices("RED", redact=False, parts=frozenset(map(str, Part)))
    _, data = bundle(desk, LEAD, opened.case.id, chosen)
    whole = zipfile.ZipFile(io.BytesIO(data))
    held = [whole.read(name) for name in whole.namelist()]
    assert not [each for each in held if SENDER.encode() in each]
    assert len([name for name in whole.namelist() if name.startswith("attachments/")]) == 1
    it = dossier(desk, LEAD, opened.case.id)
    assert len(it.attachments) == 2
    told = preview(it, chosen, now=START)
    assert "1 file is left out; its name, size and SHA-256 are listed." in told.taken_out
    assert "1 file" in " ".join(told.about_reporter)
