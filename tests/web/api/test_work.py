"""The officer's whole way by token: a report comes in, is worked on, answered, decided, handed over, and forgotten."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from typing import Any

import pytest

from bonafides.desk import links, reports
from bonafides.store import equals
from bonafides.store.records import Case, Report
from tests.desk.desks import APPROACH, ORDINARY
from tests.page.hostile import BODIES
from tests.web.api.callers import Callers

pytestmark = pytest.mark.usefixtures("quick_hashes")


def good(there: Callers, role: str, method: str, place: str, **more: Any) -> Any:
    """What is answered to something that is done; nothing where there is nothing to say."""
    found = there.ask(role, method, place, **more)
    assert found.status_code in (200, 201, 204), found.text
    assert found.headers["x-content-type-options"] == "nosniff"
    return found.json() if found.content else None


def file(text: str, name: str = "chat.txt") -> dict[str, str]:
    return {"name": name, "data": base64.b64encode(text.encode()).decode(), "media_type": "text/plain"}


def test_from_report_to_closed_case(there: Callers) -> None:
    brought = good(there, "reporter", "POST", "/reports", json={"said": "Is it real?", "files": [file(APPROACH)]})
    assert (brought["case"], brought["number"], brought["receipt"]) == (None, None, "")
    (row,) = good(there, "officer", "GET", "/cases", params={"owner": "nobody"})["rows"]
    case = f"/cases/{row['number']}"
    found = good(there, "officer", "GET", case)
    assert found["reports"][0]["reporter"] is None, "who reported is told to whoever works on the case"
    report = good(there, "officer", "GET", f"{case}/reports/{brought['report']}")
    assert report["conversation"]["messages"][0]["text"].startswith("Hello, I am a consultant")
    assert report["assessment"]["findings"]
    assert good(there, "officer", "PUT", f"{case}/owner", json={"owner": "officer-id"})["status"] == "open"
    assert good(there, "officer", "GET", case)["reports"][0]["reporter"] == "reporter-id"
    good(there, "officer", "POST", f"{case}/notes", json={"text": "Asked the firm."})
    task = good(there, "officer", "POST", f"{case}/tasks", json={"text": "Ask again", "due": "2026-04-01"})
    assert task["due_at"] == "2026-04-01T23:59:00Z"
    assert good(there, "officer", "PUT", f"{case}/tasks/{task['id']}", json={"done": True})["done_at"]
    draft = good(there, "officer", "GET", f"{case}/drafts/be-careful", params={"lang": "fr"})
    assert draft["text"]
    assert draft["places"], "whom to call is not set"
    answer = {"kind": "be-careful", "lang": "fr", "text": draft["text"]}
    closed = good(
        there,
        "officer",
        "POST",
        f"{case}/judgement",
        json={"verdict": "approach", "reason": "No such firm.", "answer": answer},
    )
    assert (closed["case"]["status"], closed["purged"]) == ("closed", False)
    (mine,) = good(there, "reporter", "GET", "/reports")
    assert (mine["status"], mine["answers"][0]["text"]) == ("closed", draft["text"].strip())
    assert good(there, "officer", "DELETE", f"{case}/judgement")["status"] == "open"
    again = there.ask("officer", "DELETE", f"{case}/judgement")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "conflict")
    assert good(there, "auditor", "POST", "/audit/verify", json={})["faults"] == []


def test_the_same_report_is_taken_once_and_others_of_it_are_their_own(there: Callers) -> None:
    body = {"files": [file(APPROACH)]}
    first, again = (good(there, "reporter", "POST", "/reports", json=body) for _ in range(2))
    assert (first["again"], again["again"]) == (False, True)
    assert again["report"] == first["report"]
    assert not good(there, "officer", "POST", "/reports", json=body)["again"]
    assert not good(there, "officer", "POST", "/reports", json={**body, "anonymous": True})["again"]


def test_an_anonymous_report_comes_back_by_its_code(there: Callers) -> None:
    form = {"data": {"said": "Look", "anonymous": "true"}, "files": [("files", ("chat.txt", APPROACH.encode()))]}
    brought = good(there, "officer", "POST", "/reports/form", **form)
    code = brought["receipt"]
    assert reports.digest_of(code)
    found = good(there, "lead", "GET", f"/cases/{brought['case']}")
    assert found["reports"][0]["reporter"] == ""
    good(there, "officer", "POST", f"/cases/{brought['case']}/answers", json={"text": "Thank you."})
    good(there, "reporter", "POST", "/receipts/words", json={"code": code, "text": "He wrote again."})
    back = good(there, "reporter", "POST", "/receipts", json={"code": code})
    assert [each["text"] for each in back["answers"]] == ["Thank you.", "He wrote again."]
    with there.desk.store.reading() as reading:
        assert "officer-id" not in json.dumps([each.reporter for each in reading.find(Report)])
    for _ in range(20):
        assert there.ask("reporter", "POST", "/receipts", json={"code": "guess"}).status_code == 404
    assert there.ask("reporter", "POST", "/receipts", json={"code": code}).status_code == 429


def test_nothing_anonymous_where_the_desk_takes_none(there: Callers) -> None:
    good(there, "admin", "PATCH", "/settings", json={"anonymous": "no"})
    found = there.ask("officer", "POST", "/reports", json={"said": "Look", "anonymous": True})
    assert (found.status_code, found.json()["error"]["where"]) == (422, "body.anonymous")


@pytest.mark.parametrize(("role", "scopes", "named"), [
    ("officer", (), True), ("officer", ("cases:read",), False), ("lead", ("cases:read", "reporters:read"), True),
])  # fmt: skip
def test_who_reported_is_named_to_whoever_may_see_it(
    there: Callers, role: str, scopes: tuple[str, ...], named: bool
) -> None:
    case = there.case(owner="officer-id", reporter="reporter-id")
    (report,) = good(there, "reporter", "GET", "/reports")
    good(there, "reporter", "POST", f"/reports/{report['report']}/words", json={"text": "One thing more."})
    there.secrets["asking"] = there.token(role, *scopes)
    told = there.ask("asking", "GET", f"/cases/{case.id}").text
    assert ("reporter-id" in told) is named
    assert ("reporter-id" in there.ask("asking", "GET", f"/cases/{case.id}/reports/{report['report']}").text) is named


def test_who_reported_is_not_named_to_an_officer_of_another_case(there: Callers) -> None:
    case = there.case(owner="colleague-id", reporter="reporter-id")
    assert "reporter-id" not in there.ask("officer", "GET", f"/cases/{case.id}").text
    assert "reporter-id" in there.ask("lead", "GET", f"/cases/{case.id}").text


def test_somebody_elses_report_is_nobodys_to_add_to(there: Callers) -> None:
    case = there.case(reporter="lead-id")
    with there.desk.store.reading() as reading:
        (report,) = reading.find(Report, equals("case", case.id))
    assert there.ask("reporter", "POST", f"/reports/{report.id}/words", json={"text": "x"}).status_code == 404


def test_joining_and_taking_apart(there: Callers) -> None:
    one, other = there.case(), there.case(text=ORDINARY)
    link = there.link(one.id, other.id)
    listed = good(there, "officer", "GET", f"/cases/{one.id}/links")
    assert [each["because"][0]["family"] for each in listed["links"] if each["id"] == link] == ["phone"]
    assert good(there, "officer", "PUT", f"/links/{link}", json={"state": "confirmed"})["state"] == links.CONFIRMED
    campaign = good(there, "officer", "POST", "/campaigns", json={"case": str(one.number), "name": "A paid report"})
    place = f"/campaigns/{campaign['id']}"
    found = good(there, "officer", "GET", place)
    assert {each["id"] for each in found["cases"]} == {one.id, other.id}
    assert found["approached"] == {"researcher": 2}
    assert good(there, "officer", "GET", f"{place}/notice")["kind"] == "staff-notice"
    good(there, "officer", "PUT", f"/cases/{other.id}/campaign", json={"campaign": ""})
    assert len(good(there, "officer", "GET", place)["cases"]) == 1
    merge = good(there, "officer", "POST", f"/cases/{one.id}/merges", json={"other": str(other.number)})
    closed = there.ask("officer", "PUT", f"/cases/{other.id}/status", json={"status": "waiting"})
    assert closed.status_code == 409
    parts = [each["id"] for each in good(there, "officer", "GET", f"/cases/{one.id}")["reports"]]
    assert len(parts) == 2
    assert good(there, "officer", "DELETE", f"/merges/{merge['id']}")["id"] == other.id


def test_the_bundle_is_what_the_preview_says(there: Callers) -> None:
    case = there.case()
    shown = good(there, "officer", "POST", f"/cases/{case.id}/handover/preview", json={"tlp": "GREEN"})
    made = there.ask("officer", "POST", f"/cases/{case.id}/handover", json={"tlp": "GREEN"})
    assert made.headers["content-type"] == "application/zip"
    assert made.headers["content-security-policy"].startswith("sandbox")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert sorted(archive.namelist()) == sorted(each["name"] for each in shown["files"])


def test_held_purged_and_swept(there: Callers) -> None:
    case, old = there.case(), there.case(text=ORDINARY)
    good(there, "lead", "PUT", f"/cases/{case.id}/hold", json={"reason": "A court asked for it."})
    assert there.ask("lead", "DELETE", f"/cases/{case.id}").status_code == 409
    there.clock.days(29)
    assert good(there, "lead", "GET", "/retention")["held"] == [
        {"number": case.number, "reason": "A court asked for it."}
    ]
    good(there, "lead", "DELETE", f"/cases/{case.id}/hold")
    good(there, "lead", "DELETE", f"/cases/{case.id}")
    gone = there.ask("lead", "GET", f"/cases/{case.id}")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "not-found")
    there.clock.days(800)
    there.secrets["lead"] = there.token("lead")
    assert good(there, "lead", "POST", "/retention/sweep") == {"cases": 1, "held": 0}
    with there.desk.store.reading() as reading:
        assert reading.get(Case, old.id) is None
    assert good(there, "lead", "POST", "/audit/verify", json={})["faults"] == []


def test_a_verdict_can_delete(there: Callers) -> None:
    case = there.case()
    body = {"verdict": "not-about-behaviour", "reason": "Only an accent."}
    assert good(there, "officer", "POST", f"/cases/{case.id}/judgement", json=body) == {"case": None, "purged": True}
    assert there.ask("officer", "GET", f"/cases/{case.id}").status_code == 404


def test_an_answer_with_a_verdict_needs_the_scope_of_answers(there: Callers) -> None:
    case = there.case()
    there.secrets["judge"] = there.token("officer", "cases:judge")
    body = {"verdict": "ordinary", "reason": "Real.", "answer": {"text": "It is real."}}
    found = there.ask("judge", "POST", f"/cases/{case.id}/judgement", json=body)
    assert (found.status_code, found.json()["error"]["where"]) == (403, "cases:write")


def test_pages_of_the_list_miss_nothing_and_repeat_nothing(there: Callers) -> None:
    made = [there.case().number for _ in range(5)]
    seen, before = [], 0
    while True:
        page = good(there, "officer", "GET", "/cases", params={"before": before, "limit": 2})
        seen += [row["number"] for row in page["rows"]]
        before = page["next"]
        there.case()  # new ones move no page
        if not before:
            break
    assert seen[-5:] == sorted(made, reverse=True)
    assert len(seen) == len(set(seen))


def test_looking_after_the_desk(there: Callers) -> None:
    case = there.case(reporter="reporter-id")
    for wrong in ({"timezone": "Nowhere/At_All"}, {"lang": "xx"}, {"keep_open": 9_999}, {"unknown": "x"}):
        assert there.ask("admin", "PATCH", "/settings", json=wrong).status_code == 422, wrong
    good(there, "admin", "PATCH", "/settings", json={"timezone": "Europe/Paris", "keep_open": 5, "name": "The desk"})
    told = good(there, "lead", "GET", "/settings")
    assert (told["timezone"], told["keep-open"], told["name"]) == ("Europe/Paris", "5", "The desk")
    assert good(there, "lead", "POST", "/access", json={"account": "reporter-id"})["reports"][0]["case"] == case.id
    assert there.ask("lead", "POST", "/access", json={}).status_code == 422
    assert "dpia.html" in good(there, "reporter", "GET", "/privacy", params={"lang": "fr"})
    assert there.ask("auditor", "GET", "/statistics/2026").status_code == 409, "that year is not over"
    assert good(there, "auditor", "GET", "/statistics/2025")["total"] is None
    assert there.ask("auditor", "GET", "/statistics/2025/table").text.startswith("table,key")
    new = good(there, "admin", "POST", "/accounts", json={"name": "New", "role": "officer", "email": "new@example.org"})
    taken = there.ask("admin", "POST", "/accounts", json={"name": "New", "role": "officer", "email": "b@example.org"})
    assert taken.status_code == 409
    weak = there.ask("admin", "PUT", f"/accounts/{new['id']}/password", json={"password": "password"})
    assert weak.status_code == 422
    assert good(there, "admin", "DELETE", f"/accounts/{new['id']}")["closed_at"]
    listed = there.ask("admin", "GET", "/accounts").text
    assert not any(word in listed for word in ("secret", "totp", "recovery", "argon2"))


@pytest.mark.parametrize("at", range(0, len(BODIES), 20))
def test_hostile_texts_stay_texts(there: Callers, at: int) -> None:
    """JSON stays JSON, and gives back what was brought, but for what no database can hold."""
    bodies = BODIES[at : at + 20]
    thread = [{"speaker": body[:200] or "x", "text": body} for body in bodies]
    line = json.dumps({"id": "x", "messages": thread})
    body = {"said": bodies[0], "role": bodies[-1][:200], "files": [file(line, f"{bodies[0][:50]}.jsonl")]}
    brought = good(there, "officer", "POST", "/reports", json=body)
    case = f"/cases/{brought['case']}"
    for text in bodies:
        good(there, "officer", "POST", f"{case}/notes", json={"text": text})
    good(there, "officer", "PUT", f"{case}/persona", json={"persona": bodies[1][:500]})
    for place in (case, f"{case}/reports/{brought['report']}", "/cases", "/search?words=script"):
        found = there.ask("officer", "GET", place)
        assert found.status_code == 200
        assert found.headers["content-type"] == "application/json"
        assert found.headers["x-content-type-options"] == "nosniff"
        found.json()
    notes = good(there, "officer", "GET", case)["notes"]
    assert [each["text"] for each in notes] == [text.strip().replace("\0", "\ufffd") for text in bodies]
    kept = good(there, "officer", "GET", case)["attachments"][0]
    raw = there.ask("officer", "GET", f"{case}/attachments/{kept['id']}")
    assert raw.content == line.encode()
    assert raw.headers["content-type"] == "application/octet-stream"
    assert raw.headers["content-security-policy"].startswith("sandbox")
    assert raw.headers["content-disposition"].startswith("attachment")
