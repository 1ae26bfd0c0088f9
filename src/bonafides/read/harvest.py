"""What one input gave, file by file, and the fair word about it: what was passed over, and whether it gave nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bonafides.model import InputFile, Problem
from bonafides.read.attached import hashed, named, with_hashes
from bonafides.read.foreign import PICTURE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bonafides.read.foreign import Foreign
    from bonafides.read.reader import Extract, Reader, Source

_MESSAGES = "linkedin-messages"
_OF_EACH = 20
"""Problems with the same words that are listed one by one."""
_BY_ITSELF = "If one of the pictures shows a chat, name it by itself."
_LACKING = (
    "For LinkedIn, wait for the complete archive: the quick one often lacks messages.csv. "
    "For a chat, name the exported file itself."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """One file and what its reader got out of it."""

    name: str
    format: str
    extract: Extract
    repeated: bool = False
    """True for a file whose like was already read; its extract is empty."""


@dataclass(slots=True, kw_only=True)
class Harvest:
    """What one input gave."""

    name: str
    inside: bool
    """Whether the input is a folder or an archive, whose other files are nobody's mistake."""
    files: list[FileRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    inputs: list[InputFile] = field(default_factory=list)
    repeats: list[tuple[str, str]] = field(default_factory=list)
    """Files whose content was already read, and the files that had it."""
    passed_over: list[tuple[str, Foreign]] = field(default_factory=list)
    """Files that no reader knows, and what they are."""
    beside: list[Source] = field(default_factory=list)
    """The files passed over, as long as they can be opened."""
    slow: list[tuple[Source, Reader]] = field(default_factory=list)
    """Pictures that are read once it is known whether there are chats besides."""
    blamed: Problem | None = None
    """The problem that is fatal only because the input gave nothing."""

    def pass_over(self, item: Source, kind: Foreign) -> None:
        """Notes a file that no reader takes."""
        self.passed_over.append((item.name, kind))
        self.beside.append(item)

    def hash_attachments(self) -> None:
        """Hashes what messages name and what lies beside them, while it can be opened; such files are accounted for."""
        wanted = named(self.files) if self.beside else frozenset()
        if wanted and (hashes := hashed(self.beside, wanted)):
            self.files = with_hashes(self.files, hashes)
            self.passed_over = [(name, kind) for name, kind in self.passed_over if _base(name) not in hashes]
        self.beside = []

    def close(self) -> None:
        """Adds what must be said once everything of the input has been seen."""
        others = self._summary() if self.inside else self._single()
        self.problems = [*_few_of_each(self.problems), *self._repeated(), *others]
        if self._gave():
            return
        if self.problems and not (self.inside and (self.files or self.passed_over)):
            self._blame(0)
        else:
            self.problems.append(Problem(what="No conversation was found in it.", where=self.name, next_step=_LACKING))
            self._blame(len(self.problems) - 1)

    def _blame(self, place: int) -> None:
        """Makes a problem fatal, because the input gave nothing."""
        if not self.problems[place].fatal:
            self.problems[place] = self.blamed = replace(self.problems[place], fatal=True)

    def forgive(self) -> None:
        """Undoes that; what could not be read at all stays fatal."""
        self.problems = [replace(each, fatal=False) if each is self.blamed else each for each in self.problems]

    @property
    def has_messages(self) -> bool:
        """Whether any of its files so far gave messages."""
        return any(thread.messages for file in self.files for thread in file.extract.threads)

    def _gave(self) -> bool:
        if self.has_messages:
            return True
        if self.inside:
            return bool(self.files) and all(file.repeated for file in self.files)
        return any(file.repeated or file.extract.me or file.extract.threads for file in self.files)

    def _repeated(self) -> Iterator[Problem]:
        if not self.repeats:
            return
        name, first = self.repeats[0]
        if len(self.repeats) == 1:
            yield Problem(what=f"This is the same file as {first}; it was read once.", where=name)
        else:
            what = f"{len(self.repeats)} files hold the same as others; each content was read once."
            yield Problem(what=what, where=f"{name} and {len(self.repeats) - 1} more")

    def _single(self) -> Iterator[Problem]:
        for name, kind in self.passed_over:
            yield Problem(what=kind.what, where=name, next_step=kind.next_step)

    def _summary(self) -> Iterator[Problem]:
        """A message table that is not understood is named; the rest is counted, but for LinkedIn's other tables."""
        named = [(name, kind) for name, kind in self.passed_over if kind.tabular and "messages" in _last(name)]
        for name, kind in named:
            yield Problem(what=kind.what, where=name, next_step=kind.next_step)
        linkedin = any(file.format.startswith("linkedin") for file in self.files)
        tables = sum(1 for _, kind in self.passed_over if kind.tabular) - len(named)
        others = sum(1 for _, kind in self.passed_over if not kind.tabular)
        if count := others + (0 if linkedin else tables):
            yield Problem(
                what=f"{count} file(s) in it (pictures, recordings, documents, tables or other) "
                "hold no conversation that can be read, and were passed over.",
                where=self.name,
                next_step=_BY_ITSELF if any(kind is PICTURE for _, kind in self.passed_over) else "",
            )


def forgive_tables(harvests: Sequence[Harvest]) -> None:
    """Makes LinkedIn's tables without messages no failure where its messages were named beside them (`*.csv`)."""
    if not any(t.messages for h in harvests for f in h.files if f.format == _MESSAGES for t in f.extract.threads):
        return
    for harvest in harvests:
        tables = all(kind.tabular and "messages" not in _last(name) for name, kind in harvest.passed_over)
        known = all(file.format.startswith("linkedin") for file in harvest.files)
        if tables and known and (harvest.files or harvest.passed_over):
            harvest.forgive()


def _few_of_each(problems: list[Problem]) -> Iterator[Problem]:
    """The problems, a kind that comes often in one conversation, or of none, cut to its first few and a count."""
    counts = Counter(_kind(problem) for problem in problems)
    said: Counter[tuple[str, str, bool]] = Counter()
    for problem in problems:
        kind = _kind(problem)
        said[kind] += 1
        if said[kind] <= _OF_EACH:
            yield problem
        elif said[kind] == counts[kind]:
            more = counts[kind] - _OF_EACH
            yield replace(problem, where=f"{problem.where} and {more - 1} more" if more > 1 else problem.where)


def _kind(problem: Problem) -> tuple[str, str, bool]:
    return problem.what, problem.conversation, problem.fatal


def _base(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def _last(name: str) -> str:
    return name.rpartition("/")[2].lower()
