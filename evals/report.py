"""The report: every section's lines, pictures and figures, put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.examine import rules_hash
from evals import archive, calibration, early, gate, overall, replays, signs, unseen
from evals.tables import figures

if TYPE_CHECKING:
    from types import ModuleType

    from evals.judged import Judged

PAGE = Path(__file__).with_name("report.md")
PICTURES = PAGE.with_suffix("")
FURTHER = ("fairness", "seconvo")
"""Modules of this folder with `section() -> list[str]` and `figures() -> dict[str, float]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was measured."""

    lines: Sequence[str]
    """Markdown."""
    figures: Mapping[str, float]
    """What is held against the baseline, by name."""
    pictures: Mapping[str, str]
    """SVG documents by file name."""


def of_set(judged: Sequence[Judged], name: str) -> Report:
    """What is measured on a labelled set alone."""
    found, warned, calibrated = overall.overall(judged), early.measure(judged), calibration.measure(judged)
    return Report(
        lines=[
            *_head(judged, name),
            *overall.section(judged, found),
            *early.section(warned),
            *calibration.section(calibrated),
            *signs.section(judged),
        ],
        figures=figures([*found, *overall.by_language(judged), *warned, *calibrated]),
        pictures={**early.pictures(judged), **calibration.pictures(judged)},
    )


def complete(judged: Sequence[Judged], name: str, *, size: int = archive.SIZE) -> Report:
    """All of it: a labelled set, an archive of `size` conversations, documented cases, and what others measure."""
    own = of_set(judged, name)
    plain, replayed = archive.measure(size), replays.measure()
    lines = [*own.lines, *archive.section(plain), *replays.section(replayed), *unseen.section()]
    measured = {**own.figures, **figures([*plain, *replayed])}
    for further, module in _further():
        lines += module.section()
        measured |= {_prefixed(further, key): value for key, value in module.figures().items()}
    return Report(lines=lines, figures=measured, pictures={**own.pictures, **unseen.pictures()})


def against(report: Report, baseline: Mapping[str, gate.Kept]) -> Report:
    """The same with what it is held against."""
    lines = [*report.lines, *gate.section(report.figures, baseline)]
    return Report(lines=lines, figures=report.figures, pictures=report.pictures)


def text(report: Report) -> str:
    """The page."""
    return "\n".join(report.lines).rstrip() + "\n"


def write(report: Report, page: Path = PAGE) -> None:
    """Write the page and its pictures, and remove pictures of earlier reports that it does not show."""
    folder = page.with_suffix("")
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.svg"):
        if old.name not in report.pictures:
            old.unlink()
    for name, picture in report.pictures.items():
        (folder / name).write_text(picture, encoding="utf-8")
    page.write_text(text(report), encoding="utf-8")


def _head(judged: Sequence[Judged], name: str) -> list[str]:
    languages = sorted({j.case.language for j in judged})
    bad = len(overall.deceptive(judged))
    return [
        f"# Evaluation: {name}\n",
        f"Written by `python -m evals.run` with the rules `{rules_hash()[:12]}` (every report has the whole hash under "
        f"`rules`). {len(judged)} conversations ({', '.join(languages)}), {bad} of them deceptive. Flagged is what "
        "reaches `warn`. Intervals hold 95%: Wilson's for shares, by bootstrap (each class drawn again by itself) for "
        "the rest; they know nothing of what the threads of one author have in common. What the sets are and how they "
        "are biased: [cards](cards).\n",
    ]


def _further() -> Iterator[tuple[str, ModuleType]]:
    """The modules that are there; a folder of data by the same name is none."""
    for name in FURTHER:
        spec = find_spec(f"evals.{name}")
        if spec and spec.origin:
            yield name, import_module(f"evals.{name}")


def _prefixed(module: str, key: str) -> str:
    return key if key.startswith(f"{module}.") else f"{module}.{key}"
