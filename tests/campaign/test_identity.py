"""A campaign's id follows from its accounts, and from nothing else."""

from __future__ import annotations

import re

import pytest

from bonafides.campaign.identity import campaign_id


def test_the_order_does_not_matter() -> None:
    assert campaign_id(["b", "a", "ц"]) == campaign_id(iter(["ц", "a", "b"])) == campaign_id({"a", "b", "ц"})


@pytest.mark.parametrize("other", [["a"], ["a", "b", "c"], ["a", "B"], ["ab"], []])
def test_other_accounts_have_another(other: list[str]) -> None:
    assert campaign_id(other) != campaign_id(["a", "b"])


def test_it_is_short_and_fixed() -> None:
    assert re.fullmatch(r"c-[0-9a-f]{12}", campaign_id(["a", "b"]))
    assert campaign_id(["a", "b"]) == "c-7e18f737311b", "ids of earlier runs would no longer be found"
