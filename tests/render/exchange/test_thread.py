"""What is shared of a checked thread: the other side and the judgement, and nothing of whoever was approached."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bonafides.errors import RenderError
from bonafides.examine import examine
from bonafides.explain import explanations
from bonafides.model import Conversation, Level, Message, Party, Reading, Report
from bonafides.render import HandIn, View, render
from bonafides.render.exchange.misp_read import read_misp
from bonafides.render.exchange.stix_read import read_stix
from bonafides.render.exchange.text import EPOCH
from bonafides.render.exchange.thread import of_report
from bonafides.render.exchange.tlp import Tlp, tlp
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
    assert of_report(quiet, View(min_level=Level.WARN)).threads == ()


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
