"""Finds mails that are there twice, and quotes whose mails are not there, without remembering every line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.read.mail.letter import Letter, line_hashes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def without_copies(found: list[Letter]) -> list[Letter]:
    """A mail that is there in full is not read again inside another."""
    carried = [letter for letter in found if letter.carried]
    if not carried:
        return found
    full = {letter.message_id for letter in found if not letter.carried and letter.message_id}
    wanted = {value for letter in carried if not letter.message_id for value in line_hashes(letter.words)}
    there = _there(wanted, (letter for letter in found if not letter.carried))
    return [letter for letter in found if not letter.carried or not _is_copy(letter, full, there)]


def quotes_absent(found: Sequence[Letter]) -> int:
    """Mails that quote something which is not in the mailbox itself."""
    quoting = [letter for letter in found if letter.quoted]
    ids = {letter.message_id for letter in found if letter.message_id} if quoting else set()
    open_ = [letter for letter in quoting if ids.isdisjoint(letter.references)]
    there = _there({value for letter in open_ for value in letter.quoted}, found)
    return sum(sum(value in there for value in letter.quoted) * 2 < len(letter.quoted) for letter in open_)


def _there(wanted: set[int], letters: Iterable[Letter]) -> set[int]:
    """Which of the wanted lines are some letter's own words."""
    if not wanted:
        return wanted
    return {value for letter in letters for value in line_hashes(letter.words) if value in wanted}


def _is_copy(letter: Letter, full: set[bytes], there: set[int]) -> bool:
    if letter.message_id:
        return letter.message_id in full
    own = set(line_hashes(letter.words))
    return bool(own) and own <= there
