"""Sketches of texts: what is folded away, what near-duplicates of four languages share, and odd bytes."""

from __future__ import annotations

import time
from itertools import combinations

import numpy as np
import pytest

pytest.importorskip("pyarrow")
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.campaign.signals import sketch as module
from bonafides.campaign.signals.sketch import AGREEING, BANDS, FEWEST_WORDS, SCHEMA, sketch

KEYS = [f"key_{band}" for band in range(BANDS)]


def rows(texts: list[str]) -> pa.Table:
    numbers = pa.array(range(len(texts)), pa.int64())
    return pa.table({"a": numbers, "moment": numbers, "text": pa.array(texts, pa.string())})


def sketched(texts: list[str]) -> dict[int, tuple[int, ...]]:
    """For each place of a text that has one: its fingerprint and keys."""
    found = sketch(rows(texts))
    assert found.schema == SCHEMA
    return {row["a"]: (row["fingerprint"], *(row[key] for key in KEYS)) for row in found.to_pylist()}


def agreeing(one: str, other: str) -> int:
    """Keys that two texts share; all where they have one fingerprint."""
    found = sketched([one, other])
    assert len(found) == 2, "both can be sketched"
    return sum(x == y for x, y in zip(found[0][1:], found[1][1:], strict=True))


def fingerprints(*texts: str) -> list[int | None]:
    found = sketched(list(texts))
    return [found[place][0] if place in found else None for place in range(len(texts))]


# --- what is folded away


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dear Anna, we would like to hear from you", "Dear Bertha, we would like to hear from you"),
        ("We at Vale Partners pay well for short reports", "We at Orme pay well for short reports"),
        ("please call me at 07700 900123 any day soon", "please call me at 07700 900456 any day soon"),
        ("we pay 500 euros for a report each month", "we pay 800 euros for a report each month"),
        (
            "please answer at https://vale.example.com/a soon my friend",
            "please answer at https://orme.example.com/b/c?x=1 soon my friend",
        ),
        (
            "write to anna@vale.example.com when you have some time",
            "write to boris_b@orme.example.com when you have some time",
        ),
        ("write to @anna_vale when you have some time left", "write to @boris when you have some time left"),
        ("We pay well for short reports on energy", "we pay well for short reports on energy"),
        ("we pay   well, for short reports!!", "we pay well for short... reports"),
        ("Уважаемая Анна, мы хотели бы с вами поговорить", "Уважаемая Мария, мы хотели бы с вами поговорить"),
        (
            "hello there, can we talk about your work? it is easy.",
            "it is easy. can we talk about your work? hello there,",
        ),
    ],
    ids=["name", "firm", "phone", "amount", "link", "mail", "handle", "capitals", "marks", "Russian name", "order"],
)
def test_names_slots_and_marks_leave_one_fingerprint(one: str, other: str) -> None:
    first, second = fingerprints(one, other)
    assert first is not None
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we pay well for short reports", "we pay badly for short reports"),
        ("we pay well for short reports", "we pay well for long reports"),
        ("мы хорошо платим за короткие отчёты", "мы хорошо платим за длинные отчёты"),
        ("我们为简短的报告支付丰厚的报酬", "我们为详细的报告支付丰厚的报酬"),
    ],
)
def test_other_words_leave_another(one: str, other: str) -> None:
    first, second = fingerprints(one, other)
    assert None not in {first, second}
    assert first != second


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("", False),
        ("hi", False),
        ("thanks for connecting", False),
        ("thanks for connecting today", True),
        ("Anna Berta Clara Dora Emma", False),
        ("!!! ??? ... --- ***", False),
        ("   ", False),
        ("我们付钱", True),
        ("我们", False),
        ("今日は早い", True),
        ("안녕하세요", True),
    ],
)
def test_a_text_needs_four_words(text: str, has: bool) -> None:
    assert FEWEST_WORDS == 4
    assert (len(sketched([text])) == 1) == has


# --- near-duplicates, and what is none

NEAR = {
    "English, one word": (
        "We are looking for experts on regional energy policy and pay well for short written reports every month",
        "We are looking for experts on regional energy policy and pay nicely for short written reports every month",
    ),
    "English, a clause more": (
        "Your profile impressed our team and we would like to offer you paid consulting work on trade and security",
        "Your profile impressed our team and we would like to offer you paid consulting work on trade and security, "
        "fully remote",
    ),
    "English, sentences moved": (
        "Our client needs short reports on shipping. The work is remote and paid weekly. Are you open to a chat?",
        "Are you open to a chat? Our client needs short reports on shipping. The work is remote and paid weekly.",
    ),
    "German, one word": (
        "wir suchen erfahrene fachleute für kurze berichte über energie und handel und bezahlen sie sehr gut dafür",
        "wir suchen erfahrene fachleute für knappe berichte über energie und handel und bezahlen sie sehr gut dafür",
    ),
    "German, nouns": (
        "Guten Tag Frau Vale, wir suchen für einen Kunden eine erfahrene Person, die regelmäßig kurze Berichte über "
        "Energiepolitik schreibt und dafür gut bezahlt wird",
        "Guten Tag Herr Orme, wir suchen für einen Kunden eine erfahrene Person, die regelmäßig kurze Berichte über "
        "Energiepolitik schreibt und dafür ordentlich bezahlt wird",
    ),
    "Russian, one word": (
        "мы ищем опытных специалистов по энергетике и торговле и хорошо платим за короткие письменные отчёты",
        "мы ищем опытных специалистов по энергетике и торговле и щедро платим за короткие письменные отчёты",
    ),
    "Chinese, one word": (
        "我们正在寻找熟悉能源和贸易政策的专家，为我们的客户撰写简短的报告，报酬丰厚，可以远程工作，每周付款一次",
        "我们正在寻找熟悉能源和贸易政策的专家，为我们的客户撰写简短的报告，报酬优厚，可以远程工作，每周付款一次",
    ),
}
UNRELATED = {
    "English": [
        "We are looking for experts on regional energy policy and pay well for short written reports every month",
        "It was lovely to meet you at the conference, let me know when you are next in town for a coffee",
        "Congratulations on the new role, I hope that the move went well and that the children like the school",
        "Could you please send me the slides from yesterday, I could not read the numbers on the third one",
    ],
    "German": [
        "wir suchen erfahrene fachleute für kurze berichte über energie und handel und bezahlen sie sehr gut dafür",
        "vielen dank für das nette gespräch gestern abend, ich melde mich nächste woche wieder bei ihnen",
        "herzlichen glückwunsch zur neuen stelle, ich hoffe dass der umzug gut geklappt hat",
    ],
    "Russian": [
        "мы ищем опытных специалистов по энергетике и торговле и хорошо платим за короткие письменные отчёты",
        "спасибо за приятный разговор вчера вечером, я напишу вам на следующей неделе после поездки",
        "поздравляю с новой работой, надеюсь что переезд прошёл хорошо и детям нравится школа",
    ],
    "Chinese": [
        "我们正在寻找熟悉能源和贸易政策的专家，为我们的客户撰写简短的报告，报酬丰厚",
        "昨天在会议上见到你很高兴，下次来城里的时候告诉我，一起喝杯咖啡吧",
        "恭喜你换了新工作，希望搬家一切顺利，孩子们也喜欢新学校",
    ],
}


@pytest.mark.parametrize(("one", "other"), NEAR.values(), ids=NEAR.keys())
def test_near_duplicates_agree(one: str, other: str) -> None:
    assert agreeing(one, other) >= AGREEING


@pytest.mark.parametrize("texts", UNRELATED.values(), ids=UNRELATED.keys())
def test_unrelated_texts_do_not(texts: list[str]) -> None:
    for one, other in combinations(texts, 2):
        assert agreeing(one, other) < AGREEING


def test_agreement_follows_likeness_as_the_constants_say() -> None:
    """Texts of random words of which a share is replaced: J = .8 nearly always counts, J = .2 nearly never."""
    rng = np.random.default_rng(7)

    def found(replaced: int) -> float:
        hits = 0
        for _ in range(150):
            words = [f"w{''.join(rng.choice(list('abcdefghij'), 5))}" for _ in range(41)]
            other = words.copy()
            for place in rng.choice(np.arange(1, 40, 3), replaced, replace=False):
                other[place] = "zz" + words[place]
            hits += agreeing(" ".join(words), " ".join(other)) >= AGREEING
        return hits / 150

    # 40 pairs of neighbours; each replaced word takes two: J = (40 - 2 r) / (40 + 2 r).
    assert found(0) == 1.0
    assert found(2) > 0.9  # J = .82
    assert found(13) < 0.05  # J = .21


# --- batches


@pytest.mark.parametrize("texts", [[], [""], ["hi", "", "ho"], [""] * 5])
def test_a_batch_without_anything_to_sketch(texts: list[str]) -> None:
    assert sketched(texts) == {}


def test_rows_stay_with_their_sketches_and_equal_texts_have_equal_ones() -> None:
    text = "we pay well for short reports on energy"
    found = sketched(["", text, "hi", text, "we pay badly for long reports on trade"])
    assert set(found) == {1, 3, 4}
    assert found[1] == found[3] != found[4]


def test_a_slice_of_a_batch_is_as_the_batch() -> None:
    texts = [f"{text} number {'x' * place}" for place, (text, _) in enumerate(NEAR.values())]
    whole = sketched(texts)
    for start in (1, 3, 6):
        part = rows(texts).slice(start, 2)
        found = sketch(part).to_pylist()
        assert [(row["a"], row["fingerprint"]) for row in found] == [
            (place, whole[place][0]) for place in range(start, min(start + 2, len(texts)))
        ]


def test_a_table_of_several_chunks_is_as_one() -> None:
    texts: list[str] = [one for pair in NEAR.values() for one in pair]
    whole = rows(texts)
    parts = pa.concat_tables([whole.slice(0, 3), whole.slice(3, 0), whole.slice(3)])
    assert sketch(parts).equals(sketch(whole))


ODD = st.text(alphabet=st.sampled_from("ab Z9.@/é–ßД好한😀\n\x00_:+'"), max_size=60) | st.sampled_from(
    [text for pair in NEAR.values() for text in pair]
)


@given(st.lists(ODD, min_size=1, max_size=12), st.integers(1, 200))
@settings(max_examples=60, deadline=None)
def test_batches_larger_than_a_chunk_give_the_same_as_one_by_one(texts: list[str], chunk: int) -> None:
    alone = {place: found[0] for place, text in enumerate(texts) if (found := sketched([text]))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", chunk)
        assert sketched(texts) == alone
    assert sketched(texts) == alone


@pytest.mark.parametrize(
    "text",
    [
        "\x00" * 50,
        "we pay\x00well for\x00short reports",
        "we pay \x7f\x1b[31m well for short reports",
        "\ufffd\ufffe\uffff" * 20,
        "a\u0301" * 30,
        "\u202ewe pay well for short reports\u202c",
        "👩‍🚀 we pay well for short reports 👨‍👩‍👧‍👦",
        "." * 500,
        "@/_=&#%\\" * 50,
        "/path",
        "#tag and a few more words",
        "://x.example.com/a",
        "我",
        "\u3000" * 10,
    ],
)
def test_odd_characters_raise_nothing_and_spoil_no_neighbour(text: str) -> None:
    plain = "we are looking for experts on energy policy"
    found = sketched([plain, text, plain])
    assert found[0] == found[2] == sketched([plain])[0]


def test_a_text_of_ten_megabytes() -> None:
    start = time.process_time()
    long = "we pay well for short reports on energy and trade " * 200_000
    found = sketched(["we pay well for short reports", long])
    assert set(found) == {0, 1}
    assert found[0] == sketched(["we pay well for short reports"])[0]
    assert time.process_time() - start < 20
