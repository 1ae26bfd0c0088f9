"""What became of every account of a run: `accounts.parquet`, from which `why-not` answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bonafides.campaign.engine.engine import Engine
    from bonafides.campaign.sweep import Candidate, Swept

SHOWN, HELD_BACK, LINKED, ALONE = "shown", "held-back", "linked", "alone"
"""In a shown campaign; in a group that is not shown; linked to others, but in no group; without any accepted link."""
_STANDING = pa.schema([("account", pa.string()), ("standing", pa.string()), ("campaign", pa.string())])


def write_accounts(engine: Engine, swept: Swept, shown: Sequence[tuple[str, Candidate]], path: Path) -> None:
    """One row for each account of the log: contacts, partners looked at, the strongest surplus, links, its standing."""
    engine.put("standings", _standings(swept, shown))
    measured = " UNION ALL ".join(
        f"SELECT a, b, surplus FROM measured_{signal.family} UNION ALL SELECT b AS a, a AS b, surplus "
        f"FROM measured_{signal.family}"
        for signal in swept.signals
    )
    engine.save(
        f"""SELECT n.value AS account, coalesce(c.contacts, 0) AS contacts, coalesce(m.partners, 0) AS partners,
                   coalesce(m.best, 0.0) AS best_surplus, coalesce(s.standing, '{ALONE}') AS standing, s.campaign
            FROM account_numbers n
            LEFT JOIN (SELECT a, count(*) AS contacts FROM contacts GROUP BY a) c ON c.a = n.n
            LEFT JOIN (SELECT a, count(DISTINCT b) AS partners, max(surplus) AS best
                       FROM ({measured}) e GROUP BY a) m ON m.a = n.n
            LEFT JOIN standings s ON s.account = n.value
            ORDER BY n.value""",
        path,
    )
    engine.drop("standings")


def _standings(swept: Swept, shown: Sequence[tuple[str, Candidate]]) -> pa.Table:
    """The best standing of each account that has any link."""
    linked = {*swept.edges.column("a").to_pylist(), *swept.edges.column("b").to_pylist()}
    standing: dict[str, tuple[str, str | None]] = dict.fromkeys(linked, (LINKED, None))
    standing.update({name: (HELD_BACK, None) for one in swept.candidates for name in one.names})
    standing.update({name: (SHOWN, identity) for identity, one in reversed(shown) for name in one.names})
    rows = sorted((account, *found) for account, found in standing.items())
    return pa.table([pa.array([row[place] for row in rows], pa.string()) for place in range(3)], schema=_STANDING)
