"""SEConvo's runner on a made-up file of the same shape; on the real parts only where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.model import Conversation, Message
from evals import seconvo_crossed
from evals.measures import auc, macro_f1
from evals.seconvo import figures, main, section
from evals.seconvo_adapted import fit, read
from evals.seconvo_asks import TABLE, asked, plain, portrait
from evals.seconvo_cases import best_threshold, load

SCENARIOS = ("Recruitment", "Academic Funding")
OPENING = "Hello {name}, your work on river sediments is impressive. May I tell you about our plans?"
ANSWERS = ("Thank you, {topic} sounds good.", "I am not comfortable with that, why is it needed?", "Fine, talk soon.")
PRYING = (
    "Great! For our records about {topic}, please send your full name and date of birth.",
    "One last thing: could you also share a scan of your passport and the phone number of your supervisor?",
    "And could you share your unpublished data and the software that your team uses?",
)
HARMLESS = (
    "Great! Would Tuesday suit you for a call about {topic}?",
    "The application form for {topic} is on our website, there is no need for personal documents.",
    "Tuesday it is, I look forward to our meeting.",
)
TOPICS = ("tides", "moss", "kilns", "bridges", "barley", "lenses", "gravel", "canals")


def row(number: int, *, malicious: bool) -> dict[str, Any]:
    topic = TOPICS[number % len(TOPICS)]
    theirs = [OPENING, *(PRYING if malicious else HARMLESS)]
    told = [line for pair in zip(theirs, ANSWERS, strict=False) for line in pair] + theirs[-1:]
    return {
        "Conversation": [
            {"Name": ("Ada", "Ben")[place % 2], "Message": line.format(name="Ben", topic=topic)}
            for place, line in enumerate(told)
        ],
        "GroundTruth": {"IsMalicious": malicious, "Scenario": SCENARIOS[number % 4 // 2], "ConversationID": number},
    }


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    path = tmp_path / "made_up.json"
    rows = [row(number, malicious=number % 2 == 0) for number in range(16)]
    path.write_text(json.dumps({"Conversations": rows}), encoding="utf-8")
    return path


def run(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    assert main(["--train", str(path), "--extra", str(path), "--test", str(path), *more]) == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


# --- the runner


def test_prints_every_figure_for_the_product_and_for_the_adapted_model(
    made_up: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = run(made_up, capsys)
    assert printed["conversations"] == {"train": 16, "extra": 16, "test": 16}
    assert printed["adapted"]["macro_f1"] == printed["adapted"]["auc"] == 1.0
    for told in (printed["product"]["warn"], printed["product"]["threshold"], printed["adapted"]):
        assert {"macro_f1", "f1_malicious", "false_positive_rate", "auc"} < told.keys()
        assert told["scenarios"].keys() == set(SCENARIOS)
        assert sum(inside["conversations"] for inside in told["scenarios"].values()) == 16


def test_openings_alone_tell_the_adapted_model_nothing(made_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = run(made_up, capsys, "--first", "1")
    assert printed["first"] == 1
    assert printed["adapted"]["auc"] == 0.5


def test_no_message_at_all_is_refused(made_up: Path) -> None:
    with pytest.raises(SystemExit):
        main(["--train", str(made_up), "--extra", str(made_up), "--test", str(made_up), "--first", "0"])


def test_whoever_writes_first_is_the_other_side(made_up: Path) -> None:
    whole, beginning = load(made_up, by_people=True), load(made_up, by_people=False, first=3)
    assert [message.mine for message in whole[0].conversation.messages] == [False, True] * 3 + [False]
    assert {len(case.conversation.messages) for case in beginning} == {3}
    assert [case.malicious for case in whole[:2]] == [True, False]
    assert whole[0].by_people
    assert not beginning[0].by_people


# --- the threshold


@pytest.mark.parametrize(
    ("scores", "outcomes", "low", "high"),
    [
        pytest.param([0, 1, 4, 5], [False, False, True, True], 1, 4, id="clear"),
        pytest.param([0, 1, 2, 6, 7, 8], [False, True, False, True, True, True], 2, 6, id="one low one"),
        pytest.param([5, 0, 4, 1], [True, False, True, False], 1, 4, id="any order"),
        pytest.param([3, 3, 3], [True, False, True], 3, 3, id="all alike"),
    ],
)
def test_best_threshold_lies_in_the_gap(scores: list[float], outcomes: list[bool], low: float, high: float) -> None:
    assert best_threshold(scores, outcomes) == (low + high) / 2


@given(st.lists(st.tuples(st.integers(-20, 20), st.booleans()), min_size=2, max_size=30))
def test_best_threshold_divides_what_differs(pairs: list[tuple[int, bool]]) -> None:
    scores, outcomes = [float(score) for score, _ in pairs], [outcome for _, outcome in pairs]
    threshold = best_threshold(scores, outcomes)
    assert min(scores) <= threshold <= max(scores)
    if min(scores) < max(scores):
        assert {score >= threshold for score in scores} == {True, False}


# --- asks


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param("Could you send me your full name and date of birth?", {"name", "birth"}, id="two at once"),
        pytest.param("We\u2019d need a copy of your driver\u2019s license.", {"papers"}, id="curly apostrophe"),
        pytest.param("There is no need for your passport at this stage.", set(), id="waved away"),
        pytest.param("I'll send you an email with the form.", set(), id="offered, not asked"),
        pytest.param("The bank is lovely in spring.", set(), id="not asked for"),
        pytest.param("Which software does the group run?", {"systems"}, id="any question asks"),
        pytest.param("Is the valid idea avoidable?", set(), id="whole words only"),
    ],
)
def test_what_a_message_asks_for(text: str, items: set[str]) -> None:
    assert asked(plain(text)) == items


def test_groups_and_items_agree() -> None:
    assert {*TABLE["personal"], *TABLE["inside"]} <= TABLE["items"].keys()


def talk(*lines: str) -> Conversation:
    messages = (Message(speaker="me" if i % 2 else "them", text=line, mine=i % 2 == 1) for i, line in enumerate(lines))
    return Conversation(id="c", messages=tuple(messages))


def test_the_portrait_sees_a_second_ask_behind_a_hesitation() -> None:
    told = portrait(talk("Hello!", "Hi.", "Please send your passport.", "I'd rather not.", "Then your phone number?"))
    assert (told["asks papers"], told["asks phone"], told["asks money"]) == (1, 1, 0)
    assert (told["personal messages"], told["personal after hesitation"], told["hesitations"]) == (2, 1, 1)
    assert (told["personal first"], told["personal last"]) == (2 / 5, 4 / 5)
    assert told["inside first"] == 1.0


def test_the_portrait_does_not_count_messages() -> None:
    shorter, longer = (portrait(talk(*["Good."] * count)) for count in (5, 9))
    assert shorter == longer


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_text_has_a_portrait_of_the_same_shape(lines: list[str]) -> None:
    assert portrait(talk(*lines)).keys() == portrait(talk()).keys()


# --- the report, and the real parts


def test_the_chapter_says_so_where_the_data_is_not_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seconvo_crossed, "DATA", tmp_path)
    assert "not at hand" in "\n".join(section())
    assert figures() == {}


def test_the_chapter_shows_every_judge_on_made_up_data(
    made_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (seconvo_crossed.BY_PEOPLE, seconvo_crossed.BY_INTENT):
        (tmp_path / name).write_bytes(made_up.read_bytes())
    monkeypatch.setattr(seconvo_crossed, "DATA", tmp_path)
    monkeypatch.setattr(seconvo_crossed, "REPEATS", 1)
    seconvo_crossed.crossed.cache_clear()
    try:
        assert sum(line.startswith(("| product", "| adapted")) for line in section()) == 6
        assert figures()["seconvo.adapted.macro_f1"] == 1.0
    finally:
        seconvo_crossed.crossed.cache_clear()


@pytest.mark.skipif(not seconvo_crossed.DATA.exists(), reason="SEConvo is not at hand")
def test_the_adapted_model_holds_on_conversations_it_has_not_read() -> None:
    people = load(seconvo_crossed.DATA / seconvo_crossed.BY_PEOPLE, by_people=True)
    intent = load(seconvo_crossed.DATA / seconvo_crossed.BY_INTENT, by_people=False)
    model = fit([read(c.conversation, by_people=False) for c in intent], [c.malicious for c in intent])
    values = model([read(c.conversation, by_people=True) for c in people]).tolist()
    outcomes = [case.malicious for case in people]
    bad, good = ([v for v, o in zip(values, outcomes, strict=True) if o is kind] for kind in (True, False))
    assert auc(bad, good) > 0.85
    assert macro_f1(outcomes, [value > 0 for value in values]) > 0.7
