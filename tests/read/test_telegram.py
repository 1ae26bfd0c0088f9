"""Telegram's two exports: what is written in them is read back equal, whatever is broken, and nobody is mistaken."""

from __future__ import annotations

import html
import io
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.model import Form
from bonafides.read import READERS, read, read_text, source
from bonafides.read.gather import head_of
from bonafides.read.reader import Extract, Options
from bonafides.read.telegram.actions import described
from bonafides.read.telegram.export import TELEGRAM
from bonafides.read.telegram.html import TELEGRAM_HTML

OPTIONS = Options(timezone=timezone(timedelta(hours=2)))
START = 1_790_000_000


def _read(raw: str | bytes, name: str = "result.json") -> Extract:
    data = raw.encode() if isinstance(raw, str) else raw
    return TELEGRAM.read(source.from_bytes(name, data), OPTIONS)


def _chat(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "Amy Lin", "type": "personal_chat", "id": 5, **more, "messages": list(messages)}


def _said(text: Any, **more: Any) -> dict[str, Any]:
    said = {"id": 1, "type": "message", "date_unixtime": str(START), "from": "Amy Lin", "from_id": "user5"}
    return {**said, "text": text, **more}


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.lists(st.tuples(st.booleans(), st.lists(WORDS, min_size=1, max_size=4)), min_size=1, max_size=6))
def test_texts_in_pieces_are_read_back_equal(talk: list[tuple[bool, list[str]]]) -> None:
    messages = [
        _said(
            [pieces[0], *({"type": "bold", "text": piece} for piece in pieces[1:])],
            **({"from": "Jane Roe", "from_id": "user7"} if mine else {}),
            date_unixtime=str(START + place),
        )
        for place, (mine, pieces) in enumerate(talk)
    ]
    extract = _read(json.dumps(_chat(_said("first"), *messages)))
    wanted = [(False, "first"), *((mine, "".join(pieces)) for mine, pieces in talk)]
    assert [(m.mine, m.text) for m in extract.threads[0].messages] == wanted
    assert extract.problems == ()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"date_unixtime": "1790000000"}, datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)),
        ({"date_unixtime": None, "date": "2026-09-21T16:13:20"}, datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)),
        ({"date_unixtime": "never", "date": "soon"}, None),
        ({"date_unixtime": "9" * 19}, None),
        ({"date_unixtime": ["1"], "date": {"a": 1}}, None),
    ],
)
def test_times(more: dict[str, Any], expected: datetime | None) -> None:
    extract = _read(json.dumps(_chat(_said("hi", **more))))
    assert extract.threads[0].messages[0].sent_at == expected
    assert len(extract.problems) == (expected is None)


def test_saved_messages_are_the_users_and_do_not_take_the_next_chats_name() -> None:
    notes = {"type": "saved_messages", "id": 7, "messages": [_said("note", **{"from": "Jane Roe", "from_id": "user7"})]}
    extract = _read(json.dumps({"chats": {"list": [notes, _chat(_said("hi")), _chat(), notes]}}))
    assert [(t.key, t.messages[0].mine) for t in extract.threads] == [
        ("saved messages", True),
        ("Amy Lin", False),
        ("saved messages", True),
    ]


def test_an_export_with_sorted_keys_is_read_alike() -> None:
    chats = [_chat(_said("one")), _chat(_said("two", from_id="user6"), name="Bob Ray", id=6)]
    for sort in (False, True):
        extract = _read(json.dumps({"chats": {"list": chats}}, sort_keys=sort))
        assert [(t.key, [m.text for m in t.messages]) for t in extract.threads] == [
            ("Amy Lin", ["one"]),
            ("Bob Ray", ["two"]),
        ]


def test_whoever_bears_the_users_name_is_judged() -> None:
    owner = {"user_id": 7, "first_name": "Jane", "last_name": "Roe", "phone_number": "+44 7700 900123"}
    posing = _said("send me the report", **{"from": "Jane Roe", "from_id": "user9"})
    whole = {"personal_information": owner, "chats": {"list": [_chat(posing, name="Jane Roe", id=9)]}}
    reading = read_text(json.dumps(whole))
    assert [m.judged for m in reading.conversations[0].messages] == [True]


def test_where_nobody_is_the_chats_counterpart_all_are_judged() -> None:
    for others in ((_said("a", from_id="user8", **{"from": "X"}),), (_said("a"), _said("b", from_id="user6"))):
        thread = _read(json.dumps(_chat(*others, name="Chat name", id=99))).threads[0]
        assert not any(m.mine for m in thread.messages)


def test_in_a_group_where_two_others_wrote_nobody_is_taken_for_the_user() -> None:
    group = _chat(_said("a"), _said("b", **{"from": "Bob", "from_id": "user6"}), name="Experts", type="private_group")
    assert [m.judged for m in read_text(json.dumps(group)).conversations[0].messages] == [True, True]


def test_what_is_of_the_wrong_kind_is_counted_and_hides_nothing() -> None:
    broken = [_said({"a": 1}), _said(["x", 5]), _said("fine", **{"from": ["x"], "from_id": {"a": 1}}), "text", None, 5]
    extract = _read(json.dumps({**_chat(), "messages": broken}))
    assert len(extract.threads[0].messages) == len(broken)
    assert [m.text for m in extract.threads[0].messages if m.form is Form.SENT] == ["fine"]
    assert extract.problems[0].what.startswith("5 message(s)")


def test_it_is_read_up_to_any_byte() -> None:
    raw = json.dumps(_chat(*(_said(f"message {n}") for n in range(5))), indent=1).encode()
    ends = [raw.index(f'"message {n}"'.encode()) + 15 for n in range(5)]
    for cut in range(1, len(raw)):
        extract = _read(raw[:cut])
        whole = [m.text for t in extract.threads for m in t.messages]
        assert whole == [f"message {n}" for n, end in enumerate(ends) if end <= cut]
        assert extract.problems


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"action": "phone_call", "duration_seconds": 60}, "phone call, 1 minute"),
        ({"action": "phone_call", "discard_reason": "missed"}, "phone call, missed"),
        ({"action": "set_messages_ttl", "period": 604800}, "turned on disappearing messages (1 week)"),
        ({"action": "set_messages_ttl", "period": 0}, "turned off disappearing messages"),
        ({"action": "invite_members", "members": ["Amy", None]}, "added to the group: Amy, a deleted account"),
        ({"action": "never_seen"}, "never seen"),
        ({"action": ["x"]}, "service message"),
    ],
)
def test_what_happened_in_words(message: dict[str, Any], words: str) -> None:
    assert described({"type": "service", **message}) == words


# --- pages


def _page(title: str, *entries: str) -> str:
    top = f'<div class="page_wrap"><div class="page_header"><div class="text bold">{html.escape(title)}</div></div>'
    return f"<!DOCTYPE html><html><body>{top}{''.join(entries)}</div></body></html>"


def _entry(name: str, text: str, title: str = "21.09.2026 14:13:20 UTC+01:00", number: int = 1) -> str:
    joined, who = ("", f'<div class="from_name">\n{html.escape(name)} \n</div>') if name else (" joined", "")
    date = f'<div class="pull_right date details" title="{title}">\n14:13\n</div>'
    words = "<br>".join(html.escape(line) for line in text.split("\n"))
    return (
        f'<div class="message default clearfix{joined}" id="message{number}"><div class="body">{date}{who}'
        f'<div class="text">\n{words}\n</div></div></div>'
    )


def _read_page(raw: str, name: str = "messages.html") -> Extract:
    return TELEGRAM_HTML.read(source.from_bytes(name, raw.encode()), OPTIONS)


LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\r\n\u2028\u2029"), max_size=40)


@given(st.lists(st.lists(LINES, min_size=1, max_size=3).map("\n".join), min_size=1, max_size=5))
def test_texts_on_a_page_are_read_back_equal(texts: list[str]) -> None:
    page = _page("Amy Lin", *(_entry("" if n else "Amy Lin", text, number=n) for n, text in enumerate(texts)))
    thread = _read_page(page).threads[0]
    assert [m.text for m in thread.messages] == [text.strip("\n\r\t ") for text in texts]
    assert {m.speaker for m in thread.messages} == {"Amy Lin"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("21.09.2026 14:13:20 UTC+01:00", datetime(2026, 9, 21, 13, 13, 20, tzinfo=UTC)),
        ("21.09.2026 14:13:20 UTC-03:30", datetime(2026, 9, 21, 17, 43, 20, tzinfo=UTC)),
        ("21.09.2026 14:13:20", datetime(2026, 9, 21, 12, 13, 20, tzinfo=UTC)),
        ("9 September 2020, 18:44:51", datetime(2020, 9, 9, 16, 44, 51, tzinfo=UTC)),
        ("31.02.2026 14:13:20", None),
        ("yesterday", None),
        ("01.01.0001 00:00:00 UTC+23:59", None),
    ],
)
def test_times_of_a_page(title: str, expected: datetime | None) -> None:
    assert _read_page(_page("Amy", _entry("Amy", "hi", title))).threads[0].messages[0].sent_at == expected


def test_a_page_may_be_cut_anywhere_and_may_be_malicious() -> None:
    page = _page("Amy", _entry("Amy", "one"), _entry("Jane", "two"))
    for cut in range(len(page)):
        assert len(_read_page(page[:cut]).threads[0].messages) <= 2
    inside = '<div class="from_name"><span>a<span>b</span>c</span>d</div>'
    assert _read_page(_page("Amy", _entry("Amy", "one").replace("<div", f"{inside}<div", 1))).threads[0].messages
    for bad in ("<div class=text>" * 3000, "<!" * 100_000, "<a " + "b=" * 400_000, "</div>" * 5000):
        extract = _read_page(_page("Amy", _entry("Amy", "one")).removesuffix("</body></html>") + bad)
        assert extract.threads[0].messages[0].text == "one"


def test_scripts_are_not_words() -> None:
    entry = _entry("Amy", "one").replace("one", "one<script>alert(1)</script><img src='https://tracker.example/x.png'>")
    assert _read_page(_page("Amy", entry)).threads[0].messages[0].text == "one"


def test_pages_of_different_chats_stay_apart() -> None:
    one, two = _page("Amy", _entry("Amy", "one")), _page("Amy", _entry("Amy", "two"))
    names = ("a/chat_1/messages.html", "a/chat_2/messages.html")
    handles = [
        _read_page(raw, name).threads[0].parties[0].identifiers for raw, name in zip((one, two), names, strict=True)
    ]
    assert handles[0].isdisjoint(handles[1])


def test_each_is_recognised_as_what_it_is() -> None:
    for raw, wanted in ((json.dumps(_chat(_said("x"))), TELEGRAM), (_page("Amy", _entry("Amy", "x")), TELEGRAM_HTML)):
        head = head_of(source.from_bytes("x", raw.encode()))
        assert [reader.name for reader in READERS[:-1] if reader.recognises(head)] == [wanted.name]
    inside = json.dumps({"id": "c", "messages": [{"speaker": "them", "text": json.dumps(_chat(_said("x")))}]})
    assert not TELEGRAM.recognises(head_of(source.from_bytes("x", inside.encode())))
    assert read(["-"], stdin=lambda: io.BytesIO(inside.encode())).provenance.inputs[0].format == "interchange"
