"""What both worlds of reports to a desk are made of: a report with its true hand, and pools of invented particulars."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter

from bonafides.model import Conversation, Message, Party

FIRST = (
    "Amy Ben Carla David Elena Farid Greta Hugo Ines Jonas Katya Liam Mei Nadia Omar Petra Quentin Rosa Sven Tara Uma"
    " Viktor Wei Xenia Yusuf Zoe Anders Birgit Chloe Dmitri Emil Freja Gaspard Hana Ivan Julia Kofi Lena Marco Noor"
).split()
LAST = (
    "Lin Hart Moreau Keller Santos Ivanova Berg Okafor Chen Novak Haddad Olsen Rossi Weber Laurent Silva Petrov Nielsen"
    " Wang Kaya Schmidt Dubois Garcia Sokolov Holm Zhang Ferrari Klein Petit Lopez Volkov Dahl Liu Costa Vogel Roux"
).split()
WORDS = (
    "north lake harbour summit cedar delta orbit prism vector anchor bridge copper falcon garnet hazel indigo juniper"
    " kestrel larch marble nimbus opal pioneer quartz river sable tundra umber vertex willow zenith aurora beacon"
    " cobalt drift ember fjord grove helix iris"
).split()
ENDS = "Consulting|Partners|Advisory|Research|Group|Recruitment|Solutions Ltd|Capital|Talent|Associates".split("|")
FLAGGED, QUIET = 0.85, 0.04
"""Of approaches and of ordinary conversations the share that the program flags; drawn for each text, not each copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """An attached picture."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One report of a world."""

    conversation: Conversation
    pictures: tuple[Shot, ...]
    hand: str
    """Who wrote, in truth: the same for reports of one campaign, and of one honest writer."""
    campaign: str
    """The planted campaign, or empty."""
    sort: str
    """What it was planted as: a campaign, an honest recruiter, a copied template ..."""
    flagged: bool
    """What the program is taken to have said of it."""


class Particulars:
    """Invented particulars, never the same twice. Numbers are nobody's (555), domains `.example`."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.array = np.random.default_rng(seed)
        self._phones = [f"+1{area}55501{last:02}" for area in range(201, 989) for last in range(100)]
        self.random.shuffle(self._phones)
        # A large world needs more: other numbers of the same exchange, which are nobody's either, are handed out last.
        self._phones[:0] = [f"+1{area}5559{last:03}" for area in range(201, 989) for last in range(100)]
        self._count = 0

    def number(self) -> int:
        """The next number, so that names made with it are unique."""
        self._count += 1
        return self._count

    def phone(self) -> str:
        """A phone number, written in one of the usual ways."""
        return self.written(self._phones.pop())

    def written(self, phone: str) -> str:
        """The number written another way."""
        plain = phone.translate({ord(each): None for each in " ()-"})
        forms = (
            plain,
            f"{plain[:2]} {plain[2:5]} {plain[5:8]} {plain[8:]}",
            f"{plain[:2]} ({plain[2:5]}) {plain[5:8]}-{plain[8:]}",
        )
        return self.random.choice(forms)

    def name(self) -> str:
        """A display name; common ones come often."""
        return f"{_common(self.random, FIRST)} {_common(self.random, LAST)}"

    def firm(self) -> str:
        """A firm's name; some are several firms'."""
        return f"{self.random.choice(WORDS).title()} {self.random.choice(WORDS).title()} {self.random.choice(ENDS)}"

    def domain(self) -> str:
        """A domain of somebody's own."""
        return f"{self.random.choice(WORDS)}-{self.random.choice(WORDS)}{self.number()}.example"

    def mail(self, name: str) -> str:
        """A free mailbox."""
        host = self.random.choice(("gmail.com", "outlook.com", "proton.me", "qq.com", "gmx.de", "mail.ru"))
        return f"{name.lower().replace(' ', '.')}.{self.number():06x}@{host}"

    def handle(self) -> str:
        """A messenger name."""
        return f"{self.random.choice(WORDS)}_{self.random.choice(FIRST).lower()}{self.number()}"

    def portrait(self) -> Image.Image:
        """A picture of a head before something: they resemble each other as portraits do."""
        side = 96
        rows, columns = np.mgrid[0:side, 0:side] / side
        middle, wide = self.array.normal((0.45, 0.5), 0.04), self.array.normal((0.3, 0.22), 0.03)
        head = np.exp(-(((rows - middle[0]) / wide[0]) ** 2 + ((columns - middle[1]) / wide[1]) ** 2) * 1.5)
        rough = Image.fromarray(self.array.integers(0, 255, (7, 7), dtype=np.uint8)).resize(
            (side, side), Image.Resampling.BICUBIC
        )
        return grey(0.45 * 255 * head + 0.55 * np.asarray(rough, dtype=np.float64))

    def taken_again(self, picture: Image.Image) -> Shot:
        """The picture as another report has it: scaled, brightened, slightly cropped, saved again."""
        side = self.random.choice((64, 80, 128, 200))
        edge = self.random.choice((0, 0, 1, 2))
        copy = picture.crop((edge, edge, picture.width - edge, picture.height - edge)).resize((side, side))
        copy = ImageEnhance.Brightness(copy).enhance(self.random.uniform(0.85, 1.15))
        copy = copy.filter(ImageFilter.GaussianBlur(self.random.choice((0, 0.5, 0.8))))
        file = io.BytesIO()
        copy.save(file, "JPEG", quality=self.random.randint(50, 92))
        return Shot(name=f"photo{self.random.randrange(90)}.jpg", data=file.getvalue())


def grey(values: NDArray[np.float64]) -> Image.Image:
    """A grey picture of an array."""
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def _common(chance: random.Random, names: Sequence[str]) -> str:
    return names[min(int(chance.expovariate(1 / 25)), len(names) - 1)]


def talk(
    texts: Iterable[str], *, name: str, channel: str, replies: Sequence[str] = (), identifiers: Iterable[str] = ()
) -> Conversation:
    """A conversation: their texts, each followed by a reply of the user as long as there are any."""
    messages = []
    for place, text in enumerate(texts):
        messages.append(Message(speaker=name, text=text, channel=channel))
        if place < len(replies):
            messages.append(Message(speaker="Me", text=replies[place], mine=True, channel=channel))
    parties = (Party(name=name, identifiers=frozenset(identifiers)), Party(name="Me", mine=True))
    return Conversation(id="", messages=tuple(messages), parties=parties)


_GIVEN = re.compile(r"@|\d{4}|www|\.example|\.com")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|\n+")


def sentences(texts: Iterable[str]) -> Iterator[str]:
    """The sentences of texts that are long enough to say something."""
    for text in texts:
        yield from (
            each.strip() for each in _SENTENCE.split(text) if len(each.strip()) > 20 and not _GIVEN.search(each)
        )


def sizes(chance: random.Random, total: int, least: int, most: int, mean: float) -> Iterator[int]:
    """Sizes of groups, geometric from `least`, that make up `total` together."""
    while total >= least:
        size = min(most, total, least + int(chance.expovariate(1 / mean)))
        yield size
        total -= size


def linked_by_strong(bears: Sequence[frozenset[str]], weak: frozenset[str]) -> bool:
    """Whether the members hang together by strong resources: else nobody could find them to be one campaign."""
    joined, rest = bears[0] - weak, [each - weak for each in bears[1:]]
    while rest:
        near = [each for each in rest if each & joined]
        if not near:
            return False
        joined = joined.union(*near)
        rest = [each for each in rest if not each & joined]
    return bool(joined)
