"""A request for every address of the API that would do something, if whoever asks may."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bonafides.desk import campaigns, cases, merging
from bonafides.desk.permissions import Actor
from bonafides.store import equals
from bonafides.store.records import Attachment, Case, Report, Token
from tests.desk.desks import ORDINARY
from tests.web.api.callers import Callers

LEAD = Actor(account="lead-id", role="lead")


@dataclass
class World:
    """Something of everything that an address can be about."""

    there: Callers
    case: Case
    names: dict[str, str] = field(default_factory=dict)

    def place(self, path: str) -> str:
        """The address with the names of this world."""
        return path.format(**self.names)


def world(there: Callers, *, owner: str = "") -> World:
    """A case that `owner` works on, and what belongs to it."""
    case = there.case(owner=owner)
    other = there.case(owner=owner, text=ORDINARY)
    merged = there.case(owner=owner, text=ORDINARY)
    merge = merging.merge(there.desk, LEAD, case.id, merged.id)
    task = cases.task(there.desk, LEAD, case.id, "Ask")
    campaign = campaigns.start(there.desk, LEAD, other.id, "A paid report")
    with there.desk.store.reading() as reading:
        reports = reading.find(Report, equals("case", case.id))
        files = reading.find(Attachment, equals("case", case.id))
        tokens = reading.find(Token, equals("account", "officer-id"))
    names = {
        "case": case.id, "other": other.id, "report": reports[0].id, "attachment": files[0].id, "task": task.id,
        "link": there.link(case.id, other.id), "merge": merge.id, "campaign": campaign.id, "year": "2025",
        "kind": "ordinary", "account": "colleague-id", "token": tokens[0].id,
    }  # fmt: skip
    return World(there=there, case=case, names=names)


def bodies(names: dict[str, str]) -> dict[str, dict[str, Any]]:
    """What is sent, by operation; the arguments of the client."""
    json: dict[str, dict[str, Any]] = {
        "add_report": {"said": "Somebody asked for a paid report."},
        "add_to_report": {"text": "One thing more."},
        "open_receipt": {"code": "none"},
        "add_by_receipt": {"code": "none", "text": "One thing more."},
        "assign_case": {"owner": "officer-id"},
        "set_case_status": {"status": "waiting"},
        "rename_case": {"persona": "A consultant"},
        "add_note": {"text": "Seen before."},
        "add_task": {"text": "Ask", "due": "2026-04-01"},
        "finish_task": {"done": True},
        "hold_case": {"reason": "A court asked for it."},
        "answer_reporter": {"text": "Thank you."},
        "judge_case": {"verdict": "ordinary", "reason": "The firm confirms it."},
        "decide_link": {"state": "confirmed"},
        "merge_cases": {"other": names["other"]},
        "split_case": {"reports": [names["report"]]},
        "place_case": {"campaign": names["campaign"]},
        "start_campaign": {"case": names["case"], "name": "A paid report"},
        "describe_campaign": {"name": "A paid report", "note": "Seen twice."},
        "preview_handover": {},
        "make_handover": {"tlp": "GREEN"},
        "verify_log": {},
        "change_settings": {"name": "The desk"},
        "export_access": {"account": "reporter-id"},
        "open_account": {"name": "newcomer", "role": "officer", "email": "newcomer@example.org"},
        "change_role": {"role": "lead"},
        "change_email": {"email": "other@example.org"},
        "reset_password": {"password": "several words that nobody guesses"},
        "make_token": {"name": "further", "scopes": ["privacy:read"], "days": 3},
    }
    found: dict[str, dict[str, Any]] = {operation: {"json": body} for operation, body in json.items()}
    found["add_report_form"] = {"data": {"said": "Somebody asked for a paid report."}}
    found["search_cases"] = {"params": {"words": "report"}}
    found["list_changes"] = {"params": {"since": "2026-03-01T00:00:00Z"}}
    return found
