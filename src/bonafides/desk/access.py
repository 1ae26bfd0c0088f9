"""All that is kept about one person, for that person: what the law lets everybody ask for."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bonafides.desk.reports import digest_of
from bonafides.errors import DeskError, MissingError
from bonafides.store import equals, one_of
from bonafides.store.records import Account, Answer, Attachment, Detail, Record, Report, name_of
from bonafides.store.store import terms

if TYPE_CHECKING:
    from bonafides.desk.desk import Desk
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading

_WITHHELD = frozenset({"secret", "totp", "recovery", "receipt", "data"})
"""Fields that open something, or are files: they are named, not handed out."""
MENTIONS = 1_000


def export(desk: Desk, actor: Actor, *, account: str = "", receipt: str = "", mentioned: str = "") -> str:
    """Everything kept about an account, the holder of a receipt code, or whoever is named with these words, as JSON.

    For a name, reports that hold it are listed by case and report, to be looked through by a person before anything
    is handed out: they speak of others as well. Raises DeskError where nobody is named.
    """
    if sum(map(bool, (account, receipt, terms(mentioned)))) != 1:
        raise DeskError("name one person: an account, a receipt code, or a name", where="access")
    with desk.acting(actor, "access.export") as work:
        work.detail["of"] = account or ("receipt" if receipt else "name")
        reading = work.writing
        if mentioned:
            told: dict[str, Any] = {
                "mentioned_in": [_mention(hit) for hit in reading.search(mentioned, limit=MENTIONS)]
            }
        else:
            told = _of_person(reading, account, digest_of(receipt) if receipt else "")
    return json.dumps({"schema": "bonafides.access/1", **told}, ensure_ascii=False, indent=2)


def _of_person(reading: Reading, account: str, receipt: str) -> dict[str, Any]:
    own = equals("reporter", account) if account else equals("receipt", receipt)
    if not account and not receipt:
        raise MissingError("this code is not known", where="access")
    reports = reading.find(Report, own, order="received_at,id")
    ids = [each.id for each in reports]
    found = reading.get(Account, account) if account else None
    return {
        "account": _plain(found) if found else None,
        "reports": [_plain(each) for each in reports],
        "attachments": [_plain(each) for each in reading.find(Attachment, one_of("report", ids))] if ids else [],
        "answers": [_plain(each) for each in reading.find(Answer, one_of("report", ids))] if ids else [],
        "actions": [_plain(each) for each in reading.find(Detail, equals("who", account), order="seq")]
        if account
        else [],
    }


def _mention(hit: Any) -> dict[str, str]:
    return {"table": hit.table, "row": hit.id, "case": hit.case}


def _plain(row: Record) -> dict[str, Any]:
    values = {each.name: _value(getattr(row, each.name)) for each in fields(row) if each.name not in _WITHHELD}
    return {"table": name_of(type(row)), **values}


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
