"""Joins the rooms for a report to hand in: one judged conversation, the form of a service, what signs are called."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.advise.countries import country_code
from bonafides.advise.prepare import prepare
from bonafides.errors import AdviseError
from bonafides.explain import explanations
from bonafides.model import Form, Status
from bonafides.render.clean import visible
from bonafides.render.contacts import contacts
from bonafides.render.handed.preparing import holds
from bonafides.render.names import Roster, sightings
from bonafides.render.own import known, without_name
from bonafides.render.own import own as own_of
from bonafides.render.phrases import ENGLISH, phrases
from bonafides.render.redact import Change, redacted
from bonafides.render.redact import redact as redacted_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from bonafides.model import Attachment, Conversation, Entry, InputFile, Report, ReportForm, Situation
    from bonafides.render.own import Own

OFFERED = 8
"""So many conversations are named where one has to be chosen."""
ADDRESSES = 40
"""Addresses from the account's messages that are listed."""
_LEFT_OUT = "[…]"


def hand_in(
    report: Report,
    *,
    country: str,
    only: str = "",
    status: Status = Status.OTHER,
    situation: Situation | None = None,
    lang: str = "en",
    own: bool = False,
    me: Iterable[str] = (),
    redact: bool = False,
) -> ReportForm:
    """One conversation of a report, put as the service of a country asks for it; nothing is sent.

    `country` is an ISO code in any case, `only` the id of the conversation, which may be left out where there is one.
    `lang` is the reader's; the texts to copy are in a language of the service. With `own`, the user's own messages and
    name are quoted too; `me` are names, mails and numbers of theirs that the files may not give. Their addresses are
    never given as the account's. With `redact`, everybody's names and addresses are replaced. Raises AdviseError
    for an unknown country, language or conversation, and where several could be meant.
    """
    code = country_code(country)
    if not code:
        raise AdviseError("no country was named.", next_step="Name one by its two-letter code, such as DE or GB.")
    entry, mine = chosen(report, only), own_of(report, me)
    whole = _left_out(report, mine, own=own, redact=redact)
    shown = whole.entries[_place(report, entry)]
    return prepare(
        _with_addresses_of_others(shown, mine),
        country=code,
        status=status,
        situation=situation,
        reader=lang,
        titles=_titles,
        addresses=_addresses(shown.conversation, mine),
        attachments=() if redact else tuple(_attachments(entry.conversation)),
        inputs=tuple(_inputs(report, entry, whole.provenance.inputs)),
        own=own,
        clean=_clean(mine, own=own),
    )


def chosen(report: Report, only: str) -> Entry:
    """The conversation with the id `only`; the only one there is where that is empty. AdviseError otherwise."""
    if not report.entries:
        raise AdviseError("there is no conversation to report.", next_step="Give a file that holds one.")
    if not only and len(report.entries) == 1:
        return report.entries[0]
    found = next((each for each in report.entries if each.conversation.id == only), None)
    if found is not None:
        return found
    first = sorted(report.entries, key=lambda each: -each.assessment.level.rank)[:OFFERED]
    listed = ", ".join(f"{each.conversation.id} ({each.assessment.level})" for each in first)
    more = ", ..." if len(report.entries) > OFFERED else ""
    raise AdviseError(
        "there is no such conversation." if only else "a report is about one conversation, and there are several.",
        where="--only",
        next_step=f"Say --only and one of: {listed}{more}",
    )


def _titles(lang: str) -> Mapping[str, str]:
    return {indicator: each.title for indicator, each in explanations(lang, told=True).items()}


def _left_out(report: Report, mine: Own, *, own: bool, redact: bool) -> Report:
    """The report without the user's name, addresses and employer, unless they want them there."""
    words = phrases(ENGLISH)
    if own:
        return redacted_report(report) if redact else report
    unsaid = dict.fromkeys(("redacted.you", "redacted.own", "redacted.employer"), _LEFT_OUT)
    return without_name(report, replace(words, table={**words.table, **unsaid}), mine, others=redact)


def _place(report: Report, entry: Entry) -> int:
    return next(place for place, each in enumerate(report.entries) if each is entry)


def _with_addresses_of_others(entry: Entry, mine: Own) -> Entry:
    """The entry without the user's addresses among those of the other side."""
    parties = tuple(
        replace(party, identifiers=frozenset(i for i in party.identifiers if known(i)[:2] not in mine.addresses))
        for party in entry.conversation.parties
    )
    return replace(entry, conversation=replace(entry.conversation, parties=parties))


def _addresses(conversation: Conversation, mine: Own) -> tuple[str, ...]:
    """Addresses, numbers and links in what the account wrote, in order; each once, and none of the user's own."""
    found: dict[tuple[str, str], str] = {}
    for message in conversation.messages:
        if message.judged:
            for each in contacts(message.content):
                found.setdefault((each.kind, each.key), message.content[each.start : each.end])
    return tuple(shown for address, shown in found.items() if address not in mine.addresses)[:ADDRESSES]


def _attachments(conversation: Conversation) -> Iterator[Attachment]:
    """Files that the account sent: their names are no part of a text, so they are taken as they came."""
    for message in conversation.messages:
        if message.form is Form.SENT and not message.mine:
            yield from message.attachments


def _inputs(report: Report, entry: Entry, shown: Iterable[InputFile]) -> Iterator[InputFile]:
    """The files of a conversation, as they may be `shown`; all of them where there is no other conversation."""
    for read, each in zip(report.provenance.inputs, shown, strict=True):
        if len(report.entries) == 1 or holds(read.name, entry.conversation.read_from):
            yield each


def _clean(mine: Own, *, own: bool) -> Callable[[str], str]:
    """Makes foreign text fit to look at; the user's names and addresses are left out, unless they want them there."""
    roster = Roster()
    for name in mine.names:
        roster.add(name, _LEFT_OUT)

    def clean(text: str) -> str:
        if not own:
            found = (each for each in contacts(text) if (each.kind, each.key) in mine.addresses)
            changes = [Change(start=each.start, end=each.end, new=_LEFT_OUT) for each in found]
            changes += [Change(start=s.start, end=s.end, new=s.label) for s in sightings(text, Roster(), roster)]
            text = redacted(text, changes).text
        return visible(text, lines=True)

    return clean
