"""A case taken out to be handed over, and what the log says of it."""

from __future__ import annotations

import io
import zipfile

import pytest

from bonafides.desk.bundling import bundle, dossier
from bonafides.desk.desk import Desk
from bonafides.desk.handover.bundle import choices
from bonafides.desk.log import lines
from bonafides.desk.reports import take
from bonafides.errors import RefusedError
from tests.desk.desks import ANYBODY, APPROACH, AUDITOR, LEAD, OFFICER, report


def test_a_bundle_holds_the_case_and_is_entered(desk: Desk) -> None:
    taken = take(desk, ANYBODY, report(said="odd"))
    take(desk, ANYBODY, report(APPROACH, occasion="other"))
    it = dossier(desk, LEAD, taken.case)
    assert (len(it.reports), len(it.attachments), len(it.links)) == (1, 1, 1)
    name, data = bundle(desk, OFFICER, taken.case, choices("RED"))
    assert name == "case-1-TLP-RED.zip"
    assert "index.html" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    last = lines(desk, AUDITOR)[0]
    assert (last.entry.action, last.plain) == ("case.export", {"tlp": "RED", "redacted": True})
    with pytest.raises(RefusedError):
        bundle(desk, AUDITOR, taken.case, choices("RED"))
