"""The scorecard: the whole policy as one table of weights in log-odds, each with the evaluation it came from."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """What one indicator adds to the score."""

    weight: float
    """Log-odds; positive speaks for deception, negative against."""
    origin: str
    """`prior`: by judgement from the public sources, where the corpus shows it too rarely to fit.
    `corpus-2026-11`: fitted by `python -m train.weigh`. `floor`: fitted lower, but a crossed line counts at least 1.
    """
    overall: bool = False
    """Whether it is an impression of the whole rather than a sign by itself; listed after the signs."""
    crosses: bool = False
    """Whether it is an ask, payment or secrecy that no legitimate recruiter needs: `alarm` needs one of these."""


PRIOR = "prior"
CORPUS = "corpus-2026-11"
FLOOR = "floor"

BASE = -0.3
"""Score of a conversation in which nothing was found, at even odds."""

SCORECARD: dict[str, Row] = {
    # S1 contact
    "avoids-verification": Row(1.4, CORPUS),
    "hands-over": Row(0.8, CORPUS),
    "borrows-ties": Row(0.6, CORPUS),
    "private-mailbox": Row(1.0, CORPUS),
    # S2 hook
    "pay-out-of-line": Row(0.9, CORPUS),
    "flatters-standing": Row(0.1, CORPUS),
    "vague-client": Row(0.3, CORPUS),
    "offers-paid-report": Row(0.1, CORPUS),
    "all-paid-trip": Row(0.1, CORPUS),
    "presses-for-time": Row(1.2, CORPUS),
    "interest-in-you-not-role": Row(1.1, CORPUS),
    "shared-interest-turns-to-work": Row(0.1, CORPUS),
    "offers-paid-advice": Row(0.1, CORPUS),
    "client-stays-unnamed": Row(1.5, CORPUS),
    "waves-rules-away": Row(1.6, PRIOR),
    # S3 assess
    "maps-access": Row(1.3, CORPUS),
    "maps-network": Row(0.1, CORPUS),
    "probes-money-and-loyalty": Row(0.1, CORPUS),
    "unusual-cv-data": Row(0.7, CORPUS),
    "keeps-asking-about-you": Row(1.4, PRIOR),
    "asks-about-employer": Row(0.1, CORPUS),
    # S4 channel shift
    "moves-off-platform": Row(0.8, CORPUS),
    "hidden-channel": Row(0.1, CORPUS),
    "personal-channel": Row(0.3, CORPUS),
    "moved-channel": Row(0.2, CORPUS),
    # S5 starter task
    "pays-without-contract": Row(1.5, CORPUS),
    "hidden-payment": Row(0.8, CORPUS, crosses=True),
    "easy-task-paid-well": Row(0.4, CORPUS),
    "never-published": Row(0.3, CORPUS),
    "only-public": Row(0.1, CORPUS),
    "praised-then-more": Row(1.0, PRIOR),
    # S6 personal tie, client, travel
    "unnamed-principal-wants-to-meet": Row(0.8, CORPUS),
    "gifts-and-favours": Row(1.7, CORPUS),
    "meeting-rituals": Row(1.2, CORPUS),
    "retainer-early": Row(0.9, CORPUS),
    # S7 escalation
    "asks-for-nonpublic": Row(0.8, FLOOR, crosses=True),
    "public-is-not-enough": Row(0.9, CORPUS, crosses=True),
    "wants-documents": Row(1.4, CORPUS, crosses=True),
    "price-follows-sensitivity": Row(1.0, CORPUS, crosses=True),
    "shopping-list": Row(1.4, CORPUS),
    "wants-named-sources": Row(2.0, PRIOR, crosses=True),
    "elicitation-trick": Row(0.8, CORPUS),
    "pay-rises": Row(1.4, CORPUS),
    "presses-after-refusal": Row(2.3, CORPUS),
    "plays-it-down": Row(1.3, PRIOR),
    "public-becomes-inside": Row(1.2, PRIOR, crosses=True),
    # S8 covert handling
    "asks-for-secrecy": Row(0.8, FLOOR, crosses=True),
    "supplies-device": Row(0.8, FLOOR, crosses=True),
    "removes-traces": Row(1.2, CORPUS, crosses=True),
    "odd-contract": Row(0.5, CORPUS),
    # S9 lock-in
    "uses-it-against-you": Row(2.0, CORPUS, crosses=True),
    "take-a-post-for-access": Row(2.2, PRIOR, crosses=True),
    "bring-in-others": Row(0.8, FLOOR, crosses=True),
    # X1 device lure
    "run-this-file": Row(1.8, PRIOR),
    "log-in-to-see": Row(2.2, PRIOR),
    "open-it-at-work": Row(2.6, PRIOR, crosses=True),
    "sends-a-program": Row(1.4, PRIOR),
    # fraud
    "asks-for-a-fee": Row(1.8, CORPUS, crosses=True),
    "asks-for-bank-or-card-details": Row(0.8, FLOOR, crosses=True),
    "asks-for-identity-papers": Row(0.5, CORPUS),
    "asks-for-codes-or-passwords": Row(1.6, CORPUS, crosses=True),
    "guaranteed-returns": Row(1.8, CORPUS, crosses=True),
    "task-scam": Row(1.0, CORPUS, crosses=True),
    "money-mule": Row(1.9, CORPUS, crosses=True),
    "overpayment-or-advance-fee": Row(1.2, CORPUS, crosses=True),
    "hired-without-interview": Row(1.8, PRIOR),
    "emergency-money": Row(2.4, PRIOR, crosses=True),
    "predatory-congress": Row(0.8, PRIOR),
    "pressure-and-threat-to-close": Row(1.4, PRIOR),
    # evidence against
    "bars-confidential-material": Row(-2.8, CORPUS),
    "offers-checkable-contact": Row(-2.3, CORPUS),
    "links-compliance-rules": Row(-1.8, CORPUS),
    "asks-about-your-duties": Row(-1.0, CORPUS),
    "bounded-questions": Row(-1.7, CORPUS),
    "real-role-with-process": Row(-0.9, CORPUS),
    "named-event-with-programme": Row(-0.2, CORPUS),
    "invoice-and-contract": Row(-0.3, CORPUS),
    "introduced-by-someone": Row(-0.7, CORPUS),
    "accepts-refusal": Row(-1.3, CORPUS),
    "glad-you-tell-your-employer": Row(-2.1, CORPUS),
    "academic-process": Row(-1.1, CORPUS),
    "published-openly": Row(-1.2, CORPUS),
    "talks-about-approaches": Row(-1.5, CORPUS),
    "colleague-talk": Row(-0.3, CORPUS),
    "everyday-life": Row(-0.9, CORPUS),
    "sells-something": Row(-0.1, CORPUS),
    # likeness to known examples, by strength
    "reads-like-an-approach": Row(3.8, CORPUS, overall=True),
    "reads-like-a-fraud": Row(3.5, CORPUS, overall=True),
    "reads-like-a-device-lure": Row(3.5, CORPUS, overall=True),
    "reads-like-ordinary-talk": Row(-3.4, CORPUS, overall=True),
    "sounds-like-the-hook": Row(0.2, CORPUS),
    "sounds-like-probing": Row(0.7, CORPUS),
    "sounds-like-a-channel-shift": Row(0.4, CORPUS),
    "sounds-like-a-starter-task": Row(0.3, CORPUS),
    "sounds-like-a-personal-tie": Row(0.4, CORPUS),
    "sounds-like-escalation": Row(0.4, CORPUS),
    "sounds-like-a-device-lure": Row(1.1, CORPUS),
    # the way as a whole
    "several-stages": Row(0.1, CORPUS, overall=True),
    "most-of-the-way": Row(0.1, CORPUS, overall=True),
}

TOLD: dict[str, Row] = {
    # what the other side did, as the person remembers it
    "told-friendly-stranger": Row(0.7, PRIOR),
    "told-good-pay": Row(0.8, PRIOR),
    "told-paid-report": Row(0.8, PRIOR),
    "told-real-process": Row(-1.4, PRIOR),
    "told-paid-trip": Row(0.8, PRIOR),
    "told-client-unnamed": Row(1.2, PRIOR),
    "told-maps-access": Row(1.3, PRIOR),
    "told-money-and-mood": Row(0.9, PRIOR),
    "told-clear-it-at-work": Row(-2.0, PRIOR),
    "told-other-channel": Row(0.5, PRIOR),
    "told-hidden-channel": Row(1.4, PRIOR),
    "told-paid-before-contract": Row(1.2, PRIOR),
    "told-written-contract": Row(-1.2, PRIOR),
    "told-hidden-pay": Row(3.4, PRIOR, crosses=True),
    "told-gifts": Row(1.2, PRIOR),
    "told-not-public": Row(3.4, PRIOR, crosses=True),
    "told-took-a-no": Row(-1.4, PRIOR),
    "told-pressed-after-no": Row(1.5, PRIOR),
    "told-keep-it-quiet": Row(3.4, PRIOR, crosses=True),
    "told-supplied-device": Row(3.4, PRIOR, crosses=True),
    "told-held-against-you": Row(3.6, PRIOR, crosses=True),
    "told-draw-others-in": Row(3.4, PRIOR, crosses=True),
    "told-run-or-log-in": Row(1.4, PRIOR),
    "told-open-at-work": Row(3.4, PRIOR, crosses=True),
    "told-pay-first": Row(3.4, PRIOR, crosses=True),
    "told-cards-or-codes": Row(3.4, PRIOR, crosses=True),
    # what no text can show
    "told-confirmed-by-organisation": Row(-2.4, PRIOR),
    "told-not-known-there": Row(3.8, PRIOR),
    "told-client-checks-out": Row(-1.8, PRIOR),
    "told-no-trace-of-firm": Row(1.5, PRIOR),
    "told-dead-contacts": Row(1.5, PRIOR),
    "told-look-alike": Row(1.4, PRIOR),
    "told-introduced": Row(-1.6, PRIOR),
    "told-ties-are-hollow": Row(0.4, PRIOR),
    "told-thin-account": Row(0.4, PRIOR),
    "told-photo-elsewhere": Row(2.0, PRIOR),
    "told-seen-and-spoken": Row(-1.6, PRIOR),
    "told-never-seen": Row(1.5, PRIOR),
    "told-people-change": Row(1.2, PRIOR),
    "told-colleagues-too": Row(0.3, PRIOR),
}
"""What answers of the form weigh (`interview/questions.toml`), all by judgement.

A table of its own: the weights above were fitted beside the learned impression of the whole text, and on phrases that
may be misread; a form has no text, and an answer means what it says. Therefore a crossed line weighs more here, so that
it makes `warn` alone and `alarm` with any other sign.
"""


def row_of(indicator: str) -> Row:
    """The row of an indicator, in whichever of the two tables it stands."""
    return SCORECARD.get(indicator) or TOLD[indicator]
