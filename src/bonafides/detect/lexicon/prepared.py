"""What can be known of a lexicon before any text is seen: the vocabulary, and which words call up which line.

Written beside the lexicons when the package is built (`hatch_build.py`), because working it out takes longer than
checking a message. Where the file is missing or older than a lexicon, the same is worked out when it is needed.
"""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from bonafides.detect import slots
from bonafides.detect.lexicon.index import Line, common_words, triggers
from bonafides.detect.syntax import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SUFFIX = ".prepared.json"


class Table(TypedDict):
    """What is prepared."""

    of: str
    """SHA-256 of the lexicon that it was worked out from, and of the code that did."""
    vocabulary: list[str]
    """Every word, stem and slot, in the order of their numbers."""
    triggers: dict[str, list[list[list[int]]]]
    """By scope, for each line in order, for each of its rules: the numbers of the words that call it up."""


def load(language: str) -> Table | None:
    """The prepared table of a language, or None where there is none for this lexicon."""
    source = files(__package__).joinpath(language + SUFFIX)
    if not source.is_file():
        return None
    table: Table = json.loads(source.read_text("utf-8"))
    return table if table["of"] == fingerprint(language) else None


def compute(language: str, lines: Mapping[str, Sequence[Line]]) -> Table:
    """Work it out by compiling every line."""
    vocabulary = Vocabulary()
    vocabulary.number(slots.OTHER)
    for line in (line for found in lines.values() for line in found):
        line.sets.vocabulary = vocabulary
        _ = line.rules
    common = common_words(vocabulary)
    return Table(
        of=fingerprint(language),
        vocabulary=vocabulary.words(),
        triggers={
            scope: [[triggers(rule, common) for rule in line.rules] for line in lines[scope]]
            for scope in ("sentence", "message")
        },
    )


def fingerprint(language: str) -> str:
    """SHA-256 over a lexicon and every module and table that decides how it is read."""
    digest = hashlib.sha256()
    room = files("bonafides.detect")
    here = (item for item in room.joinpath("lexicon").iterdir() if item.name.endswith(".py"))
    code = ("syntax.py", "phrase.py", "tokens.py", "slots.py", "fold.py", "folds.py", "folds.toml")
    lexicon = room.joinpath("lexicon", f"{language}.toml")
    for item in sorted((*here, *map(room.joinpath, code), lexicon), key=lambda item: item.name):
        if not item.is_file():
            continue  # a language without a lexicon
        digest.update(item.name.encode() + b"\0" + item.read_bytes() + b"\0")
    return digest.hexdigest()


def write(folder: Path | None = None) -> list[Path]:
    """Write the tables of all languages, beside the lexicons of a checkout by default; returns where."""
    from bonafides.detect.lexicon import languages, read_lines

    paths = [(folder or Path(__file__).parent) / (language + SUFFIX) for language in languages()]
    for language, path in zip(languages(), paths, strict=True):
        table = compute(language, read_lines(language))
        path.write_text(json.dumps(table, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")
    return paths
