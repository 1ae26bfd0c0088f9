"""From events to contacts: accounts and targets numbered, and when each account first turned to each target."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bonafides.campaign.engine.engine import Engine


def number_contacts(engine: Engine) -> None:
    """Make `account_numbers`, `target_numbers` (value, n) and `contacts` (a, t, moment), one row for each pair.

    A second message to the same target adds nothing: what matters is whom an account turned to, and when first.
    """
    engine.enumerate("account_numbers", "SELECT account FROM events")
    engine.enumerate("target_numbers", "SELECT target FROM events")
    engine.make(
        "contacts",
        """SELECT s.n AS a, t.n AS t, min(e.moment) AS moment
           FROM events e JOIN account_numbers s ON e.account = s.value JOIN target_numbers t ON e.target = t.value
           GROUP BY s.n, t.n""",
    )
