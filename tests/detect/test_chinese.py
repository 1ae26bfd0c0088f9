"""Chinese text: cut into known words, names folded, every character in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.detect import glossary
from bonafides.detect.chinese import glossed, words
from bonafides.detect.fold import fold
from bonafides.detect.tokens import sentences


def cut(text: str) -> list[str]:
    return [token.symbol for sentence in sentences(fold(text)) for token in words(sentence)]


@pytest.mark.parametrize("title", ["先生", "教授", "经理", "处长"])
def test_a_name_before_a_title_folds_with_it(title: str) -> None:
    readings = {tuple(cut(f"请联系{name}{title}谈合同")) for name in ("王", "李明", "何建国", "何")}
    assert len(readings) == 1


@pytest.mark.parametrize("name", ["王伟", "李明华", "张晓"])
def test_a_name_behind_i_am_folds(name: str) -> None:
    assert cut(f"我是{name}，谈合同") == cut("我是陈静，谈合同")


@pytest.mark.parametrize("text", ["高级工程师", "方便吗", "任何教授", "安全顾问"])
def test_a_word_that_begins_like_a_surname_is_no_name(text: str) -> None:
    assert "<other>" not in cut(text)[:1]


def test_the_longest_known_word_is_taken() -> None:
    assert "内部资料" in cut("我们要内部资料")
    assert cut("合同") == ["合同"]


def test_what_only_the_lexicon_knows_is_cut_again_by_the_glossary() -> None:
    known = glossary.load("zh").forms
    for sentence in sentences(fold("他们想要内部资料和合同文件，不要告诉单位")):
        again = glossed(words(sentence))
        assert all(len(token.symbol) == 1 or token.symbol in known or token.symbol[0] == "<" for token in again)


@given(st.text(alphabet="王李明我是经理合同内部资料的，。 a1", max_size=60))
def test_no_character_is_lost_or_moved(text: str) -> None:
    for sentence in sentences(fold(text)):
        joined = words(sentence)
        assert [token.start for token in joined] == sorted(token.start for token in joined)
        assert joined[0].start == sentence[0].start
        assert joined[-1].end == sentence[-1].end
