"""Invented conversations with their judgements: one long approach, ordinary threads, and hostile text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bonafides.advise import advise
from bonafides.model import (
    Advice,
    Assessment,
    CameNext,
    Contribution,
    Conversation,
    Entry,
    Finding,
    InputFile,
    Join,
    Kind,
    Level,
    Message,
    Mode,
    Party,
    Polarity,
    Problem,
    Provenance,
    Report,
    Route,
    Section,
    Situation,
    Span,
    Stage,
    Status,
    Step,
)
from bonafides.render import Explanation, SourceRef

START = datetime(2026, 3, 3, 9, 12, tzinfo=UTC)
DANA, ALEX = "Dana Whitfield", "Alex Morgan"

_LEAFLET = SourceRef(
    id="leaflet-2022",
    publisher="Example Security Service",
    title="Links",
    date="2022-05",
    url="https://leaflet.example/",
)
_NOTICE = SourceRef(id="notice-2025", publisher="Office for Research Security", title="Notice", date="2025-04-08")
_REVIEW = SourceRef(id="review", publisher="Annual Review of Fictional Threats", date="c. 2021")

TITLES = {
    "paid-report-offer": Explanation(
        title="A well-paid small report for a client without a name",
        why="The pay is out of line with the effort, and whoever pays stays hidden.",
        sources=(_LEAFLET, _NOTICE),
    ),
    "moves-off-platform": Explanation(
        title="Moves the talk to a private messenger",
        why="A private channel takes the talk out of sight of the network that could warn you.",
        sources=(_LEAFLET, _NOTICE, _REVIEW),
    ),
    "public-is-not-enough": Explanation(
        title="Says that public information is not enough",
        why="This is the step from harmless work to material that is not yours to give.",
        sources=(_NOTICE,),
    ),
    "asks-for-secrecy": Explanation(
        title="Asks you to keep it from your employer",
        why="A legitimate client has no reason to hide from the people you work for.",
        sources=(_LEAFLET,),
    ),
    "invoice-and-contract": Explanation(
        title="Offers a contract and an invoice", why="Payment that leaves a trace can be checked.", sources=(_REVIEW,)
    ),
}

_APPROACH = (
    # days after the start, speaker, channel, text
    (0, DANA, "linkedin", "Dear Alex, your talk on harbour logistics impressed my colleagues at Northgate Insight."),
    (0, DANA, "linkedin", "We pay 900 for a two-page report. Our client prefers to stay unnamed for now."),
    (1, ALEX, "linkedin", "Thank you, Dana. Who is the client?"),
    (1, DANA, "linkedin", "You will meet them later. Could we continue on WhatsApp? My number is +44 7700 900123."),
    (4, DANA, "whatsapp", "Hello Alex, Dana here. We can sign a contract, and you send an invoice."),
    (5, ALEX, "whatsapp", "Fine. I will write two pages from public sources."),
    (19, DANA, "whatsapp", "More: dana.whitfield@northgate.example or https://northgate.example/brief?id=7"),
    (33, DANA, "whatsapp", "What papers say is not enough for the client.\nCould you ask inside your department?"),
    (33, DANA, "whatsapp", "Please do not mention this to your employer, they would only worry."),
    (34, ALEX, "whatsapp", "I am not comfortable with that."),
)  # fmt: skip


def approach(case: str = "c1") -> Conversation:
    """Five weeks from a flattering message to a request for inside material."""
    return Conversation(
        id=case,
        messages=tuple(
            Message(speaker=who, text=text, mine=who == ALEX, channel=where, sent_at=START + timedelta(days=days))
            for days, who, where, text in _APPROACH
        ),
        parties=(
            Party(name=DANA, identifiers=frozenset({"phone:+447700900123", "url:linkedin.com/in/dana-whitfield"})),
            Party(name=ALEX, mine=True),
        ),
        joins=(Join(threads=("linkedin:1", "whatsapp:1"), because="the phone number +44 7700 900123"),),
    )


def span(conversation: Conversation, message: int, quote: str) -> Span:
    """Where a message says `quote`."""
    start = conversation.messages[message].text.index(quote)
    return Span(message=message, start=start, end=start + len(quote))


def part(
    indicator: str, value: float, *spans: Span, stage: Stage | None = None, kind: Kind = Kind.APPROACH
) -> Contribution:
    """A finding and its weight; a negative one speaks against."""
    return Contribution(
        finding=Finding(
            indicator=indicator,
            stage=stage,
            polarity=Polarity.FOR if value > 0 else Polarity.AGAINST,
            kind=kind if value > 0 else Kind.ORDINARY,
            spans=spans,
        ),
        value=value,
    )


def judged(conversation: Conversation) -> Assessment:
    """The judgement on `approach`."""
    said = conversation
    because = (
        part("public-is-not-enough", 2.3, span(said, 7, "is not enough for the client"), stage=Stage.ESCALATION),
        part("asks-for-secrecy", 1.8, span(said, 8, "not mention this to your employer"), stage=Stage.COVERT_HANDLING),
        part(
            "paid-report-offer",
            1.1,
            span(said, 1, "pay 900 for a two-page report"),
            span(said, 1, "client prefers to stay unnamed"),
            stage=Stage.HOOK,
        ),
        part("moves-off-platform", 0.6, span(said, 3, "continue on WhatsApp"), stage=Stage.CHANNEL_SHIFT),
    )  # fmt: skip
    against = (part("invoice-and-contract", -0.9, span(said, 4, "sign a contract, and you send an invoice")),)
    return Assessment(
        level=Level.ALARM,
        kind=Kind.APPROACH,
        risk=0.9478712,
        prior=0.5,
        mode=Mode.SINGLE,
        stage=Stage.COVERT_HANDLING,
        base=-2.0,
        score=2.9,
        because=because,
        against=against,
        unknown=("identity", "several-people"),
        would_change=("lowers-named-client", "lowers-accepts-a-no"),
        progression=tuple(
            Step(stage=stage, message=message, at=said.messages[message].sent_at)
            for stage, message in (
                (Stage.CONTACT, 0),
                (Stage.HOOK, 1),
                (Stage.CHANNEL_SHIFT, 3),
                (Stage.ESCALATION, 7),
                (Stage.COVERT_HANDLING, 8),
            )
        ),
        peers=(48, 50),
    )


ADVICE = Advice(
    lang="en",
    headline="This asks for things that no legitimate recruiter needs",
    sections=(
        Section(key="what", heading="What this is", lines=("You are being asked to keep this hidden.",)),
        Section(key="care", heading="First of all", lines=("You may stop at any moment, and you owe them no reason.",)),
        Section(
            key="now",
            heading="Now",
            lines=("Do not answer, and do not confront them.", "Keep every message.", "Tell your security office."),
            ordered=True,
        ),
        Section(key="keep", heading="Keep", lines=("Export the chat before you block anybody.",)),
        Section(key="tell", heading="Tell", lines=("Your own security office first: Dana need not know.",)),
    ),
    routes=(
        Route(
            name="Your security office",
            contacts=(),
            note="They have seen this before.",
            source="",
            verified_on="",
        ),
        Route(
            name="Example Security Service",
            contacts=("+44 20 7946 0999", "https://report.example/tell-us"),
            note="Open day and night.",
            source="https://report.example/",
            verified_on="2026-02-01",
        ),
    ),
    came_next=(CameNext(stage=Stage.LOCK_IN, count=7, of=11, within="usually within months", cases=("C01", "C09")),),
)


def ordinary(number: int) -> Conversation:
    """A thread in which nothing is amiss."""
    who = f"Sam Okafor{number}"
    return Conversation(
        id=f"q{number}",
        messages=(
            Message(
                speaker=who, text="Lunch on Thursday?", channel="linkedin", sent_at=START + timedelta(hours=number)
            ),
            Message(speaker=ALEX, text="With pleasure.", mine=True, channel="linkedin"),
        ),
        parties=(Party(name=who), Party(name=ALEX, mine=True)),
    )


def quiet(mode: Mode = Mode.SINGLE) -> Assessment:
    """Nothing found."""
    return Assessment(
        level=Level.QUIET,
        kind=Kind.ORDINARY,
        risk=0.01,
        prior=0.5,
        mode=mode,
        stage=None,
        base=-2.0,
        score=-2.0,
        because=(),
        against=(),
        unknown=("identity",),
        would_change=("raises-asks-to-keep-it-quiet",),
    )


def watched(conversation: Conversation, mode: Mode = Mode.SINGLE) -> Assessment:
    """One weak sign in the first message of any conversation."""
    first = conversation.messages[0].text
    weak = part("vague-work", 0.5, Span(message=0, start=0, end=min(5, len(first))), stage=Stage.HOOK)
    return Assessment(
        level=Level.WATCH,
        kind=Kind.UNCLEAR,
        risk=0.2,
        prior=0.5,
        mode=mode,
        stage=Stage.HOOK,
        base=-2.0,
        score=-1.5,
        because=(weak,),
        against=(),
        progression=(Step(stage=Stage.HOOK, message=0, at=conversation.messages[0].sent_at),),
    )


def alarming(case: str = "c1") -> Entry:
    """The approach with its judgement and advice."""
    conversation = approach(case)
    return Entry(conversation=conversation, assessment=judged(conversation), advice=ADVICE)


def plain(number: int, mode: Mode = Mode.SINGLE) -> Entry:
    """An ordinary thread, found quiet."""
    return Entry(conversation=ordinary(number), assessment=quiet(mode), advice=None)


def report(*entries: Entry, mode: Mode = Mode.SINGLE, problems: tuple[Problem, ...] | None = None) -> Report:
    """A whole report on some entries, with a problem and a provenance."""
    doubt = Problem(
        what="Three lines could not be read.",
        where="WhatsApp Chat with Dana Whitfield.txt, line 12",
        next_step="Export the chat again without media.",
    )
    return Report(
        entries=entries,
        problems=(doubt,) if problems is None else problems,
        provenance=Provenance(
            version="0.1.0",
            rules="ab" * 32,
            inputs=(
                InputFile(name="export.zip/messages.csv", format="linkedin-messages", sha256="12" * 32, size=20_480),
                InputFile(
                    name="WhatsApp Chat with Dana Whitfield.txt", format="whatsapp", sha256="34" * 32, size=4_096
                ),
            ),
            me="Alex Morgan (from Profile.csv)",
            timezone="Europe/Berlin",
            date_order="dmy (assumed)",
        ),
        mode=mode,
        prior=0.5,
    )


def demo() -> Report:
    """The approach among a few ordinary threads."""
    early = ordinary(9)
    doubtful = Entry(conversation=early, assessment=watched(early), advice=None)
    return report(plain(1), alarming(), plain(2), doubtful, plain(3))


def spoken(lang: str, country: str) -> Report:
    """The approach, begun on the first of a month and advised in another language, beside two ordinary threads."""
    conversation = approach()
    moved = tuple(replace(m, sent_at=m.sent_at and m.sent_at - timedelta(days=2)) for m in conversation.messages)
    conversation = replace(conversation, messages=moved)
    assessment = judged(conversation)
    advice = advise(
        assessment, conversation, situation=Situation.ANSWERED, status=Status.OTHER, country=country, lang=lang
    )
    early = ordinary(9)
    return report(
        Entry(conversation=conversation, assessment=assessment, advice=advice),
        Entry(conversation=early, assessment=watched(early), advice=None),
        plain(1),
    )


def archive() -> Report:
    """Forty threads: seven of them flagged, some with early signs."""
    entries = [plain(n, Mode.ARCHIVE) for n in range(30)]
    entries[3:3] = [alarming(f"c{n}") for n in range(7)]
    threads = [ordinary(n) for n in range(50, 53)]
    entries += [Entry(conversation=c, assessment=watched(c, Mode.ARCHIVE), advice=None) for c in threads]
    return report(*entries, mode=Mode.ARCHIVE)


def hostile() -> Report:
    """Text that tries to drive a terminal, to reorder words, to run as a page or as markup."""
    text = (
        "\x1b[31mred\x1b[0m \u202egnp.exe\u202c [bold]not bold[/bold] [link=https://evil.example]x[/link] "
        "<script>alert(1)</script> \x9b31m {{ 7*7 }} \ud800 & \"quoted\" '\x00'\r\nnext \u2028line"
    )
    name = "<b>Eve\x1b]0;title\x07</b> \u202e[red]"
    conversation = Conversation(
        id="h\u20281",
        messages=(Message(speaker=name, text=text, channel="\x1b[2J<i>", sent_at=START),),
        parties=(Party(name=name),),
    )
    whole = part("<img src=x>", 0.5, Span(message=0, start=0, end=len(text)), stage=Stage.HOOK)
    problem = Problem(what="Odd \x1b[31m name.", where="<script>.txt\x1b[0m", next_step="")
    entry = Entry(conversation=conversation, assessment=replace(watched(conversation), because=(whole,)), advice=None)
    return report(entry, problems=(problem,))
