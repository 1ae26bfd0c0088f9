"""Every example is judged by a model that has read nothing of its group; learning shares grow and hold each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from bonafides.model import Kind
from evals.transfer import (
    GROUPS,
    SHARES,
    by_author,
    by_scenario,
    learning_curve,
    opinions,
    transfer,
    unsigned,
)
from train.examples import Example

AUTHORS = [("en", f"en-{at}") for at in range(7)] + [("ru", f"ru-{at}") for at in range(6)] + [("de", "en-0")]
"""The last of them writes in two languages."""
BRIEFS = 5


def example(number: int, *, deceptive: bool) -> Example:
    language, author = AUTHORS[number // 2 % len(AUTHORS)]
    row = {"brief": f"brief-{number % BRIEFS}", "messages": [{"speaker": "them", "text": "Hi.", "signs": ["a"]}]}
    kind = Kind.APPROACH if deceptive else Kind.ORDINARY
    return Example(id=f"e-{number}", author=author, language=language, kind=kind, messages=(), row=row)


EXAMPLES = [example(number, deceptive=number % 2 == 0) for number in range(4 * len(AUTHORS))]


class Trainer:
    """Trains models that know what they have read, and keeps what each one read."""

    def __init__(self, answer: Callable[[Example], float]) -> None:
        self.answer = answer
        self.read: list[list[Example]] = []

    def __call__(self, examples: Sequence[Example]) -> Callable[[Example], float]:
        self.read.append(list(examples))
        ids = {one.id for one in examples}

        def judge(one: Example) -> float:
            assert one.id not in ids, "it was judged by a model that had read it"
            return self.answer(one)

        return judge


def right(one: Example) -> float:
    return 1.0 if one.deceptive else -1.0


def wrong(one: Example) -> float:
    return -right(one)


def constant(_: Example) -> float:
    return 0.0


# --- groups


@pytest.mark.parametrize(
    ("groups", "key"),
    [
        pytest.param(by_author(EXAMPLES), [one.author for one in EXAMPLES], id="author"),
        pytest.param(by_scenario(EXAMPLES), [str(one.row["brief"]) for one in EXAMPLES], id="scenario"),
    ],
)
def test_groups_are_disjoint(groups: list[int], key: list[str]) -> None:
    assert set(groups) <= set(range(GROUPS))
    assert len(set(groups)) > 1
    assert len(set(zip(groups, key, strict=True))) == len(set(key))


def test_the_authors_of_a_language_are_spread_over_the_groups() -> None:
    pairs = {(one.language, group) for one, group in zip(EXAMPLES, by_author(EXAMPLES), strict=True)}
    for language in ("en", "ru"):
        assert len([pair for pair in pairs if pair[0] == language]) == GROUPS


def test_the_order_of_the_examples_does_not_matter() -> None:
    turned = EXAMPLES[::-1]
    assert by_author(turned) == by_author(EXAMPLES)[::-1]
    assert by_scenario(turned) == by_scenario(EXAMPLES)[::-1]


@pytest.mark.parametrize("grouping", [by_author, by_scenario])
def test_everybody_is_judged_once_by_a_model_that_read_the_other_groups(
    grouping: Callable[[Sequence[Example]], list[int]],
) -> None:
    trainer, groups = Trainer(right), grouping(EXAMPLES)
    told = list(opinions(EXAMPLES, groups, trainer))
    assert sorted(o.example.id for o in told) == sorted(one.id for one in EXAMPLES)
    assert all(o.log_odds == right(o.example) for o in told)
    assert len(trainer.read) == len(set(groups))
    group_of = {one.id: group for one, group in zip(EXAMPLES, groups, strict=True)}
    for group, read in zip(sorted(set(groups)), trainer.read, strict=True):
        assert {group_of[one.id] for one in read} == set(groups) - {group}


# --- what is written


@pytest.mark.parametrize(
    ("answer", "auc", "recall"),
    [
        pytest.param(right, 1.0, 1.0, id="right"),
        pytest.param(wrong, 0.0, 0.0, id="wrong"),
        pytest.param(constant, 0.5, 0.0, id="constant"),
    ],
)
def test_rows_of_a_made_up_model(answer: Callable[[Example], float], auc: float, recall: float) -> None:
    written = transfer(EXAMPLES, Trainer(answer))
    assert written["conversations"] == len(EXAMPLES)
    assert {(row["auc"], row["recall"]) for row in written["rows"]} == {(auc, recall)}
    names = [(row["left_out"], row["name"]) for row in written["rows"]]
    assert len(names) == len(set(names))
    languages = {"all", "en", "ru", "de"}
    assert {name for left, name in names if left == "scenario"} == languages
    assert {name for left, name in names if left == "author"} == languages | {f"{a} ({la})" for la, a in AUTHORS}
    for left_out in ("author", "scenario"):
        sizes = {row["name"]: row["conversations"] for row in written["rows"] if row["left_out"] == left_out}
        assert sizes["all"] == sizes["en"] + sizes["ru"] + sizes["de"] == len(EXAMPLES)


def test_one_sort_alone_has_no_figure() -> None:
    lures = [one for one in EXAMPLES if one.deceptive]
    assert {(row["auc"], row["recall"]) for row in transfer(lures, Trainer(right))["rows"]} == {(None, None)}


def test_the_shares_of_the_curve_grow_and_hold_the_smaller_ones() -> None:
    trainer = Trainer(right)
    points = learning_curve(EXAMPLES, trainer)
    everything = [point for point in points if point["language"] == "all"]
    sizes = [point["conversations"] for point in everything]
    assert len(sizes) == len(SHARES)
    assert sizes == sorted(set(sizes))
    assert {(point["auc"], point["recall"]) for point in everything} == {(1.0, 1.0)}
    groups = len(set(by_author(EXAMPLES)))
    for group in range(groups):
        read = [{one.id for one in examples} for examples in trainer.read[group::groups]]
        assert all(small < large for small, large in pairwise(read))
    assert sum(map(len, trainer.read[-groups:])) == (groups - 1) * len(EXAMPLES)


def test_the_curve_is_the_same_every_time() -> None:
    first, second = Trainer(right), Trainer(right)
    assert learning_curve(EXAMPLES, first) == learning_curve(EXAMPLES, second)
    assert first.read == second.read


def test_signs_are_left_out_and_the_example_is_not_touched() -> None:
    one = EXAMPLES[0]
    assert unsigned(one).row["messages"] == [{"speaker": "them", "text": "Hi."}]
    assert one.row["messages"][0]["signs"] == ["a"]
    assert unsigned(one).id == one.id
