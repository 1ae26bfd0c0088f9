"""Reads what mail servers wrote into the headers of a letter: who vouches for the sender, and what does not fit.

Only results by the receiver's own server count (RFC 8601, section 5): anybody can write the others. What counts, and
the way a domain is held against From, follows DMARC (RFC 7489, section 3.1), relaxed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bonafides.vet.check import Check
from bonafides.vet.domains import domain_of
from bonafides.vet.domains.known import is_shared
from bonafides.vet.told import Letter, Result, Told
from bonafides.vet.vetting import Stance, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

LATE = timedelta(hours=2)
"""How far a clock may be wrong before a letter is said to have been written after it arrived."""
EARLY = timedelta(days=7)
"""How long a letter may lie before it is said to have been on its way for long."""
_EXCHANGE = ("outlook.com", "office365.us", "protection.outlook.com")
"""A service that writes its results without its name."""


def _authentication(told: Told) -> Iterator[Statement]:
    for letter in told.letters:
        sender = domain_of(letter.sender)
        if sender is None:
            continue
        counted = tuple(each for each in letter.results if counts(each, letter))
        if not counted:
            key = "foreign" if letter.results else "no-results"
            yield _said("mail", key, Stance.UNCHECKED, letter.sender)
            continue
        forwarded = any(each.method == "arc" and each.outcome == "pass" for each in counted)
        for each in counted:
            yield from _one(each, letter, sender.registered, forwarded=forwarded)
        if not forwarded and _nobody_vouches(counted, sender.registered):
            yield _said("mail", "fail", Stance.CONTRADICTS, letter.sender, sender.registered)


def _nobody_vouches(counted: tuple[Result, ...], sender: str) -> bool:
    """Whether, without a result of DMARC, the sender's own server was refused and nothing else vouches for it."""
    passed = any(each.outcome == "pass" and _is_of(each, sender) for each in counted)
    failed = any(each.method in ("spf", "dkim") and each.outcome == "fail" and _is_of(each, sender) for each in counted)
    return failed and not passed and all(each.method != "dmarc" for each in counted)


def _is_of(result: Result, sender: str) -> bool:
    """Whether a result is about the domain that From shows, or one below it (relaxed alignment)."""
    found = domain_of(result.domain)
    return found is not None and found.registered == sender


def counts(result: Result, letter: Letter) -> bool:
    """Whether a result is by the server that took the letter for the user, the last one by its Received line."""
    keeper = next((found for each in letter.keepers if (found := domain_of(each))), None)
    if keeper is None:
        return False
    server = domain_of(result.server)
    if server is None:
        return not result.server and keeper.registered in _EXCHANGE
    return server.registered == keeper.registered


def _one(result: Result, letter: Letter, sender: str, *, forwarded: bool) -> Iterator[Statement]:
    of = domain_of(result.domain)
    aligned, name = _is_of(result, sender), of.registered if of else result.domain
    match result.method, result.outcome:
        case "dmarc", "pass":
            yield _said("mail", "dmarc-pass", Stance.AGREES, letter.sender, sender)
        case "dmarc" | "dkim" | "spf" as method, "fail" | "permerror" if forwarded or method != "dmarc":
            yield _said("mail", "not-proved", Stance.UNCHECKED, letter.sender, f"{method}={result.outcome}")
        case "dmarc", "fail":
            yield _said("mail", "dmarc-fail", Stance.CONTRADICTS, letter.sender, sender)
        case "dkim" | "spf" as method, "pass" if aligned:
            yield _said("mail", f"{method}-pass", Stance.AGREES, letter.sender, sender)
        case "dkim", "pass" if name:
            yield _said("mail", "signed-by-other", Stance.UNCHECKED, letter.sender, name)
        case "spf", "softfail":
            yield _said("mail", "not-proved", Stance.UNCHECKED, letter.sender, "spf=softfail")
        case "arc", "pass":
            yield _said("mail", "forwarded", Stance.UNCHECKED, letter.sender)


def _reply(told: Told) -> Iterator[Statement]:
    for letter in told.letters:
        sender = domain_of(letter.sender)
        if sender is None:
            continue
        answer = domain_of(letter.reply_to)
        if answer is not None and answer.registered != sender.registered:
            shared = is_shared(answer) or is_shared(sender)
            stance = Stance.UNCHECKED if shared else Stance.CONTRADICTS
            yield _said("reply", "elsewhere", stance, letter.reply_to, letter.sender)
        shown = domain_of(letter.name) if "@" in letter.name else None
        if shown is not None and shown.registered != sender.registered:
            yield _said("reply", "name-shows-other", Stance.CONTRADICTS, letter.name, letter.sender)
        for key, value in (("bounces", letter.return_path), ("message-id", letter.message_id)):
            other = domain_of(value)
            if other is not None and other.registered != sender.registered:
                yield _said("reply", key, Stance.UNCHECKED, value, sender.registered)


def _delivery(told: Told) -> Iterator[Statement]:
    for letter in told.letters:
        if letter.sent is None or not letter.received:
            continue
        first, sent = min(letter.received), letter.sent
        if sent - first > LATE:
            yield _said("delivery", "sent-after", Stance.CONTRADICTS, _time(sent), _time(first))
        elif first - sent > EARLY:
            yield _said("delivery", "long-on-its-way", Stance.UNCHECKED, _time(sent), _time(first))


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


_SOURCES = {
    "RFC 8601": ("no-results", "foreign", "fail", "not-proved"),
    "RFC 7489": ("dmarc-pass", "dmarc-fail"),
    "RFC 6376": ("dkim-pass", "signed-by-other"),
    "RFC 7208": ("spf-pass",),
    "RFC 8617": ("forwarded",),
}
"""What each finding on a letter's proofs rests on."""


def _said(check: str, key: str, stance: Stance, value: str, against: str = "") -> Statement:
    return Statement(check=check, key=f"{check}.{key}", stance=stance, value=value, against=against)


def _letter(*results: Result, **values: object) -> Told:
    """An example."""
    keepers = ("mx.provider.example",)
    return Told(letters=(Letter(sender="anna@firm.example", keepers=keepers, results=results, **values),))  # type: ignore[arg-type]


_FAIL = Result(server="mx.provider.example", method="dmarc", outcome="fail", domain="firm.example")
_PASS = Result(server="mx.provider.example", method="dmarc", outcome="pass", domain="firm.example")
_FORGED = Result(server="mx.sender.test", method="dmarc", outcome="fail", domain="firm.example")
_ARC = Result(server="mx.provider.example", method="arc", outcome="pass", domain="list.example")

AUTHENTICATION = Check(
    id="mail", sources=("RFC 8601", "RFC 7489", "RFC 6376", "RFC 7208", "RFC 8617"), ways=("call", "own-site"),
    by_finding={f"mail.{key}": (source,) for source, keys in _SOURCES.items() for key in keys},
    find=_authentication, catches=(_letter(_FAIL),),
    spares=(_letter(_PASS), _letter(_FORGED), _letter(_FAIL, _ARC), _letter()),
)  # fmt: skip
REPLY = Check(
    id="reply", sources=("RFC 5322",), ways=("call",), find=_reply,
    catches=(_letter(reply_to="anna@desk-24.net"), _letter(name="anna@bank.test")),
    spares=(_letter(reply_to="jobs@mail.firm.example"), _letter(reply_to="reply@greenhouse.io"), _letter(name="Anna")),
)  # fmt: skip
DELIVERY = Check(
    id="delivery", sources=("RFC 5321", "RFC 5322"), ways=("call",), find=_delivery,
    catches=(_letter(sent=datetime(2026, 3, 2, tzinfo=UTC), received=(datetime(2026, 3, 1, tzinfo=UTC),)),),
    spares=(
        _letter(sent=datetime(2026, 3, 1, 1, tzinfo=UTC), received=(datetime(2026, 3, 1, tzinfo=UTC),)),
        _letter(sent=datetime(2026, 3, 1, tzinfo=UTC), received=(datetime(2026, 3, 30, tzinfo=UTC),)),
    ),
)  # fmt: skip
