"""What `check` and `read` write: the answer, a report to hand in, or what that report says about its owner."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from bonafides.arguments import choice, own_names
from bonafides.console import deliver, say
from bonafides.model import Level, Situation, Status
from bonafides.settings import SettingsError, truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bonafides.model import Problem, Reading, Report
    from bonafides.render.view import HandIn, View

_FOR_PEOPLE = ("text", "html", "pdf")
_HANDED = ("html", "pdf")
"""Forms in which a report can be handed in."""
_SHARED = ("stix", "misp")
"""Forms of other organisations' programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What was said on the command line of a report to hand in."""

    page: bool = False
    preview: bool = False
    own_words: bool = False
    own_name: bool = False
    own_situation: bool = False
    situation: str | None = None
    marking: str | None = None
    """What `--tlp` was given; a setting that applies where there is something to mark is no mistake."""

    def check(self, settings: dict[str, str], out: Path | None, *, form: bool) -> None:
        """Raise SettingsError where nothing is handed in that they could change; `form`: a service's form is asked."""
        written = settings["format"]
        if self.page and written not in _HANDED:
            raise SettingsError(
                "a report to hand in is a page or a PDF", where="--hand-in", next_step="Say --format html or pdf."
            )
        if form and (self.page or self.preview):
            raise SettingsError(
                "a report is written for one service's form, or to hand in as it is",
                where="--report-for",
                next_step="Leave out --hand-in and --about-me, or --report-for.",
            )
        stated = {"--own-name": self.own_name, "--own-situation": self.own_situation}
        stated |= {} if form else {"--own-words": self.own_words}
        for option in (name for name, given in stated.items() if given and not self.asked(settings)):
            raise SettingsError(
                "it says what a report to hand in holds, and none is asked for",
                where=option,
                next_step="Say --format pdf, or --hand-in with --format html.",
            )
        if self.marking and (form or not (self.asked(settings) or written in _SHARED)):
            raise SettingsError(
                "it marks what is shared or handed in, and neither is asked for",
                where="--tlp",
                next_step="Say --format stix, misp or pdf, or --hand-in with --format html.",
            )
        if written == "pdf" and out is None and not (self.preview or form) and sys.stdout.isatty():
            raise SettingsError(
                "a PDF cannot be shown in a terminal", where="--format pdf", next_step="Say --out report.pdf."
            )

    def asked(self, settings: dict[str, str]) -> bool:
        """Whether a report to hand in, or what it says about its owner, is asked for."""
        return self.page or self.preview or settings["format"] == "pdf"

    def view(self, settings: dict[str, str]) -> HandIn | None:
        """The choices for the render room; None for the person's own answer."""
        if not self.asked(settings) and settings["format"] not in _SHARED:
            return None
        from bonafides.render.view import HandIn, paper

        status = choice(Status, settings["status"], "--status")
        return HandIn(
            own_words=self.own_words,
            own_name=self.own_name,
            own_situation=self.own_situation,
            situation=choice(Situation, self.situation, "--situation") if self.situation else None,
            status=None if status is Status.OTHER else status,
            names=own_names(settings),
            paper=paper(settings["country"]),
        )


def write_reading(reading: Reading, form: str, settings: dict[str, str], out: Path | None, *, verbose: bool) -> None:
    """What was understood, as text or in the interchange format. Raises RenderError."""
    from bonafides.render.interchange import interchange
    from bonafides.render.reading import reading_text

    reading = replace(reading, problems=_worded(reading.problems, settings["lang"]))
    if form == "jsonl":
        deliver(interchange(reading.conversations), out)
    else:
        deliver((reading_text(reading, _view(settings, out, verbose=verbose)),), out)
    _say_rest(reading.problems, form, out, silent=truth("quiet", settings["quiet"]))


def write_report(
    report: Report, settings: dict[str, str], out: Path | None, handing: Handing, *, verbose: bool
) -> None:
    """Render, then write everything at once: a page that is cut off must not look whole. Raises RenderError."""
    from bonafides.render import render
    from bonafides.render.phrases import phrases
    from bonafides.render.redact import as_viewed

    form, silent = settings["format"], truth("quiet", settings["quiet"])
    view = replace(_view(settings, out, verbose=verbose), hand_in=handing.view(settings))
    for_people = replace(report, problems=_worded(report.problems, view.lang))
    if handing.preview:
        deliver((_about_me(for_people, view),), out)
    else:
        deliver((render(for_people if form in _FOR_PEOPLE else report, form, view),), out)
        for notice in () if silent else _notices(report, view, form):
            typer.echo(notice, err=True)
    shown = as_viewed(for_people, view, phrases(view.lang))
    _say_rest(shown.problems, form, out, silent=silent)


def _notices(report: Report, view: View, form: str) -> Iterable[str]:
    """What to know before it is handed on."""
    from bonafides.render.phrases import phrases

    if form in _SHARED:
        from bonafides.render.exchange.forms import notices

        return notices(report, view)
    return (phrases(view.lang)("handed.about.notice"),) if view.hand_in else ()


def _about_me(report: Report, view: View) -> str:
    from bonafides.render.handed import about
    from bonafides.render.handed.about import about_text

    return about_text(about(report, view), view.lang)


def _say_rest(problems: Sequence[Problem], form: str, out: Path | None, *, silent: bool) -> None:
    """On standard error: what is fatal, what the written form cannot hold, and where it was written."""
    for problem in problems:
        if problem.fatal or (form == "jsonl" and not silent):
            say(problem)
    if out is not None and not silent:
        typer.echo(f"Written to {out}", err=True)


def _worded(problems: Sequence[Problem], lang: str) -> tuple[Problem, ...]:
    """What could not be read, in the language asked for; machines get it in English, whatever the language."""
    from bonafides.problems import said

    return tuple(said(problem, lang=lang) for problem in problems)


def _view(settings: dict[str, str], out: Path | None, *, verbose: bool) -> View:
    from bonafides.explain import explanations
    from bonafides.render import View

    terminal = out is None and sys.stdout.isatty()
    return View(
        lang=settings["lang"],
        min_level=choice(Level, settings["min-level"], "--min-level") if settings["min-level"] else None,
        redact=truth("redact", settings["redact"]),
        verbose=verbose,
        color=terminal and "NO_COLOR" not in os.environ,
        width=min(shutil.get_terminal_size().columns, 100) if terminal else 80,
        titles=explanations(settings["lang"], told=True),
        tlp=settings["tlp"],
    )
