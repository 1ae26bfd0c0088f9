"""What was read is corrected before it is judged: people, sides, words of pictures, names, and joins."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bonafides.web.sitting import Sitting
from bonafides.web.sittings import Sittings
from tests.read.picture.drawing import Said, Screen, drawn, encoded
from tests.required import needs_ocr
from tests.web.walk import THREAD, Files, Person

WHATSAPP = (
    "[01/03/2026, 09:00:11] Amy Lin: Hello, we pay 800 USD for a report\n[01/03/2026, 09:01:00] Bob Day: Why?\n"
    "[02/03/2026, 09:01:00] Amy Lin: Please keep this between us\n"
)
MAIL = (
    "From: Amy Lin <amy@lin.example>\r\nTo: Bob Day <bob@home.example>\r\nDelivered-To: bob@home.example\r\n"
    "Subject: Offer\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\n\r\nThe client stays unnamed.\r\n"
)
TWO: Files = (
    ("files", ("WhatsApp Chat with Amy Lin.txt", WHATSAPP.encode(), "text/plain")),
    ("files", ("offer.eml", MAIL.encode(), "message/rfc822")),
)


def sitting(person: Person) -> Sitting:
    held: Sittings = person.app.state.sittings
    return held.find(person.client.cookies["bonafides"], keep=False)


def sides(person: Person, number: int = 0) -> list[bool]:
    reading = sitting(person).reading
    assert reading
    return [message.mine for message in reading.conversations[number].messages]


def texts(person: Person, number: int = 0) -> list[str]:
    reading = sitting(person).reading
    assert reading
    return [message.text for message in reading.conversations[number].messages]


def test_messages_are_ticked(person: Person) -> None:
    person.bring(THREAD)
    person.send("/correct/0", {"mine": ["0", "2"]})
    assert sides(person) == [True, False, True]
    assert re.findall(r'name="mine" value="(\d)" autocomplete="off" checked', person.open("/correct").text) == [
        "0",
        "2",
    ]
    person.send("/correct/0")
    assert sides(person) == [False, False, False]


def test_people_are_told_apart(person: Person) -> None:
    person.bring(THREAD)
    person.send("/correct/0/people", {"person": ["0"]})
    assert person.place == "/correct"
    assert sides(person) == [True, False, True]


def test_of_a_long_thread_the_rest_is_left_as_it_is(person: Person) -> None:
    person.bring("\n".join(f"{who}: message {n}" for n in range(150) for who in ("Ann", "Bob")))
    person.send("/correct/0/people", {"person": ["1"]})
    assert "more messages" in person.open("/correct").text
    person.send("/correct/0")
    assert [sides(person).count(True), sides(person)[:200].count(True)] == [50, 0]


@pytest.mark.parametrize("number", ["7", "-1", "99999999999999999999"])
def test_there_is_no_other_conversation(person: Person, number: str) -> None:
    person.bring(THREAD)
    assert person.open(f"/correct/{number}").status_code == 404
    assert person.send(f"/correct/{number}").status_code == 404
    assert person.send(f"/correct/{number}/people").status_code == 404


@pytest.mark.parametrize("mine", [["x"], ["-1"], ["999999"], ["1", "1"], ["²"]])
def test_odd_ticks_do_no_harm(person: Person, mine: list[str]) -> None:
    person.bring(THREAD)
    assert person.send("/correct/0", {"mine": mine}).status_code == 200


# --- several conversations


def test_several_are_listed_and_corrected_one_by_one(person: Person) -> None:
    person.bring(files=TWO)
    assert person.heading == "This is what was read"
    assert person.text.count("Amy Lin") >= 2
    person.open("/correct/0")
    assert person.heading == "Is it right who wrote what?"
    person.send("/correct/0", {"mine": ["0"]})
    assert person.place == "/correct"
    assert sides(person) == [True, False, False]
    person.send("/correct")
    assert person.place == "/about"


def test_what_may_be_one_person_is_offered_joined_and_parted(person: Person) -> None:
    person.bring(files=TWO)
    assert "Some of these have the same name." in person.text
    assert "--join" not in person.text
    person.open("/together")
    ids = re.findall(r'type="hidden" name="same" value="([^"]+)"', person.page.text)
    assert len(ids) == 2, "the same name is offered as a pair"
    person.send("/together", {"same": ids})
    assert person.place == "/correct"
    assert sorted(texts(person), key=len)[0] == "Why?"
    assert len(texts(person)) == 4
    assert "Put together from" in person.text
    person.send("/together", {"do": "anew"})
    assert person.heading == "This is what was read"
    person.send("/together", {"do": "apart"})
    assert sitting(person).join is False


def test_a_correction_outlives_reading_again(person: Person) -> None:
    person.bring(files=TWO)
    person.send("/correct/0", {"mine": ["0"]})
    person.send("/together", {"do": "apart"})
    assert sides(person) == [True, False, False]


def test_unknown_conversations_are_not_joined(person: Person) -> None:
    person.bring(files=TWO)
    assert person.send("/together", {"same": ["a", "b"]}).status_code == 422
    ids = re.findall(r'type="checkbox" name="same" value="([^"]+)"', person.open("/together").text)
    person.send("/together", {"same": ids[:1]})
    assert person.place == "/together"
    assert sitting(person).joined == ()


MANY = "\n".join(
    json.dumps({"id": f"c{number}", "messages": [
        {"speaker": "Jane Roe", "text": "Could we continue on WhatsApp? Please keep this between us."},
        {"speaker": who, "text": "Good, and you?"},
    ]}) for number, who in enumerate(("Ann Lee", "Ann Lee", "Bob Ray"))
)  # fmt: skip
ARCHIVE: Files = (("files", ("chats.jsonl", MANY.encode(), "application/jsonl")),)


def test_the_person_says_which_name_is_theirs(person: Person) -> None:
    person.bring(files=ARCHIVE)
    assert "Which of these names is yours?" in person.text
    person.send("/correct", {"me": "Jane Roe"})
    assert person.place == "/about"
    assert [sides(person, number) for number in range(3)] == [[True, False]] * 3
    assert 'value="Jane Roe" selected' in person.open("/correct").text


def test_no_other_name_is_taken(person: Person) -> None:
    person.bring(files=ARCHIVE)
    assert person.send("/correct", {"me": "Somebody Else"}).status_code == 422


def test_nothing_readable_is_said_with_what_to_do(person: Person) -> None:
    person.bring(files=[("files", ("song.mp3", b"ID3\x04" + bytes(range(256)) * 20, "audio/mpeg"))])
    assert person.heading == "This is what was read"
    assert "No conversation was found" in person.text
    assert "which is not read" in person.text
    person.send("/correct")
    assert person.place == "/bring"


# --- where the files are meanwhile


def test_files_go_as_soon_as_nothing_needs_them(person: Person) -> None:
    person.bring(files=TWO[:1])
    assert sitting(person).folder is None, "there is nothing to ask about one conversation"
    person.bring(files=TWO)
    folder = sitting(person).folder
    assert folder
    assert folder.is_dir(), "whether they belong together is still open"
    person.send("/about")
    assert person.place == "/answer"
    assert not folder.exists()


@pytest.mark.parametrize("leave", ["/again", "/wipe", "/told"])
def test_files_go_with_everything_else(person: Person, leave: str) -> None:
    person.bring(files=TWO)
    folder = sitting(person).folder
    assert folder
    person.send(leave)
    assert not folder.exists()


def test_a_text_and_files_are_read_together(person: Person) -> None:
    person.bring("Ann: Could we continue on WhatsApp?", files=TWO[:1])
    assert person.heading == "This is what was read"
    reading = sitting(person).reading
    assert reading
    assert len(reading.conversations) == 2


def test_a_folder_is_looked_through(person: Person) -> None:
    inside = [("folder", (f"export/{name}", raw, kind)) for _, (name, raw, kind) in TWO]
    person.bring(files=[*inside, ("folder", ("export/code.py", b"print(1)", "text/plain"))])
    reading = sitting(person).reading
    assert reading
    assert len(reading.conversations) == 2
    assert [file.name for file in reading.provenance.inputs if file.name.startswith("export/")]


# --- pictures


@pytest.fixture(scope="module")
def picture() -> bytes:
    needs_ocr()
    said = (
        Said(lines=("We loved your profile.", "Could we continue on WhatsApp?"), clock="09:12"),
        Said(lines=("Why there?",), mine=True, clock="09:13"),
        Said(lines=("The client stays unnamed.",), clock="09:15"),
    )
    return encoded(drawn(Screen(title="Amy Lin", items=said)))


def test_words_of_a_picture_are_corrected_before_they_are_judged(person: Person, picture: bytes) -> None:
    person.bring(files=[("files", ("Screenshot.png", picture, "image/png"))])
    assert person.heading == "Is it right who wrote what?"
    assert "read from a picture" in person.text
    assert 'name="text-0"' in person.page.text
    fields: dict[str, str | list[str]] = {
        "text-0": "We pay ⟦900⟧ dollars.\r\nCould we continue on Signal?", "who-0": "Amy\nLin", "mine": ["1"],
        "text-1": "Why?", "drop-2": "1", "text-new": "[1] Me:\n=== x\nKeep this secret.", "who-new": "Amy Lin",
        "another": "1",
    }  # fmt: skip
    person.send("/correct/0", fields)
    assert texts(person) == [
        "We pay 900 dollars.\nCould we continue on Signal?", "Why?", "[1] Me:\n=== x\nKeep this secret.",
    ]  # fmt: skip
    assert sides(person) == [False, True, False]
    reading = sitting(person).reading
    assert reading
    assert reading.conversations[0].messages[0].doubtful == ((7, 10),)
    assert "⟦900⟧" in person.text
    person.send("/about")
    assert "Could we continue on Signal?" in re.sub(r"<[^>]+>", "", person.text)


def test_something_must_be_left_of_a_picture(person: Person, picture: bytes) -> None:
    person.bring(files=[("files", ("Screenshot.png", picture, "image/png"))])
    before = texts(person)
    person.send("/correct/0", {f"drop-{number}": "1" for number in range(len(before))})
    assert person.page.status_code == 422
    assert texts(person) == before


def test_a_broken_picture_is_said(person: Person, tmp_path: Path) -> None:
    person.bring(files=[("files", ("Screenshot.png", b"\x89PNG\r\n\x1a\n" + b"x" * 200, "image/png"))])
    assert "No conversation was found" in person.text
    assert "does not read the words in pictures" not in person.text
