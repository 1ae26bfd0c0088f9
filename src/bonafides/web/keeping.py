"""Answers that the person has kept on this machine: a private file each, and nothing else."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from bonafides.errors import WebError

FOLDER = "kept"
SCHEMA = "bonafides.kept/1"
_ID = re.compile(r"[0-9a-f]{32}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One answer that was kept."""

    id: str
    kept_at: datetime
    lang: str
    level: str
    """Of the most pressing conversation; empty where there was none."""
    body: str
    """The report as HTML, as it was shown."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """The folder of what was kept, in the program's folder on this machine."""

    home: Path

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self.home / FOLDER

    def keep(self, *, report: str, body: str, lang: str, level: str) -> Kept:
        """Write an answer (`report` as JSON, `body` as HTML); only this user can read it. WebError where it fails."""
        kept = Kept(id=token_hex(16), kept_at=datetime.now(UTC), lang=lang, level=level, body=body)
        held = {
            "schema": SCHEMA, "kept_at": kept.kept_at.isoformat(timespec="seconds"), "lang": lang, "level": level,
            "body": body, "report": json.loads(report),
        }  # fmt: skip
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = os.open(self._place(kept.id), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(made, "w", encoding="utf-8", errors="replace") as out:
                json.dump(held, out, ensure_ascii=False)
        except OSError as error:
            _gone(self._place(kept.id))
            raise WebError("it could not be written", where=str(self.folder)) from error
        return kept

    def listed(self) -> list[Kept]:
        """All that was kept, the latest first; a file that is not ours or is damaged is left out."""
        found = []
        for path in self._files():
            try:
                found.append(self.open(path.stem))
            except WebError:
                continue
        return sorted(found, key=lambda each: each.kept_at, reverse=True)

    def open(self, id_: str) -> Kept:
        """The answer with that id. WebError where there is none, or one of a newer program."""
        if not _ID.match(id_):
            raise WebError("nothing is kept under this name")
        try:
            held: dict[str, Any] = json.loads(self._place(id_).read_text("utf-8"))
            if held["schema"] != SCHEMA:
                raise WebError("it was kept by another version of the program, which can open it")
            at = datetime.fromisoformat(held["kept_at"])
            return Kept(id=id_, kept_at=at, lang=str(held["lang"]), level=str(held["level"]), body=str(held["body"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WebError("nothing is kept under this name") from error

    def delete(self, id_: str) -> bool:
        """Delete it; whether it is gone."""
        return bool(_ID.match(id_)) and _gone(self._place(id_))

    def delete_all(self) -> tuple[str, ...]:
        """Delete all; the places of the files that could not be deleted."""
        left = tuple(str(path) for path in self._files() if not _gone(path))
        if not left and self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()
        return left

    def _place(self, id_: str) -> Path:
        return self.folder / f"{id_}.json"

    def _files(self) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if path.suffix == ".json" and _ID.match(path.stem)]
        except OSError:
            return []


def _gone(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
