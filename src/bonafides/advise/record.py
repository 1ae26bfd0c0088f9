"""What the person wrote down of the reports they sent: one small file of theirs, written whole or not at all."""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import TYPE_CHECKING, Any

from bonafides.errors import AdviseError
from bonafides.model import Answered, Sent

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "reports-sent.json"
SCHEMA = "bonafides.reports-sent/1"
LONGEST = 2_000
"""Characters of one note, reference or answer."""
MOST = 1_000
"""Reports, and answers to one report."""
_NUMBERED = re.compile(r"bonafides\.reports-sent/(\d{1,6})\Z")
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Record:
    """The file in the folder for what is kept. It is made when the first report is recorded, and never before."""

    home: Path

    @property
    def place(self) -> Path:
        """Where the file is, or would be."""
        return self.home / FILE

    def all(self) -> tuple[Sent, ...]:
        """What was recorded, in the order of the numbers; AdviseError for a damaged file or one of a newer program."""
        try:
            text = self.place.read_text("utf-8")
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            raise self._damaged() from error
        return self._read(text)

    def sent(self, *, country: str, service: str, on: str, reference: str = "", note: str = "") -> Sent:
        """Record a report that was sent on a day (ISO date); AdviseError for what cannot be recorded."""
        with self._changing() as found:
            number = max((each.number for each in found), default=0) + 1
            made = Sent(
                number=number,
                country=country,
                service=_short(service),
                on=day(on),
                reference=_short(reference),
                note=_short(note),
            )
            if len(found) >= MOST:
                raise AdviseError("the record is full.", where=FILE, next_step="Forget what you no longer need.")
            found.append(made)
        return made

    def answered(self, number: int, *, on: str, text: str) -> Sent:
        """Add an answer to report `number`; AdviseError where there is no such report."""
        with self._changing() as found:
            at = self._index(found, number)
            answer = Answered(on=day(on), text=_short(text))
            if answer.on < found[at].on:
                raise AdviseError(
                    "this day is before the one on which it was sent.",
                    where=answer.on,
                    next_step=f"Report {number} was sent on {found[at].on}.",
                )
            answers = (*found[at].answers, answer)
            found[at] = replace(found[at], answers=answers[-MOST:])
        return found[at]

    def forget(self, number: int | None = None) -> None:
        """Delete report `number`, or with None the whole file, also one that cannot be read."""
        if number is None:
            self._remove()
            return
        with self._changing() as found:
            del found[self._index(found, number)]
        if not found:
            self._remove()

    def _index(self, found: list[Sent], number: int) -> int:
        for at, each in enumerate(found):
            if each.number == number:
                return at
        known = ", ".join(str(each.number) for each in found[:20]) or "none yet"
        raise AdviseError(f"there is no report {number} in the record.", next_step=f"Recorded: {known}.")

    def _remove(self) -> None:
        try:
            self.place.unlink(missing_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error

    @contextmanager
    def _changing(self) -> Iterator[list[Sent]]:
        """The reports as a list to change; what it is afterwards is written, unless something was raised."""
        with _LOCK:
            before = self._bytes()
            found = list(self.all())
            yield found
            if self._bytes() != before:
                raise AdviseError("the record was changed by another program meanwhile.", next_step="Do it once more.")
            self._write(found)

    def _bytes(self) -> bytes:
        return self.place.read_bytes() if self.place.is_file() else b""

    def _write(self, found: list[Sent]) -> None:
        """A new file beside the old one, which then takes its place: interrupted, the old one stands."""
        text = json.dumps({"schema": SCHEMA, "reports": [asdict(each) for each in found]}, ensure_ascii=False, indent=1)
        partial = None
        try:
            self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            with NamedTemporaryFile("wb", dir=self.home, prefix=f".{FILE}.", delete=False) as out:
                partial = Path(out.name)
                out.write(text.encode("utf-8", "replace"))
                out.flush()
                os.fsync(out.fileno())
            partial.replace(self.place)
        except OSError as error:
            raise self._unwritable(error) from error
        finally:
            if partial is not None:
                partial.unlink(missing_ok=True)

    def _read(self, text: str) -> tuple[Sent, ...]:
        try:
            held = json.loads(text)
            version = _NUMBERED.match(str(held["schema"]))
            if version and int(version[1]) > 1:
                raise AdviseError(
                    "the record of what you sent was written by a newer version of the program.",
                    where=FILE,
                    next_step="Open it with that version; nothing in it was changed.",
                )
            if not version:
                raise self._damaged()
            return tuple(sorted((_sent(each) for each in held["reports"]), key=lambda each: each.number))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise self._damaged() from error

    def _damaged(self) -> AdviseError:
        return AdviseError(
            "the record of what you sent cannot be read; nothing in it was changed.",
            where=str(self.place),
            next_step="Put back a copy of it, or delete it with: bonafides routes record --forget all",
        )

    def _unwritable(self, error: OSError) -> AdviseError:
        return AdviseError(
            f"the record cannot be written ({error.strerror}); what stood in it before still does.",
            where=str(self.place),
            next_step="Make room there, or name another folder with BONAFIDES_HOME.",
        )


def day(given: str) -> str:
    """An ISO date that is not in the future; AdviseError for any other text."""
    try:
        on = date.fromisoformat(given.strip())
    except ValueError:
        raise AdviseError("this is no date.", where=given.strip()[:20], next_step="Write it as 2026-03-01.") from None
    if on > date.today():
        raise AdviseError("this day has not come yet.", where=on.isoformat(), next_step="Name the day it was sent.")
    return on.isoformat()


def _short(text: str) -> str:
    return text.strip()[:LONGEST]


def _sent(entry: Any) -> Sent:
    answers = tuple(Answered(on=str(each["on"]), text=str(each["text"])) for each in entry["answers"])
    texts = {name: str(entry[name]) for name in ("country", "service", "on", "reference", "note")}
    return Sent(number=int(entry["number"]), answers=answers, **texts)
