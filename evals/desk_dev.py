"""The world of reports on which the linking was developed: texts put together from sentences of the corpus."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evals.desk_world import FLAGGED, QUIET, Particulars, Reported, Shot, linked_by_strong, sentences, sizes, talk

CORPUS = Path(__file__).parents[1] / "corpus"
SHARES = {"campaign": 0.04, "wave": 0.01, "recruiter": 0.35, "template": 0.08, "portal": 0.04, "approach": 0.2}
"""Of all reports, by sort; the rest is ordinary conversation."""
STRONG = ("phone", "handle", "mail", "text", "photo")
LANGUAGES = ("en", "en", "en", "en", "de", "fr", "es", "da", "ru", "zh")
_FOOTER = (
    "This message and any files with it are confidential and meant for the person they are addressed to. If you have"
    " received it by mistake please delete it and tell the sender. {firm} is registered under number {number}."
    " Switchboard {phone}. Visit {domain} or write to info@{domain}."
)
_CLOSING = {
    "en": "Kind regards,",
    "de": "Mit freundlichen Grüßen",
    "fr": "Cordialement,",
    "es": "Saludos cordiales,",
    "da": "Med venlig hilsen",
    "ru": "С уважением,",
    "zh": "此致",
}


@cache
def _pool(lang: str, approach: bool) -> tuple[str, ...]:
    """Sentences of the other side in the corpus."""
    rows = (row for path in sorted((CORPUS / lang).glob("*.jsonl")) for row in path.read_text("utf-8").splitlines()[1:])
    talks = (talk for talk in map(json.loads, rows) if (talk["label"]["kind"] != "ordinary") == approach)
    texts = [each["text"] for talk in talks for each in talk["messages"] if each["speaker"] != "me"]
    return tuple(dict.fromkeys(sentences(texts)))


@dataclass(slots=True)
class World:
    """Makes the reports; the same seed makes the same ones."""

    make: Particulars

    def reports(self, total: int) -> Iterator[Reported]:
        """About `total` reports, in the order of their sorts."""
        count = {sort: int(total * share) for sort, share in SHARES.items()}
        yield from self._campaigns(count["campaign"], most=12, mean=2.5)
        yield from self._campaigns(count["wave"], most=200, mean=60)
        recruiters = yield from self._recruiters(count["recruiter"])
        yield from self._templates(count["template"])
        yield from self._portals(count["portal"])
        yield from self._strangers(count["approach"], approach=True)
        yield from self._strangers(total - sum(count.values()), approach=False)
        yield from self._impersonators(recruiters[: total // 2_000])

    def _text(self, lang: str, approach: bool, fewest: int = 5, most: int = 9) -> list[str]:
        """A text that nobody else has written: sentences of the corpus with a third of their words replaced, since it
        has too few of them for so many reports.
        """
        chance, pool = self.make.random, _pool(lang, approach)
        joint = "" if lang == "zh" else " "
        others = joint.join(chance.sample(pool, 8)).split(" ") if joint else "".join(chance.sample(pool, 8))
        drawn = chance.sample(pool, chance.randint(fewest, most))
        parts = [each.split(" ") if joint else list(each) for each in drawn]
        return [
            joint.join(chance.choice(others) if chance.random() < 0.35 else word for word in each) for each in parts
        ]

    def _edited(self, text: Sequence[str], lang: str) -> list[str]:
        """Another copy: a sentence dropped or added, order changed, some words changed."""
        chance, copy = self.make.random, list(text)
        if len(copy) > 3 and chance.random() < 0.35:
            copy.pop(chance.randrange(len(copy)))
        if chance.random() < 0.3:
            copy.insert(chance.randrange(len(copy) + 1), chance.choice(_pool(lang, True)))
        if chance.random() < 0.25:
            chance.shuffle(copy)
        return [self._reworded(sentence) for sentence in copy]

    def _reworded(self, sentence: str) -> str:
        chance = self.make.random
        words = sentence.split(" ")
        for place in range(len(words)):
            if chance.random() < 0.04:
                words[place] = chance.choice(("really", "indeed", "well", "also", words[place]))
        return " ".join(words)

    def _campaigns(self, total: int, most: int, mean: float) -> Iterator[Reported]:
        for size in sizes(self.make.random, total, 3, most, mean):
            yield from self._campaign(size)

    def _campaign(self, size: int) -> Iterator[Reported]:
        make, chance = self.make, self.make.random
        name, lang = f"campaign-{make.number()}", chance.choice(LANGUAGES)
        strong = chance.sample(STRONG, chance.randint(1, 3))
        kinds = [*strong, *(["domain"] if chance.random() < 0.4 else [])]
        bears = self._bearing(size, kinds)
        text, flagged = self._text(lang, True), chance.random() < FLAGGED
        phone, handle, domain, mail = make.phone(), make.handle(), make.domain(), make.mail(make.name())
        face = make.portrait()
        for each in bears:
            said = self._edited(text, lang) if "text" in each else self._text(lang, True)
            ways = [f"WhatsApp {make.written(phone)}"] if "phone" in each else []
            ways += [f"my Telegram is @{handle}"] if "handle" in each else []
            ways += [f"www.{domain}"] if "domain" in each else []
            ways += [mail] if "mail" in each else []
            shots = (make.taken_again(face),) if "photo" in each else ()
            yield self._report(
                said, ways, lang, hand=name, campaign=name, sort="campaign", shots=shots,
                flagged=flagged if "text" in each else chance.random() < FLAGGED,
            )  # fmt: skip

    def _bearing(self, size: int, kinds: Sequence[str]) -> list[frozenset[str]]:
        """What each member bears: drawn until the members hang together."""
        chance = self.make.random
        strong = [kind for kind in kinds if kind in STRONG]
        while True:
            drawn = ({kind for kind in kinds if chance.random() < 0.7} for _ in range(size))
            bears = [frozenset(each if each & set(strong) else {*each, chance.choice(strong)}) for each in drawn]
            if linked_by_strong(bears, frozenset({"domain"})):
                return bears

    def _report(
        self, said: Sequence[str], ways: Sequence[str], lang: str, *, hand: str, campaign: str = "", sort: str,
        flagged: bool, name: str = "", firm: str = "", shots: tuple[Shot, ...] = (),
    ) -> Reported:  # fmt: skip
        """A report of a chat: a greeting, what was said in one message or two, the ways to answer."""
        make, chance = self.make, self.make.random
        name = name or make.name()
        firm = firm or make.firm()
        greeting = f"Hello {make.name()}, I am {name} from {firm}."
        cut = chance.choice((len(said), len(said), max(3, len(said) // 2)))
        texts = [" ".join([greeting, *said[:cut]]), " ".join([*said[cut:], *ways])]
        replies = [chance.choice(("Thanks, who are you?", "Tell me more.", f"My number is {make.phone()}.", "No."))]
        return Reported(
            conversation=talk(filter(None, texts), name=name, channel="linkedin", replies=replies),
            pictures=shots, hand=hand, campaign=campaign, sort=sort, flagged=flagged,
        )  # fmt: skip

    def _strangers(self, total: int, *, approach: bool) -> Iterator[Reported]:
        make, chance = self.make, self.make.random
        sort = "approach" if approach else "ordinary"
        for _ in range(total):
            lang = chance.choice(LANGUAGES)
            name = make.name()
            ways = [make.written(make.phone())] if chance.random() < 0.15 else []
            ways += [make.mail(name)] if chance.random() < 0.25 else []
            ways += [f"Telegram @{make.handle()}"] if chance.random() < 0.15 else []
            ways += [f"https://{make.domain()}/about"] if chance.random() < 0.1 else []
            shots = (make.taken_again(make.portrait()),) if chance.random() < 0.04 else ()
            flagged = chance.random() < (FLAGGED if approach else QUIET)
            said = self._text(lang, approach)
            yield self._report(
                said, ways, lang, hand=f"{sort}-{make.number()}", sort=sort, flagged=flagged, name=name, shots=shots
            )

    def _recruiters(self, total: int) -> Generator[Reported, None, list[tuple[str, str, str]]]:
        """Honest recruiters of agencies of all sizes: one domain, one footer, one switchboard, often one letter."""
        met: list[tuple[str, str, str]] = []
        for size in sizes(self.make.random, total, 1, 600, 14):
            met.append((yield from self._agency(size)))
        return met

    def _agency(self, size: int) -> Generator[Reported, None, tuple[str, str, str]]:
        make, chance = self.make, self.make.random
        lang, firm, domain = chance.choice(LANGUAGES), make.firm(), make.domain()
        footer = _FOOTER.format(firm=firm, number=make.number(), phone=make.phone(), domain=domain)
        letters = [self._text(lang, False) for _ in range(2)] if chance.random() < 0.4 else []
        quiet = [chance.random() < QUIET for _ in range(2)]
        logo = make.portrait() if chance.random() < 0.1 else None
        people = list(
            {
                (person := self._person(domain))[0]: person for _ in range(1 + int(size / chance.uniform(1.2, 3)))
            }.values()
        )
        for _ in range(size):
            name, mail, phone, hand = chance.choice(people)
            which = chance.randrange(2)
            said = self._edited(letters[which], lang) if letters else self._text(lang, False)
            body = [f"Dear {make.name()}, I am {name} of {firm}.", *said]
            closing = [_CLOSING[lang], name, make.written(phone), mail]
            below = ["", footer] if chance.random() < 0.8 else []
            text = "\n".join([" ".join(body), "", *closing, *below])
            known = (f"email:{mail}", f"firm:{firm.lower()}")
            yield Reported(
                conversation=talk([text], name=name, channel="email", identifiers=known),
                pictures=(make.taken_again(logo),) if logo else (), hand=hand, campaign="", sort="recruiter",
                flagged=quiet[which] if letters else chance.random() < QUIET,
            )  # fmt: skip
        return name, firm, phone

    def _person(self, domain: str) -> tuple[str, str, str, str]:
        name = self.make.name()
        mail = f"{name.lower().replace(' ', '.')}{self.make.random.randrange(9)}@{domain}"
        return name, mail, self.make.phone(), f"recruiter-{self.make.number()}"

    def _impersonators(self, real: Sequence[tuple[str, str, str]]) -> Iterator[Reported]:
        """Lone approaches under the name and the firm of a real recruiter, with their true number among the ways."""
        make, chance = self.make, self.make.random
        for name, firm, phone in real:
            for _ in range(2):
                lang = chance.choice(LANGUAGES)
                ways = [make.mail(name), *([make.written(phone)] if chance.random() < 0.2 else [])]
                said, hand = self._text(lang, True), f"impersonator-{make.number()}"
                yield self._report(said, ways, lang, hand=hand, sort="impersonator", flagged=True, name=name, firm=firm)

    def _templates(self, total: int) -> Iterator[Reported]:
        """Letters from a book of templates, copied by people who know nothing of each other."""
        make, chance = self.make, self.make.random
        for size in sizes(chance, total, 40, 2_000, 200):
            lang, flagged = chance.choice(LANGUAGES), chance.random() < QUIET
            letter = self._text(lang, False, 4, 8)
            for _ in range(size):
                name = make.name()
                hand, ways = f"copier-{make.number()}", [make.mail(name)] if chance.random() < 0.3 else []
                said = self._edited(letter, lang)
                yield self._report(said, ways, lang, hand=hand, sort="template", flagged=flagged, name=name)

    def _portals(self, total: int) -> Iterator[Reported]:
        """Notices of job portals: one text, one number, one domain, and every time another firm behind it."""
        make, chance = self.make, self.make.random
        for size in sizes(chance, total, 60, 1_500, 300):
            lang, domain, phone = chance.choice(LANGUAGES), make.domain(), make.phone()
            letter = self._text(lang, False, 4, 6)
            for _ in range(size):
                ways = [f"https://{domain}/jobs/{make.number()}", f"noreply@{domain}", phone]
                hand = f"notice-{make.number()}"
                yield self._report(letter, ways, lang, hand=hand, sort="portal", flagged=False)


def reports(total: int, seed: int = 7) -> Iterator[Reported]:
    """About `total` reports."""
    return World(Particulars(seed)).reports(total)
