"""Signatures: what stands below the letter about its sender, and nothing of what stands in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.read.mail.signature import signature_of

_PHONE = "phone:+447700900123"
CASES = {
    "announced": (
        "Would you write?\n\n-- \nAmy Lin\nSenior Advisor\nBright Horizon Ltd\n+44 7700 900123 | www.bright.example",
        ["domain:bright.example", "firm:bright horizon ltd", "phone:+447700900123"],
    ),
    "behind a greeting": (
        "Call +1 202 555 0100.\n\nKind regards,\nAmy Lin, Example Advisory, Inc.\n+44 7700 900123\namy@x.example",
        ["email:amy@x.example", "firm:example advisory inc.", "phone:+447700900123"],
    ),
    "german": (
        "Gern.\n\nMit freundlichen Grüßen\nAmy Lin\nBeispielberatung GmbH | Musterweg 1\nhttps://beispiel.example/amy",
        ["domain:beispiel.example", "firm:beispielberatung gmbh"],
    ),
    "french": ("Oui.\n\nCordialement,\nAmy Lin\nHorizon Clair S.A.S.", ["firm:horizon clair s.a.s."]),
    "danish": ("Ja.\n\nMed venlig hilsen\nAmy Lin\nKlar Horisont ApS", ["firm:klar horisont aps"]),
    "spanish": ("Sí.\n\nSaludos,\nAmy Lin\nHorizonte Claro S.L.", ["firm:horizonte claro s.l."]),
    "russian": ("Да.\n\nС уважением,\nAmy Lin\nООО «Горизонт»", ["firm:ооо «горизонт»"]),
    "chinese": ("好。\n\n此致\n敬礼\nAmy Lin\n光明咨询有限公司", ["firm:光明咨询有限公司"]),
    "own name": (
        "Yes.\n\nAmy Lin\nPartner, Bright Horizon LLP\n+44 7700 900123", ["firm:bright horizon llp", _PHONE],
    ),
    "only short lines": ("Yes.\n\nAmy\n+44 7700 900123", ["phone:+447700900123"]),
    "shared mailboxes": ("Yes.\n-- \nAmy\ninfo@bright.example", []),
    "a colleague's": ("Yes.\n-- \nAmy Lin\namy.lin@x.example\ncho@x.example", ["email:amy.lin@x.example"]),
    "platforms": ("Yes.\n-- \nAmy\nhttps://www.linkedin.com/in/amy-lin", []),
    "no country": ("Yes.\n-- \nAmy\n07700 900123", []),
    "in the letter": ("Please ask Bright Horizon Ltd\nor call +44 7700 900123 to hear more.\n\nIt is worth it.", []),
    "a sentence": ("Thanks,\nI will ask about the co. As for me, I would not", []),
    "empty": ("", []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_signature(case: str) -> None:
    words, expected = CASES[case]
    assert list(signature_of(words, "Amy Lin")) == expected


@given(st.text(max_size=600), st.text(max_size=20))
def test_any_words(words: str, name: str) -> None:
    assert all(each.partition(":")[0] in ("phone", "email", "domain", "firm") for each in signature_of(words, name))


@pytest.mark.parametrize("unit", ["a.", "1 ", "a@", "+4", "co ", ", ltd", "-- \n", "w.w", "thanks\n"])
def test_long_words_take_no_time(unit: str) -> None:
    started = time.perf_counter()
    signature_of(unit * 500_000, "Amy")
    assert time.perf_counter() - started < 10
