"""All that is kept about one person, for that person: what the law lets everybody ask for."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bonafides.desk.reports import digest_of
from bonafides.errors import DeskError, MissingError
from bonafides.store import equals, one_of
from bonafides.store.records import Account, Answer, Attachment, Detail, Record, Report, Token, Visit, name_of
from bonafides.store.store import terms

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    return _told(_collected(desk, actor, account=account, receipt=receipt, mentioned=mentioned))


def bundle(desk: Desk, actor: Actor, *, account: str = "", receipt: str = "", mentioned: str = "") -> bytes:
    """The same as a ZIP, with the files that the person brought, under names that nothing opens by itself."""
    kept = _collected(desk, actor, account=account, receipt=receipt, mentioned=mentioned)
    with desk.store.reading() as reading:
        files = [reading.get(Attachment, str(each["id"])) for each in kept.get("attachments", ())]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (each, file) in enumerate(zip(kept.get("attachments", ()), files, strict=True), start=1):
            if file:
                each["file"] = f"files/{number:04}.bin"
                archive.writestr(each["file"], file.data)
        archive.writestr("access.json", _told(kept))
    return made.getvalue()


def _told(kept: Mapping[str, Any]) -> str:
    return json.dumps({"schema": "bonafides.access/1", **kept}, ensure_ascii=False, indent=2)


def _collected(desk: Desk, actor: Actor, *, account: str, receipt: str, mentioned: str) -> dict[str, Any]:
    if sum(map(bool, (account, receipt, terms(mentioned)))) != 1:
        raise DeskError("name one person: an account, a receipt code, or a name", where="access")
    with desk.acting(actor, "access.export") as work:
        work.detail["of"] = account or ("receipt" if receipt else "name")
        reading = work.writing
        if mentioned:
            return {"mentioned_in": [_mention(hit) for hit in reading.search(mentioned, limit=MENTIONS)]}
        return _of_person(reading, account, digest_of(receipt) if receipt else "")


def _of_person(reading: Reading, account: str, receipt: str) -> dict[str, Any]:
    own = equals("reporter", account) if account else equals("receipt", receipt)
    if not account and not receipt:
        raise MissingError("this code is not known", where="access")
    reports = reading.find(Report, own, order="received_at,id")
    ids = [each.id for each in reports]
    found = reading.get(Account, account) if account else None
    of_account = equals("account", account)
    return {
        "account": _plain(found) if found else None,
        "sign_ins": [_plain(each) for each in reading.find(Visit, of_account)] if account else [],
        "tokens": [_plain(each) for each in reading.find(Token, of_account)] if account else [],
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
    withheld = _WITHHELD | {"id"} if isinstance(row, Visit | Token) else _WITHHELD
    values = {each.name: _value(getattr(row, each.name)) for each in fields(row) if each.name not in withheld}
    return {"table": name_of(type(row)), **values}


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
