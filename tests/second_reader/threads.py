"""Invented threads for a second reader, and signs for it to name."""

from __future__ import annotations

from bonafides.model import Conversation, Form, Kind, Message, Polarity, Stage
from bonafides.second_reader import SecondReader, Sign, endpoint

SIGNS = {
    sign.id: sign
    for sign in (
        Sign(
            id="asks-for-secrecy",
            name="Asks you to keep it from your employer",
            stage=Stage.COVERT_HANDLING,
            polarity=Polarity.FOR,
            kind=Kind.APPROACH,
        ),
        Sign(
            id="vague-client",
            name="Leaves the client vague",
            stage=Stage.HOOK,
            polarity=Polarity.FOR,
            kind=Kind.APPROACH,
        ),
        Sign(
            id="invoice-and-contract",
            name="Contract first, invoice after",
            stage=None,
            polarity=Polarity.AGAINST,
            kind=Kind.ORDINARY,
        ),
    )
}

THEM, ME = "Dana Whitfield", "Alex Morgan"


def thread(*said: tuple[str, str] | Message, case: str = "c1") -> Conversation:
    """A conversation of (`them` or `me`, text)."""
    return Conversation(id=case, messages=tuple(one if isinstance(one, Message) else _message(*one) for one in said))


def _message(who: str, text: str) -> Message:
    return Message(speaker=ME if who == "me" else THEM, text=text, mine=who == "me")


def draft(text: str) -> Message:
    return Message(speaker=ME, text=text, mine=True, form=Form.DRAFT)


TALK = thread(
    ("them", "A small circle of readers would value your view on harbour fees."),
    ("me", "Who reads it? I would have to ask my office."),
    ("them", "Let this stay between the two of us, offices tend to fret."),
    ("them", "Short."),
)
SECRET = "stay between the two of us"


def second(url: str, **choices: object) -> SecondReader:
    return SecondReader(
        endpoint=endpoint(url),
        signs=SIGNS,
        own=lambda text: text,
        **{"timeout": 5.0, **choices},  # type: ignore[arg-type]
    )
