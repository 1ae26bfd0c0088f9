"""The measurement of the purpose: groups as they are described, figures that follow from judgements, one small run."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from bonafides.model import Kind
from bonafides.purpose import MESSAGES, ORDINARY, Judged, Limit
from evals import purpose
from evals.purpose import (
    CAMOUFLAGE,
    HEADS,
    LEAST,
    THREADS,
    TUNING,
    Opening,
    campaign,
    exceeded,
    halves,
    innocent,
    innocent_group,
    openings,
    rates,
    recall,
    report,
    worst,
)
from train.examples import CORPUS, Example

LIMIT = Limit(0.05, 1.0, 2.0)


def opening(number: int, *, strength: float = -1.0, deceptive: bool = False, author: str = "ada") -> Opening:
    """A conversation of one message, unlike every other."""
    words = " ".join(f"w{number}x{at}" for at in range(12))
    return Opening(
        author=author,
        language="en",
        deceptive=deceptive,
        brief="recruiter-for-bakery",
        texts=(words,),
        judged=((1, Judged(strength=strength)),),
    )


def pool(count: int, **said: object) -> list[Opening]:
    start = 1000 * len(said)
    return [replace(opening(start + at), **said) for at in range(count)]  # type: ignore[arg-type]


def test_a_group_uses_as_many_texts_as_asked_for_and_all_of_them() -> None:
    threads = innocent_group(pool(40), 30, 7, 1, random.Random(1))
    assert len(threads) == 30 * THREADS
    assert len({thread.texts for thread in threads}) == 7
    assert len({thread.account for thread in threads}) == 30


def test_a_campaign_is_camouflaged_and_only_its_lures_are_reported() -> None:
    lures = [opening(5000 + at, deceptive=True) for at in range(30)]
    threads = campaign(lures, pool(50), 8, 4, 1, random.Random(1), reported=1.0)
    sent = {one.texts for one in lures}
    assert sum(thread.texts not in sent for thread in threads) == round(CAMOUFLAGE * 8 * THREADS)
    assert all(thread.reported == (thread.texts in sent) for thread in threads)
    assert len({thread.account for thread in threads}) == 8


def test_the_halves_share_no_author_and_lose_nobody() -> None:
    everybody = [opening(at, author=author) for at, author in enumerate(["ada", *TUNING])]
    tuning, quoted = halves(everybody)
    assert {o.author for o in tuning} & {o.author for o in quoted} == set()
    assert len(tuning) + len(quoted) == len(everybody)


def test_kinds_are_ordinary_and_large_enough() -> None:
    kinds = innocent([*pool(LEAST), *(opening(5000 + at, deceptive=True, author="bo") for at in range(LEAST))])
    assert {name: len(own) for name, own in kinds.items()} == {"recruiters": LEAST, "all ordinary by `ada`": LEAST}
    assert innocent(pool(LEAST - 1)) == {}


@pytest.mark.parametrize(("strong", "expected"), [(0, 0.0), (5, 0.125)])
def test_rates_are_of_ordinary_threads(strong: int, expected: float) -> None:
    some = [*(opening(at, strength=1.0) for at in range(strong)), *(opening(99 + at) for at in range(40 - strong))]
    lures = [opening(500 + at, strength=9.0, deceptive=True) for at in range(9)]
    assert rates([*some, *lures], LIMIT).value == pytest.approx(expected)
    assert worst([*some, *lures], LIMIT)[1] == pytest.approx(expected)


def test_a_rate_that_is_too_low_is_told() -> None:
    calm, stormy = pool(60), [opening(at, strength=ORDINARY[0].alone) for at in range(60)]
    assert exceeded(calm) == []
    assert len(exceeded(stormy)) == 1


def test_recall_follows_the_judgements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purpose, "GROUPS", 4)
    lures = [opening(500 + at, strength=9.0, deceptive=True) for at in range(LEAST)]
    assert all(cell.startswith("1.000") for row in recall([*pool(60), *lures], 4) for cell in row[1:])
    blunt = [replace(one, judged=((1, Judged(strength=0.0)),)) for one in lures]
    assert all(cell.startswith("0.000") for row in recall([*pool(60), *blunt], 4) for cell in row[1:])


def _part(author: str, rows: int) -> list[Opening]:
    """Some conversations of one author, judged by the package's own learned layer."""
    lines = (CORPUS / "en" / f"{author}.jsonl").read_text("utf-8").splitlines()[1:]
    told = [json.loads(line) for line in lines]
    chosen = [row for kind in (True, False) for row in told if (row["label"]["kind"] == "ordinary") is kind][
        :: len(told) // rows
    ]
    return list(openings((_example(row, author), None) for row in chosen))


def _example(row: dict[str, Any], author: str) -> Example:
    kind = Kind(row["label"]["kind"])
    return Example(id=row["id"], author=author, language="en", kind=kind, messages=(), row=row)


def test_the_whole_runs_on_a_small_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the package's own learned layer, which has read these: this proves that it runs, not how good it is."""
    monkeypatch.setattr(purpose, "GROUPS", 3)
    monkeypatch.setattr(purpose, "LEAST", 10)
    some = _part("profiles", 50)
    assert {count for one in some for count, _ in one.judged} <= set(range(1, MESSAGES + 1))
    text = "\n".join(report(some))
    assert text.count("## ") == 5
    assert all(name in text for name in HEADS.values())
    assert "all ordinary by `profiles`" in text
