"""What another desk shared becomes a case here: notes and tasks with it, their judgement as theirs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bonafides.desk import cases
from bonafides.desk.desk import Desk
from bonafides.desk.handover.bundle import handover
from bonafides.desk.handover.dossier import choices
from bonafides.desk.handover.redaction import prepare
from bonafides.desk.handover.sharing import misp, stix
from bonafides.desk.intake.bulk import rows
from bonafides.desk.intake.importing import Imported, take_all
from bonafides.desk.intake.received import Earlier, Received
from bonafides.desk.intake.remark import Remark
from bonafides.desk.intake.shared import from_bundle, received
from bonafides.errors import DeskError
from bonafides.model import Problem
from bonafides.render.exchange.stix import bundle
from bonafides.render.exchange.value import Judged, Persona, Said, Thread
from bonafides.store.records import Link
from evals.sharing_cases import matters
from tests.desk.desks import LEAD, OFFICER, START
from tests.desk.dossiers import NOW, dossier


def files(place: Path, *, redact: bool = False) -> list[Path]:
    """The same case as a bundle, an event and a whole hand-over."""
    chosen = choices("AMBER", redact=redact)
    prepared = prepare(dossier(), chosen, NOW)
    raw = {**stix(prepared), **misp(prepared), "hand-over.zip": handover(dossier(), chosen, now=NOW)}
    for name, data in raw.items():
        (place / name).write_bytes(data)
    return [place / name for name in raw]


def taken(desk: Desk, path: Path, lang: str = "en") -> Imported:
    found = [each for each in rows(path, at=START, lang=lang) if isinstance(each, Received)]
    return take_all(desk, LEAD, found)


@pytest.mark.parametrize("place", range(3), ids=["stix", "misp", "hand-over"])
def test_a_shared_case_is_a_case_again(desk: Desk, tmp_path: Path, place: int) -> None:
    path = files(tmp_path)[place]
    assert taken(desk, path) == Imported(taken=1, again=0, refused=0)
    assert taken(desk, path) == Imported(taken=0, again=1, refused=0)
    (row,) = cases.inbox(desk, OFFICER).rows
    found = cases.opened(desk, OFFICER, row["id"])
    assert found.case.persona == "Dana Whitfield, Northgate Insight"
    assert found.case.level == "alarm", "judged by the rules of this desk"
    assert (found.case.verdict, found.judgements) == ("", ()), "nobody here has decided anything"
    texts = {each.text: each.at for each in found.notes}
    assert texts["Called Alex Morgan about Dana Whitfield."] == NOW
    assert any(text.startswith("Somebody else's judgement, not ours: Deceptive approach") for text in texts)
    assert [each.text for each in found.tasks] == ["Ask the network for Dana Whitfield."]
    assert any(each["name"].endswith(".json") for each in found.attachments), "what came is kept as it came"


@pytest.mark.parametrize(
    ("lang", "word"), [("fr", "pas le nôtre"), ("de", "nicht unseres"), ("da", "ikke vores"), ("es", "no nuestro")]
)
def test_the_desk_says_it_in_its_language(lang: str, word: str, tmp_path: Path) -> None:
    found = [each for each in rows(files(tmp_path)[0], at=START, lang=lang) if isinstance(each, Received)]
    assert any(word in note.text for note in found[0].notes)


def test_words_in_place_of_names_link_no_cases(desk: Desk, tmp_path: Path) -> None:
    """`Person A` and `mail-1` of two bundles are two people; the account that was handed over all the same is one."""
    taken(desk, files(tmp_path, redact=True)[0])
    other = tmp_path / "other.jsonl"
    text = "Good day, write to mail-1@redacted.example about the paper. Person A sends regards."
    line = {"messages": [{"speaker": "Person A", "text": text}, {"speaker": "me", "text": "Thank you."}]}
    other.write_text(json.dumps(line) + "\n", "utf-8")
    taken(desk, other)
    same = tmp_path / "same.jsonl"
    line = {"messages": [{"speaker": "Ida Brook", "text": "Hello, call me on +44 7700 900123 about the survey."}]}
    same.write_text(json.dumps(line) + "\n", "utf-8")
    taken(desk, same)
    with desk.store.reading() as reading:
        because = [why for link in reading.find(Link) for why in link.because]
    assert because
    assert all("phone" in why for why in because)


def test_every_generated_matter_can_be_taken_in(tmp_path: Path) -> None:
    for each in matters(16, seed=6):
        found = list(from_bundle("b.json", bundle(each).encode(), at=START))
        assert [type(row) for row in found] == [Received]
        (row,) = found
        assert isinstance(row, Received)
        assert {note.text.strip("\n") for note in each.notes if note.text.strip()} <= {note.text for note in row.notes}
        assert len(row.tasks) == sum(bool(task.text.strip()) for task in each.tasks)


def test_what_is_no_bundle_is_said_and_what_is_damaged_is_taken_as_far_as_it_goes(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="no event"):
        list(from_bundle("x.json", b'{"Event": 7}', at=START))
    raw = files(tmp_path)[0].read_bytes()
    found = list(from_bundle("x.json", raw[:-20], at=START))
    assert isinstance(found[0], Problem)
    assert found[0].fatal
    assert isinstance(found[-1], Received)


def test_the_account_of_the_gravest_thread_names_the_case() -> None:
    people = tuple(Persona(name=name) for name in ("A Friend", "Dana", "Another"))
    levels = ("quiet", "alarm", "watch")
    threads = tuple(
        Thread(
            key=level, personas=(at,), messages=(Said(speaker=people[at].name, text="x"),),
            judged=Judged(level=level, kind="approach", risk=0.5, prior=0.5),
        )
        for at, level in enumerate(levels)
    )  # fmt: skip
    whole = replace(matters(1, hostile=False)[0], personas=people, threads=threads)
    assert received(whole, "f", b"", at=START).earlier == Earlier(persona="Dana", first_seen=whole.begun_at)
    campaign = next(each for each in matters(6, hostile=False) if each.network)
    found = received(replace(campaign, personas=people, title="A campaign"), "f", b"", at=START)
    assert found.earlier
    assert found.earlier.persona == "A campaign"


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.misp", '{"Event": {"info": "x", "Object": []}}'), ("a.stix", '{"type": "bundle", "id": "b", "objects": []}')],
)
def test_what_holds_nothing_becomes_no_case(name: str, text: str) -> None:
    (refused,) = from_bundle(name, text.encode(), at=START)
    assert isinstance(refused, Problem)
    assert (refused.fatal, isinstance(refused, Remark)) == (True, False)


def test_remarks_on_what_was_taken_are_told_from_what_was_not() -> None:
    raw = json.dumps({"type": "bundle", "id": "b", "objects": [1, {"type": "note", "id": "n", "content": "x",
                      "created": "2026-01-01T00:00:00Z"}]})  # fmt: skip
    *said, last = from_bundle("a.stix", raw.encode(), at=START)
    assert said
    assert all(isinstance(each, Remark) for each in said)
    assert isinstance(last, Received)
