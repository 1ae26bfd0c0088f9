"""The arguments and options that mean the same for every command, and what their values may be."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bonafides.settings import SettingsError

if TYPE_CHECKING:
    from datetime import tzinfo
    from enum import StrEnum

    Choice = TypeVar("Choice", bound=StrEnum)

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATHS...", help="Exports, mails, screenshots, texts, folders; - for standard input."),
]
Out = Annotated[Path | None, typer.Option(help="Write here instead of standard output.")]
Lang = Annotated[str | None, typer.Option(help="Language of the words for people.")]
Me = Annotated[list[str] | None, typer.Option(help="A name, mail or phone that is yours; may be given more than once.")]
Answers = Annotated[
    Path | None, typer.Option(help="Your answers to the three tests, as `bonafides vet --form` wrote them.")
]
Timezone = Annotated[str | None, typer.Option(help="Zone of files that carry none, such as Europe/Berlin.")]
DateOrder = Annotated[str | None, typer.Option(help="dmy, mdy or ymd.")]
NoJoin = Annotated[bool, typer.Option("--no-join", help="Leave threads apart, even those that share an address.")]
Pairs = Annotated[
    list[str] | None,
    typer.Option("--join", metavar="A B", help="Two conversations that are one person; may be given more than once."),
]
ReportFor = Annotated[
    str | None,
    typer.Option("--report-for", metavar="CC", help="Write a report as a country's service asks for it, to copy."),
]
Only = Annotated[str | None, typer.Option("--only", metavar="ID", help="With --report-for, about this conversation.")]
OwnWords = Annotated[bool, typer.Option("--own-words", help="Quote your own messages too, in what is to be handed in.")]
OwnName = Annotated[
    bool, typer.Option("--own-name", help="Name you too, your addresses and your employer, in what is to be handed in.")
]
OwnSituation = Annotated[
    bool, typer.Option("--own-situation", help="Say there what you gave as --situation and --status.")
]
HandInForm = Annotated[
    bool, typer.Option("--hand-in", help="Write html as a report to hand in to an office; pdf always is one.")
]
AboutMe = Annotated[
    bool, typer.Option("--about-me", help="Show what the report to hand in says about you, and write no report.")
]
Edit = Annotated[
    bool, typer.Option("--edit", help="Correct what was read from pictures and pasted text in your editor first.")
]
Marking = Annotated[
    str | None,
    typer.Option(
        "--tlp", help="Marking of stix, misp and a report to hand in: clear, green, amber, amber+strict or red."
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Everything in full, however many conversations there are.")]
Quiet = Annotated[bool | None, typer.Option("--quiet", "-q", help="Nothing on standard error but errors.")]

_JOIN = "--join"
_FARTHEST = 4e9
"""Seconds since 1970 that a limit may have: the year 2096."""


def with_pairs_apart(arguments: list[str]) -> list[str]:
    """The command line with `--join A B` written as `--join A --join B`, which the option parser understands."""
    rest, found = list(arguments), []
    while rest:
        word = rest.pop(0)
        found.append(word)
        if word == "--":
            break
        if word == _JOIN and len(rest) >= 2:
            found += [rest.pop(0), _JOIN, rest.pop(0)]
    return [*found, *rest]


def pairs(given: list[str] | None) -> tuple[tuple[str, str], ...]:
    """What `--join` was given, two by two. Raises SettingsError for a name without its other half."""
    names = given or []
    if len(names) % 2:
        raise SettingsError(
            "it needs two conversations", where=_JOIN, next_step="Say --join A B, as `bonafides read` calls them."
        )
    return tuple(zip(names[::2], names[1::2], strict=True))


def flag(value: bool | None) -> str | None:
    """A switch as a setting has it; None where it was not given."""
    return None if value is None else str(value).lower()


def own_names(settings: dict[str, str]) -> tuple[str, ...]:
    """Names, mails and numbers that the user gave as theirs."""
    return tuple(name.strip() for name in settings["me"].split(",") if name.strip())


def choice(kinds: type[Choice], value: str, name: str) -> Choice:
    """The member that `value` names. Raises SettingsError."""
    return kinds(one_of(value.lower(), tuple(kinds), name))


def one_of(value: str, allowed: tuple[str, ...], name: str) -> str:
    """`value`, where it is allowed. Raises SettingsError."""
    if value in allowed:
        return value
    known = ", ".join(filter(None, allowed))
    raise SettingsError(f"{value!r} is not known", where=name, next_step=f"Say one of: {known}.")


def number(value: str, name: str) -> float:
    """The number that `value` is. Raises SettingsError."""
    try:
        return float(value)
    except ValueError:
        raise SettingsError(f"{value!r} is not a number", where=name, next_step="Say for example 0.5.") from None


def zone(name: str) -> tzinfo:
    """The zone of that name, or the machine's own."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from tzlocal import get_localzone

    if not name:
        return get_localzone()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(
            f"there is no time zone {name!r}", where="--timezone", next_step="Say for example Europe/Berlin or UTC."
        ) from None


def moment(text: str | None, option: str) -> float | None:
    """Epoch seconds of a date, a time (UTC where it names no zone) or a number of seconds."""
    if text is None:
        return None
    try:
        seconds = float(text)
        if abs(seconds) < _FARTHEST:
            return seconds
    except ValueError:
        pass
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(
            f"{text!r} is no date", where=option, next_step="Say 2026-03-01, 2026-03-01T08:00Z or epoch seconds."
        ) from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
