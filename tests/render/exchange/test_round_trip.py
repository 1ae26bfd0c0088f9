"""What is shared comes back whole, in both formats, directly and by way of the reference libraries."""

from __future__ import annotations

import json
import logging
from dataclasses import replace

import pytest

from bonafides.render.exchange.misp import event
from bonafides.render.exchange.misp_read import read_misp
from bonafides.render.exchange.stix import bundle
from bonafides.render.exchange.stix_read import read_stix
from bonafides.render.exchange.tlp import Tlp
from bonafides.render.exchange.value import About, Note, Persona, Shared, Task, Verdict
from evals.sharing import WAYS, invalid, measured
from evals.sharing_cases import START, leaves, matters

CASES = matters(24, seed=1)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("pymisp").setLevel(logging.ERROR)


@pytest.mark.parametrize("place", range(len(WAYS)), ids=[way for way, *_ in WAYS])
def test_every_field_comes_back(place: int) -> None:
    _, write, through, read = WAYS[place]
    for each in CASES:
        found = read(through(write(each)).encode())
        assert found.shared == (each,), each.key
        assert found.problems == ()


def test_the_same_value_gives_the_same_bytes() -> None:
    for each in CASES[:8]:
        again = read_stix(bundle(each).encode()).shared[0]
        assert bundle(again) == bundle(each)
        assert event(again) == event(each)


def test_the_official_validator_takes_every_bundle() -> None:
    assert invalid(CASES[:4], strict=False) == 0
    assert invalid(matters(2, seed=3, hostile=False), strict=True) == 0


def test_the_measure_sees_what_is_lost() -> None:
    """Else it could not fail: a field that is changed on the way is counted."""
    found = measured(CASES[:1])
    assert [each.same == each.fields > 50 for each in found] == [True] * 4
    changed = leaves(replace(CASES[0], title="another"))
    assert sum(leaves(CASES[0])[path] != leaf for path, leaf in changed.items()) == 1


def shared() -> Shared:
    return Shared(
        key="k",
        about=About.CASE,
        title="Case 12",
        begun_at=START,
        made_at=START,
        tlp=Tlp.AMBER_STRICT,
        publisher="A university",
        personas=(Persona(name="Dana", identifiers=("email:dana@northgate.example",), impersonates=("Prof. Lund",)),),
        notes=(Note(at=START, text="Called the bank.", by="Officer 1"),),
        tasks=(Task(at=START, text="Ask the network."),),
        verdicts=(Verdict(at=START, verdict="approach", reason="Asked for more.", suggested="quiet/ordinary"),),
    )


def of_type(text: str, kind: str) -> list[dict[str, object]]:
    return [each for each in json.loads(text)["objects"] if each["type"] == kind]


def test_other_programs_find_notes_tasks_and_judgements_as_their_own_objects() -> None:
    text = bundle(shared())
    notes = {each["content"]: each for each in of_type(text, "note")}
    assert notes["Called the bank."]["authors"] == ["Officer 1"]
    assert notes["Ask the network."]["labels"] == ["task"]
    opinion = of_type(text, "opinion")[0]
    assert (opinion["opinion"], opinion["explanation"]) == ("disagree", "Asked for more.")
    found = json.loads(event(shared()))["Event"]
    assert [each["note"] for each in found["Note"]] == ["Called the bank."]
    assert [(each["opinion"], each["comment"]) for each in found["Opinion"]] == [(100, "Asked for more.")]
    assert {each["name"] for each in found["Object"]} >= {"person", "impersonation", "flowintel-task"}
    assert {"name": "tlp:amber+strict"} in found["Tag"]


def test_whoever_has_the_name_is_a_victim_in_both() -> None:
    victim = next(each for each in of_type(bundle(shared()), "identity") if each["name"] == "Prof. Lund")
    assert victim["roles"] == ["impersonated", "victim"]
    assert not [each for each in of_type(bundle(shared()), "indicator") if "Lund" in json.dumps(each)]
    people = [each for each in json.loads(event(shared()))["Event"]["Object"] if each["name"] == "person"]
    roles = {
        attribute["value"]
        for each in people
        if "Lund" in json.dumps(each["Attribute"])
        for attribute in each["Attribute"]
        if attribute["object_relation"] == "role"
    }
    assert roles == {"Impersonated", "Victim"}


def test_markings_are_those_of_oasis_and_stand_on_everything_that_is_said() -> None:
    text = bundle(shared())
    marking = of_type(text, "marking-definition")[0]
    assert marking["id"] == "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"
    for kind in ("note", "opinion", "report", "indicator", "email-addr", "observed-data"):
        for each in of_type(text, kind):
            assert each["object_marking_refs"] == [marking["id"]], kind


def test_what_nobody_judged_deceptive_is_never_an_indicator() -> None:
    for verdict in ("ordinary", "unclear"):
        changed = replace(shared(), verdicts=(replace(shared().verdicts[0], verdict=verdict),))
        assert of_type(bundle(changed), "indicator") == []
        assert '"to_ids": true' not in event(changed)
    assert [each["pattern"] for each in of_type(bundle(shared()), "indicator")] == [
        "[email-addr:value = 'dana@northgate.example']"
    ]
    undone = replace(shared(), verdicts=(replace(shared().verdicts[0], undone_at=START),))
    assert of_type(bundle(undone), "indicator") == []


def test_what_another_program_changed_counts() -> None:
    text = bundle(shared()).replace("Called the bank.", "Called the bank twice.")
    assert read_stix(text.encode()).shared[0].notes[0].text == "Called the bank twice."
    text = event(shared()).replace("Ask the network.", "Ask them again.")
    assert read_misp(text.encode()).shared[0].tasks[0].text == "Ask them again."


def test_what_another_program_added_is_read_and_said() -> None:
    whole = json.loads(bundle(shared()))
    note = {
        "type": "note", "spec_version": "2.1", "id": "note--00000000-0000-4000-8000-000000000001",
        "content": "Seen too.",
        "created": "2026-02-01T00:00:00.000Z", "modified": "2026-02-01T00:00:00.000Z", "object_refs": [],
    }  # fmt: skip
    whole["objects"].append(note)
    found = read_stix(json.dumps(whole).encode())
    assert found.shared[0] == shared()
    assert [each.text for each in found.shared[1].notes] == ["Seen too."]
    assert [json.loads(each.data) for each in found.shared[1].foreign] == [note]
    assert len(found.problems) == 1
