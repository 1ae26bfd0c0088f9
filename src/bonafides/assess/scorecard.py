"""The scorecard: the whole policy as one table of weights in log-odds, each with the evaluation it came from."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """What one indicator adds to the score."""

    weight: float
    """Log-odds; positive speaks for deception, negative against."""
    origin: str
    """`prior`: by judgement from the public sources; `corpus-2026-11`: fitted by `python -m train.weigh`."""
    overall: bool = False
    """Whether it is an impression of the whole rather than a sign by itself; listed after the signs."""
    crosses: bool = False
    """Whether it is an ask, payment or secrecy that no legitimate recruiter needs: `alarm` needs one of these."""


PRIOR = "prior"
CORPUS = "corpus-2026-11"

BASE = -0.2
"""Score of a conversation in which nothing was found, at even odds."""

SCORECARD: dict[str, Row] = {
    # S1 contact
    "avoids-verification": Row(1.8, PRIOR),
    "hands-over": Row(1.0, PRIOR),
    "borrows-ties": Row(0.7, CORPUS),
    "private-mailbox": Row(1.0, PRIOR),
    # S2 hook
    "pay-out-of-line": Row(0.8, CORPUS),
    "flatters-standing": Row(0.4, CORPUS),
    "vague-client": Row(0.6, CORPUS),
    "offers-paid-report": Row(0.1, CORPUS),
    "all-paid-trip": Row(0.9, CORPUS),
    "presses-for-time": Row(0.6, CORPUS),
    "interest-in-you-not-role": Row(1.2, PRIOR),
    "shared-interest-turns-to-work": Row(0.8, CORPUS),
    "offers-paid-advice": Row(0.1, CORPUS),
    "client-stays-unnamed": Row(1.7, CORPUS),
    "waves-rules-away": Row(1.6, PRIOR),
    # S3 assess
    "maps-access": Row(1.8, PRIOR),
    "maps-network": Row(0.5, CORPUS),
    "probes-money-and-loyalty": Row(0.6, CORPUS),
    "unusual-cv-data": Row(1.2, PRIOR),
    "asks-about-employer": Row(0.8, PRIOR),
    # S4 channel shift
    "moves-off-platform": Row(0.8, CORPUS),
    "hidden-channel": Row(0.5, CORPUS),
    "personal-channel": Row(0.7, CORPUS),
    "moved-channel": Row(0.3, CORPUS),
    # S5 starter task
    "pays-without-contract": Row(1.5, CORPUS),
    "hidden-payment": Row(1.2, CORPUS, crosses=True),
    "easy-task-paid-well": Row(1.0, CORPUS),
    "never-published": Row(0.6, CORPUS),
    "only-public": Row(0.9, PRIOR),
    "praised-then-more": Row(1.0, PRIOR),
    # S6 personal tie, client, travel
    "unnamed-principal-wants-to-meet": Row(1.7, PRIOR),
    "gifts-and-favours": Row(1.6, CORPUS),
    "meeting-rituals": Row(1.8, PRIOR),
    "retainer-early": Row(1.0, CORPUS),
    # S7 escalation
    "asks-for-nonpublic": Row(1.0, CORPUS, crosses=True),
    "public-is-not-enough": Row(2.4, PRIOR, crosses=True),
    "wants-documents": Row(2.2, PRIOR, crosses=True),
    "price-follows-sensitivity": Row(2.4, PRIOR, crosses=True),
    "shopping-list": Row(1.6, PRIOR),
    "wants-named-sources": Row(2.0, PRIOR, crosses=True),
    "elicitation-trick": Row(0.8, PRIOR),
    "pay-rises": Row(1.0, CORPUS),
    "presses-after-refusal": Row(1.3, PRIOR),
    "plays-it-down": Row(1.3, PRIOR),
    "public-becomes-inside": Row(1.2, PRIOR, crosses=True),
    # S8 covert handling
    "asks-for-secrecy": Row(1.2, CORPUS, crosses=True),
    "supplies-device": Row(2.2, PRIOR, crosses=True),
    "removes-traces": Row(1.8, CORPUS, crosses=True),
    "odd-contract": Row(1.2, PRIOR),
    # S9 lock-in
    "uses-it-against-you": Row(2.6, PRIOR, crosses=True),
    "take-a-post-for-access": Row(2.2, PRIOR, crosses=True),
    "bring-in-others": Row(1.0, CORPUS, crosses=True),
    # X1 device lure
    "run-this-file": Row(1.8, PRIOR),
    "log-in-to-see": Row(2.2, PRIOR),
    "open-it-at-work": Row(2.6, PRIOR, crosses=True),
    # fraud
    "asks-for-a-fee": Row(2.3, CORPUS, crosses=True),
    "asks-for-bank-or-card-details": Row(2.0, PRIOR, crosses=True),
    "asks-for-identity-papers": Row(1.6, PRIOR),
    "asks-for-codes-or-passwords": Row(2.6, PRIOR, crosses=True),
    "guaranteed-returns": Row(2.4, PRIOR, crosses=True),
    "task-scam": Row(2.2, PRIOR, crosses=True),
    "money-mule": Row(2.4, PRIOR, crosses=True),
    "overpayment-or-advance-fee": Row(2.4, PRIOR, crosses=True),
    "hired-without-interview": Row(1.8, PRIOR),
    "emergency-money": Row(2.4, PRIOR, crosses=True),
    "predatory-congress": Row(0.8, PRIOR),
    "pressure-and-threat-to-close": Row(1.4, PRIOR),
    # evidence against
    "bars-confidential-material": Row(-2.2, PRIOR),
    "offers-checkable-contact": Row(-1.8, CORPUS),
    "links-compliance-rules": Row(-1.4, CORPUS),
    "asks-about-your-duties": Row(-1.4, CORPUS),
    "bounded-questions": Row(-1.5, CORPUS),
    "real-role-with-process": Row(-0.6, CORPUS),
    "named-event-with-programme": Row(-0.4, CORPUS),
    "invoice-and-contract": Row(-0.7, CORPUS),
    "introduced-by-someone": Row(-0.8, CORPUS),
    "accepts-refusal": Row(-1.4, CORPUS),
    "glad-you-tell-your-employer": Row(-2.1, CORPUS),
    "academic-process": Row(-1.3, CORPUS),
    "published-openly": Row(-1.0, CORPUS),
    "talks-about-approaches": Row(-1.9, CORPUS),
    "colleague-talk": Row(-0.2, CORPUS),
    "everyday-life": Row(-0.9, CORPUS),
    "sells-something": Row(-0.5, CORPUS),
    # likeness to known examples, by strength
    "reads-like-an-approach": Row(3.5, CORPUS, overall=True),
    "reads-like-a-fraud": Row(3.0, CORPUS, overall=True),
    "reads-like-a-device-lure": Row(3.0, CORPUS, overall=True),
    "reads-like-ordinary-talk": Row(-3.3, CORPUS, overall=True),
    "sounds-like-the-hook": Row(0.3, CORPUS),
    "sounds-like-probing": Row(0.6, CORPUS),
    "sounds-like-a-channel-shift": Row(0.6, CORPUS),
    "sounds-like-a-starter-task": Row(0.5, CORPUS),
    "sounds-like-a-personal-tie": Row(0.3, CORPUS),
    "sounds-like-escalation": Row(0.7, CORPUS),
    "sounds-like-a-device-lure": Row(0.7, CORPUS),
    # the way as a whole
    "several-stages": Row(0.2, CORPUS, overall=True),
    "most-of-the-way": Row(1.0, PRIOR, overall=True),
}
