"""The held-out world of reports to a desk: other texts, other ways of sharing. Look at it by its totals only.

Texts come from chains of words over the held-out evaluation set; campaigns have pools of numbers, names, letters and
pictures from which their operators take; honest offices, clubs and mailing lists stand beside them.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from bonafides.model import Conversation
from evals.desk_world import FLAGGED, QUIET, Particulars, Reported, Shot, linked_by_strong, sizes, talk

SETS = Path(__file__).parent / "heldout"
LANGUAGES = ("en", "en", "en", "de", "es", "fr", "da", "ru", "zh")
PARTS = {"campaign": 0.05, "office": 0.3, "list": 0.1, "book": 0.06, "lone": 0.24}
"""Of all reports; the rest is ordinary talk. `book`: letters that strangers copy; `list`: mass mail of one sender."""
_SIGNED = {
    "en": ("Best,", "Many thanks,", "Yours sincerely,", "Regards"),
    "de": ("Viele Grüße", "Freundliche Grüße,"),
    "es": ("Atentamente,", "Un cordial saludo,"),
    "fr": ("Bien cordialement,", "Bien à vous,"),
    "da": ("Mvh", "De bedste hilsner,"),
    "ru": ("Всего доброго,",),
    "zh": ("祝好",),
}
_NOTICE = (
    "{firm} {street} · Office {phone} · {domain} · hello@{domain}",
    "{firm} | T {phone} | {domain} | Personal data: {domain}/privacy. Registered no. {number}.",
    "Please consider the environment before printing. {firm}, {street}, reception {phone}, www.{domain}",
)


@cache
def _chains(lang: str) -> dict[str, tuple[str, ...]]:
    """Word -> words that follow it in the held-out set; the empty word opens and ends a sentence."""
    folder = SETS if lang == "en" else SETS / lang
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    follow: dict[str, list[str]] = defaultdict(list)
    for row in map(json.loads, lines):
        for message in row.get("messages", ()):
            words = list(message["text"]) if lang == "zh" else message["text"].split()
            for one, other in zip(["", *words], [*words, ""], strict=True):
                follow[one if one[-1:] not in (".", "!", "?", "。") else ""].append(other)
    return {word: tuple(after) for word, after in follow.items()}


def _sentence(chance: random.Random, lang: str) -> str:
    words: list[str] = []
    chains = _chains(lang)
    after = chains[""]
    for _ in range(60 if lang == "zh" else 26):
        word = chance.choice(after)
        if not word and len(words) > 6:
            break
        if word and not any(char.isdigit() or char in "@/" for char in word):
            words.append(word)
        after = chains.get(word, chains[""])
    return ("" if lang == "zh" else " ").join(words)


class World:
    """Makes the reports; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.make = Particulars(seed)
        self.chance = self.make.random

    def reports(self, total: int) -> Iterator[Reported]:
        """About `total` reports."""
        count = {part: int(total * share) for part, share in PARTS.items()}
        for size in sizes(self.chance, count["campaign"], 3, 40, 3.5):
            yield from self._campaign(size)
        for size in sizes(self.chance, count["office"], 1, 300, 9):
            yield from self._office(size)
        for size in sizes(self.chance, count["list"], 30, 900, 150):
            yield from self._list(size)
        for size in sizes(self.chance, count["book"], 25, 800, 90):
            yield from self._book(size)
        yield from (self._lone("lone", FLAGGED) for _ in range(count["lone"]))
        yield from (self._lone("plain", QUIET) for _ in range(total - sum(count.values())))

    def _letter(self, lang: str) -> list[str]:
        return [_sentence(self.chance, lang) for _ in range(self.chance.randint(3, 9))]

    def _copy(self, letter: Sequence[str], lang: str) -> list[str]:
        """As the next one writes it: now and then a sentence of their own, one left out, a word changed."""
        kept = [each for each in letter if self.chance.random() > 0.08] or list(letter)
        fresh = [each if self.chance.random() > 0.1 else _sentence(self.chance, lang) for each in kept]
        if self.chance.random() < 0.2:
            fresh.append(_sentence(self.chance, lang))
        return [self._touched(each) for each in fresh]

    def _touched(self, sentence: str) -> str:
        words = sentence.split(" ")
        if len(words) > 4 and self.chance.random() < 0.5:
            words[self.chance.randrange(len(words))] = self.chance.choice(("perhaps", "please", "of course", "so"))
        return " ".join(words)

    def _campaign(self, size: int) -> Iterator[Reported]:
        make, chance = self.make, self.chance
        lang, name = chance.choice(LANGUAGES), f"c{make.number()}"
        few = 1 + (size > 5) + (size > 12)
        makers: dict[str, Callable[[], str]] = {
            "phone": make.phone,
            "handle": make.handle,
            "mail": lambda: make.mail(make.name()),
        }
        given = {kind: [made() for _ in range(chance.randint(1, few))] for kind, made in makers.items()}
        given["domain"] = [make.domain()]
        letters = [self._letter(lang) for _ in range(chance.randint(1, few))]
        faces = [make.portrait() for _ in range(chance.randint(1, few))]
        wide = {**given, "text": [str(n) for n in range(len(letters))], "photo": [str(n) for n in range(len(faces))]}
        kinds = {*chance.sample(("phone", "handle", "mail", "text", "text", "photo"), chance.randint(2, 4)), "domain"}
        flagged = [chance.random() < FLAGGED for _ in letters]
        for took in self._taken(size, {kind: wide[kind] for kind in sorted(kinds)}):
            number = int(took["text"]) if "text" in took else -1
            letter = self._copy(letters[number], lang) if number >= 0 else self._letter(lang)
            shots = (make.taken_again(faces[int(took["photo"])]),) if "photo" in took else ()
            told = chance.random() < FLAGGED if number < 0 else flagged[number]
            yield self._written(
                letter, took, lang, hand=name, sort="campaign", flagged=told, shots=shots, campaign=name
            )

    def _taken(self, size: int, pools: dict[str, list[str]]) -> list[dict[str, str]]:
        """What each report bears; drawn again until all hang together by more than the domain."""
        strong = sorted(set(pools) - {"domain"})
        while True:
            drawn = [
                {kind: self.chance.choice(pools[kind]) for kind in pools if self.chance.random() < 0.55}
                for _ in range(size)
            ]
            for each in drawn:
                if not each.keys() & set(strong):
                    kind = self.chance.choice(strong)
                    each[kind] = self.chance.choice(pools[kind])
            bears = [frozenset(f"{kind} {value}" for kind, value in each.items() if kind != "domain") for each in drawn]
            if linked_by_strong(bears, frozenset()):
                return drawn

    def _written(
        self, letter: Sequence[str], took: dict[str, str], lang: str, *, hand: str, sort: str, flagged: bool,
        campaign: str = "", shots: tuple[Shot, ...] = (), name: str = "", after: str = "",
    ) -> Reported:  # fmt: skip
        """One report, as a mail with a signature, a chat on one platform, or one that moves to a messenger."""
        name = name or self.make.name()
        ways = self._ways(took)
        form = self.chance.choice(("mail", "chat", "messenger"))
        talked = (
            self._mail(letter, ways, lang, name, after)
            if form == "mail" or after
            else self._chat(letter, ways, took, name, form)
        )
        return Reported(conversation=talked, pictures=shots, hand=hand, campaign=campaign, sort=sort, flagged=flagged)

    def _ways(self, took: dict[str, str]) -> list[str]:
        say = {
            "phone": "call or text {}",
            "handle": "https://t.me/{}",
            "mail": "write to {}",
            "domain": "see https://{}/en/team",
        }
        return [say[kind].format(value) for kind, value in took.items() if kind in say]

    def _mail(self, letter: Sequence[str], ways: Sequence[str], lang: str, name: str, after: str) -> Conversation:
        body = " ".join([f"Dear Dr {self.make.name()},\n\n", *letter, *ways])
        text = "\n".join([body, "", self.chance.choice(_SIGNED[lang]), name, after])
        return talk([text], name=name, channel="email", replies=["Who gave you my address?"])

    def _chat(
        self, letter: Sequence[str], ways: Sequence[str], took: dict[str, str], name: str, form: str
    ) -> Conversation:
        opener = f"Hi {self.make.name().split()[0]}, thanks for connecting!"
        half = len(letter) // 2 if self.chance.random() < 0.4 else len(letter)
        phone = f"phone:{''.join(c for c in took.get('phone', '') if c in '+0123456789')}"
        identifiers = [phone] if form == "messenger" and "phone" in took else []
        texts = [opener, " ".join(letter[:half]), " ".join([*letter[half:], *ways])]
        channel = "whatsapp" if form == "messenger" else "linkedin"
        return talk(filter(None, texts), name=name, channel=channel, replies=["hello", "ok"], identifiers=identifiers)

    def _office(self, size: int) -> Iterator[Reported]:
        """An honest office: one domain, one notice under each mail, one reception; sometimes one letter for all."""
        make, chance = self.make, self.chance
        lang, firm, domain = chance.choice(LANGUAGES), make.firm(), make.domain()
        street = f"{make.number()} {chance.choice(('High Street', 'Mill Lane', 'Quai Nord'))}"
        notice = chance.choice(_NOTICE).format(
            firm=firm, street=street, phone=make.phone(), domain=domain, number=make.number()
        )
        letters = [(self._letter(lang), chance.random() < QUIET)] if chance.random() < 0.3 else []
        names = list(dict.fromkeys(make.name() for _ in range(1 + size // 2)))
        own = {
            name: (make.phone(), f"{name.split()[0].lower()}.{name.split()[1].lower()}@{domain}", make.number())
            for name in names
        }
        for _ in range(size):
            name = chance.choice(names)
            phone, mail, number = own[name]
            letter, flagged = chance.choice(letters) if letters else (self._letter(lang), chance.random() < QUIET)
            copy = self._copy(letter, lang) if letters else letter
            after = "\n".join([firm, phone, mail, notice] if chance.random() < 0.85 else [firm, mail])
            yield self._written(
                copy, {}, lang, hand=f"office{number}", sort="office", flagged=flagged, name=name, after=after
            )

    def _list(self, size: int) -> Iterator[Reported]:
        """Mass mail of an honest sender: one hand, many reports."""
        lang, domain, name = self.chance.choice(LANGUAGES), self.make.domain(), self.make.name()
        letter, hand, flagged = self._letter(lang), f"list{self.make.number()}", self.chance.random() < QUIET
        took = {"domain": domain, "mail": f"news@{domain}"}
        for _ in range(size):
            yield self._written(letter, took, lang, hand=hand, sort="list", flagged=flagged, name=name)

    def _book(self, size: int) -> Iterator[Reported]:
        """A letter from a book, copied by strangers."""
        lang, flagged = self.chance.choice(LANGUAGES), self.chance.random() < 0.1
        letter = self._letter(lang)
        for _ in range(size):
            name, hand = self.make.name(), f"book{self.make.number()}"
            took = {"mail": self.make.mail(name)} if self.chance.random() < 0.3 else {}
            yield self._written(
                self._copy(letter, lang), took, lang, hand=hand, sort="book", flagged=flagged, name=name
            )

    def _lone(self, sort: str, share: float) -> Reported:
        make, chance = self.make, self.chance
        name, lang = make.name(), chance.choice(LANGUAGES)
        made: dict[str, Callable[[], str]] = {
            "phone": make.phone,
            "handle": make.handle,
            "mail": lambda: make.mail(name),
            "domain": make.domain,
        }
        took = {kind: one() for kind, one in made.items() if chance.random() < 0.15}
        shots = (make.taken_again(make.portrait()),) if chance.random() < 0.05 else ()
        return self._written(
            self._letter(lang), took, lang, hand=f"{sort}{make.number()}", sort=sort,
            flagged=chance.random() < share, name=name, shots=shots,
        )  # fmt: skip


def reports(total: int, seed: int = 20261122) -> Iterator[Reported]:
    """About `total` reports."""
    return World(seed).reports(total)
