"""What is the user's own in a report: found, and taken out where it is not to be handed on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from bonafides.model import Form, Span
from bonafides.render.contacts import contacts, link_key, phone_key
from bonafides.render.names import is_role
from bonafides.render.phrases import languages, phrases
from bonafides.render.redact import ADDRESSES, ledger_of, rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bonafides.model import Contribution, Conversation, Entry, Message, Report
    from bonafides.render.phrases import Phrases

    Address = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a report holds of the user."""

    names: tuple[str, ...]
    addresses: dict[Address, str]
    """How each is written, by kind and key."""
    employers: tuple[str, ...]
    """Firms that the files give for the user and for nobody else."""


def is_own(message: Message) -> bool:
    """Whether the user wrote it, or told it when asked."""
    return message.mine or message.form is Form.TOLD


def own(report: Report, given: Iterable[str] = ()) -> Own:
    """What the files say of the user, and what they gave themselves (`given`: names, mails, phone numbers)."""
    conversations = [entry.conversation for entry in report.entries]
    names, addresses = dict.fromkeys(own_names(conversations)), own_addresses(conversations)
    for each in given:
        found = {(contact.kind, contact.key): each for contact in contacts(each)}
        addresses |= found
        names |= {} if found or not each.strip() or is_role(each) else {each: None}
    return Own(names=tuple(names), addresses=addresses, employers=tuple(_employers(conversations)))


def own_names(conversations: Iterable[Conversation]) -> tuple[str, ...]:
    """The names that the user has in the conversations, as far as they are names."""
    names: dict[str, None] = {}
    for each in conversations:
        names |= dict.fromkeys(party.name for party in each.parties if party.mine)
        names |= dict.fromkeys(m.speaker for m in each.messages if m.mine and m.form is not Form.TOLD)
    return tuple(name for name in names if name.strip() and not is_role(name) and name not in _labels())


@cache
def _labels() -> frozenset[str]:
    """What a redacted report calls its user, in every language: no name."""
    return frozenset(phrases(lang)("redacted.you") for lang in languages())


def without_name(report: Report, words: Phrases, mine: Own, *, others: bool = False) -> Report:
    """The report with the user's names, addresses and employer replaced, and with `others` everybody else's too.

    `words` say by what: `redacted.you`, `redacted.own`, `redacted.employer`, and for others as in `redact`.
    """
    ledger = ledger_of(report, words, others=others)
    ledger.own = frozenset(mine.addresses)
    ledger.mine = mine.names
    for employer in mine.employers:
        ledger.everybody.add(employer, words("redacted.employer"), apart=False)
    return rewritten(report, ledger)


def without_own_words(report: Report, instead: str) -> Report:
    """The report with a fixed sentence in place of each message of the user's, and of what they told."""
    return replace(report, entries=tuple(_without_own(entry, instead) for entry in report.entries))


def known(identifier: str) -> tuple[str, str, str]:
    """Kind and key of an identifier as those of an address in a text, and its value."""
    kind, _, value = identifier.partition(":")
    match kind:
        case "email":
            return "mail", value.lower(), value
        case "phone":
            return "phone", phone_key(value), value
        case "url" | "domain":
            return "link", link_key(value), value
        case _:
            return kind, value, value


def own_addresses(conversations: Iterable[Conversation]) -> dict[Address, str]:
    """Those that the files give for the user, and those that the user was the first to write."""
    found: dict[Address, str] = {}
    for conversation in conversations:
        theirs = {known(each)[:2] for party in conversation.parties if not party.mine for each in party.identifiers}
        for party in conversation.parties:
            places = map(known, sorted(party.identifiers) if party.mine else ())
            found |= {(kind, key): value for kind, key, value in places if (kind, key) not in theirs}
        for message in conversation.messages:
            for each in contacts(message.content):
                address = (each.kind, each.key)
                if message.mine and address not in theirs:
                    found.setdefault(address, message.content[each.start : each.end])
                elif not message.mine and address not in found:
                    theirs.add(address)
    return {address: value for address, value in found.items() if address[0] in ADDRESSES}


def _employers(conversations: Iterable[Conversation]) -> Iterator[str]:
    ours: dict[str, None] = {}
    theirs: set[str] = set()
    for party in (party for each in conversations for party in each.parties):
        firms = sorted(each.removeprefix("firm:") for each in party.identifiers if each.startswith("firm:"))
        if party.mine:
            ours |= dict.fromkeys(firms)
        else:
            theirs.update(firms)
    yield from (firm for firm in ours if firm not in theirs)


def _without_own(entry: Entry, instead: str) -> Entry:
    own, length = {at for at, message in enumerate(entry.conversation.messages) if is_own(message)}, len(instead)
    messages = tuple(
        replace(message, text=instead, subject="", attachments=(), doubtful=()) if at in own else message
        for at, message in enumerate(entry.conversation.messages)
    )
    judged = entry.assessment
    return replace(
        entry,
        conversation=replace(entry.conversation, messages=messages),
        assessment=replace(
            judged,
            because=tuple(_moved(part, own, length) for part in judged.because),
            against=tuple(_moved(part, own, length) for part in judged.against),
        ),
        seen=tuple(replace(each, spans=_covered(each.spans, own, length)) for each in entry.seen),
    )


def _moved(part: Contribution, own: set[int], length: int) -> Contribution:
    """A finding that rests on the user's words now covers the sentence in their place."""
    return replace(part, finding=replace(part.finding, spans=_covered(part.finding.spans, own, length)))


def _covered(spans: Iterable[Span], own: set[int], length: int) -> tuple[Span, ...]:
    return tuple(Span(message=s.message, start=0, end=length) if s.message in own else s for s in spans)
