"""Stand-ins for origin, off by default: one network on one day, one employer and day of creation.

People of one campus, country or firm share these without acting together, so they only corroborate: they propose no
pair, make no core, and add nothing to a score; the report shows what they would have changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.campaign.signals.signal import Signal

if TYPE_CHECKING:
    from bonafides.campaign.engine.engine import Engine

_DAY = 86_400


def _number(engine: Engine, family: str, sql: str) -> None:
    """Make the incidence table of a query with a, value, moment."""
    engine.make("origin", sql)
    engine.enumerate("origin_numbers", "SELECT value FROM origin")
    engine.make(
        f"incidence_{family}",
        """SELECT o.a, n.n AS item, min(o.moment) AS moment FROM origin o JOIN origin_numbers n ON o.value = n.value
           GROUP BY o.a, n.n""",
    )
    engine.drop("origin", "origin_numbers")


def _network(engine: Engine) -> None:
    _number(
        engine,
        "network",
        f"""SELECT c.a, p.network || '|' || CAST(c.moment {{divide}} {_DAY} AS VARCHAR(20)) AS value, c.moment
            FROM contacts c JOIN account_numbers n ON c.a = n.n JOIN accounts p ON p.account = n.value
            WHERE p.network IS NOT NULL""",
    )


def _employer(engine: Engine) -> None:
    _number(
        engine,
        "employer",
        f"""SELECT n.n AS a, p.employer || '|' || CAST(p.created_at {{divide}} {_DAY} AS VARCHAR(20)) AS value,
                   p.created_at AS moment
            FROM accounts p JOIN account_numbers n ON p.account = n.value
            WHERE p.employer IS NOT NULL AND p.created_at IS NOT NULL""",
    )


NETWORK = Signal(
    family="network",
    why="Personas run from one place use one network; so does a campus.",
    incidences=_network,
    proposes=0,
    behaviour=False,
)
EMPLOYER = Signal(
    family="employer",
    why="Personas of one firm that does not exist are made on one day; so are the accounts of a new office.",
    incidences=_employer,
    proposes=0,
    behaviour=False,
)
