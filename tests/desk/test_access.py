from __future__ import annotations

import io
import json
import zipfile

import pytest

from bonafides.desk import replies
from bonafides.desk.access import bundle, export
from bonafides.desk.desk import Desk
from bonafides.desk.reports import take
from bonafides.errors import DeskError, RefusedError
from bonafides.store.records import Token, Visit
from tests.desk.desks import ANYBODY, LEAD, OFFICER, REPORTER, report
from tests.desk.test_reports import sound


def test_what_is_kept_about_an_account(desk: Desk) -> None:
    taken = take(desk, REPORTER, report(), reporter=REPORTER.account)
    take(desk, ANYBODY, report(said="not theirs"))
    replies.answer(desk, OFFICER, taken.case, kind="free", lang="en", text="Thank you")
    told = json.loads(export(desk, LEAD, account=REPORTER.account))
    assert [row["case"] for row in told["reports"]] == [taken.case]
    assert [row["text"] for row in told["answers"]] == ["Thank you"]
    assert told["attachments"][0]["name"] == "chat.txt"
    assert "data" not in told["attachments"][0]
    assert told["actions"]
    sound(desk)


def test_the_files_that_somebody_brought_are_handed_out_with_it(desk: Desk) -> None:
    take(desk, REPORTER, report(), reporter=REPORTER.account)
    with zipfile.ZipFile(io.BytesIO(bundle(desk, LEAD, account=REPORTER.account))) as archive:
        told = json.loads(archive.read("access.json"))
        (file,) = told["attachments"]
        assert archive.read(file["file"]) == report().files[0].data
        assert sorted(archive.namelist()) == ["access.json", file["file"]]
    with zipfile.ZipFile(io.BytesIO(bundle(desk, LEAD, mentioned="Adrian Vale"))) as archive:
        assert archive.namelist() == ["access.json"]


def test_sign_ins_and_tokens_are_told_without_what_opens_anything(desk: Desk) -> None:
    now = desk.now()
    with desk.store.writing() as writing:
        writing.add(
            Visit(id="cookie-hash", account="a-id", opened_at=now, seen_at=now, ends_at=now),
            Token(id="secret-hash", account="a-id", name="mail room", scopes=("report:add",), made_at=now, ends_at=now),
        )
    told = export(desk, LEAD, account="a-id")
    assert "mail room" in told
    assert "-hash" not in told
    assert len(json.loads(told)["sign_ins"]) == 1


def test_what_is_kept_behind_a_receipt_and_about_a_name(desk: Desk) -> None:
    taken = take(desk, ANYBODY, report())
    told = json.loads(export(desk, LEAD, receipt=taken.receipt))
    assert "receipt" not in told["reports"][0]
    named = json.loads(export(desk, LEAD, mentioned="Adrian Vale"))
    assert [hit["case"] for hit in named["mentioned_in"]] == [taken.case]
    assert json.loads(export(desk, LEAD, mentioned="Nobody Such")) == {
        "schema": "bonafides.access/1",
        "mentioned_in": [],
    }


def test_only_for_one_person_and_by_a_lead(desk: Desk) -> None:
    with pytest.raises(RefusedError):
        export(desk, OFFICER, account="x")
    for wrong in ({}, {"account": "a", "receipt": "b"}, {"mentioned": " "}, {"receipt": "short"}):
        with pytest.raises(DeskError):
            export(desk, LEAD, **wrong)
