"""A hand-over for other desks' programs: it says what the case says, as redacted, and comes back as a case."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from bonafides.desk.handover.bundle import handover
from bonafides.desk.handover.dossier import Part, choices
from bonafides.desk.handover.redaction import prepare
from bonafides.desk.handover.sharing import MISP, STIX, misp, shared, stix
from bonafides.render.exchange.misp_read import read_misp
from bonafides.render.exchange.stix_read import read_stix
from bonafides.render.exchange.value import Shared
from tests.desk.dossiers import NOW, dossier

EVERYTHING = frozenset(Part)


def made(*, redact: bool = True, parts: frozenset[str] | None = None) -> tuple[Shared, str, str]:
    chosen = choices("AMBER", redact=redact, **({"parts": parts} if parts is not None else {}))  # type: ignore[arg-type]
    prepared = prepare(replace(dossier(), desk="Institute of Tides"), chosen, NOW)
    return shared(prepared), stix(prepared)[STIX].decode(), misp(prepared)[MISP].decode()


@pytest.mark.parametrize("redact", [True, False])
def test_notes_tasks_judgements_links_and_files_come_back(redact: bool) -> None:
    given, bundle, event = made(redact=redact, parts=EVERYTHING)
    assert read_stix(bundle.encode()).shared == (given,)
    assert read_misp(event.encode()).shared == (given,)
    kinds = (given.notes, given.tasks, given.verdicts, given.files, given.case and given.case.ties, given.threads)
    assert all(kinds)
    assert given.publisher == "Institute of Tides"
    assert given.verdicts[0].by == given.notes[0].by == "Officer 1"


def test_redacted_it_names_nobody_and_who_reported_is_never_in_it() -> None:
    given, bundle, event = made(parts=EVERYTHING - {Part.IDENTIFIERS})
    for gone in ("Dana", "Whitfield", "Alex", "Morgan", "900123", "northgate.example"):
        assert gone not in bundle + event
    _, bundle, event = made(redact=False, parts=EVERYTHING)
    for secret in ("account-of-alex", "receipt-digest", "digest-of-what-came", "officer-id"):
        assert secret not in bundle + event
    assert [each.identifiers for each in given.personas] == [()]


def test_the_account_itself_goes_along_where_it_was_chosen() -> None:
    given, bundle, _ = made()
    assert given.personas[-1].identifiers == ("phone:+447700900123", "url:linkedin.com/in/dana-whitfield")
    patterns = [each["pattern"] for each in json.loads(bundle)["objects"] if each["type"] == "indicator"]
    assert patterns == [
        "[user-account:user_id = '+447700900123']", "[url:value = 'https://linkedin.com/in/dana-whitfield']",
    ]  # fmt: skip


def test_the_reporters_own_messages_stay_out_unless_they_were_chosen() -> None:
    given, bundle, event = made(redact=False)
    assert not any(each.own for thread in given.threads for each in thread.messages)
    assert "not comfortable" not in bundle + event
    given, bundle, _ = made(redact=False, parts=EVERYTHING)
    assert "not comfortable" in bundle


def test_without_the_libraries_the_rest_is_handed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("bonafides.desk.handover.sharing.find_spec", lambda name: None)
    with zipfile.ZipFile(io.BytesIO(handover(dossier(), choices("AMBER"), now=NOW))) as archive:
        assert not {STIX, MISP} & set(archive.namelist())
