"""What chance would give: the degree-preserving null, the surplus over it, and the false discovery rate of pairs.

Null: every account keeps its number of contacts, every item its popularity, and who meets whom is drawn anew (the
configuration model of a bipartite graph). In a stratum of items of similar popularity with E contacts, of which M pairs
coincide within a window, two accounts with k and l contacts there are expected to coincide

    lambda = k * l * 2 M / E^2

times. Seeing n > lambda has a Poisson tail of at most exp(-L), L = n ln(n / lambda) - n + lambda (Chernoff's bound),
which is also the log-likelihood ratio: L is the *surplus*, in nats. `docs/hunt.md` gives the sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bonafides.campaign.coincidence import meeting, number
from bonafides.campaign.parameters import WINDOWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bonafides.campaign.engine.engine import Engine
    from bonafides.campaign.parameters import Parameters

SAMPLED_FROM = 600_000
"""Coincidences from which the totals of a log are estimated from a sample of its items."""


def prepare(engine: Engine, family: str, pairs: int, parameters: Parameters) -> None:
    """Make `degree_<family>` (a, stratum, k) and `total_<family>` (stratum, contacts, m_1h ... m_all, w_1h ... w_all).

    `m` counts the coincidences within each window, `w` those at items that were not cut into buckets: what time alone
    does can be read off these only. `pairs` is how many coincidences are predicted: beyond `SAMPLED_FROM` the totals
    come from every r-th item.
    """
    stratum = _stratum("d", parameters.strata)
    engine.make(f"degree_{family}", degrees(family, parameters))
    every = 1 + pairs // SAMPLED_FROM
    within = ", ".join(
        f"(1 + {every} * sum(CASE WHEN abs(x.moment - y.moment) <= {seconds} THEN 1 ELSE 0 END)) AS m_{name}"
        for name, seconds in WINDOWS.items()
    )
    whole = ", ".join(
        f"sum(CASE WHEN x.cell = 0 AND abs(x.moment - y.moment) <= {seconds} THEN 1 ELSE 0 END) AS w_{name}"
        for name, seconds in WINDOWS.items()
    )
    names = ", ".join(f"coalesce(m_{name}, 1) AS m_{name}, coalesce(w_{name}, 0) AS w_{name}" for name in WINDOWS)
    sampled = f"(SELECT *, {stratum} AS stratum FROM cells_{family} WHERE item % {every} = 0)"
    engine.make(
        f"total_{family}",
        f"""SELECT e.stratum, e.contacts, {names}
            FROM (SELECT stratum, sum(k) AS contacts FROM degree_{family} GROUP BY stratum) e
            LEFT JOIN (SELECT x.stratum AS s, {within}, {whole} FROM {sampled} x JOIN {sampled} y
                       ON {meeting("x", "y")} AND x.a < y.a GROUP BY x.stratum) m ON e.stratum = m.s""",
    )


def degrees(family: str, parameters: Parameters) -> str:
    """The query for (a, stratum, k): in how many cells of a stratum each account of `cells_<family>` is."""
    stratum = _stratum("d", parameters.strata)
    return f"SELECT a, {stratum} AS stratum, count(*) AS k FROM cells_{family} GROUP BY a, {stratum}"


def measure(engine: Engine, family: str, parameters: Parameters) -> None:
    """Make `measured_<family>`: for each pair of `candidates`, its best window and stratum in this family.

    Columns: a, b, moment's `window` name, shared (over all strata), observed, expected, surplus (nats, after paying for
    the choice of window and stratum).
    """
    stratum = _stratum("x.d", parameters.strata)
    counts = ", ".join(
        f"sum(CASE WHEN abs(x.moment - y.moment) <= {seconds} THEN 1 ELSE 0 END) AS n_{name}"
        for name, seconds in WINDOWS.items()
    )
    engine.make(
        "met",
        f"""SELECT c.a, c.b, {stratum} AS stratum, {counts}
            FROM candidates c JOIN cells_{family} x ON x.a = c.a
            JOIN cells_{family} y ON y.a = c.b AND {meeting("x", "y")}
            GROUP BY c.a, c.b, {stratum}""",
    )
    engine.make("scored", _scored(family))
    tests = np.log(len(WINDOWS) * (len(parameters.strata) + 1))
    engine.make(f"measured_{family}", _best(float(tests)))
    engine.drop("met", "scored")


def _scored(family: str) -> str:
    """Each pair and stratum with what is expected and the surplus in each window (0 where nothing is above chance)."""
    expected = ", ".join(f"k.rate * t.m_{name} AS e_{name}" for name in WINDOWS)
    surplus = ", ".join(
        f"CASE WHEN n_{name} > e_{name} THEN n_{name} * ln(n_{name} / e_{name}) - n_{name} + e_{name} ELSE 0 END "
        f"AS s_{name}"
        for name in WINDOWS
    )
    return f"""
        SELECT *, {surplus} FROM (
            SELECT k.*, {expected} FROM (
                SELECT m.*, CAST(da.k AS DOUBLE) * db.k * 2 / (CAST(e.contacts AS DOUBLE) * e.contacts) AS rate
                FROM met m JOIN degree_{family} da ON da.a = m.a AND da.stratum = m.stratum
                JOIN degree_{family} db ON db.a = m.b AND db.stratum = m.stratum
                JOIN total_{family} e ON e.stratum = m.stratum) k
            JOIN total_{family} t ON t.stratum = k.stratum) x"""


def _best(tests: float) -> str:
    """Each pair at its best stratum and window, the narrowest of equals, where it is above what the choice costs."""
    best = f"greatest({', '.join(f's_{name}' for name in WINDOWS)})"

    def at_best(prefix: str) -> str:
        cases = " ".join(f"WHEN s_{name} = best THEN {prefix}_{name}" for name in WINDOWS)
        return f"CASE {cases} END"

    window = " ".join(f"WHEN s_{name} = best THEN '{name}'" for name in WINDOWS)
    return f"""
        SELECT a, b, CASE {window} END AS time_window, shared, {at_best("n")} AS observed, {at_best("e")} AS expected,
               best - {tests} AS surplus
        FROM (SELECT *, {best} AS best, sum(n_all) OVER (PARTITION BY a, b) AS shared,
                     row_number() OVER (PARTITION BY a, b ORDER BY {best} DESC, stratum) AS place FROM scored) ranked
        WHERE place = 1 AND best > {tests}"""


def _stratum(popularity: str, bounds: Sequence[int]) -> str:
    """The SQL for an item's stratum: 0 for the rarest."""
    cases = " ".join(f"WHEN {popularity} <= {bound} THEN {place}" for place, bound in enumerate(bounds))
    return f"(CASE {cases} ELSE {len(bounds)} END)"


def chance(surplus: NDArray[np.float64], families: int) -> NDArray[np.float64]:
    """The probability (its natural logarithm) that chance gives a pair so much, over `families` tested.

    `surplus` (pairs, families) holds the nats of each family, 0 where there are none. Two questions are asked, and each
    is paid for: is any one family that strong (Bonferroni), are all together (Fisher's method: the sum of independent
    exponentials has a gamma tail).
    """
    alone = np.log(families) - surplus.max(axis=1)
    total = surplus.sum(axis=1)
    terms = np.zeros_like(total)
    term = np.ones_like(total)
    for place in range(families):
        terms += term
        term = term * total / (place + 1)
    together = np.log(terms) - total
    return np.asarray(np.minimum(0.0, np.minimum(alone, together) + np.log(2)))


def discovery_rates(log_chance: NDArray[np.float64], tests: float) -> NDArray[np.float64]:
    """q-values of Benjamini and Hochberg (1995) where only the smallest of `tests` probabilities are at hand.

    `log_chance` holds their logarithms; all others count as 1. Gives for each the least rate at which it is accepted.
    """
    order = np.argsort(log_chance, kind="stable")
    ranked = np.log(tests) + log_chance[order] - np.log(np.arange(1, len(order) + 1))
    smallest = np.minimum.accumulate(ranked[::-1])[::-1]
    rates = np.empty(len(order))
    rates[order] = np.exp(np.minimum(smallest, 0.0))
    return rates


def tested_pairs(engine: Engine) -> float:
    """How many pairs of accounts there are: what the discovery rate is controlled over."""
    accounts = number(engine, "SELECT count(*) FROM account_numbers")
    return max(1.0, accounts * (accounts - 1) / 2)
