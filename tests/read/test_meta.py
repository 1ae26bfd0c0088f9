"""Messenger and Instagram: what is written in either shape of the export is read back equal, cut off or not."""

from __future__ import annotations

import html
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.errors import ReadError
from bonafides.model import Form
from bonafides.read import READERS, source
from bonafides.read.decode import decode
from bonafides.read.meta.before_2021 import META_BEFORE_2021
from bonafides.read.meta.dates import moment, order_of, written
from bonafides.read.meta.export import META
from bonafides.read.meta.html import page_of
from bonafides.read.meta.page import META_PAGE
from bonafides.read.meta.text import repaired
from bonafides.read.meta.thread import channel_of
from bonafides.read.reader import Extract, Head, Options, Reader

CASES = Path(__file__).parent.parent / "cases" / "read"
FILES = sorted(
    path for app in ("messenger", "instagram") for path in (CASES / app).rglob("input/**/*") if path.is_file()
)
OPTIONS = Options(timezone=UTC)
START = 1_790_000_000_000
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=60)
NAMES = st.sampled_from(["Amélie Lin", "Jane Roe", "林美", "Зоя Ким"])


def _head(raw: bytes, name: str = "x") -> Head:
    return Head(name=name, raw=raw, text=decode(raw))


def _read(reader: Reader, raw: bytes, name: str = "x") -> Extract:
    return reader.read(source.from_bytes(name, raw), OPTIONS)


def _mangled(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")


# --- text


@pytest.mark.parametrize(
    "proper", ["Café", "CAFÉ\u00a0!", "« É»", "Zoë’s", "Ã© — stays", "naïve", "plain", "", "Зоя", "100 °C", "¿Qué?"]
)
def test_proper_text_stays_and_is_found_again_under_the_double_encoding(proper: str) -> None:
    assert repaired(proper) == proper
    assert repaired(_mangled(proper)) == proper


@given(WORDS)
def test_double_encoding_is_undone_once(text: str) -> None:
    mangled = _mangled(text)
    assert repaired(mangled) == text or not any("\u0080" <= char <= "\u009f" for char in mangled)


# --- JSON


@given(st.lists(st.tuples(NAMES, WORDS, st.integers(0, 10**9)), min_size=1, max_size=6), st.booleans())
def test_json_is_read_back_equal(rows: list[tuple[str, str, int]], encrypted: bool) -> None:
    rows = sorted(((who, text + "·", START + step) for who, text, step in rows), key=lambda row: row[2])
    written_as = str if encrypted else _mangled
    names = ("senderName", "text", "timestamp") if encrypted else ("sender_name", "content", "timestamp_ms")
    data: dict[str, Any] = {"participants": [], "threadName" if encrypted else "title": "Amy_1"}
    data["messages"] = [
        dict(zip(names, (written_as(who), written_as(text), at), strict=True)) for who, text, at in reversed(rows)
    ]
    raw = json.dumps(data).encode()
    assert META.recognises(_head(raw))
    (thread,) = _read(META, raw).threads
    assert [(m.speaker, m.text, m.sent_at) for m in thread.messages] == [
        (who, text, datetime.fromtimestamp(at // 1000, UTC).replace(microsecond=at % 1000 * 1000))
        for who, text, at in rows
    ]


def test_a_group_has_no_account_of_its_own_and_keeps_its_thread_number() -> None:
    data = {
        "participants": [{"name": name} for name in ("Amy Lin", "Bob Hill", "Jane Roe")],
        "messages": [{"sender_name": "Amy Lin", "timestamp_ms": START, "content": "hi"}],
        "title": "Analysts",
        "thread_path": "inbox/analysts_99",
    }
    (thread,) = _read(META, json.dumps(data).encode()).threads
    assert thread.key == "analysts_99"
    assert not any(party.identifiers for party in thread.parties)
    assert len(thread.parties) == 3


@pytest.mark.parametrize(
    ("file", "signs", "channel"),
    [
        ("x/message_1.json", [], "messenger"),
        ("instagram-jane/inbox/a_1/message_1.json", [], "instagram"),
        ("x", ["your_instagram_activity"], "instagram"),
        ("instagram/x", ["your_facebook_activity", "instagram"], "messenger"),
    ],
)
def test_the_application_is_told_by_addresses_then_folders(file: str, signs: list[str], channel: str) -> None:
    assert channel_of(file, signs) == channel


# --- pages


def _block(who: str, text: str, at: str, kind: str) -> str:
    block, sender, content, when = {
        "new": ("_3-95 _a6-g", "_2ph_ _a6-h _a6-i", "_2ph_ _a6-p", "_3-94 _a6-o"),
        "old": (
            "pam _3-95 _2ph- _2pi0 uiBoxWhite noborder",
            "_3-96 _2pio _2lek _2lel",
            "_3-96 _2let",
            "_3-94 _2lem",
        ),
    }[kind]
    body = html.escape(text).replace("\n", "<br />")
    return (
        f'<div class="{block}"><div class="{sender}">{html.escape(who)}</div>'
        f'<div class="{content}"><div><div></div><div>{body}</div><div></div><div></div></div></div>'
        f'<div class="{when}">{at}</div></div>'
    )


def _page(blocks: list[str]) -> bytes:
    return f"<html><head><title>Amy Lin</title></head><body>{''.join(blocks)}</body></html>".encode()


@given(
    st.lists(st.tuples(NAMES, WORDS.map(str.strip).filter(bool)), min_size=1, max_size=6),
    st.sampled_from(["new", "old"]),
)
def test_a_page_is_read_back_equal(rows: list[tuple[str, str]], kind: str) -> None:
    times = [f"Sep {day}, 2026 2:13:20 pm" for day in range(1, 1 + len(rows))]
    blocks = [_block(who, text, at, kind) for (who, text), at in zip(rows, times, strict=True)]
    raw = _page(blocks[::-1])
    assert META_PAGE.recognises(_head(raw))
    (thread,) = _read(META_PAGE, raw).threads
    assert [(m.speaker, m.text) for m in thread.messages] == rows
    assert [m.sent_at for m in thread.messages] == [
        datetime(2026, 9, day, 14, 13, 20, tzinfo=UTC) for day in range(1, 1 + len(rows))
    ]


def test_an_indented_page_and_one_without_inner_parts_are_read() -> None:
    raw = b"""<!DOCTYPE html>
    <html><body>
      <div class="_a6-g">
        <div class="_2ph_ _a6-h _a6-i">Amy Lin</div>
        <div class="_2ph_ _a6-p">
          Hello
        </div>
        <div class="_3-94 _a6-o">Sep 21, 2026 2:13:20 pm</div>
      </div>
    </body></html>"""
    assert META_PAGE.recognises(_head(raw))
    (thread,) = _read(META_PAGE, raw).threads
    assert [(m.speaker, m.text) for m in thread.messages] == [("Amy Lin", "Hello")]


@pytest.mark.parametrize(
    "page",
    [
        '<section class="_a6-g"><h2 class="_2ph_ _a6-h _a6-i">Amy Lin likes a post.</h2>'
        '<div class="_2ph_ _a6-p">x</div><footer class="_a6-o">Sep 21, 2026 2:13 pm</footer></section>',
        '<section class="_a6-g"><h2 class="_2ph_ _a6-h _a6-i">Amy Lin</h2><div class="_2ph_ _a6-p">'
        '<div class="_2pin"><div>my post</div></div></div><footer class="_a6-o">x</footer></section>',
        '<div class="pam _a6-g"><div class="_a6-p"><div><div><a href="https://x.example">a</a></div></div></div></div>',
        "<p>Hello</p>",
    ],
)
def test_other_pages_of_the_export_are_no_conversation(page: str) -> None:
    assert not META_PAGE.recognises(_head(f"<html><body>{page}</body></html>".encode()))


@pytest.mark.parametrize(
    "hostile",
    ["<", "<div ", "</div>", '<div class="_a6-g">', "<!--", '<div class="', "<style>", "&#99999999999;", "<ul>"],
)
def test_a_broken_page_takes_time_in_step_with_its_length(hostile: str) -> None:
    started = time.perf_counter()
    page_of('<div class="_a6-g"><div class="_a6-h">x</div><div class="_a6-p">' + hostile * (400_000 // len(hostile)))
    assert time.perf_counter() - started < 20


# --- dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sep 21, 2026 2:13:20 pm", "2026-09-21T14:13:20"),
        ("Sep 21, 2026, 2:13 PM", "2026-09-21T14:13:00"),
        ("Sep 21, 2026 12:13 am", "2026-09-21T00:13:00"),
        ("September 21, 2026 at 14:13", "2026-09-21T14:13:00"),
        ("21 Sep 2026, 14:13", "2026-09-21T14:13:00"),
        ("21.09.2026, 14:13", "2026-09-21T14:13:00"),
        ("2026-09-21 14:13", "2026-09-21T14:13:00"),
        ("21. Mai 2026, 14:13:20", "2026-05-21T14:13:20"),
        ("21 août 2026 à 14:13", "2026-08-21T14:13:00"),
        ("21 août 2026, 14 h 13", "2026-08-21T14:13:00"),
        ("21 de sept de 2026 2:13 p. m.", "2026-09-21T14:13:00"),
        ("set 21, 2026 2:13:20 pm", "2026-09-21T14:13:20"),
        ("21 wrz 2026, 14:13", "2026-09-21T14:13:00"),
        ("21.9.2026 klo 14.13", "2026-09-21T14:13:00"),
        ("marras 21, 2026 14.13", "2026-11-21T14:13:00"),
        ("21 сент. 2026 г., 14:13", "2026-09-21T14:13:00"),
        ("9월 21, 2026 2:13 오후", "2026-09-21T14:13:00"),
        ("2026년 9월 21일 오후 2:13", "2026-09-21T14:13:00"),
        ("2026年9月21日 14:13", "2026-09-21T14:13:00"),
        ("21 tháng 9, 2026 14:13", "2026-09-21T14:13:00"),
    ],
)
def test_dates_in_many_languages(text: str, expected: str) -> None:
    time_ = written(text)
    order = order_of([time_], "")
    assert time_ is not None
    found = moment(time_, order.order if order else "", UTC)
    assert found is not None
    assert found.isoformat() == f"{expected}+00:00"


@pytest.mark.parametrize("text", ["", "yesterday", "2:13 pm", "Sep 21, 2026", "Sep 21, 2026 25:99", "1 2 3 4 5"])
def test_what_is_no_date_and_time(text: str) -> None:
    assert written(text) is None


@given(st.text(max_size=60) | st.from_regex(r"[0-9a-z.:/, 年月日]{0,40}", fullmatch=True))
def test_no_date_raises(text: str) -> None:
    found = written(text)
    assert found is None or moment(found, "dmy", UTC) is None or found.clock <= (23, 59, 59)


def test_the_zone_stated_is_used_and_the_date_order_said() -> None:
    raw = _page(
        [_block("Amy Lin", "b", "03.04.2026, 09:05", "old"), _block("Amy Lin", "a", "02.04.2026, 09:05", "old")]
    )
    extract = META_PAGE.read(source.from_bytes("x", raw), Options(timezone=ZoneInfo("Europe/Berlin"), date_order="dmy"))
    assert [m.sent_at for m in extract.threads[0].messages] == [
        datetime(2026, 4, day, 7, 5, tzinfo=UTC) for day in (2, 3)
    ]
    assert extract.date_order == "dmy"
    assert any("which number is the day" in problem.what for problem in _read(META_PAGE, raw).problems)


# --- every sample


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CASES)))
def test_samples_are_recognised_by_this_reader_first(path: Path) -> None:
    head = _head(path.read_bytes(), path.name)
    named = [reader.name for reader in READERS[:-1] if reader.recognises(head)]
    expected = {".html": "meta-html"}.get(path.suffix, "meta-json")
    expected = "instagram-before-2021" if path.name == "messages.json" else expected
    assert named[:1] == ([] if "posts" in path.name else [expected])
    assert set(named[1:]) <= {"interchange"}  # it takes any object with `messages` in one line, so it is asked later


@pytest.mark.parametrize("path", [p for p in FILES if "posts" not in p.name], ids=lambda p: str(p.relative_to(CASES)))
def test_a_cut_off_file_gives_what_was_whole(path: Path) -> None:
    raw = path.read_bytes()
    page = path.suffix == ".html"
    reader = META_PAGE if page else META_BEFORE_2021 if path.name == "messages.json" else META
    whole = _read(reader, raw, path.name).threads[0].messages
    known = {(m.speaker, m.text) for m in whole if m.form is Form.SENT}
    most = 0
    for end in range(0, len(raw), 3 if page else 1):
        if page and not META_PAGE.recognises(_head(raw[:end], path.name)):
            continue
        try:
            extract = _read(reader, raw[:end], path.name)
        except ReadError:
            continue
        found = extract.threads[0].messages if extract.threads else ()
        assert page or extract.problems
        assert page or {(m.speaker, m.text) for m in found if m.form is Form.SENT} <= known
        most = max(most, len(found))
    assert most == len(whole)
