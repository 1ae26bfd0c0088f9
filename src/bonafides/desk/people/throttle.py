"""Guessing made slow: how often a password, a code or a receipt may be tried, and nobody is locked out for good.

A try is written down before it is checked, so that many at once count as many; whoever succeeds takes it back.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from bonafides.store import equals, less, one_of
from bonafides.store.records import Attempt, new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bonafides.desk.desk import Desk
    from bonafides.store import Writing
    from bonafides.store.records import Account

WINDOW = timedelta(minutes=15)
"""In this time something may fail as often as its kind says."""
REMEMBERED = timedelta(days=1)
"""Failed tries are forgotten after this time."""
LONGEST = timedelta(hours=1)
"""Nobody waits longer than this for the next try, however often it failed."""
_KEY = secrets.token_bytes(32)
"""Made anew each time the program starts and kept nowhere: whoever takes the store learns no address from it."""
_NOW = timedelta()
_ONE_PLACE = 64
"""Bits of an IPv6 address that one household or office has for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    failures: int
    """How many in WINDOW."""
    own: bool
    """Whether it is one account's alone, so that a success shows that the failures were its owner's."""


class Kind(Enum):
    """What is counted."""

    ACCOUNT = "account"
    """Passwords tried for one name, whether there is such an account or not."""
    SECOND_FACTOR = "second-factor"
    """Codes tried for one account."""
    ADDRESS = "address"
    """Passwords and codes tried from one network address."""
    BROWSER = "browser"
    """Passwords tried from a browser that has signed in to the account before, which strangers cannot use up."""
    RECEIPT = "receipt"
    """Receipt codes tried from one network address."""
    REPORT = "report"
    """Anonymous reports from one network address, each of which is read and judged at once."""
    TOKEN = "token"  # noqa: S105 - a name, no secret
    """Tokens of other programs tried from one network address."""


_RULES = {
    Kind.ACCOUNT: _Rule(failures=5, own=True),
    Kind.SECOND_FACTOR: _Rule(failures=5, own=True),
    Kind.BROWSER: _Rule(failures=5, own=True),
    Kind.ADDRESS: _Rule(failures=20, own=False),
    Kind.RECEIPT: _Rule(failures=20, own=False),
    Kind.REPORT: _Rule(failures=40, own=False),
    Kind.TOKEN: _Rule(failures=20, own=False),
}
_OF_A_PLACE = frozenset({Kind.ADDRESS, Kind.RECEIPT, Kind.REPORT, Kind.TOKEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a try counts against."""

    kind: Kind
    value: str
    """The name, account id or network address; kept only as a keyed digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Whether a try may go ahead."""

    wait: timedelta
    """How long until the next try; zero where this one may go ahead."""
    ids: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    """Keys that a success clears."""

    def __bool__(self) -> bool:
        """Whether it may go ahead."""
        return not self.wait


def admit(desk: Desk, *tried: Tried) -> Admission:
    """Ask for a try, which counts as failed until `succeeded` is told otherwise; a refused one does not count."""
    with desk.store.writing() as writing:
        return admitted(desk, writing, *tried)


def admitted(desk: Desk, writing: Writing, *tried: Tried) -> Admission:
    """The same within a transaction."""
    now = desk.now()
    writing.remove(Attempt, less("at", now - REMEMBERED))
    keys = {_key(each): _RULES[each.kind] for each in tried}
    wait = max((_wait(_failures(writing, key), rule, now) for key, rule in keys.items()), default=_NOW)
    if wait > _NOW:
        return Admission(wait=wait)
    attempts = [Attempt(id=new_id(), key=key, at=now) for key in keys]
    writing.add(*attempts)
    own = tuple(key for key, rule in keys.items() if rule.own)
    return Admission(wait=_NOW, ids=tuple(each.id for each in attempts), own=own)


def succeeded(writing: Writing, admission: Admission) -> None:
    """Take back a try that succeeded, and forget the failures of the same account.

    Those of an address stay: whoever has one account could otherwise guess at all others for ever.
    """
    writing.remove(Attempt, one_of("id", admission.ids))
    writing.remove(Attempt, one_of("key", admission.own))


def browser_mark(account: Account) -> str:
    """A mark for a browser that has just signed in with the account's password, to be kept there: it opens nothing.

    Without it a stranger who keeps guessing could keep the owner waiting. It ends with the password.
    """
    random = secrets.token_urlsafe(16)
    return f"{random}.{_signed(account.secret.encode(), 'mark', account.id, random)}"


def marked(account: Account, mark: str) -> bool:
    """Whether a mark was given out for that account."""
    random, _, signature = mark.partition(".")
    right = _signed(account.secret.encode(), "mark", account.id, random)
    return bool(account.secret) and hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace"))


def _failures(writing: Writing, key: str) -> list[datetime]:
    return [each.at for each in writing.find(Attempt, equals("key", key), order="at,id")]


def _wait(failures: Sequence[datetime], rule: _Rule, now: datetime) -> timedelta:
    """How long until the next try after these failures, the oldest first."""
    if len(failures) < rule.failures:
        return _NOW
    rounds = len(failures) // rule.failures - 1
    pause = min(WINDOW / rule.failures * (1 << min(rounds, 20)), LONGEST)
    ready = max(failures[-1] + pause, failures[-rule.failures] + WINDOW)
    return max(ready - now, _NOW)


def _key(tried: Tried) -> str:
    counts_as = _place(tried.value) if tried.kind in _OF_A_PLACE else tried.value
    return _signed(_KEY, "tried", tried.kind.value, counts_as)


def _signed(key: bytes, *told: str) -> str:
    """A keyed digest: equal for equal texts, and nothing can be learnt from it without the key."""
    return hmac.new(key, "\0".join(told).encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _place(address: str) -> str:
    """A network address as it counts: an IPv6 one by the network that one place has, any other text as it is."""
    try:
        place = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(place, IPv6Address):
        inner = place.ipv4_mapped
        return str(inner or ip_network((place, _ONE_PLACE), strict=False))
    return str(place)
