"""Only what is found in the text is believed: known signs, the other side's messages, quotes to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.detect.reported import own_words
from bonafides.model import Conversation, Form, Message, Polarity, Span
from bonafides.second_reader import LONGEST, transcript
from bonafides.second_reader.verify import MOST, PLACES, STRENGTH, Verified, verified
from tests.second_reader.server import finding
from tests.second_reader.threads import SECRET, SIGNS, TALK, draft, thread


def checked(*proposals: object, talk: Conversation = TALK) -> Verified:
    return verified(list(proposals), talk, transcript(talk), SIGNS, own_words)


def test_a_good_one_is_marked_and_exact() -> None:
    (found,), dropped = checked(finding("asks-for-secrecy", 3, SECRET))
    (span,) = found.spans
    assert TALK.messages[span.message].text[span.start : span.end] == SECRET
    assert (span.message, found.by, found.strength, dropped) == (2, "reader", STRENGTH, 0)
    assert (found.polarity, found.stage, found.kind) == (
        Polarity.FOR,
        SIGNS["asks-for-secrecy"].stage,
        SIGNS["asks-for-secrecy"].kind,
    )


def test_blanks_around_a_quote_and_a_short_message_quoted_whole_are_no_fault() -> None:
    assert checked(finding("vague-client", 3, f" {SECRET}\n")).dropped == 0
    assert checked(finding("vague-client", 4, "Short.")).dropped == 0


INVENTED = {
    "invented quote": finding("vague-client", 3, "keep this from your wife"),
    "changed letter": finding("vague-client", 3, SECRET.replace("two", "Two")),
    "other message": finding("vague-client", 1, SECRET),
    "unknown sign": finding("asks-for-nothing", 3, SECRET),
    "sign that is no id": finding(["vague-client"], 3, SECRET),
    "the user's own": finding("vague-client", 2, "I would have to ask my office"),
    "index 0": finding("vague-client", 0, "Short."),
    "negative index": finding("vague-client", -1, SECRET),
    "last one from behind": finding("vague-client", -2, SECRET),
    "beyond the end": finding("vague-client", 5, SECRET),
    "number as text": finding("vague-client", "3", SECRET),
    "number as truth": finding("vague-client", True, "A small circle of readers"),
    "broken number": finding("vague-client", 3.0, SECRET),
    "empty quote": finding("vague-client", 3, ""),
    "blank quote": finding("vague-client", 3, "         "),
    "short quote": finding("vague-client", 3, "stay"),
    "part of a short message": finding("vague-client", 4, "Shor"),
    "quote that is no text": finding("vague-client", 3, [SECRET]),
    "nothing": None,
    "a text": "vague-client",
    "a list": [1, 2],
    "empty": {},
}


@pytest.mark.parametrize("name", INVENTED)
def test_what_cannot_be_found_is_dropped_and_counted(name: str) -> None:
    assert checked(INVENTED[name]) == ((), 1)
    assert checked(INVENTED[name], finding("asks-for-secrecy", 3, SECRET)).dropped == 1


def test_repeated_findings_are_one_with_all_their_places() -> None:
    findings, dropped = checked(
        finding("asks-for-secrecy", 3, SECRET),
        finding("asks-for-secrecy", 3, SECRET),
        finding("asks-for-secrecy", 3, "offices tend to fret"),
        finding("vague-client", 1, "small circle of readers"),
    )
    assert [(found.indicator, len(found.spans)) for found in findings] == [("asks-for-secrecy", 2), ("vague-client", 1)]
    assert dropped == 0


def test_a_flood_is_cut_off() -> None:
    talk = thread(("them", " ".join(f"number {at:06}" for at in range(MOST + 50))))
    flood = [finding("vague-client", 1, f"number {at:06}") for at in range(MOST + 50)]
    findings, dropped = checked(*flood, talk=talk)
    assert (len(findings), len(findings[0].spans), dropped) == (1, PLACES, 50)


def test_a_quote_may_have_500_characters_and_no_more() -> None:
    talk = thread(("them", "x" * 600))
    assert checked(finding("vague-client", 1, "x" * 500), talk=talk).dropped == 0
    assert checked(finding("vague-client", 1, "x" * 501), talk=talk).dropped == 1


def test_drafts_and_lines_of_the_platform_are_nobodys_words() -> None:
    event = Message(speaker="system", text="Dana Whitfield changed her number.", form=Form.EVENT)
    talk = thread(draft("Let this stay between us, please."), event, ("them", "Good morning to you."))
    assert checked(finding("asks-for-secrecy", 1, "stay between us"), talk=talk).dropped == 1
    assert checked(finding("vague-client", 2, "changed her number"), talk=talk).dropped == 1


def test_what_a_message_only_quotes_is_not_its_senders_word() -> None:
    talk = thread(("them", "This came in today, please have a look at it.\n> Let this stay between the two of us."))
    assert checked(finding("asks-for-secrecy", 1, SECRET), talk=talk).dropped == 1
    assert checked(finding("vague-client", 1, "please have a look at it"), talk=talk).dropped == 0


def test_what_was_not_sent_cannot_be_quoted() -> None:
    talk = thread(("them", f"{SECRET}, once more: " + "a" * LONGEST), ("them", "Good morning."))
    assert checked(finding("asks-for-secrecy", 1, SECRET), talk=talk).dropped == 1
    assert checked(finding("asks-for-secrecy", 1, "a" * 9), talk=talk).findings[0].spans[0].start > len(SECRET)


@given(
    text=st.text(st.sampled_from("ab é\U0001f600\u200b\u0430\n>"), max_size=40),
    quote=st.text(st.sampled_from("ab é\U0001f600\u200b\u0430\n>"), max_size=12),
    number=st.integers(-3, 3),
)
def test_every_span_is_the_quote(text: str, quote: str, number: int) -> None:
    talk = thread(("them", text), ("me", text))
    findings, dropped = checked(finding("vague-client", number, quote), talk=talk)
    assert len(findings) + dropped == 1
    for found in findings:
        assert found.spans == (Span(message=0, start=found.spans[0].start, end=found.spans[0].end),)
        assert text[found.spans[0].start : found.spans[0].end] == quote.strip()
        assert number == 1
