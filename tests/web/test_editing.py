"""A conversation as a form and back: what is not changed stays, what is changed is what the person wrote."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData, UploadFile

from bonafides.model import Conversation, Form, InputFile, Message, Provenance, Reading
from bonafides.web.editing import LETTERS, SHOWN, edited, is_recognised, lines

WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="⟦⟧"), min_size=1, max_size=60)
MESSAGES = st.lists(st.builds(Message, speaker=st.sampled_from(("Amy", "Bo")), text=WORDS), min_size=1, max_size=6)


def form(conversation: Conversation) -> FormData:
    """The form as the page shows it, sent back untouched."""
    fields: list[tuple[str, str | UploadFile]] = []
    for line in lines(conversation):
        fields += [(f"text-{line.index}", line.words), (f"who-{line.index}", line.who)]
        fields += [("mine", str(line.index))] if line.mine else []
    return FormData(fields)


@given(MESSAGES)
def test_what_is_sent_back_untouched_is_the_same(messages: list[Message]) -> None:
    before = Conversation(id="c", messages=tuple(messages))
    after = edited(before, form(before), recognised=True)
    assert [message.text for message in after.messages] == [message.text for message in before.messages]
    assert [message.speaker for message in after.messages] == [message.speaker for message in before.messages]


@given(MESSAGES, st.lists(st.sampled_from(("[1] Me:", "=== c", "\\[2] x:", "# a", "\\", "[+] Amy:")), max_size=4))
def test_lines_that_look_like_a_sheet_stay_lines(messages: list[Message], odd: list[str]) -> None:
    text = "\n".join(["first", *odd, "last"])
    before = Conversation(id="c", messages=(*messages, Message(speaker="Amy", text="x")))
    fields = FormData([*form(before).multi_items(), (f"text-{len(messages)}", text)])
    assert edited(before, fields, recognised=True).messages[-1].text == text


def test_marks_say_what_is_doubtful_and_can_be_taken_away() -> None:
    before = Conversation(id="c", messages=(Message(speaker="Amy", text="pay 800 now", doubtful=((4, 7),)),))
    [line] = lines(before)
    assert (line.words, line.doubtful) == ("pay ⟦800⟧ now", True)
    assert edited(before, form(before), recognised=True).messages == before.messages
    sure = edited(before, FormData([("text-0", "pay 800 now"), ("who-0", "Amy")]), recognised=True)
    assert sure.messages[0].doubtful == ()


def test_words_that_were_not_recognised_cannot_be_rewritten() -> None:
    before = Conversation(id="c", messages=(Message(speaker="Amy", text="x"),))
    assert edited(before, FormData([("text-0", "y"), ("drop-0", "1")]), recognised=False) == before


def test_lines_of_the_platform_stay() -> None:
    before = Conversation(
        id="c",
        messages=(
            Message(speaker="Amy", text="a"),
            Message(speaker="", text="Today", form=Form.EVENT),
            Message(speaker="Amy", text="b"),
        ),
    )
    fields = FormData([("text-0", "a"), ("who-0", "Amy"), ("drop-2", "1"), ("drop-1", "1"), ("text-1", "x")])
    after = edited(before, fields, recognised=True)
    assert [message.text for message in after.messages] == ["a", "Today"]


def test_long_threads_and_texts_are_cut_where_they_are_shown_only() -> None:
    messages = tuple(Message(speaker="Amy", text="x" * 2 * LETTERS) for _ in range(SHOWN + 1))
    found = lines(Conversation(id="c", messages=messages))
    assert len(found) == SHOWN
    assert len(found[0].text) < len(found[0].words)


def test_pictures_and_pages_are_recognised() -> None:
    inputs = tuple(InputFile(name=name, format=name, sha256="", size=0) for name in ("picture", "pdf", "paste"))
    reading = Reading(conversations=(), provenance=Provenance(inputs=inputs))
    found = [is_recognised(reading, Conversation(id="c", messages=(), read_from=(each.name,))) for each in inputs]
    assert found == [True, True, False]
