"""The facts of shown campaigns on disk: `facts.parquet` and `links.parquet`, exact both ways, items by pseudonym only.

Items of the core family (people) are ordered by pseudonym: their judgement does not depend on the order, and the order
of their numbers would tell something of them. Rows of other families keep the order of the engine's numbers, which
breaks ties in a judgement.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bonafides.campaign.facts import Group, Presence
from bonafides.campaign.judge import CORE_FAMILY
from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bonafides.campaign.sweep import Candidate

    Ints = NDArray[np.int64]

ROWS = pa.schema(
    [
        ("campaign", pa.string()),
        ("family", pa.string()),
        ("account", pa.string()),
        ("item", pa.string()),
        ("moment", pa.int64()),
        ("popularity", pa.int64()),
        ("answered", pa.bool_()),
        ("active", pa.bool_()),
    ]
)
LINKS = pa.schema([("campaign", pa.string()), ("a", pa.string()), ("b", pa.string()), ("weight", pa.float64())])
DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A group as it can leave the engine: `group.accounts` are places in `names`, items are places in `items`."""

    names: tuple[str, ...]
    """Account ids, ascending."""
    items: Mapping[str, tuple[str, ...]]
    """For each family the pseudonyms of its items, in order of number."""
    group: Group


def pseudonym(salt: bytes, family: str, item: str) -> str:
    """16 hex digits of HMAC-SHA256(salt, family NUL item): without the salt nobody can try out who it is."""
    return hmac.new(salt, f"{family}\0{item}".encode(), hashlib.sha256).hexdigest()[:DIGITS]


def links_beside(path: Path) -> Path:
    """Where the links of a facts file are."""
    return path.with_name("links.parquet")


def write_facts(
    path: Path,
    campaigns: Sequence[tuple[str, Candidate]],
    salt: bytes,
    items: Mapping[str, Mapping[int, str]] | None = None,
) -> None:
    """Write the facts of campaigns (id, candidate) to `path`, and the links between their accounts beside it.

    `items` gives for a family (`targets` at least) the text of an item's number, such as the target's id, from which
    its pseudonym is made, so that it can be resolved from the log again; numbers stand for what is not in it.
    """
    known = items or {}
    with pq.ParquetWriter(path, ROWS, compression="zstd") as rows:
        for campaign, candidate in campaigns:
            for family, presence in candidate.group.presence.items():
                rows.write_table(_rows(campaign, family, candidate.names, presence, salt, known.get(family, {})))
    with pq.ParquetWriter(links_beside(path), LINKS, compression="zstd") as links:
        for campaign, candidate in campaigns:
            links.write_table(_links(campaign, candidate.names, candidate.group))


def _rows(
    campaign: str, family: str, names: Sequence[str], presence: Presence, salt: bytes, known: Mapping[int, str]
) -> pa.Table:
    numbers, places = np.unique(presence.item, return_inverse=True)
    pseudonyms = np.array([pseudonym(salt, family, known.get(int(n), str(n))) for n in numbers], dtype=f"U{DIGITS}")
    item = pseudonyms[places]
    order = np.arange(len(item))
    if family == CORE_FAMILY:
        order = np.lexsort((presence.account, presence.moment, item))
    accounts = pa.array(names, pa.string()).take(pa.array(presence.account[order]))
    return pa.table(
        {
            "campaign": pa.array([campaign] * len(item), pa.string()),
            "family": pa.array([family] * len(item), pa.string()),
            "account": accounts,
            "item": pa.array(item[order].tolist(), pa.string()),
            "moment": presence.moment[order],
            "popularity": presence.popularity[order],
            "answered": presence.answered[order],
            "active": presence.active[order],
        },
        schema=ROWS,
    )


def _links(campaign: str, names: Sequence[str], group: Group) -> pa.Table:
    ids = pa.array(names, pa.string())
    ends = {"a": ids.take(pa.array(group.a)), "b": ids.take(pa.array(group.b))}
    return pa.table(
        {"campaign": pa.array([campaign] * len(group.a), pa.string()), **ends, "weight": group.weight}, LINKS
    )


def read_facts(path: Path, campaign: str, families: Sequence[str]) -> Facts:
    """The facts of one campaign, with an empty presence for families in which it has none.

    Raises CampaignError where the file cannot be read or holds nothing of it.
    """
    try:
        rows = pq.read_table(path, filters=[("campaign", "==", campaign)], schema=ROWS)
        links = pq.read_table(links_beside(path), filters=[("campaign", "==", campaign)], schema=LINKS)
    except (OSError, pa.ArrowException) as error:
        raise CampaignError(
            "the facts of the run cannot be read", where=path.name, next_step="Run bonafides hunt again."
        ) from error
    if not rows.num_rows:
        raise CampaignError(f"the run holds no facts of campaign {campaign!r}", where=path.name)
    return facts_of(rows, links, families)


def facts_of(rows: pa.Table, links: pa.Table, families: Sequence[str]) -> Facts:
    """Facts from rows (ROWS, in the order in which they were written) and links (LINKS)."""
    names = tuple(sorted(set(rows.column("account").to_pylist())))
    place = {name: number for number, name in enumerate(names)}
    own = {family: rows.filter(pa.compute.equal(rows.column("family"), family)) for family in families}
    encoded = {family: found.column("item").combine_chunks().dictionary_encode() for family, found in own.items()}
    presence = {
        family: Presence(
            account=_places(found.column("account"), place),
            item=np.asarray(encoded[family].indices.to_numpy(), dtype=np.int64),
            moment=np.asarray(found.column("moment").to_numpy(), dtype=np.int64),
            popularity=np.asarray(found.column("popularity").to_numpy(), dtype=np.int64),
            answered=np.asarray(found.column("answered").to_numpy(), dtype=bool),
            active=np.asarray(found.column("active").to_numpy(), dtype=bool),
        )
        for family, found in own.items()
    }
    group = Group(
        accounts=np.arange(len(names), dtype=np.int64),
        presence=presence,
        a=_places(links.column("a"), place),
        b=_places(links.column("b"), place),
        weight=np.asarray(links.column("weight").to_numpy(), dtype=np.float64),
    )
    items = {family: tuple(coded.dictionary.to_pylist()) for family, coded in encoded.items()}
    return Facts(names=names, items=items, group=group)


def _places(names: pa.ChunkedArray, place: Mapping[str, int]) -> Ints:
    try:
        return np.array([place[name] for name in names.to_pylist()], dtype=np.int64)
    except KeyError as error:
        raise CampaignError("a link names an account without any row", where="facts") from error
