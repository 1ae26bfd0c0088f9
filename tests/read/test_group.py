"""A group stays a group when only one or two of its members wrote."""

from __future__ import annotations

import pytest

from bonafides.model import Party
from bonafides.read.group import of_group

ME, AMY, BOB, EVE = Party(name="Jane", mine=True), Party(name="Amy"), Party(name="Bob"), Party(name="Eve")


@pytest.mark.parametrize(
    ("parties", "title", "added"),
    [
        ((AMY,), "Circle", "Circle"),
        ((AMY, BOB), "Circle", "Circle"),
        ((AMY, BOB, EVE), "Circle", None),
        ((ME, AMY), "", "group"),
        ((ME, AMY, BOB), "Circle", None),
        ((AMY,), "Amy", None),
    ],
)
def test_the_group_is_added_where_it_would_pass_for_a_talk_between_two(
    parties: tuple[Party, ...], title: str, added: str | None
) -> None:
    extra = (Party(name=added),) if added else ()
    assert of_group(parties, title) == (*parties, *extra)
