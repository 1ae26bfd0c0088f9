"""What the marks of a case say when they are held against each other, and in which other cases they stand too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from bonafides.desk.desk import known_case
from bonafides.desk.intake.carrying import carriers
from bonafides.desk.linking import pictures
from bonafides.desk.permissions import decide
from bonafides.errors import VetError
from bonafides.listed import to_ask_about
from bonafides.store import equals, one_of
from bonafides.store.records import Attachment, Case, Mark, Report
from bonafides.vet import Told, together, vet
from bonafides.vetted.files import LARGEST, told_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bonafides.desk.desk import Desk
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading
    from bonafides.vet import Vetting

MOST = 50
"""Other cases that are named for one value."""
MOST_LETTERS = 20
"""Mails of a case whose headers are looked at."""
_LETTERS = (".eml", ".emlx", ".msg")
_LETTER_TYPES = ("message/rfc822", "application/vnd.ms-outlook")
_TELLING = ("mail", "phone", "handle", "profile", "domain", "photo")
"""Families whose values are somebody's own; a firm's or a person's name is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A value of this case that stands in others too."""

    family: str
    value: str
    cases: tuple[int, ...]
    """Their numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCase:
    """The vetting of a case."""

    number: int
    vetting: Vetting
    seen: tuple[Seen, ...]
    letters: int
    """How many mails were kept as they came, so that what servers wrote into their headers counts."""


def vetted(desk: Desk, actor: Actor, case_id: str, stated: Told | None = None, *, home: Path | None = None) -> OfCase:
    """Vet what a case holds of the other side, with what the officer states; nothing of that is stored.

    Names are asked about on the watch lists under `home`, where one is given. Raises RefusedError or DeskError.
    """
    with desk.store.reading() as reading:
        case_id = known_case(reading, case_id).id
    with desk.looking(actor, "case.read", case=case_id) as reading:
        case = known_case(reading, case_id)
        marks = tuple(reading.find(Mark, equals("case", case.id), order="id"))
        letters = _letters(reading, actor, case, marks)
        seen = _seen(reading, actor, case, marks)
    known = _merged(together((told(marks), *letters)), stated or Told())
    asked = to_ask_about(known, home) if home else ()
    return OfCase(
        number=case.number, vetting=vet(known, asked_about=asked), seen=seen,
        letters=sum(len(each.letters) for each in letters),
    )  # fmt: skip


def told(marks: Iterable[Mark]) -> Told:
    """The marks of a case as what is told of somebody."""
    by: dict[str, dict[str, None]] = {}
    for mark in marks:
        by.setdefault(mark.family, {})[mark.shown] = None
    given = {family: tuple(values) for family, values in by.items()}
    of_mails = {mail.rpartition("@")[2] for mail in given.get("mail", ())}
    return Told(
        names=tuple(dict.fromkeys(each.partition(", ")[0] for each in given.get("persona", ()))),
        firms=given.get("firm", ())[:1],
        mails=given.get("mail", ()),
        phones=given.get("phone", ()),
        urls=(*(each for each in given.get("domain", ()) if each not in of_mails), *given.get("profile", ())),
    )


def _merged(found: Told, stated: Told) -> Told:
    """Both; a name or firm that the officer writes down stands first, and no guess of ours is held against the firm."""
    if stated.firms:
        found = replace(found, firms=())
    return together((stated, found))


def _letters(reading: Reading, actor: Actor, case: Case, marks: Sequence[Mark]) -> tuple[Told, ...]:
    """The mails of the other side that were kept as they came; never one in which a reporter handed something on.

    A mail counts where its From is an address by which the case knows the other side: whoever reports may add mails
    of their own.
    """
    if not decide(actor, "case.attachment", case=case).allowed:
        return ()
    theirs = {mark.shown.casefold() for mark in marks if mark.family == "mail"}
    found = (told for raw in _raw_letters(reading, case) if (told := _letter(raw)) is not None)
    return tuple(each for each in found if {one.sender.casefold() for one in each.letters} & theirs)


def _raw_letters(reading: Reading, case: Case) -> Iterator[bytes]:
    of_case = equals("case", case.id)
    handed = carriers(reading.find(Report, of_case))
    columns = ("id", "name", "media_type", "size", "report", "sha256")
    once: set[str] = set()
    for id_, name, kind, size, report, digest in reading.pick(Attachment, columns, of_case, order="name,id"):
        is_letter = PurePosixPath(str(name)).suffix.lower() in _LETTERS or kind in _LETTER_TYPES
        if not is_letter or size > LARGEST or (report, digest) in handed or digest in once or len(once) == MOST_LETTERS:
            continue
        once.add(str(digest))
        if (file := reading.get(Attachment, str(id_))) is not None:
            yield file.data


def _letter(raw: bytes) -> Told | None:
    """What the headers and the links of a mail tell; None for what is no mail. Its words are judged elsewhere."""
    try:
        found = told_by(raw, "letter.eml")
    except VetError:
        return None
    return found if found.letters else None


def _seen(reading: Reading, actor: Actor, case: Case, marks: tuple[Mark, ...]) -> tuple[Seen, ...]:
    """Values that others bear too, in cases that whoever looks may read."""
    telling = {mark.key: mark for mark in marks if mark.family in _TELLING}
    if not telling:
        return ()
    others = [each for each in reading.find(Mark, one_of("key", list(telling))) if each.case != case.id]
    same = [(telling[each.key], each) for each in others if _is_same(telling[each.key], each)]
    cases = {each.id: each for each in reading.find(Case, one_of("id", sorted({other.case for _, other in same})))}
    found: dict[tuple[str, str], set[int]] = {}
    for mark, other in same:
        held = cases.get(other.case)
        if held is not None and decide(actor, "case.read", case=held).allowed:
            found.setdefault((mark.family, mark.shown), set()).add(held.number)
    return tuple(
        Seen(family=family, value=value, cases=tuple(sorted(numbers)[:MOST]))
        for (family, value), numbers in sorted(found.items())
    )


def _is_same(mark: Mark, other: Mark) -> bool:
    """Whether a mark with the same key is the same; of pictures only a part of the hash is the key."""
    if mark.family != "photo":
        return True
    bits = pictures.fingerprint(mark.shown) ^ pictures.fingerprint(other.shown)
    return bits.bit_count() <= pictures.DISTANCE
