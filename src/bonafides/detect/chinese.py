"""Chinese cut into words: the longest that the glossary, the folds or the lexicon know; names folded before that."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bonafides.detect import folds, glossary, slots
from bonafides.detect.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from bonafides.detect.tokens import Sentence

_LONGEST = 6
"""Characters of the longest word looked for."""
_SURNAMES = (
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇"
    "卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鐘汪田任姜范範方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段"
    "雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文欧歐洪施涂塗凌温溫庄莊柯阮翁游詹"
)
_CALLED = ("我是", "我叫", "我姓", "名叫", "叫做", "姓")
"""Words after which a name stands."""


def words(sentence: Sentence) -> Sentence:
    """A sentence with its Chinese characters joined to words; what is in no word stays a character."""
    return list(_cut(_without_names(sentence), _known()))


def glossed(sentence: Sentence) -> Sentence:
    """The same cut by the glossary alone: what phrases name must not decide what the learned layer reads."""
    characters = [part for token in sentence for part in (_characters(token) if _is_word(token.symbol) else (token,))]
    return list(_cut(characters, glossary.load("zh").forms))


def _is_word(symbol: str) -> bool:
    return len(symbol) > 1 and all(map(_is_chinese, symbol))


def _characters(token: Token) -> list[Token]:
    """The characters of a Chinese word, each in its place."""
    if token.end - token.start != len(token.symbol):
        return [token._replace(symbol=char) for char in token.symbol]
    places = range(token.start, token.end)
    return [token._replace(symbol=c, start=at, end=at + 1) for c, at in zip(token.symbol, places, strict=True)]


def _cut(sentence: Sequence[Token], known: Container[str]) -> Iterator[Token]:
    at = 0
    while at < len(sentence):
        length = 1
        if _is_chinese(sentence[at].symbol):
            run = _run(sentence, at, _LONGEST)
            length = next((n for n in range(len(run), 1, -1) if run[:n] in known), 1)
        yield (
            _joined(sentence[at : at + length], sentence[at].symbol)
            if length == 1
            else _joined(sentence[at : at + length], run[:length])
        )
        at += length


def _joined(tokens: Sequence[Token], symbol: str) -> Token:
    return tokens[0] if len(tokens) == 1 else Token(symbol, tokens[0].start, tokens[-1].end, False, False)


def _run(sentence: Sequence[Token], at: int, longest: int) -> str:
    """The Chinese characters written without a gap from `at` on."""
    found = ""
    for number, token in enumerate(sentence[at : at + longest]):
        if not _is_chinese(token.symbol) or (number and token.start != sentence[at + number - 1].end):
            break
        found += token.symbol
    return found


def _without_names(sentence: Sentence) -> Sentence:
    """Personal names folded where something tells them: a title behind, `I am` in front, a line of their own."""
    found: Sentence = []
    at = 0
    while at < len(sentence):
        run = _run(sentence, at, len(sentence)) if _is_chinese(sentence[at].symbol) else ""
        if not run:
            found.append(sentence[at])
            at += 1
            continue
        behind = 0
        for start, end in _names(run):
            found += sentence[at + behind : at + start]
            found.append(Token(slots.OTHER, sentence[at + start].start, sentence[at + end - 1].end, False, False))
            behind = end
        found += sentence[at + behind : at + len(run)]
        at += len(run)
    return found


def _names(run: str) -> list[tuple[int, int]]:
    """Places of names in characters written without a gap, in order."""
    places = [match.span() for match in _titled().finditer(run) if _is_name(match.group(1))]
    at_end = _AT_END.search(run)
    if at_end and _is_name(at_end.group(1)):
        places.append(at_end.span(1))
    elif len(run) in {2, 3} and run[0] in _SURNAMES and _is_name(run):
        places.append((0, len(run)))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _is_name(text: str) -> bool:
    """Whether a surname and what follows it is no word: `高级` before `工程师` is no Mr Gao."""
    return len(text) == 1 or not any(text[:length] in _known() for length in range(2, len(text) + 1))


_AT_END = re.compile(f"(?:{'|'.join(_CALLED)})([{_SURNAMES}][\u3400-\u9fff]{{1,2}})$")


@cache
def _titled() -> re.Pattern[str]:
    """A surname with a title behind it, with a given name between or not."""
    own = folds.load("zh")
    titles = sorted(own.titles | own.suffixes, key=lambda title: (-len(title), title))
    either = "|".join(map(re.escape, titles)) or "$."
    return re.compile(f"([{_SURNAMES}][\u3400-\u9fff]{{0,2}}?)(?:{either})")


def _is_chinese(symbol: str) -> bool:
    return len(symbol) == 1 and "\u3400" <= symbol <= "\u9fff"


@cache
def _known() -> frozenset[str]:
    from bonafides.detect.lexicon import words as named

    own = folds.load("zh")
    both = [*own.phrases.values(), *own.place_phrases.values()]
    joined = {"".join(phrase) for phrases in both for phrase in phrases}
    return frozenset(glossary.load("zh").forms) | frozenset(own.words) | own.places | joined | named("zh")
