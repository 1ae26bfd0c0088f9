"""Threads with the same counterpart become one conversation, in order, each message once; others stay apart."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.model import Message, Party
from bonafides.read.join import Joined, join
from bonafides.read.merge import INVITATION, merged
from bonafides.read.owner import Filed
from bonafides.read.reader import Thread

START = datetime(2026, 1, 1, tzinfo=UTC)


def _message(text: str, hour: int | None = 0, speaker: str = "Amy Lin", *, mine: bool = False) -> Message:
    at = None if hour is None else START + timedelta(hours=hour)
    return Message(speaker=speaker, text=text, sent_at=at, mine=mine)


def _thread(
    name: str, *messages: Message, ids: tuple[str, ...] = (), key: str = "", others: tuple[str, ...] = ()
) -> Thread:
    parties = (
        Party(name=name, identifiers=frozenset(ids)),
        *(Party(name=other) for other in others),
        Party(name="Jane Roe", mine=True),
    )
    return Thread(key=key or name, channel="x", parties=parties, messages=messages)


def _joined(*threads: tuple[str, Thread], together: bool = True, stated: tuple[tuple[str, str], ...] = ()) -> Joined:
    filed = [Filed(file=file, format="x", thread=thread) for file, thread in threads]
    return join(filed, together=together, stated=stated)


def _texts(joined: Joined) -> list[list[str]]:
    return [[message.text for message in conversation.messages] for conversation in joined.conversations]


@pytest.mark.parametrize(
    ("one", "two", "because"),
    [
        (
            ("Amy Lin", ("email:amy@x.example",)),
            ("Dr A. Lin", ("email:amy@x.example",)),
            "e-mail address amy@x.example",
        ),
        (("Amy Lin", ("phone:+447700900123",)), ("+44 7700 900123", ()), "the phone number +447700900123"),
        (("Amy Lin", ("url:l.example/in/a",)), ("Amelia Lin", ("url:l.example/in/a",)), "the profile address"),
        (
            ("Amy Lin", ("handle:telegram/amy_lin",)),
            ("Amy", ("handle:telegram/amy_lin",)),
            "the account telegram/amy_lin",
        ),
    ],
)
def test_shared_identifiers_join(
    one: tuple[str, tuple[str, ...]], two: tuple[str, tuple[str, ...]], because: str
) -> None:
    threads = (
        ("a", _thread(one[0], _message("first"), ids=one[1])),
        ("b", _thread(two[0], _message("second", 1), ids=two[1])),
    )
    joined = _joined(*threads)
    assert _texts(joined) == [["first", "second"]]
    (join_,) = joined.conversations[0].joins
    assert join_.threads == ("a (x)", "b (x)")
    assert because in join_.because
    assert len(_joined(*threads, together=False).conversations) == 2


@pytest.mark.parametrize("announced", ["+44 7700 900123", "07700 900123", "(0)7700-900-123"])
def test_a_phone_given_in_the_text_joins(announced: str) -> None:
    linkedin = _thread("Amy Lin", _message(f"add me on the messenger: {announced}."))
    chat = _thread("+44 7700 900123", _message("hello again", 1, "+44 7700 900123"))
    joined = _joined(("a", linkedin), ("b", chat))
    assert len(joined.conversations) == 1
    assert "given in the conversation" in joined.conversations[0].joins[0].because
    assert joined.conversations[0].id == "amy-lin"


def test_an_address_of_somebody_else_does_not_join() -> None:
    linkedin = _thread("Amy Lin", _message("write to my colleague at bo@x.example"))
    mail = _thread("Bo Park", _message("hello", 1, "Bo Park"), ids=("email:bo@x.example",))
    assert len(_joined(("a", linkedin), ("b", mail)).conversations) == 2


def test_what_the_user_announces_does_not_join() -> None:
    linkedin = _thread("Amy Lin", _message("I am at bo@x.example", mine=True, speaker="Jane Roe"))
    mail = _thread("Bo", _message("hello", 1, "Bo"), ids=("email:bo@x.example",))
    assert len(_joined(("a", linkedin), ("b", mail)).conversations) == 2


@pytest.mark.parametrize("name", ["Amy", "LinkedIn Member", "+44 7700"])
def test_names_that_say_little_do_not_join(name: str) -> None:
    joined = _joined(("a", _thread(name, _message("one"))), ("b", _thread(name, _message("two"))))
    assert len(joined.conversations) == 2
    assert joined.conversations[1].id == f"{joined.conversations[0].id}-2"


NAMESAKES = (
    ("a", _thread("Amy Lin", _message("one"), ids=("url:l.example/in/a",))),
    ("b", _thread("amy  LIN", _message("two", 1))),
)


def test_a_name_alone_joins_nothing_and_is_suggested() -> None:
    joined = _joined(*NAMESAKES)
    assert _texts(joined) == [["one"], ["two"]]
    (problem,) = joined.problems
    assert "the name amy  LIN" in problem.what
    assert problem.next_step.endswith("--join amy-lin amy-lin-2")


@pytest.mark.parametrize("pair", [("amy-lin", "amy-lin-2"), ("Amy Lin", "amy lin"), ("amy-lin-2", "Amy-Lin")])
@pytest.mark.parametrize("together", [True, False])
def test_what_the_user_states_is_joined(pair: tuple[str, str], together: bool) -> None:
    joined = _joined(*NAMESAKES, together=together, stated=(pair,))
    assert _texts(joined) == [["one", "two"]]
    assert joined.conversations[0].joins[0].because == "your word that they are one person"
    assert joined.problems == ()


def test_a_statement_about_nobody_is_a_fatal_problem_and_the_rest_is_read() -> None:
    joined = _joined(*NAMESAKES, stated=(("amy-lin", "bo-park"),))
    assert len(joined.conversations) == 2
    assert [problem.fatal for problem in joined.problems] == [True, False]
    assert "'bo-park'" in joined.problems[0].what


def test_firms_and_domains_join_nobody() -> None:
    ids = ("firm:bright horizon ltd", "domain:brighthorizon.example")
    threads = (("a", _thread("Amy", _message("one"), ids=ids)), ("b", _thread("Bo", _message("two"), ids=ids)))
    assert len(_joined(*threads).conversations) == 2


def test_an_address_book_entry_of_the_same_name_joins_nothing() -> None:
    """A contact called Amy Lin in Connections.csv does not say that the Amy Lin of a chat is the same one."""
    book = Thread(
        key="", channel="", parties=(Party(name="Amy Lin", identifiers=frozenset({"url:l.example/in/a"})),), messages=()
    )
    joined = _joined(("c", book), *NAMESAKES)
    assert len(joined.conversations) == 2


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("My Telegram is @amy_consult", ("handle:telegram/amy_consult",)),
        ("find me at https://t.me/Amy_Consult", ("handle:telegram/amy_consult",)),
        ("加我微信号：amylin88", ("handle:wechat/amylin88",)),
        ("chat here: https://wa.me/447700900123", ("phone:+447700900123",)),
    ],
)
def test_a_handle_given_in_the_text_joins(said: str, ids: tuple[str, ...]) -> None:
    linkedin = _thread("Amy Lin", _message(said))
    chat = _thread("Amy", _message("hello again", 1, "Amy"), ids=ids)
    assert len(_joined(("a", linkedin), ("b", chat)).conversations) == 1


def test_two_threads_that_give_the_same_handle_are_one() -> None:
    one = _thread("Amy Lin", _message("my Telegram is @amy_consult"))
    two = _thread("A. Lin", _message("Telegram: @amy_consult", 1, "A. Lin"))
    assert len(_joined(("a", one), ("b", two)).conversations) == 1


def test_two_profiles_of_one_name_are_not_even_suggested() -> None:
    joined = _joined(
        ("a", _thread("Amy Lin", _message("one"), ids=("url:l.example/in/a",))),
        ("a", _thread("Amy Lin", _message("two"), ids=("url:l.example/in/b",))),
        ("b", _thread("Amy Lin", _message("three"))),
    )
    assert len(joined.conversations) == 3
    assert joined.problems == ()


def test_groups_are_never_joined() -> None:
    group = _thread("Amy Lin", _message("all"), others=("Bo Park",), key="The group")
    joined = _joined(("a", group), ("b", _thread("Amy Lin", _message("one"))), ("c", group))
    assert [conversation.id for conversation in joined.conversations] == ["the-group", "amy-lin", "the-group-2"]


def test_the_same_export_twice_is_kept_once_but_a_repeated_word_is_not_lost() -> None:
    thread = _thread("Amy Lin", _message("ok"), _message("ok"), _message("bye", 1))
    longer = _thread("Amy Lin", *thread.messages, _message("new", 2))
    assert _texts(_joined(("a", thread), ("b", longer))) == [["ok", "ok", "bye", "new"]]


def test_an_invitation_note_repeated_in_the_messages_is_kept_once() -> None:
    note = _thread("Amy Lin", _message("let us connect about a report", 3), key=f"{INVITATION}Amy Lin")
    thread = _thread("Amy Lin", _message("let us connect about a report ", 1), _message("so", 2))
    assert _texts(_joined(("i", note), ("m", thread))) == [["let us connect about a report ", "so"]]


def test_newest_first_files_are_turned_round() -> None:
    thread = _thread("Amy Lin", _message("c", 3), _message("?", None), _message("b", 1), _message("a", 1))
    assert _texts(_joined(("a", thread))) == [["a", "b", "?", "c"]]


def test_messages_without_time_stay_behind_the_one_before_them() -> None:
    thread = _thread("Amy Lin", _message("?", None), _message("a", 1), _message("??", None), _message("b", 2))
    assert _texts(_joined(("a", thread))) == [["?", "a", "??", "b"]]


def test_a_part_without_times_comes_last_and_is_said() -> None:
    untimed = _thread("Amy Lin", _message("y", None), _message("x", None))
    joined = _joined(
        ("paste", untimed), ("b", _thread("Amy Lin", _message("a", 1))), stated=(("amy-lin", "amy-lin-2"),)
    )
    assert _texts(joined) == [["a", "y", "x"]]
    assert [problem.where for problem in joined.problems] == ["paste"]


def test_a_text_without_names_is_called_by_its_file() -> None:
    joined = _joined(("notes/Odd offer.txt", _thread("them", _message("x"))))
    assert joined.conversations[0].id == "odd-offer"


MESSAGES = st.lists(
    st.builds(_message, text=st.sampled_from("abc"), hour=st.none() | st.integers(0, 5)), min_size=1, max_size=6
)


@given(st.lists(MESSAGES, min_size=1, max_size=4))
def test_nothing_is_lost_and_only_known_times_are_ordered(runs: list[list[Message]]) -> None:
    result = merged([_thread("Amy Lin", *run) for run in runs])
    assert {(m.text, m.sent_at) for m in result} == {(m.text, m.sent_at) for run in runs for m in run}
    times = [m.sent_at for m in result if m.sent_at]
    assert times == sorted(times)
    for run in runs:
        timed = Counter((m.text, m.sent_at) for m in run)
        assert timed <= Counter((m.text, m.sent_at) for m in result)


def test_many_conversations_with_one_name_pattern_are_quick() -> None:
    threads = [("a", _thread(f"Person {n}", _message("x"), ids=(f"url:l.example/in/{n}",))) for n in range(5_000)]
    threads += [("b", _thread(f"Person {n}", _message("y", 1))) for n in range(5_000)]
    joined = _joined(*threads)
    assert len(joined.conversations) == 10_000
    assert len(joined.problems) == 21
    assert "5000 conversations" in joined.problems[0].what


@pytest.mark.parametrize("name", ["Amy Lin, PhD", "Amy Lin \U0001f338", "AMY LIN"])
def test_titles_and_ornaments_do_not_keep_one_person_apart(name: str) -> None:
    joined = _joined(("a", _thread("Amy Lin", _message("one"))), ("b", _thread(name, _message("two", 1))))
    assert "may be with the same person" in joined.problems[0].what
