"""Names fold away, runs of unknown words count as one, and swapping them changes nothing."""

from __future__ import annotations

import re

import pytest

from bonafides.examine import assess
from bonafides.model import Conversation, Message

APPROACH = """Dear {name}, I am {other} of {firm} in {city}. Our {nation} client, whose name I cannot give, would pay \
{money} for a short report on your field. Could we continue on {app}? My number is {phone}."""
SECOND = (
    "Thank you {name}. The client likes it. For {money2} we need what is not public, the internal draft from {uni}."
)
ORDINARY = """Hello {name}, {other} here from {firm}, {city}. The {nation} team meets on Monday; the offer of {money} \
stands, send the invoice. Reach me on {app} or {phone}."""

PEOPLE = [
    ("Anna Smith", "John Brown", "Acme Ltd", "London", "British", "Oxford"),
    ("Dr. Wei Zhang", "Li Na", "Huaxin Insight Consulting", "Shanghai", "Chinese", "Tsinghua University"),
    ("Mr Grant Price", "Will Hope", "Signal Strategic Advisory", "Reading", "Turkish", "Bath"),
    ("Владимир Петров", "Ольга", "Северный Ветер", "Санкт-Петербург", "Russian", "МГУ"),
    ("Fatemeh Hosseini-Rad", "Reza", "Pars Gostar", "Isfahan", "Iranian", "Sharif"),
    ("O'Brien", "Mary-Jane Client", "Open Source Report Group", "New York City", "American", "MIT"),
    ("Nguyễn Thị Minh Khai", "Trần", "Công ty ABC", "Hà Nội", "Vietnamese", "Bách Khoa"),
]
APPS = ["WhatsApp", "Telegram", "Signal", "WeChat", "Viber", "KakaoTalk", "Threema", "Line", "Zalo"]
MONEY = [("$1,500", "$3,000"), ("1500 euros", "3000 euros"), ("RMB 1,500", "RMB 3,000"), ("₹1500", "₹3000")]
PHONES = ["+44 7700 900123", "+1 202 555 0123", "+86 138 0013 8000", "(202) 555-0123"]


def risk(texts: tuple[str, ...], **slots: str) -> float:
    messages = tuple(Message(speaker=slots["other"], text=text.format(**slots)) for text in texts)
    return assess(Conversation(id="x", messages=messages)).risk


@pytest.mark.parametrize("texts", [(APPROACH, SECOND), (APPROACH,), (ORDINARY,)], ids=["long", "short", "ordinary"])
def test_no_swap_of_name_firm_place_brand_currency_or_prefix_moves_the_risk(texts: tuple[str, ...]) -> None:
    found = set()
    for name, other, firm, city, nation, uni in PEOPLE:
        for app, (money, money2), phone in zip(APPS * 2, MONEY * 4, PHONES * 4, strict=False):
            found.add(
                risk(
                    texts,
                    name=name,
                    other=other,
                    firm=firm,
                    city=city,
                    nation=nation,
                    uni=uni,
                    app=app,
                    money=money,
                    money2=money2,
                    phone=phone,
                )
            )
    assert len(found) == 1


SWAPS = {
    "sex": {"he": "she", "him": "her", "his": "her", "himself": "herself", "wife": "husband", "man": "woman"},
    "greeting": {"hello": "hey", "hi": "hello", "dear": "hello", "good morning": "hello", "kind regards": "cheers"},
}
SPOKEN = (
    "Good morning Anna. He, the man behind the fund, would like you to write him a short report; his wife will be "
    "there himself too. Kind regards",
    "Hello, he pays well and he asks for what is not public. Hi again, his man brings the money. Dear Anna, tell him.",
    "Hi! The boiler man came, he says his van is back on Friday. Good morning to your wife.",
)


@pytest.mark.parametrize("kind", SWAPS)
def test_no_swap_of_sex_or_greeting_moves_the_risk(kind: str) -> None:
    pattern = re.compile(r"(?i)\b(" + "|".join(sorted(SWAPS[kind], key=len, reverse=True)) + r")\b")

    def swapped(text: str) -> str:
        return pattern.sub(lambda m: _like(m[0], SWAPS[kind][m[0].lower()]), text)

    for text in SPOKEN:
        one, other = (Conversation(id="x", messages=(Message(speaker="A", text=t),)) for t in (text, swapped(text)))
        assert swapped(text) != text
        assert assess(one).risk == assess(other).risk


def _like(old: str, new: str) -> str:
    return new.capitalize() if old[0].isupper() else new
