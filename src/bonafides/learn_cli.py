"""The command line of `bonafides learn`: parse, take the learner through the threads, write what came of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bonafides.arguments import Lang, Out, Quiet, flag, one_of
from bonafides.errors import LearnError
from bonafides.settings import resolve, truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from bonafides.learn import Choice, Drill, Exercise
    from bonafides.learn.progress import Kept, Place
    from bonafides.learn.totals import Part
    from bonafides.render.phrases import Phrases

    Say = Callable[[str], None]

learn = typer.Typer(
    name="learn",
    help="Drills: invented threads made from documented cases. Decide after every message; see what the signs were.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
DONE, COULD_NOT, INTERRUPTED = 0, 2, 130
_FORMS = ("text", "json")
_LONGEST_LINE = 1_000
_PATIENCE = 20
"""Answers that are none, one after the other, until it is taken for a stop."""
Form = Annotated[str | None, typer.Option("--format", help="How the result is written: text or json. [default: text]")]


@learn.callback()
def drills(
    context: typer.Context,
    drill: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Take this drill; may be given more than once.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the drills and leave.")] = False,
    from_: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="PATH", help="Your own drills: a file or folder; may be given more than once."),
    ] = None,
    count: Annotated[int | None, typer.Option(min=1, max=60, help="Threads of the exercise. [default: 6]")] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Deal the same threads and names again. [default: by chance]")
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Begin anew, whatever place was kept.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Delete the place that was kept, and leave.")] = False,
    totals_out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="At the end, write your blurred answers for anonymous totals.")
    ] = None,
    format_: Form = None,
    out: Out = None,
    lang: Lang = None,
    quiet: Quiet = None,
) -> None:
    """Take a drill, or go on from where you stopped."""
    if context.invoked_subcommand is not None:
        return
    settings = _settings(format_, lang, quiet)
    words = _words(settings["lang"])
    place = _place()
    if forget:
        typer.echo(words("place.forgotten" if place.forget() else "place.nothing"), err=True)
        raise typer.Exit(DONE)
    if totals_out is not None and totals_out.exists():
        raise LearnError("this file is there already", where=str(totals_out), next_step="Name a new one.")
    kept = place.load()
    own = tuple(str(path.absolute()) for path in from_ or ())
    if list_:
        _list(_drills(own, settings["lang"], words), kept, settings, out)
        raise typer.Exit(DONE)
    asked = anew or bool(drill or own or count is not None or seed is not None)
    exercise = None if asked else _gone_on(kept, words)
    dealt = not drill
    if exercise is not None and lang is None:  # it goes on in the language in which it was begun
        settings["lang"] = exercise.lang
    if exercise is None:
        exercise = _begun(own, settings["lang"], kept, words, ids=drill or [], count=count, seed=seed)
    _take(exercise, place, kept.seen, settings, out, totals_out, dealt=dealt)


@learn.command()
def lint(
    files: Annotated[list[Path], typer.Argument(metavar="FILES...", help="Drills: files or folders.")],
    format_: Form = None,
    out: Out = None,
    lang: Lang = None,
    quiet: Quiet = None,
) -> None:
    """Look drills over before anybody learns from them: each fault with its file, line and key, and what to do."""
    from bonafides.learn_lint import looked_over, told, told_json

    settings = _settings(format_, lang, quiet)
    looked = looked_over(files)
    tell = told_json if settings["format"] == "json" else told
    _deliver(tell(looked, settings["lang"]), out)
    raise typer.Exit(COULD_NOT if any(each.faults for each in looked) else DONE)


@learn.command(name="sum")
def sum_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILES...", help="What `learn --totals-out` wrote; - for standard input.")
    ],
    format_: Form = None,
    out: Out = None,
    lang: Lang = None,
    quiet: Quiet = None,
) -> None:
    """Add up the anonymous totals of ten people or more; of fewer, nothing is shown."""
    from bonafides.learn.totals import LARGEST, parts, summed, totals
    from bonafides.learn_results import totals_json
    from bonafides.learn_terminal import summed as in_words

    settings = _settings(format_, lang, quiet)
    words, silent = _words(settings["lang"]), truth("quiet", settings["quiet"])
    found: list[Part] = []
    for path in files:
        good, bad = parts(_bytes(path, LARGEST + 1), str(path))
        found += good
        if bad and not silent:
            typer.echo(words("sum.bad", file=path, n=bad), err=True)
    result = totals(summed(found))
    if result is None:
        typer.echo(in_words(None, settings["lang"]).strip(), err=True)
        raise typer.Exit(COULD_NOT)
    text = totals_json(result) if settings["format"] == "json" else in_words(result, settings["lang"])
    _deliver(text, out)


def _bytes(path: Path, most: int) -> bytes:
    """The first bytes of a file; of standard input for `-`. Raises LearnError."""
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(most)
        with path.open("rb") as stream:
            return stream.read(most)
    except OSError as error:
        raise LearnError(f"it cannot be read ({error.strerror})", where=str(path)) from error


# --- taking a drill


def _take(
    exercise: Exercise,
    place: Place,
    seen: frozenset[str],
    settings: dict[str, str],
    out: Path | None,
    totals_out: Path | None,
    *,
    dealt: bool,
) -> None:
    """Thread after thread until the end, or until the learner stops; the place is kept after every decision."""
    from bonafides.learn import score
    from bonafides.learn_results import results
    from bonafides.learn_terminal import opening, resuming, scored

    lang, words = settings["lang"], _words(settings["lang"])
    say = _teller(settings, out)
    keeping, begun_before = _Keeping(place, seen), bool(exercise.choices) and not exercise.over
    try:
        say(resuming(exercise, lang) if begun_before else opening(exercise, lang, dealt=dealt))
        exercise = _threads(exercise, keeping, lang, say)
    except KeyboardInterrupt:
        typer.echo("\n" + words("place.kept"), err=True)
        raise typer.Exit(INTERRUPTED) from None
    if not exercise.over and keeping.works:
        typer.echo(words("place.kept"), err=True)
    if totals_out is not None:
        exercise = _hand_totals(exercise, totals_out, words)
        keeping.keep(exercise)
    if settings["format"] == "json":
        _deliver(results(exercise), out)
    elif exercise.finished:
        _deliver(scored(score(exercise.finished), lang), out)


class _Keeping:
    """Keeps the place after every decision; where that fails it says so once, and the drill goes on."""

    def __init__(self, place: Place, seen: frozenset[str]) -> None:
        self._place, self._seen, self.works = place, seen, True

    def keep(self, exercise: Exercise) -> None:
        if not self.works:
            return
        try:
            self._seen = self._place.save(exercise, self._seen)
        except LearnError as error:
            self.works = False
            typer.echo(str(error), err=True)


def _threads(exercise: Exercise, keeping: _Keeping, lang: str, say: Say) -> Exercise:
    """The exercise as far as the learner goes."""
    from bonafides.learn import Choice
    from bonafides.learn_terminal import asking, debriefing, going_on

    words, again, count = _words(lang), True, len(exercise.drills)
    while (thread := exercise.current) is not None:
        say(going_on(thread, lang, count=count, again=again))
        say(asking(lang))
        choice = _answer(words, say)
        if choice is None:
            break
        exercise = exercise.decide(choice)
        keeping.keep(exercise)
        now = exercise.threads[thread.number]
        if choice is Choice.VERIFY:
            say(words("choice.verified_last" if now.over else "choice.verified") + "\n\n")
        if now.over:
            say(debriefing(now, lang))
        again = now.over
    return exercise


def _answer(words: Phrases, say: Say) -> Choice | None:
    """The learner's choice; None where they stop, or nothing more comes in."""
    from bonafides.learn import Choice

    typed = {word: each for each in Choice for word in words.items(f"typed.{each}")}
    for _ in range(_PATIENCE):
        line = sys.stdin.buffer.readline(_LONGEST_LINE)
        word = line.decode("utf-8", "replace").strip().casefold()
        if not line or word in words.items("typed.quit"):
            return None
        if word in typed:
            say("\n")
            return typed[word]
        say(words("choice.again") + "\n")
    return None


def _hand_totals(exercise: Exercise, to: Path, words: Phrases) -> Exercise:
    """Write what the exercise adds to the totals, once."""
    from dataclasses import replace

    from bonafides.learn.totals import part

    if not exercise.over:
        typer.echo(words("place.finish"), err=True)
        return exercise
    _deliver(part(exercise).line(), to)
    typer.echo(words("place.written", file=to), err=True)
    return replace(exercise, totals_given=True)


# --- which drills


def _gone_on(kept: Kept, words: Phrases) -> Exercise | None:
    """The exercise that was begun before and is not over; None where there is none, or its drills are gone."""
    from bonafides.learn import begun, resumed

    if not kept.drills:
        return None
    try:
        by_id = {each.id: each for each in _drills(kept.own, kept.lang, words, fall_back=False)}
    except LearnError:  # the folder of one's own is not there any more
        by_id = {}
    if not set(kept.drills) <= set(by_id):
        typer.echo(words("place.gone"), err=True)
        return None
    held = begun([by_id[id_] for id_ in kept.drills], seed=kept.seed, lang=kept.lang, own=kept.own)
    exercise = resumed(held, kept.choices)
    return None if exercise.over else exercise


def _begun(
    own: tuple[str, ...], lang: str, kept: Kept, words: Phrases, *, ids: list[str], count: int | None, seed: int | None
) -> Exercise:
    from random import SystemRandom

    from bonafides.learn import begun, dealt
    from bonafides.learn.exercise import LARGEST_SEED, USUAL

    found = _drills(own, lang, words)
    seed = SystemRandom().randrange(10**9) if seed is None else min(seed, LARGEST_SEED)
    spoken = found[0].lang if found else lang
    if ids:
        return begun(_named(ids, found), seed=seed, lang=spoken, own=own)
    wanted = USUAL if count is None else count
    if len(found) < wanted:
        typer.echo(words("place.fewer", n=len(found)), err=True)
    return begun(dealt(found, seed=seed, count=wanted, seen=kept.seen), seed=seed, lang=spoken, own=own)


def _named(ids: list[str], found: list[Drill]) -> list[Drill]:
    by_id = {each.id: each for each in found}
    for id_ in ids:
        if id_ not in by_id:
            raise LearnError(
                f"there is no drill {id_[:60]!r}", where="--drill", next_step="See which there are: --list."
            )
    return [by_id[id_] for id_ in dict.fromkeys(ids)]


def _drills(own: tuple[str, ...], lang: str, words: Phrases, *, fall_back: bool = True) -> list[Drill]:
    """The drills there are in a language, or those of `own` alone; those in English where the language has none."""
    from bonafides.learn.shelf import shelved
    from bonafides.learn_lint import all_faults, offered
    from bonafides.settings import home

    if not own:
        found = list(offered(home(), lang).drills)
        if not found and fall_back:
            typer.echo(words("place.none"), err=True)
            found = list(offered(home(), "en").drills)
        return found
    good: list[Drill] = []
    files = shelved([Path(path) for path in own])
    for each in files:
        if each.drill is None or all_faults(each):
            typer.echo(words("lint.left_out", file=each.path), err=True)
        else:
            good.append(each.drill)
    if files and not good:
        raise LearnError(
            "every drill here has faults", where=", ".join(own)[:200], next_step="See which: bonafides learn lint."
        )
    by_id = {each.id: each for each in good if each.lang != lang} | {
        each.id: each for each in good if each.lang == lang
    }
    return list(by_id.values())


def _list(found: list[Drill], kept: Kept, settings: dict[str, str], out: Path | None) -> None:
    """The drills by id and title; their truth is not told."""
    from bonafides.learn_terminal import channel
    from bonafides.render.clean import visible

    words = _words(settings["lang"])
    if settings["format"] == "json":
        rows = [{"id": each.id, "lang": each.lang, "title": each.title, "done": each.id in kept.seen} for each in found]
        _deliver(json.dumps({"schema": "bonafides.drill-list/1", "drills": rows}, ensure_ascii=False) + "\n", out)
        return
    lines = [words("list.heading", n=len(found))]
    for each in found:
        done = f" ({words('list.seen')})" if each.id in kept.seen else ""
        lines.append(f"  {each.id}: {visible(each.title)} [{channel(each.channel, words)}]{done}")
    _deliver("\n".join(lines) + "\n", out)


# --- what all of them need


def _settings(format_: str | None, lang: str | None, quiet: bool | None) -> dict[str, str]:
    settings = resolve({"format": format_, "lang": lang, "quiet": flag(quiet)})
    if format_ is None and settings["format"] not in _FORMS:  # a setting for reports; this is none
        settings["format"] = "text"
    one_of(settings["format"], _FORMS, "--format")
    return settings


def _words(lang: str) -> Phrases:
    from bonafides.learn_terminal import ROOM
    from bonafides.render.phrases import phrases

    return phrases(lang, ROOM)


def _place() -> Place:
    from bonafides.learn.progress import Place
    from bonafides.settings import home

    return Place(home())


def _teller(settings: dict[str, str], out: Path | None) -> Say:
    """Where the thread is told: on standard output, unless the result goes there as JSON."""
    aside = settings["format"] == "json" and out is None

    def say(text: str) -> None:
        stream = sys.stderr if aside else sys.stdout
        stream.buffer.write(text.encode("utf-8", "replace"))
        stream.flush()

    return say


def _deliver(text: str, out: Path | None) -> None:
    from bonafides.console import deliver

    deliver((text,), out)
