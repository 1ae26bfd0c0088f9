"""A person's own profile as their export has it, and what in it tells strangers more than a career needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bonafides.model.conversation import InputFile, Problem


class Table(StrEnum):
    """What one file of an export is about."""

    PROFILE = "profile"
    SUMMARY = "summary"
    POSITIONS = "positions"
    EDUCATION = "education"
    SKILLS = "skills"
    CERTIFICATIONS = "certifications"
    PROJECTS = "projects"
    PUBLICATIONS = "publications"
    PATENTS = "patents"
    LANGUAGES = "languages"
    VOLUNTEERING = "volunteering"
    COURSES = "courses"
    HONORS = "honors"
    ORGANIZATIONS = "organizations"
    EMAILS = "emails"
    PHONES = "phones"
    RECOMMENDATIONS_GIVEN = "recommendations-given"
    RECOMMENDATIONS_RECEIVED = "recommendations-received"
    ENDORSEMENTS = "endorsements"
    APPLICATIONS = "applications"
    ANSWERS = "answers"
    PREFERENCES = "preferences"
    CONNECTIONS = "connections"
    MEDIA = "media"
    SHARES = "shares"
    COMMENTS = "comments"
    EVENTS = "events"
    MESSAGES = "messages"


class ExposureKind(StrEnum):
    """What draws a talent spotter, the least costly to change first."""

    CONTACT = "contact"
    OPEN_DOOR = "open-door"
    COLLEAGUES = "colleagues"
    CLEARANCE = "clearance"
    JOB_SEARCH = "job-search"
    SIDE_WORK = "side-work"
    TRAVEL = "travel"
    SITE = "site"
    UNIT = "unit"
    SCALE = "scale"
    INTELLIGENCE = "intelligence-work"
    PROGRAMME = "programme"
    CONTROLLED = "controlled-work"


class KeepKind(StrEnum):
    """What a career needs and nobody has to take out."""

    DEGREE = "degree"
    EMPLOYER = "employer"
    ROLE = "role"
    YEARS = "years"
    SKILL = "skill"
    LANGUAGE = "language"


class CheckKind(StrEnum):
    """What an export does not say, so that only its owner can look."""

    CONNECTIONS = "connections"
    MAILS = "mails"
    PHONES = "phones"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileField:
    """One cell of a table."""

    name: str
    """What the column is, in English and whatever the export's language: `headline`, `description`."""
    label: str
    """The column's name as the file has it."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow:
    """One record of one file of the export; cells that are empty are left out."""

    table: Table
    file: str
    row: int
    """From 1, the header not counted."""
    line: int
    """On which it begins, from 1."""
    fields: tuple[ProfileField, ...]

    def text(self, name: str) -> str:
        """What the column of that name holds; empty where there is none."""
        return next((each.text for each in self.fields if each.name == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProfile:
    """One person's own export, as far as it is their profile."""

    rows: tuple[ProfileRow, ...]
    inputs: tuple[InputFile, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the export something stands."""

    table: Table
    file: str
    row: int
    line: int
    field: str
    label: str
    start: int
    """In the text of the field as it was read, counted in code points."""
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """One thing that a profile says and that a talent spotter looks for."""

    kind: ExposureKind
    place: Place
    quote: str
    """The user's own words: `text[start:end]` of the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One thing that can stay as it is."""

    kind: KeepKind
    place: Place
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What was found in one person's own export. It holds no number about the person, on purpose."""

    found: tuple[Exposed, ...]
    """In the order of the export."""
    kept: tuple[Kept, ...]
    checks: tuple[tuple[CheckKind, int], ...]
    """Settings that only the owner can see, and how many entries of the export each is about."""
    sources: tuple[tuple[ExposureKind, tuple[str, ...]], ...]
    """For every kind that was found: ids of the public sources that warn of it."""
    tables: tuple[Table, ...]
    """What was read."""
    inputs: tuple[InputFile, ...] = ()
    problems: tuple[Problem, ...] = ()

    def of(self, kind: ExposureKind) -> tuple[Exposed, ...]:
        """What was found of one kind."""
        return tuple(each for each in self.found if each.kind == kind)

    @property
    def kinds(self) -> tuple[ExposureKind, ...]:
        """The kinds found, the least costly to change first."""
        return tuple(kind for kind in ExposureKind if any(each.kind == kind for each in self.found))
