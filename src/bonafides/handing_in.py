"""Joins the rooms for a report to hand in: one judged conversation, the form of a service, what signs are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.advise.countries import country_code
from bonafides.advise.prepare import prepare
from bonafides.errors import AdviseError
from bonafides.explain import explanations
from bonafides.model import Status
from bonafides.render.clean import visible
from bonafides.render.contacts import contacts, link_key, phone_key
from bonafides.render.names import Roster, sightings
from bonafides.render.redact import Change, redacted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bonafides.model import Conversation, Entry, InputFile, Report, ReportForm, Situation

OFFERED = 8
"""So many conversations are named where one has to be chosen."""
ADDRESSES = 40
"""Addresses from the account's messages that are listed."""
_KEYS: Mapping[str, Callable[[str], str]] = {"phone": phone_key, "url": link_key}
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
) -> ReportForm:
    """One conversation of a report, put as the service of a country asks for it; nothing is sent.

    `country` is an ISO code in any case, `only` the id of the conversation, which may be left out where there is one.
    `lang` is the reader's; the texts to copy are in a language of the service. With `own`, the user's own messages are
    quoted too. Raises AdviseError for an unknown country, language or conversation, and where several could be meant.
    """
    code = country_code(country)
    if not code:
        raise AdviseError("no country was named.", next_step="Name one by its two-letter code, such as DE or GB.")
    entry = chosen(report, only)
    return prepare(
        entry,
        country=code,
        status=status,
        situation=situation,
        reader=lang,
        titles=_titles,
        addresses=_addresses(entry.conversation),
        inputs=report.provenance.inputs if len(report.entries) == 1 else _inputs(report, entry.conversation),
        own=own,
        clean=_clean(entry.conversation, own=own),
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


def _addresses(conversation: Conversation) -> tuple[str, ...]:
    """Addresses, numbers and links in what the account wrote, in order; each once, and none of the user's own."""
    identifiers = (each for party in conversation.parties if party.mine for each in party.identifiers)
    mine = {(_KEYS.get(kind, str.lower))(value) for kind, _, value in (each.partition(":") for each in identifiers)}
    found: dict[str, str] = {}
    for message in conversation.messages:
        if message.judged:
            for each in contacts(message.content):
                found.setdefault(each.key, message.content[each.start : each.end])
    return tuple(shown for key, shown in found.items() if key not in mine)[:ADDRESSES]


def _inputs(report: Report, conversation: Conversation) -> tuple[InputFile, ...]:
    return tuple(each for each in report.provenance.inputs if each.name in conversation.read_from)


def _clean(conversation: Conversation, *, own: bool) -> Callable[[str], str]:
    """Makes foreign text fit to look at; the user's own name in it is left out, unless they want it there."""
    roster = Roster()
    names = {party.name for party in conversation.parties if party.mine}
    for name in names | {message.speaker for message in conversation.messages if message.mine and message.speaker}:
        roster.add(name, _LEFT_OUT)

    def clean(text: str) -> str:
        if not own:
            seen = sightings(text, Roster(), roster)
            text = redacted(text, (Change(start=each.start, end=each.end, new=each.label) for each in seen)).text
        return visible(text, lines=True)

    return clean
