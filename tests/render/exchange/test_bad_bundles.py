"""Whatever somebody sends as a bundle: what can be read is read, the rest is said, and nothing breaks."""

from __future__ import annotations

import json
import random
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.errors import RenderError
from bonafides.render.exchange import opening
from bonafides.render.exchange.misp import event
from bonafides.render.exchange.misp_read import events_of, read_misp
from bonafides.render.exchange.stix import bundle
from bonafides.render.exchange.stix_known import TOOL
from bonafides.render.exchange.stix_read import read_stix
from bonafides.render.exchange.value import About
from evals.sharing_cases import matters

OURS = matters(6, seed=5)
READERS = (read_stix, read_misp)
NO_BUNDLE = (
    b"",
    b" ",
    b"\xff\xfe",
    b"nothing",
    b"[]",
    b"{}",
    b"null",
    b"1",
    b'{"objects": 1}',
    b'{"Event": 1}',
    b"{" * 5,
)


@pytest.mark.parametrize("raw", NO_BUNDLE)
@pytest.mark.parametrize("read", READERS)
def test_what_is_no_bundle_is_said(read: object, raw: bytes) -> None:
    with pytest.raises(RenderError) as refused:
        read(raw)  # type: ignore[operator]
    assert refused.value.next_step


def test_a_bundle_that_is_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST", 1000)
    for read in READERS:
        with pytest.raises(RenderError, match="more than"):
            read(b"[" * 1001)


@pytest.mark.parametrize("depth", [2_000, 200_000])
def test_an_abyss_is_no_trap(depth: int) -> None:
    """A bundle that ends in one gives what stands before it."""
    whole = bundle(OURS[0]).rstrip()
    assert whole.endswith("\n  ]\n}")
    deep = whole.removesuffix("\n  ]\n}") + ', {"type": "x", "id": "x", "y": ' + "[" * depth + "]" * depth + "}]}"
    found = read_stix(deep.encode())
    assert found.shared[0] == OURS[0]
    assert found.problems[0].fatal
    with pytest.raises(RenderError):
        read_misp(b'{"Event": {"info": ' + b"[" * depth + b"]" * depth + b"}}")


def test_a_bundle_that_is_cut_off_gives_what_stands_before() -> None:
    for each in OURS:
        raw = bundle(each).encode()
        for part in (0.3, 0.7, 0.95):
            try:
                found = read_stix(raw[: int(len(raw) * part)])
            except RenderError:
                continue
            assert [problem for problem in found.problems if problem.fatal]


def test_two_of_one_id_and_names_of_nothing_are_said() -> None:
    whole = json.loads(bundle(OURS[1]))
    first = next(each for each in whole["objects"] if each["type"] == "identity")
    whole["objects"] += [first, first | {"name": "another"}]
    gone = [each["id"] for each in whole["objects"] if each["type"] in ("note", "file", "grouping")][:1]
    whole["objects"] = [each for each in whole["objects"] if each["id"] not in gone]
    found = read_stix(json.dumps(whole).encode())
    said = [problem.what for problem in found.problems]
    assert any("this id" in what for what in said)
    assert not gone or any("not in the file" in what for what in said)
    assert found.shared[0].title == OURS[1].title


def test_other_versions_and_other_programs_are_kept_whole() -> None:
    objects = [
        {"type": "malware", "id": "malware--1", "spec_version": "2.0", "name": "x" * 10_000},
        {"type": "note", "id": "note--1", "content": "Hello \ud83d", "created": "2026-01-01T00:00:00Z"},
        {"type": "note", "id": "note--2", "content": "", "created": "never"},
        {"type": "opinion", "id": "opinion--1", "opinion": "agree", "created": "2026-01-02T00:00:00Z"},
        {"type": "user-account", "id": "user-account--1", "account_type": "linkedin", "account_login": "dana"},
        {"type": "report", "id": "report--1", "name": "Their report", "created_by_ref": "identity--1", "extensions": 7},
        {"type": "identity", "id": "identity--1", "name": "Them", "identity_class": "organization"},
        {"type": 1, "id": "x"}, "text", None,
    ]  # fmt: skip
    found = read_stix(json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects}).encode())
    (shared,) = found.shared
    assert (shared.about, shared.title, shared.publisher) == (About.OTHER, "Their report", "Them")
    assert [each.text for each in shared.notes] == ["Hello \ufffd"]
    assert [each.verdict for each in shared.verdicts] == ["agree"]
    assert shared.personas[0].identifiers == ("handle:linkedin/dana",)
    assert len(shared.foreign) == 7
    assert len(found.problems) == 6
    assert read_stix(bundle(shared).encode()).shared[0] == shared
    assert read_misp(event(shared).encode()).shared[0] == shared


def test_an_event_of_another_program_is_kept_whole() -> None:
    made = {
        "info": "OSINT", "date": "2026-02-30", "uuid": "not one", "Tag": [{"name": "tlp:white"}, 7],
        "Attribute": [{"type": "email-src", "value": "Dana@Northgate.example", "uuid": "a"}, "x"],
        "Object": [
            {"name": "person", "uuid": "b", "Attribute": [{"object_relation": "full-name", "value": "Dana"}]},
            {"name": "person", "uuid": "c", "Attribute": [
                {"object_relation": "full-name", "value": "Victim"}, {"object_relation": "role", "value": "Victim"},
            ]},
            {"name": "bonafides-record", "uuid": "d", "Attribute": [{"object_relation": "fields", "value": "{"}]},
            {"name": "instant-message", "uuid": "e", "Attribute": [{"object_relation": "body", "value": "Hi"}]},
            {"name": "x", "uuid": 7}, 7,
        ],
        "Note": [{"uuid": "n", "note": "Theirs", "created": "2026-01-01 00:00:00", "authors": "A"}],
    }  # fmt: skip
    for whole in ({"Event": made}, {"response": [{"Event": made}]}, [{"Event": made}], made):
        found = read_misp(json.dumps(whole).encode())
        (shared,) = found.shared
        assert (shared.title, shared.tlp and shared.tlp.value) == ("OSINT", "CLEAR")
        assert [each.name for each in shared.personas] == ["Dana", "dana@northgate.example"]
        assert [each.text for each in shared.notes] == ["Theirs"]
        assert [each.text for each in shared.threads[0].messages] == ["Hi"]
        assert {each.kind for each in shared.foreign} >= {"person", "email-src", "instant-message"}
        assert len(found.problems) >= 3
        assert read_misp(event(shared).encode()).shared[0] == shared
    assert events_of({"Event": made, "objects": []}) == [made]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), value=VALUES, misp=st.booleans())
def test_anything_anywhere_in_a_bundle_breaks_nothing(seed: int, value: object, misp: bool) -> None:
    chance = random.Random(seed)
    text = (event if misp else bundle)(OURS[seed % len(OURS)])
    whole = json.loads(text)
    for _ in range(chance.randrange(1, 4)):
        _replaced(whole, value, chance)
    try:
        found = (read_misp if misp else read_stix)(json.dumps(whole).encode())
    except RenderError:
        return
    for each in found.shared:
        bundle(each)
        event(each)


def _replaced(whole: object, value: object, chance: random.Random) -> None:
    """Put a value in place of one somewhere inside."""
    node = whole
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
        if not keys:
            return
        key = chance.choice(keys)
        inner = node[key]  # type: ignore[index]
        if not isinstance(inner, dict | list) or not inner or chance.random() < 0.15:
            node[key] = deepcopy(value)  # type: ignore[index]
            return
        node = inner


@pytest.mark.parametrize("place", range(len(OURS)))
def test_ours_without_its_report_gives_every_record_that_is_whole(place: int) -> None:
    """The report stands last: whatever cuts a file off takes it away first."""
    ours = OURS[place]
    whole = json.loads(bundle(ours))
    cut = [each for each in whole["objects"] if each["type"] != "report"]
    text = json.dumps({"type": "bundle", "id": whole["id"], "objects": cut})
    found = read_stix(text[:-2].encode())
    records = [each for each in cut if any("record" in extension for extension in each.get("extensions", {}).values())]
    if not records:
        return
    shared = found.shared[0]
    assert {each.messages for each in shared.threads} == {each.messages for each in ours.threads}
    assert set(shared.notes) == set(ours.notes)
    assert set(shared.tasks) == set(ours.tasks)
    assert set(shared.verdicts) == set(ours.verdicts)
    assert set(shared.personas) == set(ours.personas)
    assert (shared.case, shared.network, shared.tlp) == (ours.case, ours.network, ours.tlp)
    names = [{shared.personas[at].name for at in each.personas} for each in shared.threads]
    assert names == [{ours.personas[at].name for at in each.personas} for each in dict.fromkeys(ours.threads)]
    assert shared.redacted == ours.redacted
    theirs = {each.data for rest in found.shared[1:] for each in rest.foreign}
    assert theirs <= {each.data for each in ours.foreign}, "nothing of ours counts as somebody else's"
    assert [each for each in found.problems if each.fatal]


def test_what_stands_in_every_bundle_of_ours_is_nothing_of_theirs() -> None:
    whole = json.loads(bundle(OURS[0]))
    same = [each for each in whole["objects"] if each["type"] in ("attack-pattern", "extension-definition")]
    tool = next(each for each in whole["objects"] if each["id"] == TOOL)
    pattern = {"type": "attack-pattern", "id": "attack-pattern--1", "name": "Theirs"}
    text = json.dumps({"type": "bundle", "id": "bundle--1", "objects": [tool, *same, pattern]})
    (shared,) = read_stix(text.encode()).shared
    assert [json.loads(each.data)["id"] for each in shared.foreign] == ["attack-pattern--1"]
