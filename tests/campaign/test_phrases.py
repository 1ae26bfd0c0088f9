"""The room's words are there, and say no more than they should."""

from __future__ import annotations

import pytest

from bonafides.campaign.phrases import load_words
from bonafides.campaign.signals import ORIGIN, SIGNALS
from bonafides.errors import CampaignError


@pytest.mark.parametrize("signal", [*SIGNALS, *ORIGIN], ids=lambda signal: signal.family)
def test_every_family_has_words(signal: object) -> None:
    assert load_words().say(f"family.{signal.family}")  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", ["", "family", "family.none", "family.targets.more"])
def test_words_that_are_not_there_are_a_fault_of_the_installation(key: str) -> None:
    with pytest.raises(CampaignError, match="no words"):
        load_words().say(key)


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(CampaignError, match="no words in the language"):
        load_words("xx")
