"""What is the user's own in a report: found, and taken out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bonafides.model import Contribution, Conversation, Entry, Form, Message, Party, Report
from bonafides.render.own import own, without_name, without_own_words
from bonafides.render.phrases import languages, phrases
from bonafides.render.quote import cut
from tests.render import fiction

WORDS = phrases("en")
YOU = WORDS("redacted.you")


def report(*messages: Message, me: Party | None = None, them: Party | None = None) -> Report:
    people = tuple(each for each in (me, them) if each)
    thread = Conversation(id="c1", messages=messages, parties=people)
    return fiction.report(Entry(conversation=thread, assessment=fiction.quiet(), advice=None), problems=())


def texts(found: Report) -> list[str]:
    return [message.content for entry in found.entries for message in entry.conversation.messages]


ME = Party(name="Alex Morgan", mine=True, identifiers=frozenset({"email:alex@uni.example", "firm:harbour institute"}))
THEM = Party(name="Dana Whitfield", identifiers=frozenset({"phone:+447700900123"}))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Dear Alex, hello.", "Dear You, hello."),
        ("ALEX MORGAN and alex.", "You and You."),
        ("Write to alex@uni.example.", "Write to [your own]."),
        ("You are at Harbour Institute, I hear.", "You are at [your firm], I hear."),
        ("A harbour is no institute.", "A harbour is no institute."),
        (
            "Dana Whitfield, +44 7700 900123, https://x.example/d",
            "Dana Whitfield, +44 7700 900123, https://x.example/d",
        ),
    ],
)
def test_only_what_is_the_users_is_replaced(written: str, shown: str) -> None:
    words = replace(WORDS, table={**WORDS.table, "redacted.own": "[your own]", "redacted.employer": "[your firm]"})
    said = report(Message(speaker="Dana Whitfield", text=written), me=ME, them=THEM)
    found = without_name(said, words, own(said))
    assert texts(found) == [shown]
    assert found.entries[0].conversation.counterparts == ("Dana Whitfield",)


def test_an_address_is_theirs_who_wrote_it_first() -> None:
    said = report(
        Message(speaker="Dana", text="Reach me at dana@x.example."),
        Message(speaker="Alex", text="Not dana@x.example but alex@y.example.", mine=True),
        Message(speaker="Dana", text="So alex@y.example it is."),
    )
    assert list(own(said).addresses.values()) == ["alex@y.example"]


def test_what_the_user_gave_counts_too() -> None:
    found = own(
        report(Message(speaker="them", text="Hello")), ("Kim Park", "kim@z.example", "+44 7700 900555", "me", "")
    )
    assert found.names == ("Kim Park",)
    assert set(found.addresses.values()) == {"kim@z.example", "+44 7700 900555"}


def test_a_firm_that_both_belong_to_is_nobodys_own() -> None:
    both = Party(name="Dana", identifiers=frozenset({"firm:harbour institute"}))
    assert own(report(Message(speaker="Dana", text="x"), me=ME, them=both)).employers == ()


@pytest.mark.parametrize("lang", languages())
def test_what_a_redacted_report_calls_its_user_is_no_name(lang: str) -> None:
    label = phrases(lang)("redacted.you")
    assert own(report(Message(speaker=label, text="x", mine=True))).names == ()


def test_spans_move_with_their_words() -> None:
    entry = fiction.alarming()
    whole = fiction.report(entry)
    changed = without_name(whole, WORDS, own(whole))
    for before, after in zip(_parts(entry), _parts(changed.entries[0]), strict=True):
        quoted = [cut(entry.conversation, span) for span in before.finding.spans]
        assert quoted == [cut(changed.entries[0].conversation, span) for span in after.finding.spans]


def _parts(entry: Entry) -> list[Contribution]:
    return list(entry.assessment.contributions())


def test_own_words_become_one_sentence_and_nothing_else_changes() -> None:
    told = Message(speaker="you", text="secret answer", form=Form.TOLD)
    entry = fiction.alarming()
    messages = (*entry.conversation.messages, told)
    whole = replace(entry, conversation=replace(entry.conversation, messages=messages))
    done = without_own_words(fiction.report(whole), "[gone]").entries[0].conversation.messages
    for before, after in zip(messages, done, strict=True):
        assert after.text == ("[gone]" if before.mine or before.form is Form.TOLD else before.text)
        assert (after.speaker, after.sent_at, after.channel) == (before.speaker, before.sent_at, before.channel)
