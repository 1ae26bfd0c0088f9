"""Every check by its own examples, and what the mail check must not believe."""

from __future__ import annotations

from datetime import date

import pytest

from bonafides.vet import CHECKS, TESTS, Stance, Told, together, vet
from bonafides.vet.check import Check
from bonafides.vet.checks.letters import counts
from bonafides.vet.forms.letter import letter_of
from bonafides.vet.told import MOST, Letter, Link, Result, Span


def contradicting(check: Check, told: Told) -> list[str]:
    return [each.key for each in check.find(told) if each.stance is Stance.CONTRADICTS]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_catches_its_proofs_and_spares_its_near_misses(check: Check) -> None:
    assert check.catches
    assert check.spares
    assert check.sources
    for told in check.catches:
        assert contradicting(check, told), told
    for told in check.spares:
        assert contradicting(check, told) == [], told


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_whatever_contradicts_quotes_what_it_rests_on(check: Check) -> None:
    for told in check.catches:
        assert all(each.value for each in check.find(told))


def keys(told: Told) -> dict[str, Stance]:
    whole = vet(told)
    return {each.key: each.stance for each in (*whole.agrees, *whole.contradicts, *whole.unchecked)}


# --- addresses, links, numbers, dates


def test_an_honest_small_recruiter_with_an_open_mail_service_is_told_kindly() -> None:
    told = Told(firms=("Sarah Lin Recruitment",), mails=("sarah@gmail.com",))
    assert keys(told) == {"address.free-mail": Stance.CONTRADICTS}
    assert keys(Told(mails=("sarah@gmail.com",))) == {"address.unknown": Stance.UNCHECKED}


def test_what_cannot_be_read_as_an_address_is_said() -> None:
    assert keys(Told(mails=("no body.com",))) == {"address.none": Stance.UNCHECKED}
    junk = vet(Told(mails=("nobody", "7"), urls=("3",), phones=("tel", "++44", "not a number")))
    assert (junk.contradicts, junk.unchecked) == ((), ())
    assert [each.where for each in junk.unread] == [
        "phones: tel", "phones: ++44", "phones: not a number", "mails: nobody", "mails: 7", "urls: 3",
    ]  # fmt: skip


def test_a_name_hidden_in_front_of_an_at() -> None:
    found = keys(Told(urls=("https://linkedin.com@profile-desk.net/in/a",)))
    assert found["address.hidden"] is Stance.CONTRADICTS


def test_a_link_that_shows_one_place_and_leads_to_another() -> None:
    shown = Link(text="www.airbus.com", target="https://airbus.com.desk24.net/x")
    found = keys(Told(firms=("Airbus",), links=(shown,)))
    assert found == {"link.elsewhere": Stance.CONTRADICTS, "address.front": Stance.CONTRADICTS}


@pytest.mark.parametrize(
    ("phone", "key"),
    [
        ("+44 20 7946 0000", "exists"),
        ("0044 20 7946 0000", "exists"),
        ("tel:+44 20 7946 0000", "exists"),
        ("020 7946 0000", "local"),
        ("+44 909 8790000", "premium"),
        ("+44 56 0000 0000", "internet"),
        ("+1 555 1", "none"),
        ("room 4402 b", "local"),
        ("+٤٤ ٢٠ ٧٩٤٦ ٠٠٠٠", "exists"),
        ("1" * 100_000, "local"),
    ],
)
def test_numbers(phone: str, key: str) -> None:
    assert list(keys(Told(phones=(phone,)))) == [f"phone.{key}"]


def test_no_country_of_a_number_is_a_sign() -> None:
    numbers = (
        "+86 10 6552 9988",
        "+7 495 123 45 67",
        "+98 21 1234 5678",
        "+1 202 456 1111",
        "+49 30 901820",
        "+92 51 9201234",
    )
    assert {tuple(keys(Told(firms=("Airbus",), phones=(each,))).items()) for each in numbers} == {
        (("phone.exists", Stance.UNCHECKED),)
    }


def test_dates_that_are_still_to_come() -> None:
    assert "date.to-come" in keys(Told(posts=(Span(what="A", since=date(2999, 1, 1)),)))
    assert keys(Told(posts=(Span(what="A"),), studies=(Span(what="B", degree="master"),))) == {}


# --- letters

HEAD = (
    b"Received: from out.desk.test by mx.provider.example; Mon, 02 Mar 2026 08:00:04 +0000\n"
    b"From: Anna <anna@firm.example>\nDate: Mon, 02 Mar 2026 08:00:00 +0000\n"
)
RESULT = b"Authentication-Results: %s; dmarc=%s header.from=firm.example\n"


def by(server: bytes, outcome: bytes) -> Told:
    letter = letter_of(RESULT % (server, outcome) + HEAD + b"\n")
    return Told(firms=("Firm",), own=("firm.example",), mails=(letter.sender,), letters=(letter,))


def test_a_result_by_the_user_s_own_mail_service_counts() -> None:
    assert keys(by(b"mx.provider.example", b"pass")) == {
        "mail.dmarc-pass": Stance.AGREES,
        "address.own": Stance.AGREES,
    }


def test_a_result_by_somebody_else_does_not() -> None:
    """Whoever writes a letter can write such a header into it."""
    assert keys(by(b"mx.desk.test", b"pass")) == {
        "mail.foreign": Stance.UNCHECKED,
        "address.own": Stance.UNCHECKED,
    }


def test_an_address_that_was_refused_agrees_with_nothing() -> None:
    found = keys(by(b"mx.provider.example", b"fail"))
    assert found == {"mail.dmarc-fail": Stance.CONTRADICTS, "address.own": Stance.UNCHECKED}


def test_without_a_result_nobody_vouches_for_the_sender() -> None:
    letter = letter_of(HEAD + b"\n")
    told = Told(firms=("Firm",), own=("firm.example",), mails=(letter.sender,), letters=(letter,))
    assert keys(told) == {"mail.no-results": Stance.UNCHECKED, "address.own": Stance.UNCHECKED}


def test_without_a_received_line_nobody_knows_whose_result_it_is() -> None:
    result = Result(server="mx.provider.example", method="spf", outcome="pass", domain="firm.example")
    assert not counts(result, Letter(sender="anna@firm.example", results=(result,)))


def test_a_service_that_leaves_its_name_out_is_known_by_its_hosts() -> None:
    result = Result(server="", method="dmarc", outcome="pass", domain="firm.example")
    assert counts(result, Letter(keepers=("am0pr.eurprd01.prod.outlook.com",)))
    assert not counts(result, Letter(keepers=("mx.provider.example",)))


@pytest.mark.parametrize(
    ("results", "key", "stance"),
    [
        ("spf=fail smtp.mailfrom=firm.example", "mail.fail", Stance.CONTRADICTS),
        ("spf=fail smtp.mailfrom=firm.example; dkim=pass header.d=firm.example", "mail.dkim-pass", Stance.AGREES),
        ("spf=pass smtp.mailfrom=x@mail.firm.example", "mail.spf-pass", Stance.AGREES),
        ("dkim=pass header.i=@sender.test", "mail.signed-by-other", Stance.UNCHECKED),
        ("dmarc=fail; arc=pass", "mail.not-proved", Stance.UNCHECKED),
        ("arc=pass", "mail.forwarded", Stance.UNCHECKED),
        ("spf=softfail smtp.mailfrom=firm.example", "mail.not-proved", Stance.UNCHECKED),
    ],
)
def test_single_results(results: str, key: str, stance: Stance) -> None:
    header = f"Authentication-Results: mx.provider.example; {results}\n".encode()
    found = keys(Told(letters=(letter_of(header + HEAD + b"\n"),)))
    assert found[key] is stance


def test_bounces_and_numbers_of_letters_are_told_and_held_against_nobody() -> None:
    extra = b"Return-Path: <b@bounce.test>\nMessage-ID: <1@ids.test>\n"
    found = keys(Told(letters=(letter_of(extra + HEAD + b"\n"),)))
    assert found["reply.bounces"] is found["reply.message-id"] is Stance.UNCHECKED


# --- the whole


def test_there_is_no_verdict_and_the_open_questions_are_always_there() -> None:
    whole = vet(Told(firms=("Airbus",), mails=("a@airbus.com",)))
    assert [each.id for each in whole.open] == ["person", "firm", "client", "sharing"]
    assert not any(name in whole.__slots__ for name in ("score", "verdict", "risk", "level"))


class Somebody:
    """An entry of a list."""

    def said(self, lang: str) -> tuple[str, ...]:
        return (f"Anna Lin ({lang})", "on a list")

    def row(self) -> dict[str, object]:
        return {"name": "Anna Lin"}


def test_watch_lists_change_nothing_else() -> None:
    told = Told(names=("Anna Lin",), firms=("Airbus",), mails=("a@airbus.com",))
    somebody = Somebody()
    one, other = vet(told), vet(told, asked_about=(somebody,))
    assert other.asked_about == (somebody,)
    assert (one.agrees, one.contradicts, one.unchecked) == (other.agrees, other.contradicts, other.unchecked)


def test_the_three_tests_ask_questions_of_the_interview() -> None:
    from bonafides.interview import questions

    known = {question.id for question in questions()}
    assert [test for test, _ in TESTS] == ["client", "sharing", "call"]
    assert {question for _, asked in TESTS for question in asked} <= known


def test_several_sources_are_one_story_and_too_much_is_said() -> None:
    one = Told(names=("A",), firms=("Kestrel",), founded=2001, mails=tuple(f"{n}@x.com" for n in range(MOST + 5)))
    whole = together((one, Told(names=("A", "B"), founded=1990, client="C")))
    assert (whole.names, whole.founded, whole.client) == (("A", "B"), 2001, "C")
    assert len(whole.mails) == MOST
    assert [(each.why, each.where, each.count) for each in whole.unread] == [("more", "mails", 5)]
    assert Told(own=("x.com",)).is_empty
    assert not whole.is_empty


def test_a_second_firm_is_asked_about() -> None:
    assert keys(Told(firms=("Kestrel Dynamics", "Harrier Advisory")))["story.firms"] is Stance.CONTRADICTS
