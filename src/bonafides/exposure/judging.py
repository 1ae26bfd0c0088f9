"""Goes through a profile cell by cell and says what draws a talent spotter, and where exactly it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bonafides.exposure.clues import is_civil, is_guarded, states_clearance
from bonafides.exposure.grammar.tokens import plain
from bonafides.exposure.keep import checks, kept
from bonafides.exposure.setting import Setting
from bonafides.exposure.sign import Cell, ExposureSign, Range
from bonafides.exposure.signs import SIGNS
from bonafides.model import Problem
from bonafides.model.exposure import Exposed, Exposure, ExposureKind, OwnProfile, Place, Table

if TYPE_CHECKING:
    from bonafides.model.exposure import ProfileField, ProfileRow

CHARACTERS = 1_000_000
"""The most that is looked at; a profile that somebody wrote has a hundredth of it."""
_APART = 12
"""Characters between two matches of one kind up to which they are one finding."""
_FAR = 60
"""The same for what people say in several ways at once."""
_BESIDE = {ExposureKind.COLLEAGUES: frozenset({ExposureKind.UNIT, ExposureKind.CLEARANCE, ExposureKind.INTELLIGENCE})}
"""What may be told of the same words as another kind: a name and the unit that stands with it."""
_ANYBODYS = frozenset({ExposureKind.CONTACT, ExposureKind.JOB_SEARCH})
"""What is looked for in all that a profile says, whatever trade its owner has; the rest would be jokes there."""
_ENDS = ".!?\n;|•"


def judge(profile: OwnProfile) -> Exposure:
    """What in the profile draws a talent spotter, what can stay, and what only the owner can check.

    Nothing of the profile stays in memory behind it.
    """
    try:
        return _judged(profile)
    finally:
        for each in (is_guarded, is_civil, states_clearance, plain):
            each.cache_clear()


def _judged(profile: OwnProfile) -> Exposure:
    setting = Setting(profile)
    found: list[Exposed] = []
    left = CHARACTERS
    problems = list(profile.problems)
    for row in profile.rows:
        left -= sum(len(field.text) for field in row.fields)
        if left < 0:
            problems.append(_too_much(row))
            break
        for field in row.fields:
            found += _field(row, field, setting)
    kinds = {each.kind for each in found}
    return Exposure(
        found=tuple(found),
        kept=tuple(kept(profile, found)),
        checks=checks(profile),
        sources=tuple((sign.kind, sign.sources) for sign in SIGNS if sign.kind in kinds),
        tables=tuple(table for table in Table if any(row.table is table for row in profile.rows)),
        inputs=profile.inputs,
        problems=tuple(problems),
    )


def _too_much(row: ProfileRow) -> Problem:
    what = f"The profile holds more than {CHARACTERS:,} characters; what comes from here on was not looked at."
    return Problem(what=what, where=f"{row.file}, row {row.row}", fatal=True)


def _field(row: ProfileRow, field: ProfileField, setting: Setting) -> Iterator[Exposed]:
    """What one field tells, in the order of its words; of two signs for the same words the first one counts."""
    cell = Cell(row=row, field=field, setting=setting)
    taken: list[tuple[Range, ExposureKind]] = []
    elsewhere = setting.settled and not cell.guarded
    for sign in SIGNS:
        if elsewhere and sign.kind not in _ANYBODYS:
            continue
        for each in _ranges(sign, cell):
            over = {kind for (start, end), kind in taken if each[0] < end and start < each[1]}
            if over <= _BESIDE.get(sign.kind, frozenset()):
                taken.append((each, sign.kind))
    for (start, end), kind in sorted(taken, key=lambda each: each[0]):
        yield Exposed(kind=kind, place=_place(row, field, start, end), quote=field.text[start:end])


def _ranges(sign: ExposureSign, cell: Cell) -> Sequence[Range]:
    """The matches of one sign, those close together as one."""
    merged: list[Range] = []
    for start, end in sorted(sign.find(cell)):
        between = cell.field.text[merged[-1][1] : start] if merged else ""
        if merged and start <= merged[-1][1] + _gap(sign) and not any(mark in between for mark in _ENDS):
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _gap(sign: ExposureSign) -> int:
    """How far apart two matches of a sign may be and still be one; two addresses never are."""
    return -1 if sign.kind is ExposureKind.CONTACT else _FAR if sign.wide else _APART


def _place(row: ProfileRow, field: ProfileField, start: int, end: int) -> Place:
    return Place(
        table=row.table,
        file=row.file,
        row=row.row,
        line=row.line,
        field=field.name,
        label=field.label,
        start=start,
        end=end,
    )
