"""Attached pictures as perceptual hashes, in parts that likenesses share. Without Pillow there are none.

The hash is dHash (Krawetz 2013): whether each of 8 x 8 places is darker than the next to its right. Of copies that were
scaled, brightened and slightly cropped it brings back more than pHash does. Screens full of text are left out: they
look alike whoever writes.
"""

from __future__ import annotations

import io
import logging
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

BANDS = 4
"""As in `campaign.signals.photo`: hashes of 64 bits are compared where one of four parts is equal."""
DISTANCE = 7
"""Bits in which two hashes of one picture may differ."""
_SIDE = 8
_LOOKED_AT = 128
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_LARGEST = 50_000_000
"""Pixels beyond which a picture is not opened."""
_FLAT = 8.0
"""Standard deviation of grey below which there is nothing to see."""
_PLAIN = 0.55
"""Share of a picture in one of 16 greys from which it is a page, a screen or a logo on white."""
_WIDEST = 1.6


class Picture(Protocol):
    """An attached file; `store.records.Attachment` is one."""

    @property
    def name(self) -> str:
        """What it was called."""

    @property
    def data(self) -> bytes:
        """The file as it came."""


def hashed(picture: Picture) -> int | None:
    """The perceptual hash (64 bits), or None for what is no picture, too large, or shows no scene."""
    grey = _grey(picture.data)
    if grey is None or _empty(grey):
        return None
    from PIL import Image

    places = grey.resize((_SIDE + 1, _SIDE), Image.Resampling.LANCZOS).tobytes()
    rows = (places[start : start + _SIDE + 1] for start in range(0, len(places), _SIDE + 1))
    return int("".join("1" if right > left else "0" for row in rows for left, right in pairwise(row)), 2)


def parts(number: int) -> Iterator[str]:
    """What two likenesses share at least one of: the four parts of a hash, each with its place."""
    width = 64 // BANDS
    return (f"{band}:{number >> (width * band) & (1 << width) - 1:04x}" for band in range(BANDS))


def shown(name: str, number: int) -> str:
    """The picture as a person reads it: its name and its fingerprint."""
    return f"{name} ({number:016x})"


def fingerprint(shown: str) -> int:
    """The hash that `shown` ends with."""
    return int(shown[-17:-1], 16)


def _grey(data: bytes) -> Image | None:
    """The picture in grey, or None. A broken or hostile file stops here: formats are few, sizes bounded."""
    try:
        from PIL import Image
    except ImportError:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            width, height = image.size
            if width * height > _LARGEST or max(width, height) > _WIDEST * min(width, height):
                return None
            image.draft("L", (_LOOKED_AT, _LOOKED_AT))
            return image.convert("L")
    except Exception as error:  # decoders raise whatever they like on broken files
        logging.getLogger(__name__).debug("a picture could not be decoded (%s)", type(error).__name__)
        return None


def _empty(grey: Image) -> bool:
    """Whether there is next to nothing to see, or most of it is of one grey."""
    from PIL import Image, ImageStat

    # The nearest points, not their mean: fine print on a page must not make it look like a scene.
    points = grey.resize((_LOOKED_AT, _LOOKED_AT), Image.Resampling.NEAREST)
    counts = points.histogram()
    largest = max(sum(counts[start : start + 16]) for start in range(0, 256, 16))
    return bool(ImageStat.Stat(points).stddev[0] < _FLAT or largest > _PLAIN * _LOOKED_AT**2)
