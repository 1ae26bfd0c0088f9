"""The second recognition, for letters that the first does not know: the program `tesseract`, where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.read.picture.ocr import Line, Pixels

LANGUAGES = ("rus", "ukr", "bul", "srp", "ell", "ara", "heb", "tha", "hin", "kor")
"""Its names for languages whose letters the first recognition lacks; those installed are used together with English."""
_SECONDS = 60
_ROOM = 12
"""Blank rows between two lines of the picture that is handed to it."""
_HEIGHT = 48
"""Rows of a line in that picture, which is what it reads best."""
_NARROW = 0.28
"""Width of a letter, as a share of the height of a line, that no script falls below."""
_SURE = 0.85
"""Score of the first recognition from which a line with all its letters is left as it is."""
_READ = 0.45
"""Share of the letters that a line must hold, by its width, to count as read."""


def is_strange(lines: Sequence[Line]) -> bool:
    """Whether many lines are wide, but gave next to no letters: an alphabet that the first recognition lacks."""
    wide = [line for line in lines if line.width > 4 * line.height]
    return len(wide) >= 2 and sum(map(_is_empty, wide)) * 3 >= len(wide)


def _is_empty(line: Line) -> bool:
    expected = line.width / (line.height * 2 * _NARROW)
    return sum(char.isalnum() for char in line.text) < _READ * expected


def languages() -> str:
    """What to recognise, as the program is told it (`rus+ell`); empty where it, or every such language, is missing."""
    found = [name for name in LANGUAGES if name in _installed()]
    return "+".join(found)


@cache
def _installed() -> frozenset[str]:
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(done.stdout.split())


def read_again(pixels: Pixels, lines: Sequence[Line]) -> list[Line]:
    """The lines with the words that the program reads at their places; those that it cannot read stay as they are.

    Nothing is written to disk: the lines, one below another in one picture, go to its standard input.
    """
    import numpy as np
    from PIL import Image

    strips = [_strip(pixels, line) for line in lines]
    width = max(strip.shape[1] for strip in strips) + 2 * _ROOM
    sheet = np.full((len(strips) * (_HEIGHT + _ROOM) + _ROOM, width), 255, dtype=np.uint8)
    for place, strip in enumerate(strips):
        top = _ROOM + place * (_HEIGHT + _ROOM)
        sheet[top : top + _HEIGHT, _ROOM : _ROOM + strip.shape[1]] = strip
    picture = io.BytesIO()
    Image.fromarray(sheet).save(picture, "PNG")
    words = _words(picture.getvalue())
    return [_with(line, words.get(place, [])) for place, line in enumerate(lines)]


def _strip(pixels: Pixels, line: Line) -> Any:
    """The line in greys, dark on light, at the height that is read best."""
    import numpy as np
    from PIL import Image

    y0, y1, x0, x1 = (max(0, round(value)) for value in (line.y0, line.y1, line.x0, line.x1))
    grey = Image.fromarray(pixels[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]).convert("L")
    wide = max(1, round(grey.width * _HEIGHT / grey.height))
    strip = np.asarray(grey.resize((wide, _HEIGHT), Image.Resampling.LANCZOS))
    return 255 - strip if np.median(strip) < 128 else strip


def _words(picture: bytes) -> dict[int, list[tuple[str, float]]]:
    """(word, score) of each line, by the line's place."""
    program = shutil.which("tesseract") or "tesseract"
    command = [program, "stdin", "stdout", "-l", languages(), "--psm", "6", "tsv"]
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return {}
    found: dict[int, list[tuple[str, float]]] = {}
    for row in done.stdout.decode("utf-8", "replace").splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            middle = int(cells[7]) + int(cells[9]) / 2
            place = int((middle - _ROOM / 2) // (_HEIGHT + _ROOM))
            found.setdefault(place, []).append((cells[11].strip(), float(cells[10]) / 100))
    return found


def _with(line: Line, words: Sequence[tuple[str, float]]) -> Line:
    if not words or (not _is_empty(line) and line.score > _SURE):
        return line
    score = sum(score for _, score in words) / len(words)
    return replace(line, text=" ".join(word for word, _ in words), score=score, words=tuple(words))
