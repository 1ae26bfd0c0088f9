"""What a group's texts say of its purpose: lures beyond chance, reports that only lower the bar, templates once."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from bonafides.model import Purpose
from bonafides.purpose import (
    CHARACTERS,
    EXAMINED,
    LIMIT,
    MESSAGES,
    ORDINARY,
    Judged,
    PurposeFinding,
    Thread,
    judge,
    purpose_of,
    tail,
)

LURE, SELL = "lure", "offer"
"""First words by which the fixed judge below tells a lure from other texts."""
WORDS = [f"word{a}{b}" for a in "abcdefghijklmnop" for b in "abcdefghijklmnop"]
APPROACHES = (
    "Hello, I represent a consultancy with clients abroad. We pay experts well for easy reports, no contract needed, "
    "payment in cash or crypto. Please write to me on WhatsApp at +44 7700 900123 and keep this between us.",
    "Good day. Your ministry experience is what our client is looking for. The client cannot be named. Could you share "
    "internal documents on trade policy? We pay 3000 USD for each, more if it is not public. Let us go on to Telegram.",
    "I was impressed by your profile. My firm needs inside views of your department that are not published; you would "
    "get 900 EUR in bitcoin for a few pages. Do not tell your employer. My Signal number is +1 202 555 0143.",
    "We look for an analyst for an easy remote task, very well paid, without contract. Send us your non-public notes "
    "on the shipyard and delete this chat afterwards. Write to my private mail, anna.voss@mailbox.example.",
)
RECRUITING = (
    "Hi Tom, I am recruiting a senior analyst for Hartwell Ltd in Leeds. The role and the salary band are on "
    "careers.hartwell.example. Would you like to see the job description?",
    "Dear Ms Ito, thank you for applying. The interview is on Tuesday at 10 with our head of engineering; the address "
    "of our office and the agenda are attached.",
    "Hello Sam, we met at the job fair. Our graduate programme opens in May, applications go through our website.",
    "Good morning, your notice period was not in the form. Could you tell me when you could start?",
)


def by_word(texts: tuple[str, ...]) -> Judged:
    """A judge that knows a lure by its first word, as strong as the number behind it."""
    first, number, *_ = f"{texts[0]} 0 0".split()
    if first == LURE:
        return Judged(strength=float(number), indicators=("moves-off-platform",))
    return Judged(strength=-2.0, unread=("pl",) if first == "po" else ())


def text(start: str, seed: int) -> str:
    """A text unlike that of every other seed."""
    return f"{start} {' '.join(random.Random(seed).choices(WORDS, k=40))}"


def said(texts: Sequence[str], accounts: int, *, threads: int = 5, reported: int = 0) -> list[Thread]:
    """Accounts that write these texts by turns; the first `reported` accounts are reported for all they wrote."""
    return [
        Thread(account=f"a{a:02}", texts=(texts[(a + at) % len(texts)],), reported=a < reported)
        for a in range(accounts)
        for at in range(threads)
    ]


def found(threads: Sequence[Thread]) -> PurposeFinding:
    return purpose_of(threads, by=by_word)


STRONGEST = f"{LURE} {ORDINARY[-1].alone}"
WEAK = f"{LURE} {ORDINARY[0].alone}"


# --- lures


@pytest.mark.parametrize(
    ("texts", "accounts", "expected"),
    [
        pytest.param([text(WEAK, n) for n in range(8)], 4, Purpose.LURE_EVIDENCE, id="many weak ones"),
        pytest.param([text(WEAK, n) for n in range(1)], 30, Purpose.UNKNOWN, id="one weak template is one false flag"),
        pytest.param(
            [text(STRONGEST, 1)], 8, Purpose.LURE_EVIDENCE, id="one template that ordinary people do not send"
        ),
        pytest.param([text(STRONGEST, 1)], 1, Purpose.UNKNOWN, id="one account is no group"),
        pytest.param([text(SELL, n) for n in range(40)], 30, Purpose.UNKNOWN, id="ordinary"),
        pytest.param(
            [text(WEAK, 1), *(text(SELL, n) for n in range(19))], 30, Purpose.UNKNOWN, id="as many as by chance"
        ),
        pytest.param([], 0, Purpose.UNKNOWN, id="nothing"),
    ],
)
def test_only_lures_beyond_chance_name_a_purpose(texts: list[str], accounts: int, expected: Purpose) -> None:
    assert found(said(texts, accounts)).purpose is expected


def test_a_template_counts_once_however_often_it_is_sent_and_whoever_is_addressed() -> None:
    body = text("", 1)
    threads = [Thread(account=f"a{n % 30}", texts=(f"{WEAK} Dear {WORDS[n]} {body}",)) for n in range(200)]
    told = found(threads)
    assert (told.purpose, told.judged, told.lures, told.accounts) == (Purpose.UNKNOWN, 1, 1, 30)


def test_ordinary_words_of_single_accounts_do_not_hide_what_they_share() -> None:
    lures = said([text(WEAK, n) for n in range(6)], 8, threads=6)
    cover = [Thread(account=f"a{n % 8:02}", texts=(text(SELL, 100 + n),)) for n in range(60)]
    assert found([*lures, *cover]).purpose is Purpose.LURE_EVIDENCE


def test_what_a_few_accounts_write_is_not_the_purpose_of_all() -> None:
    few = said([text(STRONGEST, n) for n in range(5)], 2)
    crowd = [Thread(account=f"b{n}", texts=(text(SELL, 100 + n),)) for n in range(30)]
    assert found(few).purpose is Purpose.LURE_EVIDENCE
    assert found([*few, *crowd]).purpose is Purpose.UNKNOWN


def test_indicators_are_those_of_the_lures_with_how_many_show_them() -> None:
    told = found(said([*(text(STRONGEST, n) for n in range(3)), text(SELL, 9)], 4))
    assert (told.indicators, told.lures, told.judged) == ((("moves-off-platform", 3),), 3, 4)


# --- reports


@pytest.mark.parametrize(
    ("strength", "reported", "expected"),
    [
        pytest.param(ORDINARY[1].alone, 8, Purpose.MEMBER_REPORTS, id="a lure that is reported"),
        pytest.param(ORDINARY[1].alone, 0, Purpose.UNKNOWN, id="the same without reports"),
        pytest.param(ORDINARY[1].alone, 1, Purpose.UNKNOWN, id="one account reported"),
        pytest.param(-1.0, 8, Purpose.UNKNOWN, id="everything reported, nothing in it"),
        pytest.param(ORDINARY[-1].alone, 8, Purpose.LURE_EVIDENCE, id="evidence without reports goes first"),
    ],
)
def test_reports_lower_the_bar_and_never_replace_the_texts(strength: float, reported: int, expected: Purpose) -> None:
    told = found(said([text(f"{LURE} {strength}", 1)], 8, reported=reported))
    assert told.purpose is expected
    assert told.reported == 5 * reported


def test_reporting_only_what_looks_worst_is_not_enough() -> None:
    """Two of fifty ordinary texts look like lures, and just these are reported by those who want to harm the group."""
    texts = [text(f"{LURE} {ORDINARY[1].alone}", n) for n in range(2)] + [text(SELL, n) for n in range(48)]
    threads = [Thread(account=f"a{a}", texts=(one,), reported=one.startswith(LURE)) for a in range(10) for one in texts]
    assert found(threads).purpose is Purpose.UNKNOWN


# --- limits


def test_the_order_of_the_threads_changes_nothing() -> None:
    threads = said([text(WEAK if n % 2 else SELL, n) for n in range(30)], 6, reported=3)
    mixed = list(threads)
    random.Random(3).shuffle(mixed)
    assert found(threads) == found(mixed)


def test_no_more_than_the_limit_is_judged_and_every_account_has_its_turn() -> None:
    heard: list[tuple[str, ...]] = []

    def listen(texts: tuple[str, ...]) -> Judged:
        heard.append(texts)
        return by_word(texts)

    crowd = [Thread(account=f"a{n % 5}", texts=(text(f"{SELL} {n % 5}", n),)) for n in range(EXAMINED + 10)]
    told = purpose_of(crowd, by=listen)
    assert (told.judged, len(heard), told.left_out) == (LIMIT, LIMIT, 10)
    assert {words[0].split()[1] for words in heard} == set("01234")


def test_a_huge_thread_is_cut() -> None:
    heard: list[tuple[str, ...]] = []

    def listen(texts: tuple[str, ...]) -> Judged:
        heard.append(texts)
        return by_word(texts)

    purpose_of([Thread(account="a", texts=("x " * CHARACTERS,) * 3), Thread(account="b", texts=("y",) * 99)], by=listen)
    assert max(sum(map(len, texts)) for texts in heard) == CHARACTERS
    assert max(map(len, heard)) == MESSAGES


def test_what_could_not_be_read_is_said() -> None:
    told = found([Thread(account="a", texts=(text("po", 1),)), Thread(account="b", texts=("", " "), reported=True)])
    assert (told.unread, told.judged, told.reported, told.purpose) == ((("pl", 1),), 1, 1, Purpose.UNKNOWN)


@pytest.mark.parametrize(
    ("successes", "trials", "rate", "expected"),
    [(0, 9, 0.1, 1.0), (1, 1, 0.1, 0.1), (2, 2, 0.5, 0.25), (1, 2, 0.5, 0.75), (200, 200, 0.05, 0.0), (0, 0, 0.1, 1.0)],
)
def test_the_tail_of_the_binomial_distribution(successes: int, trials: int, rate: float, expected: float) -> None:
    assert tail(successes, trials, rate) == pytest.approx(expected, abs=1e-12)


# --- with the detector


def test_first_approaches_are_found_by_the_detector() -> None:
    told = purpose_of(said(APPROACHES, 4, threads=4))
    assert told.purpose is Purpose.LURE_EVIDENCE
    assert told.lures >= len(APPROACHES) - 1
    assert dict(told.indicators)


def test_recruiters_are_not() -> None:
    told = purpose_of(said(RECRUITING, 30, reported=30))
    assert (told.purpose, told.lures, told.judged) == (Purpose.UNKNOWN, 0, len(RECRUITING))


def test_ordinary_first_messages_are_no_lures_each_by_itself() -> None:
    assert all(judge((one,)).strength < ORDINARY[0].alone for one in RECRUITING)


def test_a_language_that_is_not_covered_is_named() -> None:
    polish = "Dzień dobry, szukamy eksperta do napisania krótkiego raportu. Czy możemy porozmawiać jutro o szczegółach?"
    assert dict(purpose_of([Thread(account="a", texts=(polish,))]).unread) == {"pl": 1}
