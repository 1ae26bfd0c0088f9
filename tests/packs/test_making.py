"""Making packs: three independent reports at least, each lure once, and corrections that stay corrected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bonafides.errors import PacksError
from bonafides.packs import Identifier, Lookup, identifier, withdrawn
from bonafides.packs.form import Pack, opened
from bonafides.packs.making import Made
from bonafides.seen import content_words, cut
from tests.packs.shop import (
    ADDRESSES,
    CONFIRMED,
    HANDLE,
    LURE,
    MAIL,
    NOW,
    PHONE,
    REWORDED,
    later,
    made,
    publisher,
)


def _opened(folder: Path, done: Made) -> Pack:
    path = folder / f"{done.header.series}-{done.header.sequence}.bfpack"
    path.write_bytes(done.data)
    return opened(path).checked()


def _address(written: str) -> Identifier:
    found = identifier(written)
    assert found
    return found


def _has(pack: Pack, written: str, *others: Pack) -> bool:
    return Lookup(pack=pack, others=others).address(_address(written)) is not None


def test_everything_confirmed_is_in_it_and_nothing_else(tmp_path: Path) -> None:
    with _opened(tmp_path, made()) as pack:
        assert all(_has(pack, written) for written in ADDRESSES)
        assert not any(_has(pack, written) for written in ("phone:+447700900124", "domain:northgate.example"))


def test_what_fewer_than_three_reported_is_not_packed(tmp_path: Path) -> None:
    done = made(CONFIRMED, replace(CONFIRMED, reports=2, identifiers=("phone:+447700900199",)))
    assert done.left_out == ("1 fewer than 3 independent reports",)
    with _opened(tmp_path, done) as pack:
        assert not _has(pack, "phone:+447700900199")


@pytest.mark.parametrize(("reports", "told"), [(3, 3), (4, 3), (9, 5), (10, 10), (99, 50), (10_000, 255)])
def test_the_number_of_reports_is_told_in_steps(tmp_path: Path, reports: int, told: int) -> None:
    with _opened(tmp_path, made(replace(CONFIRMED, reports=reports))) as pack:
        hit = Lookup(pack=pack).address(_address(PHONE))
    assert hit
    assert hit.group.reports == told


def test_a_lure_is_packed_once_however_often_it_is_reworded_a_little() -> None:
    done = made(
        CONFIRMED, replace(CONFIRMED, identifiers=(), texts=(LURE + " Thank you.", LURE.replace("short", "brief")))
    )
    assert any("much like another" in each for each in done.left_out)
    assert made().header.counts["text"] == done.header.counts["text"]


def test_short_texts_and_what_is_no_address_are_left_out_and_counted() -> None:
    done = made(replace(CONFIRMED, identifiers=(*ADDRESSES, "name:x", "phone:12"), texts=("Hello, how are you?",)))
    assert sorted(done.left_out) == [
        "1 texts too short to be told from others",
        "2 identifiers that are of no kind that packs hold",
    ]
    assert done.header.counts["text"] == 0


def test_the_number_rises_though_nobody_keeps_count(tmp_path: Path) -> None:
    first = made()
    assert made(now=later(0.001)).header.sequence > first.header.sequence
    with _opened(tmp_path, first) as last:
        assert made(now=later(-100), previous=last).header.sequence == first.header.sequence + 1


def test_a_withdrawn_address_matches_nowhere_any_more(tmp_path: Path) -> None:
    with _opened(tmp_path, made()) as last, _opened(tmp_path, made(series="other")) as other:
        done = withdrawn(last, publisher(), [_address(PHONE), _address(MAIL)], [], now=later(1))
        with _opened(tmp_path, done) as new:
            assert not _has(new, PHONE)
            assert not _has(new, MAIL)
            assert _has(new, HANDLE)
            assert _has(other, PHONE)
            assert not _has(other, PHONE, new)  # another pack of the publisher beside it
            assert new.header.sequence > last.header.sequence
            assert new.header.expires_at == last.header.expires_at
            again = made(now=later(2), previous=new)
            assert "2 identifiers that were withdrawn" in again.left_out
            with _opened(tmp_path, again) as third:
                assert not _has(third, PHONE)
                assert third.header.counts["withdrawn"] == 2


def test_a_withdrawn_text_matches_no_more_however_it_is_worded(tmp_path: Path) -> None:
    with _opened(tmp_path, made()) as last:
        assert last.header.counts["text"]
        with _opened(tmp_path, withdrawn(last, publisher(), [], [cut(LURE)], now=later(1))) as new:
            assert new.header.counts["text"] == 0
            assert _has(new, PHONE)
        with pytest.raises(PacksError, match="nothing of this"):
            withdrawn(last, publisher(), [_address("phone:+447700900124")], [cut("something else " * 30)], now=later(1))


def test_the_last_entry_can_be_withdrawn(tmp_path: Path) -> None:
    with _opened(tmp_path, made(replace(CONFIRMED, identifiers=(PHONE,), texts=()))) as last:
        done = withdrawn(last, publisher(), [_address(PHONE)], [], now=later(1))
    assert (done.header.entries, done.header.counts["withdrawn"]) == (0, 1)


def test_withdrawals_under_the_salt_of_another_year_are_not_lost_in_silence(tmp_path: Path) -> None:
    with _opened(tmp_path, made()) as last:
        done = withdrawn(last, publisher(), [_address(PHONE)], [], now=later(1))
        made(previous=last, now=later(400))
    with _opened(tmp_path, done) as new, pytest.raises(PacksError, match="another year"):
        made(previous=new, now=later(400))


def test_words_cut_before_are_the_same_as_their_text(tmp_path: Path) -> None:
    words = " ".join(word.symbol for word in content_words(LURE, frozenset()))
    one, other = made(), made(replace(CONFIRMED, texts=(), words=(words,)))
    assert one.header.counts["text"] == other.header.counts["text"]


def test_packing_the_same_twice_gives_the_same_bytes() -> None:
    assert made().data == made().data


@pytest.mark.parametrize(
    "more",
    [{"name": " "}, {"contact": ""}, {"series": "Main!"}, {"name": "a\x1bb"}, {"contact": "a\nb"}, {"name": "x" * 201}],
)
def test_a_publisher_says_who_it_is_and_whom_to_ask(more: dict[str, Any]) -> None:
    with pytest.raises(PacksError) as error:
        made(**more)
    assert error.value.next_step


def test_nothing_gives_an_empty_pack_and_a_reworded_lure_is_its_own() -> None:
    assert made(replace(CONFIRMED, reports=1)).header.entries == 0
    assert made(replace(CONFIRMED, texts=(REWORDED,))).header.counts["text"] > 14
    assert NOW.tzinfo
