"""What the desk keeps: a frozen value for each table, and for every field what it is kept for and whom it is about."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Iterator


class About(StrEnum):
    """Whom a field can say something about."""

    REPORTER = "reporter"
    """The member of staff who reports, who is also the person approached."""
    PERSONA = "persona"
    """The account that made the approach, as it presents itself; an impersonated person may stand behind the name."""
    MENTIONED = "mentioned"
    """Whoever is named in what was written, and did not report."""
    STAFF = "staff"
    """Whoever works at the desk."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a field is kept for. The privacy file is written from it, so that it cannot drift from the tables."""

    why: str
    about: About = About.NOBODY
    index: bool = False
    """Whether rows are looked up by it."""
    search: bool = False
    """Whether its words are found by full-text search."""


def _held(why: str, about: About = About.NOBODY, *, index: bool = False, search: bool = False) -> Held:
    return Held(why=why, about=about, index=index, search=search)


_R, _P, _M, _S = About.REPORTER, About.PERSONA, About.MENTIONED, About.STAFF

Id = Annotated[str, Held(why="Tells one row from another; random, says nothing.")]
CaseId = Annotated[str, Held(why="The case that it belongs to.", index=True)]
Who = Annotated[str, Held(why="The account that did it, so that decisions can be answered for.", about=_S)]
At = Annotated[datetime, Held(why="When, in UTC.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of a table."""

    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Record):
    """A setting of this desk, such as its name or a time limit; `id` is the setting's name."""

    value: Annotated[str, _held("What the desk is set to.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Record):
    """Somebody who can sign in."""

    name: Annotated[str, _held("What they sign in with.", _S, index=True)]
    email: Annotated[str, _held("Where the organisation reaches them; binds an invited sign-in.", _S, index=True)]
    role: Annotated[str, _held("What they may do.", _S)]
    secret: Annotated[str, _held("Argon2id hash of the password; empty where another service signs them in.", _S)]
    totp: Annotated[str, _held("Seed of the second factor; empty where there is none.", _S)]
    step: Annotated[int, _held("The last time step of the second factor that was used, so that none is used twice.")]
    recovery: Annotated[tuple[str, ...], _held("Hashes of the recovery codes that are left.", _S)]
    subject: Annotated[
        str, _held("Issuer and subject of an outside sign-in; empty where there is none.", _S, index=True)
    ]
    made_at: At
    closed_at: Annotated[datetime | None, _held("When the account was closed.", _S)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """A signed-in browser; `id` is the SHA-256 of its cookie."""

    account: Annotated[str, _held("Who is signed in.", _S, index=True)]
    opened_at: At
    seen_at: Annotated[datetime, _held("When it was last used, to end it when left alone.", _S)]
    ends_at: Annotated[datetime, _held("When it ends whatever happens.", index=True)]
    strong: Annotated[bool, _held("Whether the second factor was given.")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Token(Record):
    """Access for another program; `id` is the SHA-256 of its secret."""

    account: Annotated[str, _held("On whose behalf it acts.", _S, index=True)]
    name: Annotated[str, _held("What it is for, as its owner calls it.", _S)]
    scopes: Annotated[tuple[str, ...], _held("What it may do, at most.")]
    made_at: At
    ends_at: Annotated[datetime, _held("When it ends.", index=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt(Record):
    """A failed try to sign in or to open a receipt."""

    key: Annotated[str, _held("Keyed digest of the account or the address, to slow guessing down.", _R, index=True)]
    at: Annotated[datetime, _held("When, in UTC; forgotten after a day.", index=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Record):
    """An approach as the desk sees it: about a persona, never about a colleague."""

    number: Annotated[int, _held("What people call it by.", index=True)]
    persona: Annotated[str, _held("How the account presents itself.", _P)]
    status: Annotated[str, _held("new, open, waiting or closed.")]
    level: Annotated[str, _held("The strongest level that the program gave a report of it.")]
    kind: Annotated[str, _held("What the program takes it for.")]
    stage: Annotated[str, _held("How far it has gone, as far as the texts tell.")]
    risk: Annotated[float, _held("The program's number for putting the inbox in order.")]
    owner: Annotated[str, _held("Who works on it.", _S)] = ""
    opened_at: Annotated[datetime, _held("When it was opened, in UTC.", index=True)]
    changed_at: Annotated[
        datetime, _held("When something last happened, in UTC; open cases are kept from then.", index=True)
    ]
    closed_at: Annotated[datetime | None, _held("When it was closed, in UTC; its time to be kept runs from then.")] = (
        None
    )
    hold: Annotated[str, _held("Why it must be kept longer, where the law asks for it.")] = ""
    verdict: Annotated[str, _held("What the desk decided, a person and not the program.")] = ""
    campaign: Annotated[str, _held("The campaign that it belongs to.")] = ""
    merged_into: Annotated[str, _held("The case that it is now part of.")] = ""
    reports: Annotated[int, _held("How many reports it has.")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """What one person brought."""

    case: CaseId
    via: Annotated[str, _held("The way in: form, mail, folder, imap, import or api.")]
    reporter: Annotated[
        str, _held("Account or mail address of whoever reports; empty where they stay anonymous.", _R, index=True)
    ]
    receipt: Annotated[str, _held("SHA-256 of the code by which they return; the code itself is not kept.", index=True)]
    received_at: Annotated[datetime, _held("When it came, in UTC.")]
    role: Annotated[str, _held("What the person approached does, in general words, for the advice.", _R)]
    said: Annotated[str, _held("What they add in their own words.", _R, search=True)]
    conversation: Annotated[str, _held("What was written, as it was read.", _M)]
    assessment: Annotated[str, _held("What the program made of it, to be shown and checked.")]
    words: Annotated[str, _held("The texts alone, to be found by search.", _M, search=True)]
    problems: Annotated[tuple[str, ...], _held("What could not be read, so that nobody takes it for read.")]
    facts: Annotated[tuple[str, ...], _held("What the way in states, such as the checks of a mail's sender.", _M)]
    digest: Annotated[str, _held("SHA-256 of what came in, so that the same is not taken twice.", index=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Record):
    """A file that came with a report: kept as bytes, never opened by a page."""

    case: CaseId
    report: Annotated[str, _held("The report that it came with.", index=True)]
    name: Annotated[str, _held("What it was called.", _M)]
    media_type: Annotated[str, _held("What it says it is.")]
    size: Annotated[int, _held("Bytes.")]
    sha256: Annotated[str, _held("So that nobody can doubt which file it was.", index=True)]
    data: Annotated[bytes, _held("The file as it came, as evidence.", _M)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Record):
    """What somebody at the desk writes down."""

    case: CaseId
    who: Who
    at: At
    text: Annotated[str, _held("What they found out, for whoever goes on with the case.", _M, search=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Record):
    """Something to be done."""

    case: CaseId
    who: Who
    at: At
    text: Annotated[str, _held("What is to be done.", _M)]
    owner: Annotated[str, _held("Who does it.", _S, index=True)] = ""
    due_at: Annotated[datetime | None, _held("By when.")] = None
    done_at: Annotated[datetime | None, _held("When it was done.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Record):
    """What a person decided, kept apart from what the program suggested."""

    case: CaseId
    who: Who
    at: At
    verdict: Annotated[str, _held("What they decided.", _P)]
    reason: Annotated[str, _held("Why, in their own words.", _M)]
    suggested: Annotated[str, _held("What the program had said then, to compare the two.")]
    undone_at: Annotated[datetime | None, _held("When it was taken back.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Record):
    """What the reporter is told, readable with their receipt code or account."""

    case: CaseId
    report: Annotated[str, _held("The report that it answers.", index=True)]
    kind: Annotated[str, _held("ordinary, be-careful, do-not-answer, closing or free; or `from-reporter`.")]
    lang: Annotated[str, _held("Its language.")]
    text: Annotated[str, _held("What is said.", _R)]
    who: Who
    at: At


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Record):
    """Something by which two reports may be told to be of one hand."""

    case: CaseId
    report: Annotated[str, _held("The report that it was found in.", index=True)]
    family: Annotated[str, _held("phone, mail, handle, profile, domain, firm, photo, persona or text.")]
    key: Annotated[str, _held("Digest of the folded value, by which others are looked up.", _P, index=True)]
    shown: Annotated[str, _held("The value as a person reads it.", _P)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Record):
    """Two cases that may be of one hand; `one` sorts before `other`."""

    one: Annotated[str, _held("A case.", index=True)]
    other: Annotated[str, _held("The other case.", index=True)]
    strength: Annotated[float, _held("How far beyond chance, in nats.")]
    because: Annotated[tuple[str, ...], _held("What they share, strongest first.", _P)]
    """Each a JSON list: family, value as shown, how many cases bear it, nats that it adds."""
    state: Annotated[str, _held("suggested, confirmed or rejected.", index=True)]
    who: Who
    at: At


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign(Record):
    """Cases that the desk takes to be of one hand."""

    name: Annotated[str, _held("What people call it.")]
    who: Who
    at: At
    note: Annotated[str, _held("What the desk knows of it.", _P)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Record):
    """Reports that were moved from one case to another, and back where it is undone."""

    into: Annotated[str, _held("The case that took them.", index=True)]
    merged: Annotated[str, _held("The case that they came from.", index=True)]
    who: Who
    at: At
    moved: Annotated[tuple[str, ...], _held("The reports that went over.")]
    undone_at: Annotated[datetime | None, _held("When it was undone.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(Record):
    """Something that whoever works at the desk should see at once, such as two of the staff with one lure."""

    case: CaseId
    kind: Annotated[str, _held("Why it is raised.")]
    at: At
    seen_at: Annotated[datetime | None, _held("When somebody said that they have seen it.")] = None
    who: Annotated[str, _held("Who has seen it.", _S)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Record):
    """A link of the audit chain: what anybody may see of it for ever, after a purge too."""

    seq: Annotated[int, _held("Its place in the chain.", index=True)]
    at: At
    action: Annotated[str, _held("What was done.", index=True)]
    case: Annotated[str, _held("The case's random id, which says nothing once the case is purged.", index=True)]
    plain: Annotated[str, _held("What can stay for ever: the rule and the counts of a purge; never a name or a text.")]
    commitment: Annotated[str, _held("Salted digest of the detail.")]
    previous: Annotated[str, _held("Digest of the entry before.")]
    hash: Annotated[str, _held("Digest of this entry.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail(Record):
    """Who did it and what exactly: what an entry of the chain commits to, deleted with its case."""

    seq: Annotated[int, _held("The entry that commits to it.", index=True)]
    case: CaseId
    who: Annotated[str, _held("The account that did it, so that decisions can be answered for.", _S, index=True)]
    salt: Annotated[str, _held("Random, so that nobody can guess what the entry commits to.")]
    text: Annotated[str, _held("What was done to what.", _S)]


RECORDS: tuple[type[Record], ...] = (
    Setting, Account, Visit, Token, Attempt, Campaign, Case, Report, Attachment, Note, Task, Judgement, Answer, Mark,
    Link, Merge, Alert, Entry, Detail,
)  # fmt: skip
"""All tables, each after those that it names."""

TOGETHER: dict[type[Record], tuple[tuple[str, ...], ...]] = {
    Case: (
        ("merged_into", "number"), ("merged_into", "status"), ("owner", "number"), ("campaign", "number"),
        ("verdict", "closed_at"), ("closed_at", "changed_at"),
    ),
}  # fmt: skip
"""Fields by which rows are looked up together: the inbox by number, its counts, cases whose time is over."""

OF_A_CASE: tuple[type[Record], ...] = (Report, Attachment, Note, Task, Judgement, Answer, Mark, Alert, Detail)
"""Tables whose rows go when their case is purged; links and merges go too, by either of their cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A field of a table, as the storage and the privacy file see it."""

    table: str
    field: str
    type: type
    """str, int, float, bool, bytes, datetime or tuple (of texts)."""
    optional: bool
    held: Held


def elements(kind: type[Record]) -> tuple[Element, ...]:
    """The fields of one table, in order."""
    return _ELEMENTS[kind]


def schema() -> Iterator[Element]:
    """The fields of all tables."""
    for kind in RECORDS:
        yield from elements(kind)


def name_of(kind: type[Record]) -> str:
    """The name of a table."""
    return kind.__name__.lower()


def new_id() -> str:
    """An id that nobody can guess and that says nothing: 120 random bits."""
    return secrets.token_hex(15)


def _element(kind: type[Record], field: str, hint: Any) -> Element:
    plain, held = get_args(hint)
    choices = get_args(plain) if get_origin(plain) is UnionType else (plain,)
    first = get_origin(choices[0]) or choices[0]
    return Element(table=name_of(kind), field=field, type=first, optional=type(None) in choices, held=held)


def _elements(kind: type[Record]) -> tuple[Element, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(_element(kind, each.name, hints[each.name]) for each in fields(kind))


_ELEMENTS = {kind: _elements(kind) for kind in RECORDS}
