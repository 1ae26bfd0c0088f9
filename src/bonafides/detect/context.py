"""Signs that no single message shows: what an answer does to a question, what a refusal is met with, what changes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bonafides.detect.indicator import Indicator
from bonafides.detect.pay import rising_pay
from bonafides.model import Form, Kind, Polarity, Span, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bonafides.detect.thread import Thread, Turn

_REACH = 2
"""How many of the other side's messages count as the answer to one message of the user's."""


def answered(
    question: tuple[str, ...], answer: tuple[str, ...], *, unless: tuple[str, ...] = ()
) -> Callable[[Thread], tuple[Span, ...]]:
    """What the other side says within its next two messages after the user said `question`.

    An answer that also holds one of `unless` does not count.
    """

    def find(thread: Thread) -> tuple[Span, ...]:
        spans: dict[Span, None] = {}
        for at, turn in enumerate(thread.turns):
            if turn.mine and _has(turn, question):
                for reply in _replies(thread, at):
                    if not _has(reply, unless):
                        spans.update(dict.fromkeys(_spans(reply, answer)))
        return tuple(spans)

    return find


def _replies(thread: Thread, at: int) -> Iterator[Turn]:
    """The other side's next messages after turn `at`, until the user speaks again, at most `_REACH`."""
    count = 0
    for turn in thread.turns[at + 1 :]:
        if turn.mine or count == _REACH:
            return
        if turn.theirs:
            count += 1
            yield turn


def _has(turn: Turn, entries: tuple[str, ...]) -> bool:
    return any(entry in turn.hits for entry in entries)


def _spans(turn: Turn, entries: tuple[str, ...]) -> tuple[Span, ...]:
    return tuple(span for entry in entries for span in turn.hits.get(entry, ()))


def _moved_channel(thread: Thread) -> tuple[Span, ...]:
    """The other side's first message on a second channel, where the first was left within ten messages."""
    spoken = [turn for turn in thread.turns if turn.message.form is Form.SENT and turn.message.channel]
    for before, turn in pairwise(spoken):
        if turn.message.channel != before.message.channel:
            if turn.index > 10:
                return ()
            first = next((t for t in spoken if t.index >= turn.index and t.theirs and t.message.words), None)
            return () if first is None else (Span(message=first.index, start=0, end=min(80, len(first.message.words))),)
    return ()


def _public_then_inside(thread: Thread) -> tuple[Span, ...]:
    """`Only public material` said first, something that is not public asked for later."""
    promised = thread.theirs("only-public")
    if not promised:
        return ()
    first = min(span.message for span in promised)
    asked = [
        span
        for entry in ("asks-for-nonpublic", "public-is-not-enough", "wants-documents", "price-follows-sensitivity")
        for span in thread.theirs(entry)
        if span.message > first
    ]
    return (asked[0], promised[0]) if asked else ()


def _praised_then_more(thread: Thread) -> tuple[Span, ...]:
    """Delivered work is praised and the next, better paid piece set, in one message or two in a row."""
    theirs = [turn for turn in thread.turns if turn.theirs]
    for at, turn in enumerate(theirs):
        if at and "praises-delivered-work" in turn.hits:
            for later in theirs[at : at + 2]:
                if "sets-the-next-task" in later.hits:
                    return (turn.hits["praises-delivered-work"][0], later.hits["sets-the-next-task"][0])
    return ()


PERSONAL = (
    "asks-for-identity-papers",
    "unusual-cv-data",
    "asks-for-bank-or-card-details",
    "asks-for-codes-or-passwords",
    "maps-network",
    "maps-access",
    "asks-about-employer",
    "asks-for-nonpublic",
    "wants-documents",
)
AGAIN_AND_AGAIN = 3
"""Separate messages with such an ask from which it is a habit."""


def _keeps_asking(thread: Thread) -> tuple[Span, ...]:
    """The first ask about you or your employer in each message, where there are several such messages."""
    first: dict[int, Span] = {}
    for entry in PERSONAL:
        proposal = thread.proposals.get(entry)
        for span in (*thread.theirs(entry), *(proposal.spans if proposal else ())):
            first.setdefault(span.message, span)
    return tuple(first[at] for at in sorted(first)) if len(first) >= AGAIN_AND_AGAIN else ()


CONTEXT: tuple[Indicator, ...] = (
    Indicator(
        id="keeps-asking-about-you",
        name="Asks for one thing after another about you or your employer",
        stage=Stage.ASSESS,
        why="One question about you is ordinary. A new one in message after message, each with another reason, "
        "collects what no single question could.",
        sources=("npsa-2025", "aivd-2022"),
        find=_keeps_asking,
        catches=(
            "them: Please send a copy of your passport.\nme: why\nthem: And which bank account do you use?\nme: hm\n"
            "them: Then your date of birth and home address, and the code you received.",
        ),
        spares=(
            "them: Please send a copy of your passport.\nme: ok\nthem: Thanks, it arrived.",
            "them: Which bank account do you use, which code did you get, send your passport.",
        ),
    ),
    # CTX01
    Indicator(
        id="client-stays-unnamed",
        name="Does not say who is behind it when asked",
        stage=Stage.HOOK,
        why="A straight question about the client or the organisation got no straight answer. An honest go-between can "
        "at least say what kind of client it is, which rules apply, and when you will know the name.",
        sources=("csis-2023", "npsa-2025", "b-search"),
        find=answered(
            ("user-asks-who-is-behind", "user-asks-for-proof"),
            ("answers-evasively",),
            unless=(
                "bars-confidential-material",
                "asks-about-your-duties",
                "real-role-with-process",
                "offers-checkable-contact",
            ),
        ),
        catches=(
            "them: We pay 800 for four pages.\nme: Who is the client?\nthem: I cannot disclose that, trust me.",
            "them: Would you write for us?\nme: And who reads it?\nthem: A closed circle of subscribers.",
            "them: Come and speak.\nme: Is there a website?\nthem: We do not advertise. You will meet them in time.",
        ),
        spares=(
            "them: Could you review this?\nme: Which journal is it?\nthem: The Journal of Tides, published since 1971.",
            "them: I cannot disclose the salary yet.\nme: No problem.",
            "me: Who is the client?\nthem: They stay unnamed until you accept the terms; you may not discuss "
            "confidential information.",
        ),
    ),
    # CTX02
    Indicator(
        id="waves-rules-away",
        name="Brushes aside your rules or your employer",
        stage=Stage.HOOK,
        why="You raised your employer, a contract or a rule, and it was waved away. Honest clients welcome such "
        "questions, because the rules protect them too.",
        sources=("b-en", "npsa-2025"),
        find=answered(
            ("user-mentions-duties", "user-asks-for-proof"),
            ("waves-rules-away",),
            unless=("glad-you-tell-your-employer", "bars-confidential-material"),
        ),
        catches=(
            "them: An hour by phone?\nme: I need sign-off from my employer.\nthem: Your employer need not be involved.",
            "them: When can we start?\nme: Do you have an NDA?\nthem: Let us begin, the papers can follow later.",
        ),
        spares=(
            "them: An hour by phone?\nme: I need sign-off from my employer.\nthem: Of course, please ask them first.",
            "them: There is no paperwork for this parcel.\nme: Great.",
        ),
    ),
    Indicator(
        id="presses-after-refusal",
        name="Asks again, or offers more, after you said no",
        stage=Stage.ESCALATION,
        why="A no was met with a smaller ask, more money or pressure. Someone honest drops what you may not give.",
        sources=("b-glg", "npsa-2025"),
        find=answered(
            ("user-declines", "user-raises-alarm"),
            ("presses-on", "asks-for-secrecy", "price-follows-sensitivity", "asks-for-nonpublic", "wants-documents"),
            unless=("takes-no-for-an-answer", "colleague-talk", "everyday-life"),
        ),
        catches=(
            "them: Send me the plan.\nme: I can't, it is restricted.\nthem: Then only the outline, nobody will know.",
            "them: Who sits in it?\nme: I'd rather not say.\nthem: We could double the fee.",
        ),
        spares=(
            "them: Can you tell me more?\nme: I'd rather not.\nthem: Of course, no problem at all.",
            "them: Only the outline, please.\nme: Sure!",
        ),
    ),
    # MIT10
    Indicator(
        id="accepts-refusal",
        name="Takes your no for an answer",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="You declined, and it was accepted without more money or pressure.",
        sources=("b-glg",),
        find=answered(
            ("user-declines", "user-mentions-duties"),
            ("takes-no-for-an-answer",),
            unless=("waves-rules-away", "plays-it-down", "asks-for-secrecy", "price-follows-sensitivity"),
        ),
        catches=(
            "them: Could you say more about it?\nme: I'm not allowed to.\nthem: Understood, thanks for telling me.",
            "them: Can you speak?\nme: I can't this year.\nthem: No worries, another time!",
        ),
        spares=(
            "them: Send it.\nme: I won't, my employer forbids it.\nthem: Of course, but your employer need not know.",
            "them: No problem at all.\nme: Thanks",
        ),
    ),
    Indicator(
        id="plays-it-down",
        name="Plays it down once you object",
        stage=Stage.ESCALATION,
        why="When you named what was wrong with the ask, it became a joke, a test or a misunderstanding.",
        sources=("npsa-2025",),
        find=answered(("user-raises-alarm", "user-declines"), ("plays-it-down",)),
        catches=(
            "them: Get me the manual.\nme: That's restricted, I'm reporting it.\nthem: ok ok it was a joke",
            "them: We want the annex.\nme: I'm forwarding this to our security officer.\nthem: Sorry if it came across "
            "wrong, I assumed it was open.",
        ),
        spares=(
            "them: It was a joke, relax.\nme: haha",
            "them: Coffee?\nme: I can't today.\nthem: Tomorrow then!",
        ),
    ),
    Indicator(
        id="pay-rises",
        name="The pay on offer keeps rising",
        stage=Stage.ESCALATION,
        why="In many documented cases every piece was paid better than the last, until the question was worth more "
        "than the work.",
        sources=("dgsi-2022", "kapo-2017"),
        find=rising_pay,
        catches=(
            "them: We pay 300 for the sample.\nme: Here it is.\nthem: Lovely. 600 for the next one.",
            "them: I can offer $200.\nme: done\nthem: Great, $250 sent.\nme: ok\nthem: For this one $900.",
        ),
        spares=(
            "them: The fee is 300.\nme: Good.\nthem: I paid 300 today.",
            "them: We pay 300.\nme: I want 600.",
            "them: It costs 40 euros.\nme: ok\nthem: See you at 18:30",
        ),
    ),
    Indicator(
        id="moved-channel",
        name="The talk did move to another channel",
        stage=Stage.CHANNEL_SHIFT,
        why="It left the place where it began within the first messages. By itself that is common; with other signs "
        "it matters, because the platform can no longer see or stop it.",
        sources=("csis-2023", "vsd-2020"),
        find=_moved_channel,
        catches=(),
        spares=("them: Hello\nme: Hi",),
    ),
    Indicator(
        id="public-becomes-inside",
        name="First only public material, later what is not public",
        stage=Stage.ESCALATION,
        why="The earlier assurance no longer holds: the ask has moved from what anybody can read to what only "
        "insiders know.",
        sources=("dgsi-2018", "mi5-2025", "kapo-2017"),
        find=_public_then_inside,
        catches=(
            "them: It is only public information, nothing secret.\nme: ok\nthem: Could you send us the internal draft "
            "before it is published?",
        ),
        spares=("them: It is only public information, nothing secret.\nme: ok\nthem: Thank you for the article.",),
    ),
    Indicator(
        id="praised-then-more",
        name="Praises the work and sets the next paid piece",
        stage=Stage.STARTER_TASK,
        why="Praise, quick money and the next task: how the habit of delivering is formed in many documented cases.",
        sources=("kapo-2017", "jp-npa"),
        find=_praised_then_more,
        catches=("them: Two pages please.\nme: attached\nthem: Excellent work, truly. The next one is 700.",),
        spares=(
            "them: Excellent work on the report! See you on Monday.",
            "them: Two pages please.\nme: attached\nthem: Excellent work, thank you!",
        ),
    ),
)
