"""The corridor: from a reading to a report, and the promises that hold over all of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bonafides import assess, check, read
from bonafides.examine import Case, examine, mode_for, rules_hash
from bonafides.model import Conversation, InputFile, Level, Message, Mode, Provenance, Reading

REPLAYS = sorted((Path(__file__).parent / "cases" / "documented").glob("*.json"))


def replay(path: Path) -> tuple[Conversation, dict[str, object]]:
    row = json.loads(path.read_text("utf-8"))
    messages = tuple(
        Message(speaker=m["speaker"], text=m["text"], mine=m["speaker"] == "me", channel=m.get("channel", ""))
        for m in row["messages"]
    )
    return Conversation(id=row["case"], messages=messages), row["expected"]


@pytest.mark.parametrize("path", REPLAYS, ids=[path.stem for path in REPLAYS])
def test_a_documented_case_is_seen_by_the_message_where_the_sign_was(path: Path) -> None:
    conversation, expected = replay(path)
    by = int(str(expected["by_message"]))
    early = assess(Conversation(id="early", messages=conversation.messages[: by + 1]))
    assert early.level.rank >= Level(str(expected["level_at_least"])).rank


@pytest.mark.parametrize("path", REPLAYS, ids=[path.stem for path in REPLAYS])
def test_every_quote_is_cut_from_the_original(path: Path) -> None:
    conversation, _ = replay(path)
    for contribution in assess(conversation).contributions():
        for span in contribution.finding.spans:
            text = conversation.messages[span.message].text
            assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize("path", REPLAYS[:12], ids=[path.stem for path in REPLAYS[:12]])
def test_the_users_own_words_are_never_quoted_against_anybody(path: Path) -> None:
    conversation, _ = replay(path)
    for contribution in assess(conversation).because:
        assert all(not conversation.messages[span.message].mine for span in contribution.finding.spans)


def reading(count: int, format_: str) -> Reading:
    threads = tuple(
        Conversation(id=str(n), messages=(Message(speaker="A", text="Lunch on Tuesday?"),)) for n in range(count)
    )
    file = InputFile(name="x", format=format_, sha256="0" * 64, size=1)
    return Reading(conversations=threads, provenance=Provenance(inputs=(file,)))


@pytest.mark.parametrize(
    ("count", "format_", "mode"),
    [
        (21, "linkedin-messages", Mode.ARCHIVE),
        (20, "linkedin-messages", Mode.SINGLE),
        (500, "interchange", Mode.SINGLE),
    ],
)
def test_mode_follows_the_input(count: int, format_: str, mode: Mode) -> None:
    assert mode_for(reading(count, format_)) is mode


def test_a_quiet_thread_of_an_archive_gets_no_advice_and_a_single_one_does() -> None:
    assert all(entry.advice is None for entry in examine(reading(30, "linkedin-messages")).entries)
    assert all(entry.advice is not None for entry in examine(reading(1, "linkedin-messages")).entries)


def test_provenance_says_version_rules_and_inputs() -> None:
    report = examine(reading(1, "paste"))
    assert report.provenance.version
    assert len(report.provenance.rules) == 64
    assert report.provenance.rules == rules_hash()
    assert report.provenance.inputs[0].format == "paste"


def test_status_changes_the_words_and_never_the_score() -> None:
    from bonafides.model import Status

    seen = {
        check(text="Could you send us the internal draft?", case=Case(status=status)).entries[0].assessment.score
        for status in Status
    }
    assert len(seen) == 1


def test_the_library_reads_text_without_a_file() -> None:
    found = read(text="Anna: hello\nMe: hi\nAnna: how are you?")
    assert [message.mine for message in found.conversations[0].messages] == [False, True, False]


def test_nothing_is_judged_twice_as_bad_for_being_long() -> None:
    text = "word " * 300_000
    assert assess(Conversation(id="long", messages=(Message(speaker="A", text=text),))).level is Level.QUIET
