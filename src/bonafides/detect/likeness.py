"""Signs by likeness: the learned layer's opinion as findings, each with the sentences that moved it most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.detect.indicator import Indicator
from bonafides.model import Kind, Polarity, Span, Stage

if TYPE_CHECKING:
    from bonafides.detect.indicator import Find
    from bonafides.detect.thread import Thread

FAINT = 0.3
"""Log-odds below which the model has no opinion worth showing."""
FULL = 3.0
"""Log-odds at which its opinion carries its full weight."""
QUOTES = 3
"""Sentences quoted."""


def _grade(thread: Thread) -> float:
    return min(1.0, abs(thread.likeness.log_odds) / FULL)


def _like(kind: Kind) -> Find:
    def find(thread: Thread) -> tuple[Span, ...]:
        likeness = thread.likeness
        return _quotes(thread, 1) if likeness.log_odds >= FAINT and likeness.kind is kind else ()

    return find


def _unlike(thread: Thread) -> tuple[Span, ...]:
    """The most ordinary sentences; never one that is quoted as a sign."""
    if thread.likeness.log_odds > -FAINT:
        return ()
    signs = [span for finding in thread.findings if finding.polarity is Polarity.FOR for span in finding.spans]
    return tuple(quote for quote in _quotes(thread, -1) if not any(_overlap(quote, sign) for sign in signs))


def _overlap(one: Span, other: Span) -> bool:
    return one.message == other.message and one.start < other.end and other.start < one.end


def _quotes(thread: Thread, sign: int) -> tuple[Span, ...]:
    """The sentences that pulled hardest in one direction, hardest first."""
    places = [Span(message=turn.index, start=g.start, end=g.end) for turn in thread.turns for g in turn.grams]
    pulls = [(pull * sign, -at) for at, pull in enumerate(thread.likeness.pull) if pull * sign > 0]
    return tuple(places[-at] for _, at in sorted(pulls, reverse=True)[:QUOTES])


_HOW = (
    "A statistical model that compared these words with those of many written examples, deceptive and ordinary. It "
    "knows no names, places or amounts, and it can be wrong: read the sentences yourself."
)

AS_A_WHOLE: tuple[Indicator, ...] = (
    Indicator(
        id="reads-like-an-approach",
        name="Reads like known approaches as a whole",
        stage=None,
        why=_HOW,
        sources=("practice",),
        find=_like(Kind.APPROACH),
        grade=_grade,
        catches=(
            "them: Your analysis was appreciated at the highest level. For the next note our partner hopes for what is "
            "being discussed inside the ministry before it is announced, and he would be generous.\nme: Hm.\n"
            "them: Nobody at your office needs to be troubled with it. Let us speak on the other number.",
        ),
        spares=(
            "them: Morning! The standup moved to ten, same room.\nme: ok\nthem: And please review my pull request.",
            "them: Are we still on for lunch on Sunday? The kids would love to see you.",
        ),
    ),
    Indicator(
        id="reads-like-a-fraud",
        name="Reads like known frauds as a whole",
        stage=None,
        kind=Kind.SCAM,
        why=_HOW,
        sources=("practice",),
        find=_like(Kind.SCAM),
        grade=_grade,
        catches=(
            "them: Your parcel is held at the depot. Please pay the small release fee today with your card or it will "
            "be returned.\nme: which parcel\nthem: Kindly send the card number and the code you receive by text.",
        ),
        spares=("them: See you at the station at nine, I will bring the sandwiches and the map.",),
    ),
    Indicator(
        id="reads-like-a-device-lure",
        name="Reads like known attempts to have something opened on a device",
        stage=None,
        kind=Kind.DEVICE_LURE,
        why=_HOW,
        sources=("practice",),
        find=_like(Kind.DEVICE_LURE),
        grade=_grade,
        catches=(
            "them: The salary file opens only when you enable the macros. Please run it on your office computer.\n"
            "me: why\nthem: It is our secure viewer, just install the plugin and click through the warning.",
        ),
        spares=("them: The coding exercise is on our own site, in the browser, nothing to install.",),
    ),
    Indicator(
        id="reads-like-ordinary-talk",
        name="Reads like ordinary contact as a whole",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why=_HOW,
        sources=("practice",),
        find=_unlike,
        grade=_grade,
        catches=(
            "them: Morning! The standup moved to ten, same room.\nme: ok\nthem: And please review my pull request.",
            "them: Are we still on for lunch on Sunday? The kids would love to see you.",
        ),
        spares=(
            "them: For the next note our partner hopes for what is being discussed inside the ministry before it is "
            "announced, and he would be generous.\nme: Hm.\nthem: Nobody at your office needs to be troubled with it.",
        ),
    ),
)


def _proposed(id_: str) -> Find:
    """Messages of a suspicious thread that read like one stage, each by its most telling sentence."""

    def find(thread: Thread) -> tuple[Span, ...]:
        likeness, proposal = thread.likeness, thread.proposals.get(id_)
        if proposal is None or likeness.log_odds < FAINT or likeness.kind is Kind.SCAM:
            return ()
        return proposal.spans

    return find


def _sounds_like(
    stage: Stage, id_: str, name: str, sources: tuple[str, ...], catches: tuple[str, ...], kind: Kind = Kind.APPROACH
) -> Indicator:
    return Indicator(
        id=id_,
        name=name,
        stage=stage,
        kind=kind,
        why=_HOW_STAGE,
        sources=sources,
        find=_proposed(id_),
        catches=catches,
        spares=_ORDINARY,
    )


_HOW_STAGE = (
    "The same statistical model, asked which step of a known approach this message resembles; on messages by unknown "
    "authors about two in three such answers were right."
)
_ORDINARY = (
    "them: Morning! The standup moved to ten, same room.\nme: ok\nthem: And please review my pull request.",
    "them: Are we still on for lunch on Sunday? The kids would love to see you.",
    "them: The reviewers' reports are in the journal's system, due in three weeks.",
)

BY_STAGE: tuple[Indicator, ...] = (
    _sounds_like(
        Stage.HOOK,
        "sounds-like-the-hook",
        "Reads like the offer that known approaches begin with",
        ("csis-2023", "npsa-2025"),
        (
            "Your expertise in this field is remarkable, and my client would gladly pay for a short paper of yours. A "
            "few pages, your own view, and the fee is generous.",
        ),
    ),
    _sounds_like(
        Stage.ASSESS,
        "sounds-like-probing",
        "Reads like the questions that known approaches ask about you",
        ("aivd-2022", "ncsc-2020"),
        ("And inside your department, who decides on these things, and which meetings do you sit in yourself?",),
    ),
    _sounds_like(
        Stage.CHANNEL_SHIFT,
        "sounds-like-a-channel-shift",
        "Reads like the move to another channel in known approaches",
        ("csis-2023", "vsd-2020"),
        (
            "Let us switch to Telegram, I am faster there. What is your number? Set the chat so that messages delete "
            "themselves.",
        ),
    ),
    _sounds_like(
        Stage.STARTER_TASK,
        "sounds-like-a-starter-task",
        "Reads like the first paid task in known approaches",
        ("kapo-2017", "dgsi-2022"),
        (
            "The client was delighted with the pages. The money is with a courier, no receipt needed; the next one "
            "pays double.",
        ),
    ),
    _sounds_like(
        Stage.PERSONAL_TIE,
        "sounds-like-a-personal-tie",
        "Reads like the gifts, meetings and trips of known approaches",
        ("bfv-2017", "dgsi-2018"),
        (
            "them: My partner was so impressed with your last note that he would like to meet you. We take care of "
            "flights, hotel and dinner, bring your wife.\nme: hm\nthem: He has a present for your daughter too.",
        ),
    ),
    _sounds_like(
        Stage.ESCALATION,
        "sounds-like-escalation",
        "Reads like the point where known approaches ask for more than is public",
        ("mi5-2025", "dgsi-2018"),
        (
            "What is in the papers we have already. He hopes for what was said inside the committee and is not yet "
            "public.",
        ),
    ),
    _sounds_like(
        Stage.DEVICE_LURE,
        "sounds-like-a-device-lure",
        "Reads like a request to open something on your device",
        ("meta-2021",),
        (
            "them: The salary file opens only when you enable the macros. Please run it on your office computer.\n"
            "me: why\nthem: It is our secure viewer, just install the plugin and click through the warning.",
        ),
        Kind.DEVICE_LURE,
    ),
)

LIKENESS: tuple[Indicator, ...] = (*AS_A_WHOLE, *BY_STAGE)
