"""Synthetic contact logs: right shapes, the same for the same seed, labelled consistently, and no label in the ids."""

from __future__ import annotations

import csv
import hashlib
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
import pytest

from evals.campaigns.__main__ import arguments, spread
from evals.campaigns.clock import DAY_US
from evals.campaigns.composing import Shelf
from evals.campaigns.groups import GROUPS
from evals.campaigns.lookalikes import LOOKALIKES
from evals.campaigns.planted import near_photos
from evals.campaigns.ranges import World
from evals.campaigns.ring_texts import Wording
from evals.campaigns.ring_times import Style, moments
from evals.campaigns.texts import Book, chosen, phrases, slots
from evals.campaigns.world import Written, write_world

TINY = World(events=20_000, seed=7, prevalence=0.05, small_rings=2)
FILES = ("events.parquet", "accounts.parquet", "targets.parquet")
TABLES = ("labels.csv", "rings.csv", "lookalikes.csv", "groups.csv")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Written]:
    folder = tmp_path_factory.mktemp("world")
    return folder, write_world(folder, TINY)


def column(folder: Path, file: str, name: str) -> list[Any]:
    found: list[Any] = pq.read_table(folder / file, columns=[name])[name].to_pylist()
    return found


def rows(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def digest(folder: Path) -> list[str]:
    return [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (*FILES, *TABLES)]


def test_the_files_have_the_columns_of_the_contract(made: tuple[Path, Written]) -> None:
    folder, written = made
    schema = {file: pq.read_schema(folder / file).names for file in FILES}
    assert schema == {
        "events.parquet": ["account", "target", "sent_at", "kind", "text", "url", "handle", "content_basis"],
        "accounts.parquet": ["account", "created_at", "employer", "headline", "bio", "photo_hash", "network"],
        "targets.parquet": ["target", "sector", "employer"],
    }
    assert str(pq.read_schema(folder / "events.parquet").field("sent_at").type) == "timestamp[us, tz=UTC]"
    assert pq.read_metadata(folder / "events.parquet").num_rows == written.events == TINY.events
    assert all(len(value) == 16 for value in column(folder, "accounts.parquet", "photo_hash") if value)


def test_events_come_in_order_of_time_within_the_log_and_to_others(made: tuple[Path, Written]) -> None:
    folder, _ = made
    sent = pq.read_table(folder / "events.parquet")["sent_at"].to_numpy().astype("datetime64[us]").astype(np.int64)
    assert (np.diff(sent) >= 0).all()
    assert sent[-1] - sent[0] <= TINY.days * DAY_US
    assert all(
        a != b for a, b in zip(*(column(folder, "events.parquet", n) for n in ("account", "target")), strict=True)
    )


def test_the_same_seed_gives_the_same_files_and_another_gives_others(tmp_path: Path) -> None:
    small = World(events=3_000, seed=3)
    for name, world in (("a", small), ("b", small), ("c", replace(small, seed=4))):
        write_world(tmp_path / name, world)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert all(one != other for one, other in zip(digest(tmp_path / "a"), digest(tmp_path / "c"), strict=True))


def test_labels_name_accounts_that_write(made: tuple[Path, Written]) -> None:
    folder, written = made
    senders, known = (
        set(column(folder, "events.parquet", "account")),
        set(column(folder, "accounts.parquet", "account")),
    )
    labelled = [row["account"] for row in rows(folder, "labels.csv")]
    assert len(labelled) == len(set(labelled)) == written.ring_accounts
    assert set(labelled) <= senders <= known
    sizes = Counter(row["campaign"] for row in rows(folder, "labels.csv"))
    assert {row["campaign"]: int(row["accounts"]) for row in rows(folder, "rings.csv")} == sizes
    assert len([size for size in sizes.values() if size <= 7]) == TINY.small_rings
    assert all(8 <= size <= 40 for size in sizes.values() if size > 7)


def test_every_kind_of_innocent_group_is_there_and_only_protected_ones_are_audited(made: tuple[Path, Written]) -> None:
    folder, _ = made
    protected = {kind.name for kind in GROUPS}
    assert {row["lookalike"] for row in rows(folder, "lookalikes.csv")} == protected | {k.name for k in LOOKALIKES}
    assert {row["group"] for row in rows(folder, "groups.csv")} == protected
    assert all(kind.protected for kind in GROUPS)
    assert not any(kind.protected for kind in LOOKALIKES)
    assert protected | {k.name for k in LOOKALIKES} == set(phrases()["group"]) - {"events", "schools"}


def test_ids_say_nothing(made: tuple[Path, Written]) -> None:
    """The mean rank of ring accounts among all accounts is what chance gives, and ids are of one form."""
    folder, _ = made
    everyone = sorted(column(folder, "accounts.parquet", "account"))
    assert everyone == column(folder, "accounts.parquet", "account")
    labelled = {row["account"] for row in rows(folder, "labels.csv")}
    ranks = np.array([at for at, account in enumerate(everyone) if account in labelled]) / len(everyone)
    assert abs(ranks.mean() - 0.5) < 4 * np.sqrt(1 / 12 / len(ranks))
    assert len({len(account) for account in everyone + column(folder, "targets.parquet", "target")}) == 1


def test_ring_accounts_are_as_busy_as_others_may_be(made: tuple[Path, Written]) -> None:
    folder, _ = made
    sent = Counter(column(folder, "events.parquet", "account"))
    labelled = {row["account"] for row in rows(folder, "labels.csv")}
    busiest = np.quantile([count for account, count in sent.items() if account not in labelled], 0.995)
    assert np.median([sent[account] for account in labelled]) < busiest


def test_some_targets_are_accounts_and_answer(tmp_path: Path) -> None:
    """Of the pairs whose target has an account, 15-50% are mutual, over a few worlds."""
    shares = []
    for seed in range(3):
        write_world(tmp_path / str(seed), World(events=60_000, seed=seed, rings=False, lookalikes=False))
        pairs = set(
            zip(*(column(tmp_path / str(seed), "events.parquet", n) for n in ("account", "target")), strict=True)
        )
        accounts = set(column(tmp_path / str(seed), "accounts.parquet", "account"))
        able = [(a, b) for a, b in pairs if b in accounts]
        assert 0.1 < len(able) / len(pairs) < 0.9
        shares.append(sum((b, a) in pairs for a, b in able) / len(able))
    assert all(0.15 < share < 0.5 for share in shares)


def test_popularity_and_activity_have_heavy_tails(made: tuple[Path, Written]) -> None:
    folder, _ = made
    for name in ("account", "target"):
        counts = np.array(list(Counter(column(folder, "events.parquet", name)).values()))
        assert counts.max() > 8 * np.median(counts)


def test_rings_and_lookalikes_can_be_left_out_and_text_too(tmp_path: Path) -> None:
    write_world(tmp_path, World(events=2_000, seed=1, rings=False, lookalikes=False, text=False))
    assert not any(rows(tmp_path, file) for file in TABLES)
    assert set(column(tmp_path, "events.parquet", "text")) == {None}
    write_world(tmp_path, World(events=2_000, seed=1, rings=False))
    assert rows(tmp_path, "lookalikes.csv")
    assert not rows(tmp_path, "labels.csv")


def test_texts_are_plentiful_and_the_popular_ones_popular(made: tuple[Path, Written]) -> None:
    folder, _ = made
    texts = Counter(column(folder, "events.parquet", "text"))
    assert len(texts) > 0.2 * TINY.events
    assert texts["I'd like to add you to my professional network."] > 0.01 * TINY.events
    assert not [text for text in texts if text and ("{" in text or "[" in text or "  " in text or text != text.strip())]


def test_a_tiny_world_takes_no_time(tmp_path: Path) -> None:
    start = time.process_time()
    write_world(tmp_path, World(events=2_000, seed=2))
    assert time.process_time() - start < 2


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("days", [1 / 24, 3.0, 14.0])
@pytest.mark.parametrize("relays", [1, 3])
def test_a_ring_keeps_to_its_window(style: Style, days: float, relays: int) -> None:
    from evals.campaigns.clock import Clock
    from evals.campaigns.ranges import Ranges

    rng = np.random.default_rng(5)
    clock = Clock.drawn(rng, Ranges(), 60)
    pairs = np.nonzero(np.ones((20, 30)))
    times = moments(rng, clock, days, style, (pairs[0], pairs[1]), (20, 30), relays)
    assert times.min() >= clock.start
    assert times.max() < clock.start + clock.length
    slack = 2 * DAY_US if days >= 1.5 else 1  # working hours of another time zone may fall on the day before
    assert np.ptp(times) <= days * DAY_US + slack


@pytest.mark.parametrize("lure", [True, False])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_the_asked_share_of_a_rings_texts_is_paraphrased(lure: bool, share: float) -> None:
    rng, book = np.random.default_rng(11), Book.opened(np.random.default_rng(1))
    wording = Wording.drawn(rng, lure=lure, fixed=slots(rng, "@someone"))
    codes = wording.codes(rng, book, 2_000, share, 0.3)
    exact = len(wording.parts)  # one text per language
    assert abs(np.mean((codes < 0) | (codes >= exact)) - share) < 0.05
    assert abs(np.mean(codes < 0) - share * 0.3) < 0.05
    assert all("{name}" in text for text in book.texts[:exact])
    assert len(set(book.texts)) > len(book.texts) * 0.5


def test_near_photos_are_near_and_choices_are_made() -> None:
    rng = np.random.default_rng(2)
    hashes = near_photos(rng, 50, 4)
    assert max(int(a ^ b).bit_count() for a in hashes.tolist() for b in hashes.tolist()) <= 8
    assert chosen(rng, "a [b|c] d") in {"a b d", "a c d"}
    assert Shelf.of([["x"], ["y", "z"]]).at(np.array([0, 1, 1], np.int8), np.array([0.9, 0.1, 0.9])).tolist() == [
        0,
        1,
        2,
    ]


def test_phones_and_links_are_reserved_for_fiction(made: tuple[Path, Written]) -> None:
    folder, _ = made
    phones = [value for value in column(folder, "events.parquet", "handle") if value and value.startswith("+")]
    assert phones
    assert all(phone.startswith(("+44 7700 900", "+1 202 555 01")) for phone in phones)
    assert all(".example/" in url for url in column(folder, "events.parquet", "url") if url)


@pytest.mark.parametrize(
    "wrong", [{"events": 10}, {"camouflage": 1.0}, {"prevalence": 0.5}, {"spread": (2.0, 1.0)}, {"ring_size": (9, 3)}]
)
def test_settings_that_make_no_world_are_refused(wrong: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"events|shares|spread"):
        write_world(tmp_path, World(**({"events": 1_000} | wrong)))


def test_the_command_reads_its_options() -> None:
    options = arguments().parse_args("--events 9 --out x --ring-size 5:9 --spread 30m:7d --no-text".split())
    assert (options.ring_size, options.text, options.lookalikes) == ((5, 9), False, True)
    assert spread("1h:14d") == (1 / 24, 14.0)
