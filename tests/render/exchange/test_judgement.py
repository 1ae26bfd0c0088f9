"""What others look at first: addresses that were given, when and how often a sign was seen, and what speaks against."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bonafides.explain import explanations
from bonafides.model import Conversation, Message, Party
from bonafides.render import View
from bonafides.render.exchange.misp import event
from bonafides.render.exchange.stix import bundle
from bonafides.render.exchange.thread import personas_of, summary, threads_of
from bonafides.render.exchange.value import (
    About,
    Judged,
    Persona,
    Place,
    Said,
    Shared,
    Sign,
    Thread,
    Verdict,
)
from bonafides.render.phrases import languages
from tests.render.exchange.test_thread import checked

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
OFF = Sign(
    indicator="moves-off-platform", polarity="for", kind="approach", contribution=1.0, stage="S4",
    places=tuple(Place(message=at, start=0, end=end, quote="on") for at, end in ((1, 2), (1, 4), (2, 2))),
)  # fmt: skip
AGAINST = Sign(indicator="invoice-and-contract", polarity="against", kind="ordinary", contribution=-0.5)


def matter(level: str = "alarm", **more: Any) -> Shared:
    messages = tuple(Said(speaker="Dana", text=f"on {n} day", sent_at=START + timedelta(days=n)) for n in range(5))
    judged = Judged(level=level, kind="approach", risk=0.9, prior=0.5, signs=(OFF, AGAINST))
    dana = Persona(
        name="Dana", identifiers=("email:d@x.example",), gave=("email:other@y.example", "phone:+447700900123")
    )
    thread = Thread(key="t", messages=messages, personas=(0,), judged=judged)
    given: dict[str, Any] = {
        "key": "k",
        "about": About.THREAD,
        "title": "T",
        "begun_at": START,
        "made_at": START,
    } | more
    return Shared(**{"personas": (dana,), "threads": (thread,), **given})


def objects(shared: Shared, kind: str) -> list[dict[str, Any]]:
    return [each for each in json.loads(bundle(shared))["objects"] if each["type"] == kind]


def test_a_sighting_is_dated_and_counted_by_the_messages_of_its_signs() -> None:
    for each in objects(matter(), "sighting"):
        assert (each["first_seen"], each["last_seen"]) == ("2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z")
        assert each["count"] == 2
    assert objects(matter(), "sighting")


def test_evidence_against_stands_in_what_others_read() -> None:
    (thread,) = [each for each in objects(matter(), "grouping") if "Against: invoice" in each["description"]]
    assert thread["description"].endswith("Against: invoice-and-contract.")
    for lang in languages():
        words = explanations(lang)
        text = summary(matter().threads, View(lang=lang, titles=words))
        assert words["invoice-and-contract"].title in text


VERDICT = Verdict(at=START, verdict="approach")


@pytest.mark.parametrize(
    ("verdicts", "looked_for"), [((), 1), ((VERDICT,), 3), ((replace(VERDICT, verdict="unclear"),), 0)]
)
def test_given_addresses_are_seen_and_looked_for_only_where_a_person_judged(
    verdicts: tuple[Verdict, ...], looked_for: int
) -> None:
    shared = matter(verdicts=verdicts)
    assert {each["value"] for each in objects(shared, "email-addr")} == {"d@x.example", "other@y.example"}
    assert [each["user_id"] for each in objects(shared, "user-account")] == ["+447700900123"]
    assert len(objects(shared, "indicator")) == looked_for
    people = [each for each in json.loads(event(shared))["Event"]["Object"] if each["name"] == "person"]
    watched = {each["value"]: each["to_ids"] for each in people[0]["Attribute"] if each["object_relation"] == "e-mail"}
    assert watched == {"d@x.example": looked_for > 0, "other@y.example": looked_for == 3}


def test_the_user_s_own_addresses_are_never_given_by_the_account() -> None:
    thread = Conversation(
        id="c",
        messages=(
            Message(speaker="me", text="Write to alex@home.example", mine=True),
            Message(
                speaker="Dana", text="I will use alex@home.example. Mine: dana@y.example, +44 7700 900123, @dana_w"
            ),
            Message(speaker="me", text="I rang +44 7700 900123", mine=True),
            Message(speaker="Eve", text="eve@z.example"),
        ),
        parties=(Party(name="Dana"), Party(name="me", mine=True)),
    )
    dana = next(each for each in personas_of(thread) if each.name == "Dana")
    assert dana.gave == ("email:dana@y.example", "handle:dana_w", "phone:+447700900123")
    assert all(each.gave == () for each in personas_of(thread, redacted=True))


def test_one_account_in_two_threads_is_one_persona_with_all_that_it_gave() -> None:
    (entry,) = checked().entries
    more = Message(speaker="Dana Whitfield", text="Or dana.w@second.example")
    other = replace(
        entry, conversation=replace(entry.conversation, id="2", messages=(more,), parties=entry.conversation.parties)
    )
    bare = replace(other.assessment, because=(), against=())
    threads, personas = threads_of([entry, replace(other, assessment=bare)], own_words=False, redacted=False)
    (dana,) = [each for each in personas if each.name == "Dana Whitfield"]
    assert "email:dana.w@second.example" in dana.gave
    assert all(personas.index(dana) in each.personas for each in threads)


@pytest.mark.parametrize("lang", ["de", "fr"])
def test_words_say_which_language_they_are_in(lang: str) -> None:
    whole = json.loads(bundle(matter(lang=lang)))["objects"]
    ours = [each for each in whole if each["type"] in ("sighting", "grouping", "relationship", "indicator", "report")]
    assert {each.get("lang") for each in ours if "description" in each} == {lang}
    assert all("lang" not in each for each in whole if each["type"] in ("attack-pattern", "email-addr"))


def test_only_marked_accounts_are_called_impersonations() -> None:
    def names(shared: Shared) -> list[str]:
        return [each["name"] for each in json.loads(event(shared))["Event"]["Object"]]

    assert "impersonation" not in names(matter())
    marked = replace(matter().personas[0], impersonates=("Dana Real",))
    assert "impersonation" in names(matter(personas=(marked,)))
