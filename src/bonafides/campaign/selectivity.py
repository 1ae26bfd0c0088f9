"""Finds single accounts, without partners, whose contacts nearly all go to one kind of people: a weaker list.

An account that turned to 500 people of one sector and to nobody else may be a persona made for it, or somebody who
works there. So nobody is named by surplus over chance alone: an account must also be more one-sided than 99.9% of the
accounts as active as it is, and its targets must not be people who write back. It never becomes a campaign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bonafides.campaign.coincidence import number
from bonafides.campaign.measures import surplus as nats_over
from bonafides.campaign.null import discovery_rates
from bonafides.model.campaign import Selective

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from bonafides.campaign.engine.engine import Engine

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

KINDS = ("sector", "employer")
CODE = 1 << 30
"""More than there are sectors or employers: a count times this, less a number of one, orders both in one number."""
NORMAL_MAD = 1.4826
"""Standard deviation of a normal distribution over its median absolute deviation."""
NORMAL_TAIL = 3.0902
"""Standard deviations from the mean of a normal distribution to its 99.9th percentile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The frozen numbers of this list."""

    contacts: int = 30
    """Contacts with targets whose kind is known, below which nothing is said of an account."""
    share: float = 0.8
    """Least share of them that go to one sector or one employer."""
    percentile: float = 99.9
    """Percentile of one-sidedness among accounts as active that must be passed."""
    peers: int = 1000
    """Accounts as active from which that percentile can be read off; a bound from the bulk's spread holds always."""
    fewest: int = 50
    """Accounts as active below which there is nobody to compare with, and nobody is listed."""
    answered: float = 0.4
    """Share of contacts that were answered from which the targets know the account, and it is not listed."""
    rate: float = 0.01
    """False discovery rate over all accounts and both kinds."""
    rows: int = 100
    """Most accounts that are listed."""


LIMITS = Limits()


def selective(engine: Engine, *, exclude: Collection[str] = (), limits: Limits = LIMITS) -> tuple[Selective, ...]:
    """The most one-sided single accounts, the strongest first; empty where the log has no table of targets.

    Reads `contacts`, `account_numbers`, `target_numbers`, `targets` and `accounts`. `exclude` holds the ids of accounts
    that are known to have partners: those in a campaign or with any accepted edge (members of a union drive or a help
    group, say, have such edges); whoever shares too many targets with any one other account is left out too. Contacts
    count that go to targets whose sector (employer) is known; nobody is listed for turning to the employer that their
    own profile names. An account is listed once, for its stronger kind.
    """
    found = [one for kind in KINDS for one in _of_kind(engine, kind, limits)]
    best: dict[str, Selective] = {}
    for one in sorted(found, key=lambda one: (-one.surplus, one.account)):
        if one.account not in exclude:
            best.setdefault(one.account, one)
    return tuple(best.values())[: limits.rows]


def _of_kind(engine: Engine, kind: str, limits: Limits) -> list[Selective]:
    engine.enumerate("kinds", f"SELECT {kind} FROM targets WHERE {kind} IS NOT NULL")
    engine.make("kind_of", _KIND_OF.format(kind=kind))
    engine.make("towards", _TOWARDS)
    total = engine.rows(_TOTAL).to_pydict()
    rows = engine.rows(_FAVOURITES.format(least=limits.contacts))
    found = _one_sided(rows, dict(zip(total["v"], total["d"], strict=True)), limits)
    engine.put("lone", found)
    named = engine.rows(_DETAILS.format(own=_OWN_EMPLOYER if kind == "employer" else "0")).to_pylist()
    details = {row["a"]: row for row in named}
    partnered = _partnered(engine, limits)
    engine.drop("kinds", "kind_of", "towards", "lone")
    return [
        Selective(
            account=details[row["a"]]["account"],
            kind=kind,
            contacts=row["contacts"],
            share=round(row["here"] / row["contacts"], 4),
            expected=round(row["usual"], 6),
            surplus=round(row["nats"], 3),
        )
        for row in found.to_pylist()
        if not details[row["a"]]["own"]
        and details[row["a"]]["answered"] < limits.answered * row["contacts"]
        and row["a"] not in partnered
    ]


def _one_sided(rows: pa.Table, total: Mapping[int, int], limits: Limits) -> pa.Table:
    """The accounts (a, v, here, contacts, usual, nats) that are one-sided enough, before innocent readings."""
    a, contacts, top = (rows.column(name).to_numpy().astype(np.int64) for name in ("a", "contacts", "top"))
    here = -(-top // CODE)
    v = here * CODE - top
    usual = np.array([total[one] for one in v.tolist()], dtype=float) / max(1, sum(total.values()))
    measured = (here.astype(float), contacts.astype(float), usual)
    nats = surplus(*measured) - np.log(max(1, len(total)))
    # Both kinds are tried on everybody: twice as many tests as accounts.
    q = discovery_rates(np.minimum(0.0, -nats), float(len(KINDS) * max(1, len(a))))
    one_sided = beyond(lopsidedness(*measured), measured[1], limits) if len(a) else np.zeros(0, dtype=bool)
    kept = np.flatnonzero((q <= limits.rate) & (here >= limits.share * contacts) & one_sided)
    columns = {"a": a, "v": v, "here": here, "contacts": contacts, "usual": usual, "nats": nats}
    return pa.table({name: values[kept] for name, values in columns.items()})


def _partnered(engine: Engine, limits: Limits) -> set[int]:
    """Accounts of `lone` that share more targets with one other account than chance gives, among all accounts.

    Null: of the other's k contacts with the favourite kind, k D / E go to the account's own targets, where D of the E
    contacts of others with that kind do.
    """
    rows = engine.rows(_PARTNERS).to_pylist()
    accounts = max(1, number(engine, "SELECT count(*) FROM account_numbers"))
    bar = float(np.log(accounts / limits.rate))
    return {row["a"] for row in rows if nats_over(row["met"], row["k"] * row["d"] / max(1, row["e"])) > bar}


def surplus(here: Floats, contacts: Floats, usual: Floats) -> Floats:
    """Log-likelihood ratio (nats) of `here` of `contacts` over a binomial share `usual`; 0 where not above it.

    exp(-surplus) bounds the chance of so many (Chernoff 1952; Hoeffding 1963, theorem 1).
    """
    share = here / contacts
    rest = np.where(share < 1, (1 - share) * np.log(np.maximum(1 - share, 1e-300) / np.maximum(1 - usual, 1e-300)), 0.0)
    return np.where(share > usual, contacts * (share * np.log(np.maximum(share, 1e-300) / usual) + rest), 0.0)


def lopsidedness(here: Floats, contacts: Floats, usual: Floats) -> Floats:
    """How one-sided an account is: the log odds of its favourite kind over those in the log (half a contact added)."""
    own = np.log((here + 0.5) / (contacts - here + 0.5))
    return np.asarray(own - np.log(usual / np.maximum(1 - usual, 1e-12)))


def beyond(figure: Floats, contacts: Floats, limits: Limits) -> Flags:
    """Whether each account is beyond the percentile among accounts as active (contacts within a factor of two).

    Two bounds must both be passed: the percentile itself, where there are enough accounts to read it off, and that of a
    normal distribution with the median and the median absolute deviation of the accounts: few accounts would otherwise
    always have one that is first.
    """
    activity = np.floor(np.log2(contacts))
    passed = np.zeros(len(figure), dtype=bool)
    for level in np.unique(activity):
        here = activity == level
        peers = figure[here] if here.sum() >= limits.peers else figure[activity >= level - 1]
        if len(peers) < limits.fewest:
            continue
        middle = float(np.median(peers))
        bound = middle + NORMAL_TAIL * NORMAL_MAD * float(np.median(np.abs(peers - middle)))
        if len(peers) >= limits.peers:
            bound = max(bound, float(np.percentile(peers, limits.percentile)))
        passed[here] = figure[here] > bound
    return passed


_KIND_OF = """
    SELECT n.n AS t, k.n AS v FROM target_numbers n JOIN targets p ON p.target = n.value
    JOIN kinds k ON k.value = p.{kind}"""
_TOWARDS = "SELECT c.a, k.v, count(*) AS here FROM contacts c JOIN kind_of k ON c.t = k.t GROUP BY c.a, k.v"
"""How many contacts each account has with each sector (employer)."""
_TOTAL = "SELECT v, CAST(sum(here) AS BIGINT) AS d FROM towards GROUP BY v"
_FAVOURITES = f"""
    SELECT a, CAST(sum(here) AS BIGINT) AS contacts, max(here * {CODE} - v) AS top
    FROM towards GROUP BY a HAVING sum(here) >= {{least}} ORDER BY a"""
"""The favourite of every account that is active enough: most contacts, then the first; both in one number."""
_OWN_EMPLOYER = "CASE WHEN lower(p.employer) = lower(k.value) THEN 1 ELSE 0 END"
_DETAILS = """
    SELECT l.a, s.value AS account, coalesce(max({own}), 0) AS own, count(DISTINCT r.a) AS answered
    FROM lone l JOIN account_numbers s ON s.n = l.a JOIN kinds k ON k.n = l.v
    LEFT JOIN accounts p ON p.account = s.value
    LEFT JOIN (SELECT l.a AS lone, c.a FROM lone l JOIN contacts o ON o.a = l.a JOIN target_numbers w ON w.n = o.t
               JOIN account_numbers v ON v.value = w.value JOIN account_numbers i ON i.n = l.a
               JOIN target_numbers me ON me.value = i.value JOIN contacts c ON c.a = v.n AND c.t = me.n) r
        ON r.lone = l.a
    GROUP BY l.a, s.value"""
"""Id, whether the favourite is the own employer, and how many of its targets ever wrote to it."""
_PARTNERS = """
    SELECT m.a, m.met, h.here AS k, d.d, t.e
    FROM (SELECT l.a, l.v, c.a AS b, count(*) AS met
          FROM lone l JOIN contacts o ON o.a = l.a JOIN kind_of k ON k.t = o.t AND k.v = l.v
          JOIN contacts c ON c.t = o.t AND c.a <> l.a
          GROUP BY l.a, l.v, c.a HAVING count(*) >= 3) m
    JOIN towards h ON h.a = m.b AND h.v = m.v
    JOIN (SELECT l.a, count(*) AS d
          FROM lone l JOIN contacts o ON o.a = l.a JOIN kind_of k ON k.t = o.t AND k.v = l.v
          JOIN contacts c ON c.t = o.t AND c.a <> l.a GROUP BY l.a) d ON d.a = m.a
    JOIN (SELECT l.a, CAST(sum(w.here) AS BIGINT) AS e
          FROM lone l JOIN towards w ON w.v = l.v AND w.a <> l.a GROUP BY l.a) t ON t.a = m.a"""
"""For each account of `lone` and each other that shares at least three targets with it: what chance has to explain."""
