"""Writes who the accounts and the targets say they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]

from evals.campaigns.clock import DAY_US, Clock, Times
from evals.campaigns.identity import hexadecimal
from evals.campaigns.planted import Marks
from evals.campaigns.ranges import Ranges, draw
from evals.campaigns.society import Ints, Society
from evals.campaigns.texts import chosen, firm, phrases, slots

STOCK_PHOTOS = 12
YEARS = 12
BIOS = 20_000
FIRST_NETWORK = 4_200_000_000  # autonomous system numbers reserved for private use


def write_accounts(
    path: Path, rng: np.random.Generator, ranges: Ranges, society: Society, clock: Clock, names: Any, marks: Marks
) -> None:
    """One row per account, those made for rings among the rest in the order of the ids."""
    number = society.senders
    firms, employer = _employers(rng, society, marks)
    columns = {
        "account": names.slice(0, number),
        "created_at": pa.array(_created(rng, ranges, clock, number, marks)).view(pa.timestamp("us", tz="UTC")),
        "employer": firms.take(pa.array(employer, mask=rng.random(number) < 0.08)),
        "headline": _headlines(rng, firms, employer),
        "bio": _bios(rng, ranges, number, marks),
        "photo_hash": _photos(rng, ranges, number, marks),
        "network": _networks(rng, society, marks),
    }
    _sorted_by_id(path, pa.table(columns), "account")


def write_targets(path: Path, rng: np.random.Generator, society: Society, names: Any) -> None:
    """One row per person whose sector and employer are known: nine of ten, accounts or not."""
    known = np.flatnonzero(rng.random(society.people) < 0.9)
    firms, _ = _employers(np.random.default_rng(society.people), society, Marks())
    columns = {
        "target": names.take(known),
        "sector": pa.array(phrases()["sectors"]).take(society.sector[known].astype(np.int64)),
        "employer": firms.take(society.employer[known]),
    }
    _sorted_by_id(path, pa.table(columns), "target")


def _sorted_by_id(path: Path, table: Any, key: str) -> None:
    pq.write_table(table.sort_by(key), path, compression="zstd", store_schema=False)


def _employers(rng: np.random.Generator, society: Society, marks: Marks) -> tuple[Any, Ints]:
    """The names of the employers, and each account's employer after the marks."""
    naming = np.random.default_rng(society.employers)  # the same names for accounts and targets
    towns = phrases()["places"].split()
    base = [f"{firm(naming)} {towns[i % len(towns)]}" for i in range(min(society.employers, 20_000))]
    named = base + [f"{base[i % len(base)]} {i // len(base) + 1}" for i in range(len(base), society.employers)]
    employer = society.employer[: society.senders].copy()
    for accounts, name in marks.employer:
        employer[accounts] = len(named)
        named.append(name)
    return pa.array(named), employer


def _headlines(rng: np.random.Generator, firms: Any, employer: Ints) -> Any:
    roles = pa.array([f"{role} at" for role in phrases()["roles"]])
    number = len(employer)
    return pc.binary_join_element_wise(roles.take(rng.integers(0, len(roles), number)), firms.take(employer), " ")


def _created(rng: np.random.Generator, ranges: Ranges, clock: Clock, number: int, marks: Marks) -> Times:
    """Steady growth over some years, some busy days, a few accounts made during the log."""
    age = rng.random(number) ** 1.4 * YEARS * 365 - rng.uniform(0, 20)
    waves = rng.random(max(3, number // 2000)) * 900
    some = np.flatnonzero(rng.random(number) < draw(rng, ranges.joined_in_waves))
    age[some] = rng.choice(waves, len(some)) + rng.random(len(some)) * 2
    created = clock.start - (age * DAY_US).astype(np.int64)
    for accounts, times in marks.created:
        created[accounts] = times
    return np.asarray(created)


def _bios(rng: np.random.Generator, ranges: Ranges, number: int, marks: Marks) -> Any:
    """Stock sentences for some (or none at all), else two composed ones; the marked ones say what they say."""
    stock = [chosen(rng, bio) for bio in phrases()["bios"] for _ in range(2)]
    parts = [chosen(rng, part).format(**slots(rng)) for part in phrases()["bio_parts"] for _ in range(_pool(number))]
    texts = pa.array([*stock, *parts])
    usual = rng.random(number) < draw(rng, ranges.stock_bio)
    first = np.where(usual, rng.integers(0, len(stock), number), rng.integers(len(stock), len(texts), number))
    second = rng.integers(len(stock), len(texts), number)
    bios = pc.binary_join_element_wise(
        texts.take(first), texts.take(pa.array(second, mask=usual)), " ", null_handling="skip"
    )
    marked = [text for _, several in marks.bio for text in several]
    place = np.arange(number)
    if marked:
        place[np.concatenate([accounts for accounts, _ in marks.bio])] = number + np.arange(len(marked))
    found = pa.concat_arrays([bios, pa.array(marked, pa.string())]).take(place)
    return pc.if_else(pc.equal(found, ""), pa.scalar(None, pa.string()), found)


def _pool(number: int) -> int:
    return int(np.clip(number // 20, 20, BIOS // len(phrases()["bio_parts"])))


def _photos(rng: np.random.Generator, ranges: Ranges, number: int, marks: Marks) -> Any:
    """A hash of one's own, one of a few stock pictures, or none."""
    photo = rng.integers(0, 2**64, number, dtype=np.uint64)
    stock = rng.integers(0, 2**64, STOCK_PHOTOS, dtype=np.uint64)
    plain = rng.random(number) < draw(rng, ranges.default_photo)
    photo[plain] = stock[(rng.random(int(plain.sum())) ** 2 * STOCK_PHOTOS).astype(np.int64)]
    missing = rng.random(number) < draw(rng, ranges.no_photo)
    for accounts, values in marks.photo:
        photo[accounts], missing[accounts] = values, False
    return hexadecimal(photo).take(pa.array(np.arange(number), mask=missing))


def _networks(rng: np.random.Generator, society: Society, marks: Marks) -> Any:
    """A few big providers per town, some world-wide ones, and what groups share."""
    number = society.senders
    local = society.town[:number].astype(np.int64) * 8 + (rng.random(number) ** 2 * 8).astype(np.int64)
    abroad = society.towns * 8 + (rng.random(number) ** 3 * 200).astype(np.int64)
    network = np.where(rng.random(number) < 0.7, local, abroad)
    first = society.towns * 8 + 200
    for at, accounts in enumerate(marks.network):
        network[accounts] = first + at
    shuffled = rng.permutation(first + len(marks.network))[network]  # the number must not tell which are shared
    return pc.binary_join_element_wise(pa.scalar("AS"), pa.array(shuffled + FIRST_NETWORK).cast(pa.string()), "")
