"""Matching: a reworded lure is found, an ordinary text is not, and a thread costs what it may."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bonafides.packs import Lookup, digest
from bonafides.packs.form import Group, Header, Pack, opened, write
from bonafides.packs.sketch import AGREE, APART, MOST_ASKED, RUN, WINDOW, Shingle, Word, apart, cut_words, shingles
from bonafides.seen import cut
from tests.packs.shop import LURE, ORDINARY, REWORDED, made


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[Pack]:
    path = tmp_path / "x.bfpack"
    path.write_bytes(made().data)
    with opened(path) as found:
        yield found


def _asked(text: str) -> list[Shingle]:
    return [Shingle(words, 0, at, at + 1) for at, words in enumerate(cut(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [(LURE, 1), (REWORDED, 1), (ORDINARY + " " + REWORDED, 1), (REWORDED.upper(), 1), (ORDINARY, 0), ("", 0),
     (LURE[:60], 0)],
)  # fmt: skip
def test_reworded_lures_are_found_and_ordinary_texts_are_not(pack: Pack, text: str, found: int) -> None:
    hits = Lookup(pack=pack).texts(_asked(text))
    assert len(hits) == found
    for hit in hits:
        assert AGREE <= hit.agreed <= hit.of
        assert hit.agreed == len(hit.shingles)


def test_spelling_tricks_do_not_hide_a_lure(pack: Pack) -> None:
    tricked = LURE.replace("research", "resеarch").replace("client", "cli\u200bent").replace("shipping", "ѕhipping")
    assert Lookup(pack=pack).texts(_asked(tricked))[0].agreed == Lookup(pack=pack).texts(_asked(LURE))[0].agreed


def test_parts_strewn_over_a_long_thread_are_chance(pack: Pack) -> None:
    parts = _asked(LURE)
    filler = [Shingle(str(number).encode(), 0, 0, 1) for number in range(WINDOW)]
    strewn = [each for part in parts[:: RUN + 1] for each in (part, *filler)][:MOST_ASKED]
    assert not Lookup(pack=pack).texts(strewn)
    assert Lookup(pack=pack).texts([*filler, *filler, *parts])


def test_one_long_courtesy_is_one_place() -> None:
    assert apart([]) == 0
    assert apart(range(6)) == 2
    assert apart([0, 3, 6, 100]) == 4
    assert apart([0, 0, 1, 2]) == 1
    assert APART > 2


def test_only_so_much_is_asked_for(pack: Pack) -> None:
    filler = [Shingle(str(number).encode(), 0, 0, 1) for number in range(MOST_ASKED)]
    assert not Lookup(pack=pack).texts([*filler, *_asked(LURE)])


def test_a_sketch_of_another_kind_matches_no_text(tmp_path: Path) -> None:
    done = made()
    table = done.header.written().replace(b"content-words/1", b"content-words/2")
    path = tmp_path / "x.bfpack"
    path.write_bytes(done.data.replace(done.header.written(), table))
    with opened(path) as pack:
        assert Lookup(pack=pack).texts(_asked(LURE)) == []


def test_a_shingle_is_a_run_of_words_of_one_message() -> None:
    one = [Word(each, 0, at, at + 1) for at, each in enumerate("abcd")]
    two = [Word(each, 1, at, at + 1) for at, each in enumerate("ef")]
    assert list(shingles([one, two])) == [Shingle(b"a b c", 0, 0, 3), Shingle(b"b c d", 0, 1, 4)]
    assert cut_words("a b c d\ne f") == [b"a b c", b"b c d"]
    assert list(shingles([])) == []


def test_a_hundred_thousand_digests_are_searched_rightly(tmp_path: Path) -> None:
    """Every one that is there is found, with its own groups; none of a hundred thousand others is."""
    chance = random.Random(1)
    keys = sorted({chance.randbytes(digest.SIZE) for _ in range(100_000)})
    rows = sorted([(key, number % 3) for number, key in enumerate(keys)] + [(keys[7], 1), (keys[7], 2)])
    done = made().header
    counts = {"groups": 3, "slow": 0, "fast": len(rows), "text": 0, "withdrawn": 0}
    header = Header(**{name: getattr(done, name) for name in done.__slots__ if name != "counts"}, counts=counts)
    groups = [Group(kind="scam", reports=3, since=f"2026-0{n + 1}", keys=0, note=0) for n in range(3)]
    path = tmp_path / "big.bfpack"
    path.write_bytes(write(header, groups, {"slow": [], "fast": rows, "text": [], "withdrawn": []}))
    with opened(path) as pack:
        for number in range(0, len(keys), 997):
            assert number % 3 in pack.groups_of("fast", keys[number])
        assert pack.groups_of("fast", keys[7]) == [1, 1, 2]
        assert pack.groups_of("fast", keys[0]) == [0]
        assert pack.groups_of("fast", keys[-1]) == [(len(keys) - 1) % 3]
        assert not any(pack.groups_of("fast", chance.randbytes(digest.SIZE)) for _ in range(2_000))
