"""Opens pictures as pixels within stated limits, and looks at their colours."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from bonafides.errors import ReadError

if TYPE_CHECKING:
    from bonafides.read.picture.ocr import Pixels
    from bonafides.read.reader import Source

FILE_BYTES = 64 * 1024**2
"""The largest picture file that is opened."""
MOST_PIXELS = 80_000_000
"""The largest picture, in pixels, however small its file: a phone's longest scrolling screenshot has half of that."""
_AGAIN = "Save the picture again as PNG or JPEG, or type the words of the message into a text file."
_STEP = 3
"""Difference between neighbouring colours (0 to 255) that is an edge."""
_DRIFT = 48
"""How far a bubble's colour may run from one end to the other."""
_NEAR = 3
"""Pixels within which a step of colour is an edge, not shading."""
_FAINT_STEP = 2.5
_BEHIND = 8
"""Pixels whose mean colour the next one is compared with, so that soft edges are edges too."""


def decoded(source: Source) -> Pixels:
    """The picture upright, as rows, columns and red, green, blue. Raises ReadError where it cannot be opened.

    The size is looked at before anything is unpacked.
    """
    with source.open() as stream:
        raw = stream.read(FILE_BYTES + 1)
    if len(raw) > FILE_BYTES:
        raise _refused(f"The picture file is larger than {FILE_BYTES // 1024**2} MiB; it was not opened", source)
    import numpy as np
    from pi_heif import register_heif_opener
    from PIL import Image, ImageOps

    register_heif_opener()
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(raw)) as image:
            width, height = image.size
            if width * height > MOST_PIXELS or max(width, height) > 65_000:
                raise _refused(f"The picture has {width} × {height} pixels, too many to be opened", source)
            upright = ImageOps.exif_transpose(image)
            return np.asarray(_on_white(upright), dtype=np.uint8)
    except ReadError:
        raise
    except Image.DecompressionBombError as error:
        raise _refused("The picture has far too many pixels to be opened", source) from error
    except Exception as error:  # the decoders fail in many ways on damaged and hostile files
        raise _refused("The picture is damaged or of a kind that is not read", source) from error


def _on_white(image: Any) -> Any:
    """Red, green and blue; what is transparent is white, as most programs show it."""
    from PIL import Image

    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    ground = Image.new("RGBA", layered.size, (255, 255, 255, 255))
    return Image.alpha_composite(ground, layered).convert("RGB")


def _refused(what: str, source: Source) -> ReadError:
    return ReadError(f"{what}.", where=source.name, next_step=_AGAIN)


Colour = tuple[int, int, int]


def ground(pixels: Pixels, x0: int, y0: int, x1: int, y1: int) -> Colour:
    """The colour behind a line of text: the one that most of its box has."""
    import numpy as np

    box = pixels[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1].reshape(-1, 3)
    if not len(box):
        return 255, 255, 255
    coarse = (box.astype(np.int32) + 4) >> 3
    codes = coarse[:, 0] * 4096 + coarse[:, 1] * 64 + coarse[:, 2]
    values, counts = np.unique(codes, return_counts=True)
    red, green, blue = np.median(box[codes == values[counts.argmax()]], axis=0)
    return int(red), int(green), int(blue)


def shade(pixels: Pixels, y: int, x0: int, x1: int, behind: Colour) -> Colour:
    """The ground's colour at row `y` inside a line of text, where bubbles are shaded from top to bottom."""
    import numpy as np

    row = pixels[min(max(y, 0), pixels.shape[0] - 1), max(0, x0) : x1 + 1]
    if not len(row):
        return behind
    red, green, blue = np.median(row, axis=0)
    here = int(red), int(green), int(blue)
    return here if differ(here, behind) <= _DRIFT else behind


def ink(pixels: Pixels, x0: int, y0: int, x1: int, y1: int, behind: Colour) -> Colour:
    """The colour of the letters: the middle one of the tenth of the box that differs most from what is behind."""
    import numpy as np

    box = pixels[max(0, y0) : y1 + 1, max(0, x0) : x1 + 1].reshape(-1, 3).astype(np.int16)
    if not len(box):
        return behind
    away = np.abs(box - np.array(behind, dtype=np.int16)).sum(axis=1)
    red, green, blue = np.median(box[away >= np.quantile(away, 0.93)], axis=0)
    return int(red), int(green), int(blue)


def reach(pixels: Pixels, y: int, start: int, behind: Colour, *, right: bool) -> int:
    """How far the colour `behind` goes along row `y` from column `start`: the last column before an edge."""
    import numpy as np

    row = pixels[min(max(y, 0), pixels.shape[0] - 1)].astype(np.int32)
    run = row[start:] if right else row[: start + 1][::-1]
    colour = np.array(behind, dtype=np.int32)
    sums = np.cumsum(np.concatenate([np.zeros((1, 3), np.int32), np.tile(colour, (_BEHIND, 1)), run]), axis=0)
    before = (sums[_BEHIND : _BEHIND + len(run)] - sums[: len(run)]) / _BEHIND
    edge = np.abs(run - before).max(axis=1) > _STEP
    edge |= np.abs(run - colour).max(axis=1) > _DRIFT
    at = (int(np.argmax(edge)) if edge.any() else len(run)) - 1
    return start + max(0, at) if right else start - max(0, at)


def differ(one: Colour, two: Colour) -> int:
    """How far two colours are apart: the largest difference of red, green or blue."""
    return max(abs(a - b) for a, b in zip(one, two, strict=True))


def is_clear(pixels: Pixels, columns: list[int], y0: int, y1: int, behind: Colour) -> bool:
    """Whether most of these columns hold nothing but the colour `behind` from row `y0` to row `y1`."""
    import numpy as np

    y0, y1 = max(0, y0), min(pixels.shape[0], y1)
    if y1 <= y0:
        return True
    inside = [column for column in columns if 0 <= column < pixels.shape[1]]
    part = pixels[y0:y1, inside].astype(np.int16)
    even = (np.abs(part - np.array(behind, dtype=np.int16)).max(axis=2) <= 2 * _STEP).all(axis=0)
    return bool(even.sum() * 2 > len(inside))


def is_smooth(pixels: Pixels, columns: list[int], y0: int, y1: int) -> bool:
    """Whether the colour runs without a step from row `y0` to row `y1`, as within one bubble, its shading included."""
    import numpy as np

    y0, y1 = max(0, y0), min(pixels.shape[0], y1)
    inside = [column for column in columns if 0 <= column < pixels.shape[1]]
    if y1 - y0 <= _NEAR or not inside:
        return True
    run = np.median(pixels[y0:y1, inside].astype(np.int16), axis=1)
    steps = np.abs(run[_NEAR:] - run[:-_NEAR]).max(axis=1)
    return bool(steps.max() - np.median(steps) < _FAINT_STEP)


def chroma(colour: Colour) -> int:
    """How colourful: 0 for greys."""
    return max(colour) - min(colour)


def seams(pixels: Pixels) -> list[int]:
    """Columns at which a wide picture falls into panes side by side: an edge runs from top to bottom."""
    import numpy as np

    height, width = pixels.shape[:2]
    rows = pixels[:: max(1, height // 200)].astype(np.int16)
    step = np.abs(rows[:, 3:] - rows[:, :-3]).max(axis=2) > 4
    share = step.mean(axis=0)
    strong = [int(x) + 1 for x in np.flatnonzero(share > 0.7) if 0.1 * width < x < 0.92 * width]
    return [x for place, x in enumerate(strong) if place == 0 or x - strong[place - 1] > 12]
