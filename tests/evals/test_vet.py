"""The lists of domains are what they say, and the rules reach what is asked of them on both."""

from __future__ import annotations

import pytest

from evals.vet import FOLDER, Measured, is_found, measure, rows, wilson

KINDS = {"genuine", "free-mail", "look-alike", "mismatch"}


@pytest.mark.parametrize(("name", "least"), [("development", 150), ("heldout", 100), ("hard", 100)])
def test_a_list_is_large_and_holds_everything(name: str, least: int) -> None:
    listed = rows(name)
    assert len(listed) >= least
    assert {row.what for row in listed} == KINDS
    assert len({(row.domain, row.firm, row.own) for row in listed}) == len(listed)
    assert sum(any(ord(char) > 127 for char in row.domain) or "xn--" in row.domain for row in listed) >= (
        name != "hard"
    )


def test_the_lists_share_nothing_but_mail_services_and_platforms() -> None:
    one, other = ({(row.domain, row.firm) for row in rows(name)} for name in ("development", "heldout"))
    assert not {(domain, firm) for domain, firm in one & other if firm}
    assert FOLDER.joinpath("heldout.tsv").is_file()


@pytest.mark.parametrize("name", ["development", "heldout", "hard"])
def test_precision_and_recall(name: str) -> None:
    found = measure(rows(name))
    assert found.precision >= 0.9
    assert found.recall >= 0.9


@pytest.mark.parametrize("what", ["free-mail", "look-alike", "mismatch"])
def test_no_kind_is_left_behind(what: str) -> None:
    listed = [row for row in rows("heldout") if row.what == what]
    assert sum(map(is_found, listed)) / len(listed) >= 0.9


def test_measures() -> None:
    assert Measured(hits=9, false=1, missed=3, spared=1).precision == 0.9
    assert Measured(hits=9, false=1, missed=3, spared=1).recall == 0.75
    low, high = wilson(9, 10)
    assert low == pytest.approx(0.596, abs=0.001)
    assert high == pytest.approx(0.982, abs=0.001)
    assert wilson(0, 0) == (0.0, 1.0)
