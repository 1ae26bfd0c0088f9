"""Finds names of undertakings and systems by how they are written: shouted, quoted, or beside a noun for what they are.

Nobody can list the names of what is secret. They have a shape all the same: `TALLOW` and `STILLE ZEE` are shouted and
can be spoken, which sets them apart from abbreviations; `Vorhaben "Nordkaper"` is quoted beside a noun; `le missile
Aquilon` and `the Moonglade jamming pod` stand before or behind one. What a name is not is listed: software,
certificates, bodies, makers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from bonafides.exposure.grammar.phrase import is_name
from bonafides.exposure.grammar.tokens import Word
from bonafides.exposure.lexicon import ordinary, word_class, word_set

Found = tuple[int, int]
"""The first word of a match and the word behind its last."""
Name = tuple[str, ...]
"""A name as it is compared: its words, plain."""

_NUMBER = re.compile(r"Mk\d{0,2}|\d{1,4}[A-Za-z]?|[IVX]{1,4}|[A-Z]\d?")
_DESIGNATOR = re.compile(r"\d[A-Za-z]?|[IVX]{1,4}")
_PAPER = re.compile(r"\d{3,4}[A-Za-z]?")
"""The number of a standard or a form, as no system has it."""
_VOWEL = re.compile(r"[aeiouy]")
_MUTE = re.compile(r"[^aeiouy]{6}|^(?![bcdfgkptvwszh][lr]|s|[^aeiouy][hjwyn]|p[sf]|ts|dz)[^aeiouy]{2}")
"""What nobody can say: a row of consonants, or two that no word begins with."""
_ABSTRACT = (
    "ity", "ion", "ions", "ment", "ments", "ness", "ing", "ings", "ers", "ance", "ence", "able", "ible", "ship", "ical",
    "ung", "ungen", "keit", "heit", "schaft", "dad", "cion", "ciones", "miento", "encia", "ancia", "ite", "eur", "eurs",
    "else", "elser", "hed", "ning", "ation", "ency", "ology", "ics", "ists", "ismo", "ismus", "isme", "lich", "mente",
)  # fmt: skip
"""Endings of words for what cannot be touched: shouted by themselves they are emphasis."""
_OPEN, _CLOSE = "\"“„«»‚‘'”", "\"”“»«’'‘"
_SIGNS = ("=", "<", "@", "#", "$", "_", "\\")
"""What stands before a word of a program, and before no name in a sentence."""
_BREAK = re.compile(r"[–—•·+&/()\[\]\n]|[.:][ \t]|[ \t]-|-[ \t]")
"""What separates two names, although words on both sides may belong together elsewhere."""
_APART = re.compile(r"[•·|\n]|[ \t][-/–—][ \t]")
"""What separates a name and the noun for what it is."""
_ARTICLES = frozenset(
    "the our a an its this der die das den dem des unser unsere unserem le la les l notre ce cette el los las nuestro "
    "nuestra det vores".split()
)
_CALLED = frozenset(
    "call called named nicknamed dubbed christened known codenamed nennen genannt namens heisst heissen bekannt kalder "
    "kaldet dobt hedder appelons appelle appele appelee nomme nommee baptise baptisee dit dite llamamos llama llamado "
    "llamada denominado denominada bautizado bautizada apodado apodada".split()
)
_FESTIVE = frozenset(
    "challenge cup trophy race rally league run festival award awards prize medal scholarship hospital "
    "hotel university "
    "school pokal preis prix premio pris trofeo trophee lauf lob copa coupe".split()
)
_FLEETS = frozenset("fleet flotte flotta flota flade flaaden maintenance contract framework rollout".split())
_WHERE = frozenset("at near nach".split())
_MINE = frozenset("my his her mein meine meinen meinem mon ma mes min mit mine mi mis su".split())
_A = frozenset("a an the our ein eine einem einen einer eines der die das dem den un une le la el una en et".split())
_ON = frozenset("on into sur an am pa en".split())
_STOP = frozenset(
    "de du des d del der dem von vom depuis chez pour par avec sous dans vers entre desde para por con "
    "como entre sobre "
    "from with into onto near over under and und oder med til fra hos ved som efter mod og avec plus which that when "
    "where qui que para like than then aber sowie nach beim".split()
)
"""Words after which a capital begins something else: a place, a person, a maker."""
_LONG, _SHORT, _LEAST = 5, 4, 3
_QUOTED = 4
_SHOUTED = 3
"""Words that a shouted name has at most; more are a headline or a slogan."""
_BESIDE = 3
_FURTHER = 5
_AROUND = 9


@dataclass(frozen=True)
class Naming:
    """The words of one field, and what among them is known to be no name."""

    words: Sequence[Word]
    text: str
    strange: frozenset[str]
    """Words of the profile that name employers, places and people."""

    @cached_property
    def known(self) -> frozenset[int]:
        """Where software, certificates, makers, places in a series and the like stand."""
        plain = {at for at in _covered(self.words, "unshouted") if not self.words[at].own.isupper()}
        return _covered(self.words, "known") | plain

    @cached_property
    def undertakings(self) -> frozenset[int]:
        """Where a noun for an undertaking stands: a project, a study, an operation."""
        return _covered(self.words, "undertakings")

    @cached_property
    def systems(self) -> frozenset[int]:
        """Where a noun for a military or protected system stands."""
        return _covered(self.words, "systems")

    @cached_property
    def arms(self) -> frozenset[int]:
        """Those of them that name nothing but arms, also where every noun has a capital."""
        return _covered(self.words, "arms")

    @cached_property
    def everyday(self) -> frozenset[int]:
        """Those of them that offices and workshops have too."""
        return _covered(self.words, "everyday")

    @cached_property
    def martial(self) -> frozenset[int]:
        """Where a word stands that makes a system a military one."""
        return _covered(self.words, "martial")

    @cached_property
    def loud(self) -> bool:
        """Whether so much of it is written in capitals that they tell nothing."""
        long = [word for word in self.words if len(word.own) >= _SHORT and word.own.isalpha()]
        shouted = [word for word in long if word.own.isupper()]
        return len(shouted) > _SHOUTED and 2 * len(shouted) > len(long)

    @cached_property
    def _runs(self) -> Sequence[int]:
        """For each word the place behind the words in capitals that run on from it; itself where it has none."""
        ends = list(range(len(self.words)))
        for at in reversed(range(len(self.words))):
            if _is_shouted(self.words[at]):
                runs_on = at + 1 < len(self.words) and _is_shouted(self.words[at + 1]) and self._joined(at + 1)
                ends[at] = ends[at + 1] if runs_on else at + 1
        return ends

    def names(self, *, bare: bool, written: bool = True) -> Iterator[Found]:
        """Where names stand: shouted ones without a noun beside them only where `bare`, plain ones where `written`."""
        at = 0
        while at < len(self.words):
            end = self._quoted(at) or self._shouted(at, bare=bare) or (self._written(at) if written else 0)
            if end:
                yield at, end
            at = end or at + 1

    def of(self, start: int, end: int) -> Iterator[Name]:
        """The names among the words of a match, by which it may be mentioned elsewhere."""
        run: list[str] = []
        for at in range(start, min(end + _BESIDE, len(self.words))):
            plain = self._is_part(at) and (at < end or self._joined(at))
            if plain:
                run.append(self.words[at].plain)
                continue
            if run and max(map(len, run)) > _LEAST:
                yield tuple(run)
            run = []
            if at >= end:
                return
        if run and max(map(len, run)) > _LEAST:
            yield tuple(run)

    def is_known(self, start: int, end: int) -> bool:
        """Whether a match is two fields of work (`Sonar / Acoustics`), or rests on a maker or a product alone."""
        if _APART.search(self.text[self.words[start].end : self.words[end - 1].start]):
            return True
        inside = range(start, end)
        common = any(at in self.undertakings or self.words[at].plain in _FLEETS for at in inside)
        named = [at for at in inside if is_name(self.words[at], ordinary()) and at not in self.undertakings]
        return common and bool(named) and self.known.issuperset(named)

    def _is_part(self, at: int) -> bool:
        """Whether a word can be part of a name."""
        word = self.words[at]
        other = at in self.undertakings or at in self.systems or at in self.known
        nation = word.plain in word_set("ordinary", "nations")
        return is_name(word, ordinary()) and not other and not nation and word.plain not in self.strange

    def _joined(self, at: int) -> bool:
        """Whether a word and the one before it can be one name."""
        return self.words[at].near and not _BREAK.search(self.text[self.words[at - 1].end : self.words[at].start])

    def _quoted(self, at: int) -> int:
        """The place behind a quoted name that begins here, if the noun for what it is stands beside it."""
        word = self.words[at]
        if not word.is_capital or len(word.own) < _LEAST or not word.start or self.text[word.start - 1] not in _OPEN:
            return 0
        for end in range(at + 1, min(at + _QUOTED, len(self.words)) + 1):
            last = self.words[end - 1].end
            if last < len(self.text) and self.text[last] in _CLOSE:
                named = word.plain not in self.strange and self.known.isdisjoint(range(at, end))
                return end if named and self._beside(at, end) else 0
            if end < len(self.words) and not self.words[end].near:
                return 0
        return 0

    def _shouted(self, at: int, *, bare: bool) -> int:
        """The place behind a shouted name that begins here."""
        end = self._runs[at]
        if self.loud or end == at or at in self.known - self.systems:
            return 0
        while end - 1 in self.known - self.systems:
            end -= 1
        run = range(at, end)
        if len(run) > _SHOUTED:
            return 0
        parts = [each for each in run if self._is_part(each)]
        long = [each for each in parts if _can_be_spoken(self.words[each])]
        if not long and len(parts) > 1 and all(_VOWEL.search(self.words[each].plain) for each in parts):
            long = parts if self._beside(at, end) else []
        if not long or any(each in self.known - self.systems for each in run):
            return 0
        concrete = any(not self.words[each].plain.endswith(_ABSTRACT) for each in parts)
        led = at > 0 and self.words[at].near and self.words[at - 1].own.islower()
        after = self.words[end].plain if end < len(self.words) and self.words[end].near else ""
        colon = not led and self.text[self.words[end - 1].end :].startswith((":", " :"))
        before, behind = self.text[: self.words[at].start], self.text[self.words[end - 1].end :]
        code = before.endswith(_SIGNS) or behind.startswith("(")
        strong = (
            bare
            and concrete
            and not colon
            and not code
            and after not in _FESTIVE
            and not self._is_person(at)
            and not self._is_abbreviation(at, end)
            and self._is_alone(at, end)
        )
        enough = len(parts) > 1 or len(self.words[long[0]].own) >= _LONG + (not led)
        past = self._past_number(end)
        paper = past > end and bool(_PAPER.fullmatch(self.words[end].own))
        if not (strong and enough and not paper) and not self._beside(at, end):
            return 0
        return past

    def _written(self, at: int) -> int:
        """The place behind a name that is written as any name is, and that a noun for a system shows to be one."""
        if not self._is_part(at) or (self.words[at].own.isupper() and len(self.words[at].own) <= _LEAST):
            return 0
        if self.text[: self.words[at].start].endswith("-"):  # the end of a name of another sort: Rostov-on-Don
            return 0
        if {word.plain for word in self.words[max(at - _BESIDE, 0) : at]} & _MINE:
            return 0
        end = at + 1
        while end < len(self.words) and end < at + _BESIDE and self._is_part(end) and self._joined(end):
            end += 1
        numbered = self._past_number(end)
        if explained := self._explained(numbered):
            return explained
        shown = (
            self._follows_noun(at)
            or self._leads_noun(at, numbered)
            or self._is_arm(at, numbered)
            or self._is_worked_on(at, numbered)
            or self._is_called(at, numbered)
        )
        return numbered if shown else 0

    def _follows_noun(self, at: int) -> bool:
        """`le missile Aquilon`; where nouns have capitals, a capital tells nothing."""
        if not at or not self._joined(at):
            return False
        before = at - 1
        quality = self.words[before].own.islower() and len(self.words[before].own) > _LEAST and self._joined(before)
        described = before and quality and self.words[before].plain not in _STOP and before not in self.systems
        if described and before - 1 in self.systems and self.words[before - 1].own.islower():
            return self._tells(before - 1)
        noun = self._tells(before) or before in self.undertakings
        return noun and (self.words[before].own.islower() or before in self.arms)

    def _tells(self, noun: int) -> bool:
        """Whether the noun for a system there is no everyday one, or stands with a word for war."""
        if noun not in self.systems or noun not in self.everyday:
            return noun in self.systems
        around = (noun, *islice(self._before(noun), _AROUND), *islice(self._behind(noun + 1), _AROUND))
        return any(here in self.martial or (here in self.systems and here not in self.everyday) for here in around)

    def _leads_noun(self, at: int, end: int) -> bool:
        """`the Moonglade jamming pod`, `the Baekho-II ship killer`."""
        if not at or self.words[at - 1].plain not in _ARTICLES or not self.words[at].near:
            return False
        for here in range(end, min(end + _BESIDE, len(self.words))):
            if not self._joined(here) or self.words[here].plain in _A:
                return False
            if here in self.systems and self._tells(here):
                return not (self.words[here].is_capital and self._goes_on(here + 1))
            if self.words[here].is_capital:
                return False
        numbered = end > at + 1 and _DESIGNATOR.fullmatch(self.words[end - 1].own)
        hyphen = self.text[self.words[end - 1].start - 1] == "-"
        return bool(numbered) and hyphen and end < len(self.words) and self.words[end].own.islower()

    def _goes_on(self, at: int) -> bool:
        """Whether a capital follows, so that the noun before is part of what a body is called."""
        return at < len(self.words) and self._joined(at) and self.words[at].is_capital

    def _is_arm(self, at: int, end: int) -> bool:
        """`tests of Kestrel missiles`, where a capital is not the beginning of a sentence's, or of a title's."""
        inside = at > 0 and self._joined(at)
        return (
            inside
            and end < len(self.words)
            and end in self.arms
            and self.words[end].own.islower()
            and self._joined(end)
        )

    def _is_called(self, at: int, end: int) -> bool:
        """`a sensor suite that we call Lighthouse`."""
        close = {word.plain for word in (*self.words[max(at - 3, 0) : at], *self.words[end : end + 1]) if word.same}
        if not at or not self.words[at].same or not close & _CALLED:
            return False
        around = (*islice(self._before(at), _AROUND), *islice(self._behind(end), _AROUND))
        return any(here in self.systems or here in self.undertakings for here in around)

    def _explained(self, end: int) -> int:
        """The place behind `a light torpedo` in `Mistigri, a light torpedo`; 0 where nothing of the kind follows."""
        if not 0 < end < len(self.words) or not self.words[end].same:
            return 0
        gap = self.text[self.words[end - 1].end : self.words[end].start]
        if "(" not in gap and ("," not in gap or self.words[end].plain not in _A):
            return 0
        nouns = (here for here in (end, *islice(self._behind(end + 1), _FURTHER)) if here in self.systems)
        return next(nouns, -1) + 1

    def _is_worked_on(self, at: int, end: int) -> bool:
        """`worked on Nightheron`, in a sentence that also says missile."""
        if not at or self.words[at - 1].plain not in _ON or not self.words[at].near:
            return False
        around = (*islice(self._before(at), _AROUND), *islice(self._behind(end), _AROUND))
        return any(here in self.systems and here not in self.everyday for here in around)

    def _beside(self, at: int, end: int) -> bool:
        """Whether the noun for what it is stands close before or behind."""
        around = [*islice(self._before(at), _BESIDE), *islice(self._behind(end), _BESIDE)]
        return any(here in self.undertakings or here in self.systems for here in around)

    def _before(self, at: int) -> Iterator[int]:
        """The words before a place, in the same item and sentence, the nearest first."""
        while (
            at and self.words[at].same and not _APART.search(self.text[self.words[at - 1].end : self.words[at].start])
        ):
            at -= 1
            yield at

    def _behind(self, end: int) -> Iterator[int]:
        """The words behind a place, in the same item and sentence."""
        while 0 < end < len(self.words) and self.words[end].same:
            if _APART.search(self.text[self.words[end - 1].end : self.words[end].start]):
                return
            yield end
            end += 1

    def _past_number(self, end: int) -> int:
        """The place behind the number, or the letter, that belongs to a name."""
        there = end < len(self.words) and self._joined(end)
        return end + 1 if there and _NUMBER.fullmatch(self.words[end].own) else end

    def _is_abbreviation(self, at: int, end: int) -> bool:
        """Whether it stands in brackets by itself, or brackets follow that seem to spell it out."""
        before = self.text[self.words[at].start - 1 : self.words[at].start]
        behind = self.text[self.words[end - 1].end : self.words[end - 1].end + 2]
        spelled = end < len(self.words) and self.words[end].plain[0] == self.words[at].plain[0]
        return (before == "(" and behind[:1] == ")") or (behind == " (" and spelled)

    def _is_person(self, at: int) -> bool:
        """`Jean DUPONT`, `at BRISTOL`: a capitalised name, or a word for where, leads it."""
        if not at or not self._joined(at):
            return False
        before = self.words[at - 1]
        noun = at - 1 in self.undertakings or at - 1 in self.systems
        return before.plain in _WHERE or (is_name(before, ordinary()) and not noun and not before.own.isupper())

    def _is_alone(self, at: int, end: int) -> bool:
        """Whether neither neighbour in a list is known to be no such name, so that this one would be none either."""
        before = at - 1 if at and self.words[at].same and not self._adjoins(at) else at
        behind = end if end < len(self.words) and self.words[end].same and not self._adjoins(end) else at
        return not any(here in self.known and self.words[here].own.isupper() for here in (before, behind))

    def _adjoins(self, at: int) -> bool:
        """Whether nothing but a blank lies before a word."""
        return self.text[self.words[at - 1].end : self.words[at].start] == " "


def _is_shouted(word: Word) -> bool:
    return word.own.isupper() and word.own.isalpha() and len(word.own) >= _LEAST


def _can_be_spoken(word: Word) -> bool:
    """Whether it reads as a word and not as a row of letters."""
    return len(word.own) >= _SHORT and bool(_VOWEL.search(word.plain)) and not _MUTE.search(word.plain)


def _covered(words: Sequence[Word], part: str) -> frozenset[int]:
    these = word_class("programme", part)
    return frozenset(at for at, word in enumerate(words) if word.plain in these)
