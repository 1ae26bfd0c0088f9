"""Platform steps follow the channels of the conversation, and every platform file is complete."""

from __future__ import annotations

import pytest

from bonafides.advise.platforms import platforms_of
from bonafides.advise.tables import names
from bonafides.advise.words import load_words
from tests.advise.matrix import Asked, lines


@pytest.mark.parametrize(
    ("channels", "found"),
    [
        ((), ["the platform"]),
        (("paste",), ["the platform"]),
        (("LinkedIn ",), ["LinkedIn"]),
        (("linkedin", "whatsapp"), ["LinkedIn", "WhatsApp"]),
        (("linkedin", "email", "telegram"), ["LinkedIn", "Telegram"]),
        (("gmail", "email"), ["your e-mail provider"]),
        (("paste", "telegram"), ["Telegram"]),
    ],
)
def test_channels_find_their_platforms(channels: tuple[str, ...], found: list[str]) -> None:
    assert [platform.name for platform in platforms_of(channels)] == found


@pytest.mark.parametrize("stem", names("platforms"))
def test_a_platform_file_has_every_step(stem: str) -> None:
    platform = next(p for name in (stem,) for p in platforms_of([name]) if name in p.channels or name == "generic")
    for step in ("keep", "tell", "report", "block"):
        assert platform.say(step, load_words("en")).endswith(".")
    assert not platform.source or platform.source.startswith("https://")


def test_reports_on_every_platform_that_was_used() -> None:
    said = lines(Asked(channels=("linkedin", "whatsapp"), country="de").advice(), "platform")
    assert len(said) == 2
    assert "LinkedIn" in said[0]
    assert "WhatsApp" in said[1]


def test_platform_desks_follow_the_state_ones() -> None:
    routes = Asked(channels=("telegram",), country="de").advice().routes
    assert [route.name for route in routes][-1] == "Telegram"
