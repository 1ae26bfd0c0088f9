"""What one kind of innocent group does, as ranges; the tables are in lookalikes.py and groups.py."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from evals.campaigns.ranges import Span


class Whom(Enum):
    """Whom the members of a group write to."""

    LIST = "list"  # people outside the group: accounts or not, at random per instance
    EACH_OTHER = "each other"  # the members, and some people outside
    OWN = "own"  # whomever each of them would write to anyway


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of group; a value of every range is drawn per instance, uniformly unless it says `log`.

    Either `touches` (how many members write to one target) or `density` (what share of them) says how much the
    members' targets overlap; `own` is the number of contacts per member for `Whom.OWN`.
    """

    name: str
    whom: Whom
    members: Span  # log
    targets: Span = (0, 0)  # log; people outside the group
    touches: Span | None = None
    density: Span | None = None  # log
    own: Span = (1, 4)
    days: Span  # log; more than the log's length: the whole log
    exact: Span  # share of messages in the group's own words, name filled in
    varied: Span = (0.0, 0.5)  # of the rest, the share in variants of them; what is left is unlike
    reply: Span = (0.1, 0.5)
    url: float = 0.0  # chance that an instance shares a link; it then carries it on 5-80% of its messages
    handle: float = 0.0
    employer: float = 0.0  # chance that the members state one employer
    network: float = 0.0
    joined: float = 0.0  # chance that the members' accounts are of about one age
    bio: float = 0.0
    inside: float = 0.5  # chance that the people written to are accounts, who may write back
    protected: bool = False
