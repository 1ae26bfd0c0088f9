"""A drill to try things on, as its file: short, and without a fault."""

from __future__ import annotations

from bonafides.learn.drill import Choice, Drill
from bonafides.learn.parse import parse

GOOD = """schema = "bonafides.drill/1"
id = "a-report"
lang = "en"
kind = "approach"
based_on = ["C01"]
channel = "linkedin"
title = "About your article"
setting = "You teach at a college in {town}."

[[message]]
from = "them"
text = "Hello {you}, I am {them} of {firm}. Your article was great, really realy great!"
[[message.innocent]]
quote = "really realy great"
why = "A spelling mistake means nothing."

[[message]]
from = "me"
text = "Thank you."

[[message]]
from = "them"
channel = "whatsapp"
text = "Could we go on by WhatsApp, {phone}? A client pays well for a short paper."
[[message.sign]]
indicator = "moves-off-platform"
quote = "Could we go on by WhatsApp"
why = "The network can no longer see the talk."

[[message]]
from = "them"
text = "Please tell nobody. Write to {mail}."
[[message.sign]]
indicator = "asks-for-secrecy"
quote = "Please tell nobody"
why = "Honest work needs no secrecy."

[check]
finds = "The front desk of {firm} does not know them."

[end]
best = "report"
from_message = 3
said = "The papers grew more secret. Tell your security officer."
"""
ORDINARY = """schema = "bonafides.drill/1"
id = "a-talk"
lang = "en"
kind = "ordinary"
channel = "email"
title = "A talk in spring"
setting = "You teach at a college."

[[message]]
from = "them"
text = "Dear {you}, would you give a talk at our open day? Contact me quick pleas."
[[message.innocent]]
quote = "quick pleas"
why = "A hurry and a slip mean nothing."

[[message]]
from = "me"
text = "What is it about?"

[[message]]
from = "them"
text = "The programme is at https://{domain}/day and you may ask the office."

[check]
finds = "The office knows {them}."

[end]
best = "answer"
said = "An ordinary invitation."
"""


def drill(text: str = GOOD) -> Drill:
    """The drill in that file; it has no fault of form."""
    found = parse(text.encode())
    assert found.drill is not None, found.faults
    return found.drill


def with_end(kind: str, best: Choice, start: int) -> Drill:
    """The good one with another truth."""
    text = GOOD.replace('best = "report"', f'best = "{best}"').replace("from_message = 3", f"from_message = {start}")
    return drill(text.replace('kind = "approach"', f'kind = "{kind}"'))
