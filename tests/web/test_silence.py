"""The logs know nothing: after a whole visit, with every logger at its most talkative, none of the texts is in them."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bonafides.errors import BonafidesError
from bonafides.store.opening import open_store
from bonafides.store.records import Note
from tests.desk.desks import START, desk_at
from tests.web.desk.seats import Office, with_password
from tests.web.walk import Person

SECRETS = (
    "quetzal-message",
    "quetzal-name",
    "quetzal-own-words",
    "quetzal-file",
    "quetzal-role",
    "quetzal-note",
    "quetzal-reason",
    "quetzal-search",
    "quetzal password one",
    "quetzal-code",
    "quetzal-answer",
    "quetzal-broken",
)
_CLIENT = ("httpx", "httpcore", "asyncio")
"""What the test itself asks with."""


@pytest.fixture
def talkative(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    for name in (
        "bonafides",
        "uvicorn",
        "starlette",
        "fastapi",
        "python_multipart",
        "sqlalchemy",
        "sqlalchemy.engine",
        "alembic",
    ):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def _told(caplog: pytest.LogCaptureFixture) -> str:
    ours = [each for each in caplog.records if not each.name.startswith(_CLIENT)]
    return "\n".join(f"{each.getMessage()} {each.exc_info or ''}" for each in ours)


def test_a_visit_at_the_desk_leaves_no_text_in_the_logs(
    talkative: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.web.desk.seats.desk_at", lambda _: desk_at(tmp_path / "desk.sqlite"))
    office = Office()
    anybody, lead = office.seat(), office.seat("lead")
    anybody.get("/report")
    chat = b"quetzal-name: quetzal-message, could we continue on WhatsApp?\nMe: Why?"
    fields = {"said": "quetzal-own-words", "role": "quetzal-role", "conversation": chat.decode()}
    assert anybody.post("/report", fields, files=[("files", ("quetzal-file.txt", chat, "text/plain"))]) == 200
    receipt = anybody.found(r">\s*([a-z0-9]{5}(?:-[a-z0-9]{5}){3})\s*<")
    anybody.post("/receipt", {"code": receipt, "text": "quetzal-answer"})
    anybody.post("/receipt", {"code": "quetzal-code"})
    with_password(office, "nora", "officer")
    anybody.post("/sign-in", {"name": "quetzal-name", "password": "quetzal password one"})
    lead.get("/desk/search?words=quetzal-search")
    lead.post("/desk/case/1/note", {"text": "quetzal-note"})
    lead.post("/desk/case/1/answer", {"text": "quetzal-answer", "kind": "free", "speak": "en"})
    lead.post("/desk/case/1/close", {"verdict": "scam", "reason": "quetzal-reason"})
    assert lead.get("/desk/case/1") == 200
    assert "quetzal-reason" in lead.text

    @office.app.post("/broken")
    def broken() -> None:
        raise RuntimeError("quetzal-broken")

    lead.post("/broken")
    assert lead.page.status_code == 500
    told = _told(talkative)
    assert "RuntimeError" in told, "the log is listened to"
    assert not [each for each in (*SECRETS, receipt, lead.cookie, "quetzal") if each in told]


def test_a_visit_of_a_person_leaves_no_text_in_the_logs(talkative: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    person = Person(tmp_path)
    person.bring(
        files=[("files", ("quetzal-file.txt", b"quetzal-name: quetzal-message\nMe: quetzal-own-words", "text/plain"))]
    )
    person.send("/about")
    assert person.place == "/answer"
    person.send("/answer/keep")
    person.client.get("/answer/file?form=json")
    person.send("/wipe")
    told = _told(talkative)
    assert "quetzal" not in told
    assert str(tmp_path) not in told


def test_what_the_database_refuses_is_told_without_the_words(
    talkative: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    store = open_store(str(tmp_path / "desk.sqlite"))
    note = Note(id="1", case="c", who="w", at=START, text="quetzal-note")
    with store.writing() as writing:
        writing.add(note)
    with pytest.raises(BonafidesError) as caught, store.writing() as writing:
        writing.add(note)
    told = f"{caught.value}{caught.value.__cause__}{_told(talkative)}"
    assert "quetzal" not in told
    store.close()
