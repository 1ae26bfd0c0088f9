"""What is prepared for somebody to hand in, what was sent, and where one can turn: values, in no layout yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bonafides.model.kinds import Kind, Status


class Seen(StrEnum):
    """How much of a route or form was read by whoever wrote it down."""

    PAGE = "page"
    """On the service's own page, or a stored copy of it."""
    CITED = "cited"
    """As somebody else quotes that page."""
    NO = "no"
    """Not at all: only the official home page is given."""


class Filling(StrEnum):
    """How a field of a form stands."""

    READY = "ready"
    """There is text to copy."""
    YOURS = "yours"
    """Only the person can know it, and fills it in."""
    EMPTY = "empty"
    """Left empty on purpose: it asks what somebody is, and not what they did."""
    NOTHING = "nothing"
    """What was read says nothing about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One field of a form."""

    key: str
    label: str
    """As the form has it, or in our words where the form was not seen."""
    filling: Filling
    text: str = ""
    """Ready to copy, within the limit; empty unless `filling` is ready."""
    rest: str = ""
    """What did not fit."""
    limit: int | None = None
    """Characters that the field takes, as a browser counts them (UTF-16 code units); None where none is known."""
    required: bool = False
    note: str = ""
    """Why it is empty, what to put in, or that something was left out; in the reader's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportForm:
    """A report as one service's form asks for it: prepared for the person, sent by nobody else."""

    country: str
    """Upper-case code; `generic` where no country was given."""
    service: str
    place: str
    """Where the form is, as its data file says: an official page, an address or words."""
    seen: Seen
    """Whether the fields below are the form's own; otherwise this is free text in a sound order."""
    source: str
    verified_on: str
    """ISO date of the reading; empty where nobody has read the form."""
    outdated: bool
    """Whether that reading is more than a year old."""
    lang: str
    """Language of the blocks' texts, for the service."""
    reader: str
    """Language of labels and notes, for the person."""
    conversation: str
    """Id of the conversation that it is about."""
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    """What the person should know before they copy anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRoute:
    """A place to report to, as the list of routes has it."""

    name: str
    contacts: tuple[str, ...]
    note: str
    source: str
    verified_on: str
    seen: Seen
    outdated: bool
    languages: tuple[str, ...]
    kinds: tuple[Kind, ...]
    statuses: tuple[Status, ...]
    """Whom it serves; empty for everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRoutes:
    """Where to turn in one country, by status."""

    code: str
    """Upper-case code; `generic` for the way of every country without a list of its own."""
    name: str
    """The country in the reader's language; empty for the general way."""
    own: bool
    """Whether there is a list for this very country; otherwise these are the general ways."""
    office: str
    """Whom to tell first, as a phrase."""
    emergency: str
    languages: tuple[str, ...]
    routes: tuple[ListedRoute, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformSteps:
    """What to do on one platform, in the order to do it."""

    key: str
    name: str
    keep: str
    tell: str
    report: str
    block: str
    contacts: tuple[str, ...]
    source: str
    verified_on: str
    seen: Seen
    outdated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer that the person wrote down."""

    on: str
    """ISO date."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A report that the person says they sent."""

    number: int
    """What the person calls it by, from 1."""
    country: str
    service: str
    on: str
    """ISO date."""
    reference: str = ""
    note: str = ""
    answers: tuple[Answered, ...] = ()
