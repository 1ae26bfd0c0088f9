"""What is shared of a checked thread: the other side and the judgement, and nothing of whoever was approached."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bonafides.errors import RenderError
from bonafides.examine import examine
from bonafides.explain import explanations
from bonafides.model import Conversation, InputFile, Level, Message, Party, Provenance, Reading, Report
from bonafides.render import HandIn, View, render
from bonafides.render.exchange.forms import notices
from bonafides.render.exchange.misp_read import read_misp
from bonafides.render.exchange.stix_read import read_stix
from bonafides.render.exchange.text import EPOCH
from bonafides.render.exchange.thread import of_report
from bonafides.render.exchange.tlp import Tlp, tlp
from bonafides.render.phrases import languages
from tests.render import fiction

OWN = ("Alex", "Morgan", "not comfortable", "alex.morgan@institute.example", "Institute of Tides")


def checked(*more: Message, conversation: Conversation | None = None) -> Report:
    thread = conversation or fiction.approach()
    mine = Party(
        name="Alex Morgan",
        mine=True,
        identifiers=frozenset({"email:alex.morgan@institute.example", "firm:Institute of Tides"}),
    )
    others = tuple(party for party in thread.parties if not party.mine)
    said = Message(
        speaker="Dana Whitfield", text="Alex, I will write to alex.morgan@institute.example.", channel="email"
    )
    changed = replace(thread, parties=(*others, mine), messages=(*thread.messages, said, *more))
    return examine(Reading(conversations=(changed,)))


@pytest.mark.parametrize("form", ["stix", "misp"])
@pytest.mark.parametrize("lang", ["en", "fr", "de", "da", "es"])
def test_nothing_of_the_user_is_in_it(form: str, lang: str) -> None:
    text = render(checked(), form, View(lang=lang, titles=explanations(lang), tlp="amber"))
    assert isinstance(text, str)
    assert [own for own in OWN if own in text] == []
    assert "Dana Whitfield" in text
    assert "+447700900123" in text or "900123" in text


@pytest.mark.parametrize("form", ["stix", "misp"])
def test_redacted_nobody_is_named_and_no_address_is_left(form: str) -> None:
    text = render(checked(), form, View(redact=True))
    assert isinstance(text, str)
    assert [gone for gone in (*OWN, "Dana", "Whitfield", "900123", "dana-whitfield") if gone in text] == []
    assert "Person A" in text
    assert "redacted.example" not in text.replace("mail-1@redacted.example", "")
    assert '"type": "indicator"' not in text


def test_what_the_user_chose_to_tell_is_in_it() -> None:
    shared = of_report(checked(), View(hand_in=HandIn(own_words=True, own_name=True)))
    assert any(each.own and "not comfortable" in each.text for each in shared.threads[0].messages)
    assert any("Alex" in each.text for each in shared.threads[0].messages if not each.own)


def test_signs_point_at_their_words_and_only_at_messages_that_are_there() -> None:
    shared = of_report(checked(), View())
    (thread,) = shared.threads
    assert thread.judged
    places = [(place, sign) for sign in thread.judged.signs for place in sign.places]
    assert places
    for place, _ in places:
        assert place.quote == thread.messages[place.message].text[place.start : place.end]


def test_the_same_report_gives_the_same_bundle_and_another_marking_another_one() -> None:
    view = View(tlp="green")
    assert render(checked(), "stix", view) == render(checked(), "stix", view)
    ids = [json.loads(render(checked(), "stix", replace(view, tlp=each)))["id"] for each in ("green", "red", "")]
    assert len(set(ids)) == 3


def test_levels_that_were_left_out_stay_out() -> None:
    assert of_report(checked(), View(min_level=Level.ALARM)).threads or not of_report(checked(), View()).threads
    quiet = examine(Reading(conversations=(fiction.ordinary(1),)))
    assert of_report(quiet, View()).threads, "the only one there is"
    with pytest.raises(RenderError, match="--min-level watch"):
        of_report(quiet, View(min_level=Level.WARN))


def several() -> Report:
    """Alex's approach, and two ordinary talks out of other files, one of which alone gives Alex's other name."""
    approach = checked(Message(speaker="Dana Whitfield", text="Sandy, are you there?", channel="email"))
    talks = [replace(fiction.ordinary(n), read_from=(f"friends-{n}.jsonl",)) for n in (1, 2)]
    talks[0] = replace(talks[0], parties=(*talks[0].parties, Party(name="Sandy Moor", mine=True)))
    threads = (replace(approach.entries[0].conversation, read_from=("box.zip/dana.jsonl",)), *talks)
    names = ("box.zip", "box.zip/dana.jsonl", "friends-1.jsonl", "friends-2.jsonl")
    files = tuple(InputFile(name=name, format="jsonl", sha256="ab" * 32, size=1) for name in names)
    return examine(Reading(conversations=threads, provenance=Provenance(inputs=files)))


def test_ordinary_talks_with_other_people_are_not_shared_nor_their_files() -> None:
    shared = of_report(several(), View())
    assert [len(shared.threads), len(shared.personas)] == [1, 1]
    assert [each.name for each in shared.grounds.inputs] == ["box.zip", "dana.jsonl"]
    assert "Sandy" not in str(shared), "a name of theirs that only a talk gives that is left out"
    assert len(of_report(several(), View(min_level=Level.QUIET)).threads) == 3


def test_where_none_is_flagged_nothing_is_shared() -> None:
    quiet = examine(Reading(conversations=(fiction.ordinary(1), fiction.ordinary(2))))
    with pytest.raises(RenderError, match=r"no conversation is at warn or above.*--min-level watch"):
        of_report(quiet, View())
    with pytest.raises(RenderError, match="--min-level quiet"):
        of_report(quiet, View(min_level=Level.WATCH))


@pytest.mark.parametrize("lang", languages())
def test_what_was_left_out_and_that_the_name_is_not_known_is_said(lang: str) -> None:
    view = View(lang=lang)
    (left,) = notices(several(), view)
    assert "2" in left
    nameless = replace(several().entries[0].conversation, parties=(), messages=fiction.approach().messages[:1])
    report = examine(Reading(conversations=(nameless,)))
    (unknown,) = notices(report, view)
    assert "--me" in unknown
    assert list(notices(report, replace(view, hand_in=HandIn(names=("Ann",))))) == []


def test_a_name_that_was_given_is_taken_out_of_texts_and_names_of_files() -> None:
    said = Message(speaker="them", text="Great Karl! Mr Mueller, KARL, write to k.m@uni.example.", channel="email")
    thread = replace(fiction.approach(), parties=(), messages=(*fiction.approach().messages, said))
    file = InputFile(name="/home/karl/Karl Müller X.jsonl", format="jsonl", sha256="ab" * 32, size=1)
    report = examine(Reading(conversations=(thread,), provenance=Provenance(inputs=(file,))))
    shared = str(of_report(report, View(hand_in=HandIn(names=("Karl Müller", "k.m@uni.example")))))
    assert [own for own in ("Karl", "KARL", "karl", "ller", "k.m@", "uni.example") if own in shared] == []


def test_a_report_without_anything_is_a_bundle_too() -> None:
    empty = examine(Reading(conversations=()))
    for form, read in (("stix", read_stix), ("misp", read_misp)):
        text = render(empty, form, View())
        assert isinstance(text, str)
        found = read(text.encode())
        assert (found.shared[0].made_at, found.shared[0].threads) == (EPOCH, ())


def test_markings_as_people_write_them() -> None:
    assert [tlp(each) for each in ("amber", "TLP:AMBER+STRICT", "amber-strict", " Clear ")] == [
        Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.AMBER_STRICT, Tlp.CLEAR,
    ]  # fmt: skip
    with pytest.raises(RenderError, match="no marking"):
        tlp("purple")


def test_no_field_is_about_where_somebody_is_from() -> None:
    """The zone of the user's machine, among others, is not handed on."""
    report = checked()
    there = replace(report, provenance=replace(report.provenance, timezone="Pacific/Auckland", date_order="dmy"))
    assert "Auckland" not in str(render(there, "stix", View()))
    assert render(there, "misp", View()) == render(report, "misp", View())
