"""The linter: each fault has a file that shows it, and the drills that come with the program have none."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bonafides.drilling import known
from bonafides.learn.drill import PLACEHOLDERS, Choice
from bonafides.learn.lint import differing, faults_in
from bonafides.learn.parse import CHANNELS, LANGUAGES
from bonafides.learn.shelf import shipped
from tests.learn.samples import GOOD, ORDINARY, drill

MINE = '[[message]]\nfrom = "me"\ntext = "Good morning."\n'
BAD = {
    "the first is mine": (
        GOOD.replace("[[message]]", f"{MINE}[[message]]", 1).replace("from_message = 3", "from_message = 4"),
        "first-them",
    ),
    "the last is mine": (GOOD.replace("[end]", f"{MINE}[end]"), "last-them"),
    "an unknown case": (GOOD.replace('"C01"', '"C99999"'), "base-unknown"),
    "no case": (GOOD.replace('["C01"]', "[]"), "base-missing"),
    "a case for an ordinary one": (ORDINARY.replace('kind = "ord', 'based_on = ["C01"]\nkind = "ord'), "base-ordinary"),
    "reporting an ordinary one": (ORDINARY.replace('"answer"', '"report"'), "best-ordinary"),
    "going on in a deceptive one": (GOOD.replace('best = "report"', 'best = "answer"'), "best-deceptive"),
    "a sign's message in an ordinary one": (
        ORDINARY.replace('"answer"', '"answer"\nfrom_message = 1'),
        "from-ordinary",
    ),
    "one's own message as the sign": (GOOD.replace("from_message = 3", "from_message = 2"), "from-them"),
    "a message that is not there": (GOOD.replace("from_message = 3", "from_message = 9"), "from-them"),
    "no message": (GOOD.replace("from_message = 3", ""), "from-them"),
    "no sign in time": (GOOD.replace("from_message = 3", "from_message = 1"), "sign-late"),
    "a sign in one's own message": (
        GOOD.replace('text = "Thank you."', 'text = "Thank you."\n[[message.innocent]]\nquote = "Thank"\nwhy = "x"'),
        "marks-mine",
    ),
    "nothing innocent": (
        ORDINARY.replace('[[message.innocent]]\nquote = "quick pleas"\nwhy = "A hurry and a slip mean nothing."\n', ""),
        "innocent-missing",
    ),
    "a quote that is not there": (
        GOOD.replace('quote = "Please tell nobody"', 'quote = "Tell nobody"'),
        "quote-missing",
    ),
    "a quote that is there twice": (GOOD.replace('quote = "Please tell nobody"', 'quote = "e"'), "quote-twice"),
    "an unknown indicator": (GOOD.replace('"asks-for-secrecy"', '"asks-for-secrets"'), "indicator-unknown"),
    "a sign against deception": (GOOD.replace('"asks-for-secrecy"', '"everyday-life"'), "indicator-against"),
    "a sign of deception in an ordinary one": (
        ORDINARY.replace(
            "[end]", '[[message.sign]]\nindicator = "vague-client"\nquote = "you may ask the office"\nwhy = "x"\n[end]'
        ),
        "indicator-ordinary",
    ),
    "an unknown placeholder": (GOOD.replace("{mail}", "{email}"), "placeholder-unknown"),
    "half a placeholder": (GOOD.replace("{mail}", "{mail"), "placeholder-unknown"),
    "a placeholder in the title": (GOOD.replace("About your article", "From {firm}"), "placeholder-here"),
    "a placeholder in a reason": (GOOD.replace("Honest work", "{firm}"), "placeholder-here"),
    "a real domain": (GOOD.replace("{mail}", "jobs@harlow-advisory.com"), "domain"),
    "a real link": (GOOD.replace("{mail}", "https://harlow.co/x?y"), "domain"),
    "a real number": (GOOD.replace("{mail}", "+44 7911 123456"), "phone"),
    "a national number": (GOOD.replace("{mail}", "0151 2345 6789"), "phone"),
    "a country": (GOOD.replace("{mail}", "our office in Germany"), "origin"),
    "a people": (GOOD.replace("A spelling mistake", "A swedish mistake"), "origin"),
    "a nationality in what happened": (GOOD.replace("The papers grew", "The Chinese papers grew"), "origin"),
    "money of a country": (GOOD.replace("{mail}", "us about 300 euros"), "origin-reason"),
    "a faith": (GOOD.replace("{mail}", "the muslim club"), "origin-reason"),
    "an embassy in the setting": (GOOD.replace("You teach at a college", "You work at an embassy"), "origin-reason"),
    "origin in the title": (GOOD.replace("About your article", "A foreigner writes"), "origin-reason"),
    "an accent in a text": (GOOD.replace("{mail}", "me, I have an accent"), "origin-reason"),
    "a placeholder in what a check finds": (
        GOOD.replace("front desk of {firm}", "desk of {frim}"),
        "placeholder-unknown",
    ),
    "a reason from origin": (GOOD.replace("Honest work needs", "A foreign name needs"), "origin-reason"),
}


@pytest.mark.parametrize(("text", "code"), BAD.values(), ids=BAD)
def test_each_fault_is_found_and_nothing_else(text: str, code: str) -> None:
    assert {each.code for each in faults_in(drill(text), known())} == {code}


@pytest.mark.parametrize(
    "words",
    [
        "Write to {mail} or info@{domain}", "See https://{domain}/day?x=1", "the file plan.zip", "e.g. this",
        "3.5 hours",
        "from 2019-2021 we had 10 000 visits", "on 05.06.2025", "about 1,000,000 a year", "jobs@kilo.example",
        "www.example.com", "call {phone} from 9-17", "Sorry for my English", "a farewell", "I am polishing it",
    ],
)  # fmt: skip
def test_what_is_right_is_left_alone(words: str) -> None:
    text = GOOD.replace("Write to {mail}.", f"{words}.")
    assert faults_in(drill(text), known()) == ()


def test_languages_that_differ_and_ids_that_are_there_twice_are_told() -> None:
    other = drill(ORDINARY.replace('"a-talk"', '"a-report"').replace('lang = "en"', 'lang = "fr"'))
    found = [(each.lang, fault.code) for each, fault in differing([drill(), drill(), other])]
    assert found == [("en", "twice"), ("fr", "kind-differs")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_drills_of_the_program_have_no_fault(lang: str) -> None:
    drills = shipped(lang)
    assert [(each.id, fault) for each in drills for fault in faults_in(each, known())] == []
    assert [*differing((*shipped("en"), *drills))] == [] or lang == "en"


@pytest.mark.parametrize(("lang", "fewest"), [("en", 20), ("fr", 8), ("de", 8), ("da", 1), ("es", 1)])
def test_there_are_enough_and_enough_of_them_are_ordinary(lang: str, fewest: int) -> None:
    drills = shipped(lang)
    assert len(drills) >= fewest
    ordinary = sum(each.ordinary for each in drills)
    assert 0.25 <= ordinary / len(drills) <= 0.6
    assert len({each.lang for each in drills}) == 1


def test_neither_length_nor_opening_gives_the_truth_away() -> None:
    """Nobody learns that long threads, long first messages or some channel are the sign."""
    drills = shipped("en")
    for measure in (
        lambda each: len(each.lines),
        lambda each: len(each.lines[0].text),
        lambda each: len(each.title),
        lambda each: sum(len(line.text) for line in each.lines) / len(each.lines),
    ):
        means = [
            sum(found) / len(found) for ordinary in (True, False)
            if (found := [measure(each) for each in drills if each.ordinary is ordinary])
        ]  # fmt: skip
        assert max(means) / min(means) < 1.4
    first = Counter((each.channel, each.ordinary) for each in drills)
    assert [channel for channel, _ in first if first[channel, True] and first[channel, False]], "channels are shared"


def test_the_drill_in_the_documents_has_no_fault() -> None:
    page = (Path(__file__).parents[2] / "docs" / "learn.md").read_text("utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert faults_in(drill(example), known()) == ()


@pytest.mark.parametrize("allowed", [*CHANNELS, *PLACEHOLDERS, *LANGUAGES, *Choice])
def test_the_documents_name_everything_that_may_stand_in_a_drill(allowed: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "learn.md").read_text("utf-8")
    assert re.search(rf"(?<![\w-]){allowed}(?![\w-])", page)
