"""The scorecard: the whole policy as one table of weights in log-odds, each with the evaluation it came from."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """What one indicator adds to the score."""

    weight: float
    """Log-odds; positive speaks for deception, negative against."""
    origin: str
    """`prior`: set by judgement from the public sources; `dev-2026-11`: fitted on the development set (evals/)."""
    crosses: bool = False
    """Whether it is an ask, payment or secrecy that no legitimate recruiter needs: `alarm` needs one of these."""


PRIOR = "prior"
DEV = "dev-2026-11"

BASE = -2.0
"""Score of a conversation in which nothing was found, at even odds: few deceptive ones stay without any sign."""

SCORECARD: dict[str, Row] = {
    # S1 contact
    "avoids-verification": Row(1.8, PRIOR),
    "hands-over": Row(1.0, PRIOR),
    "borrows-ties": Row(0.5, PRIOR),
    "private-mailbox": Row(1.0, PRIOR),
    # S2 hook
    "pay-out-of-line": Row(1.2, PRIOR),
    "flatters-standing": Row(0.5, PRIOR),
    "vague-client": Row(1.2, PRIOR),
    "offers-paid-report": Row(0.9, PRIOR),
    "all-paid-trip": Row(1.4, PRIOR),
    "presses-for-time": Row(0.3, PRIOR),
    "interest-in-you-not-role": Row(1.2, PRIOR),
    "shared-interest-turns-to-work": Row(1.2, PRIOR),
    "offers-paid-advice": Row(0.6, PRIOR),
    "client-stays-unnamed": Row(1.6, PRIOR),
    "waves-rules-away": Row(1.6, PRIOR),
    # S3 assess
    "maps-access": Row(1.8, PRIOR),
    "maps-network": Row(1.8, PRIOR),
    "probes-money-and-loyalty": Row(1.3, PRIOR),
    "unusual-cv-data": Row(1.2, PRIOR),
    "asks-about-employer": Row(0.8, PRIOR),
    # S4 channel shift
    "moves-off-platform": Row(0.7, PRIOR),
    "hidden-channel": Row(1.6, PRIOR),
    "personal-channel": Row(0.9, PRIOR),
    "moved-channel": Row(0.4, PRIOR),
    # S5 starter task
    "pays-without-contract": Row(1.5, PRIOR),
    "hidden-payment": Row(2.2, PRIOR, crosses=True),
    "easy-task-paid-well": Row(1.2, PRIOR),
    "never-published": Row(1.3, PRIOR),
    "only-public": Row(0.9, PRIOR),
    "praised-then-more": Row(1.0, PRIOR),
    # S6 personal tie, client, travel
    "unnamed-principal-wants-to-meet": Row(1.7, PRIOR),
    "gifts-and-favours": Row(1.6, PRIOR),
    "meeting-rituals": Row(1.8, PRIOR),
    "retainer-early": Row(0.9, PRIOR),
    # S7 escalation
    "asks-for-nonpublic": Row(2.4, PRIOR, crosses=True),
    "public-is-not-enough": Row(2.4, PRIOR, crosses=True),
    "wants-documents": Row(2.2, PRIOR, crosses=True),
    "price-follows-sensitivity": Row(2.4, PRIOR, crosses=True),
    "shopping-list": Row(1.6, PRIOR),
    "wants-named-sources": Row(2.0, PRIOR, crosses=True),
    "elicitation-trick": Row(0.8, PRIOR),
    "pay-rises": Row(1.0, PRIOR),
    "presses-after-refusal": Row(1.3, PRIOR),
    "plays-it-down": Row(1.3, PRIOR),
    "public-becomes-inside": Row(1.2, PRIOR, crosses=True),
    # S8 covert handling
    "asks-for-secrecy": Row(2.4, PRIOR, crosses=True),
    "supplies-device": Row(2.2, PRIOR, crosses=True),
    "removes-traces": Row(2.4, PRIOR, crosses=True),
    "odd-contract": Row(1.2, PRIOR),
    # S9 lock-in
    "uses-it-against-you": Row(2.6, PRIOR, crosses=True),
    "take-a-post-for-access": Row(2.2, PRIOR, crosses=True),
    "bring-in-others": Row(1.8, PRIOR, crosses=True),
    # X1 device lure
    "run-this-file": Row(1.8, PRIOR),
    "log-in-to-see": Row(1.6, PRIOR),
    "open-it-at-work": Row(2.6, PRIOR, crosses=True),
    # fraud
    "asks-for-a-fee": Row(2.4, PRIOR, crosses=True),
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
    "offers-checkable-contact": Row(-1.6, PRIOR),
    "links-compliance-rules": Row(-1.2, PRIOR),
    "asks-about-your-duties": Row(-1.8, PRIOR),
    "bounded-questions": Row(-1.4, PRIOR),
    "real-role-with-process": Row(-1.4, PRIOR),
    "named-event-with-programme": Row(-1.2, PRIOR),
    "invoice-and-contract": Row(-1.4, PRIOR),
    "introduced-by-someone": Row(-0.8, PRIOR),
    "accepts-refusal": Row(-1.4, PRIOR),
    "glad-you-tell-your-employer": Row(-2.2, PRIOR),
    "academic-process": Row(-1.4, PRIOR),
    "published-openly": Row(-1.0, PRIOR),
    "talks-about-approaches": Row(-2.2, PRIOR),
    "colleague-talk": Row(-1.2, PRIOR),
    "everyday-life": Row(-1.0, PRIOR),
    "sells-something": Row(-0.8, PRIOR),
    # likeness to known examples, by strength
    "reads-like-an-approach": Row(2.7, PRIOR),
    "reads-like-a-fraud": Row(2.7, PRIOR),
    "reads-like-a-device-lure": Row(2.7, PRIOR),
    "reads-like-ordinary-talk": Row(-2.7, PRIOR),
    "sounds-like-the-hook": Row(0.3, PRIOR),
    "sounds-like-probing": Row(0.4, PRIOR),
    "sounds-like-a-channel-shift": Row(0.4, PRIOR),
    "sounds-like-a-starter-task": Row(0.4, PRIOR),
    "sounds-like-a-personal-tie": Row(0.4, PRIOR),
    "sounds-like-escalation": Row(0.5, PRIOR),
    "sounds-like-a-device-lure": Row(0.5, PRIOR),
    # the way as a whole
    "several-stages": Row(1.0, PRIOR),
    "most-of-the-way": Row(1.0, PRIOR),
}
