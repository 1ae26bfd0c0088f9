"""Evidence against: the marks of ordinary work, study, publishing, trade and private life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.detect.indicator import Indicator, said_by_them
from bonafides.model import Kind, Polarity

if TYPE_CHECKING:
    from bonafides.detect.thread import Thread
    from bonafides.model import Span


def _talked_about(thread: Thread) -> tuple[Span, ...]:
    """Either side talks about such approaches: a warning, the news, what happened to somebody."""
    return thread.theirs("talks-about-approaches") + thread.mine("user-talks-about-approaches")


EVERYDAY: tuple[Indicator, ...] = (
    Indicator(
        id="academic-process",
        name="Follows the ordinary ways of a university or journal",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="Ethics forms, supervisors, editors and offices that can be asked belong to real academic work.",
        sources=("b-conf", "practice"),
        find=said_by_them("academic-process"),
        catches=(
            "My supervisor is copied in and the ethics approval is attached.",
            "Reviews are due in four weeks through the journal's system.",
            "You'd be a co-author, of course, and the preprint goes up in May.",
            "Please apply via the graduate school, the admissions office checks transcripts.",
            "The dean has signed the letter; our tech transfer office will call yours.",
            "could you be my referee for a master's programme? deadline is the 30th",
            "Call for papers: special issue on tidal power, camera ready by June.",
        ),
        spares=(
            "We would like your view on two proposals that were rejected.",
            "It is a private panel, there is no ethics review.",
            "Your supervisor must not hear of this.",
            "Please leave our name off your papers and grant forms.",
            "Eminent scholar, pay the publication fee today.",
            "Write us two pages about your institute.",
        ),
    ),
    Indicator(
        id="published-openly",
        name="The result is public, with names on it",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="What appears in public under real names can be checked by everybody, before and after.",
        sources=("b-en", "practice"),
        find=said_by_them("published-openly"),
        catches=(
            "It would run under your byline in the spring issue.",
            "The report will be published on our website in June.",
            "Our funders are listed on page 2 of the annual report.",
            "We'll quote you by name, with your permission.",
            "I'm a producer at Radio Marrow, working on a story about buses; would you comment?",
            "the talk gets streamed and the slides go online afterwards",
        ),
        spares=(
            "Your name would not appear anywhere.",
            "It is not published; a small circle of subscribers reads it.",
            "Send it before it is published.",
            "I read your article online with great pleasure.",
            "The text is for internal use of our sponsors.",
            "What you wrote could have been taken from the newspapers.",
        ),
    ),
    Indicator(
        id="talks-about-approaches",
        name="Talks about such approaches, rather than making one",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="A warning, a news story or a friend's tale holds the same words as the thing itself. Who says it about "
        "whom makes the difference.",
        sources=("practice",),
        find=_talked_about,
        catches=(
            "Reminder to all staff: fake recruiters are contacting colleagues. Don't reply, report it to security.",
            "Did you read about the engineer who was jailed for selling drawings to spies?",
            "my neighbour got scammed, some guy on the phone told her to buy gift cards",
            "They asked him to pay 80 for a training pack and then vanished, total con.",
            "New leaflet on phishing is on the intranet, worth two minutes.",
            "them: how was work?\nme: some woman online offered my colleague money for documents, he went to security",
            "Several of us received odd messages from a supposed consultancy, please forward yours to the helpdesk.",
        ),
        spares=(
            "This is not a scam, believe me.",
            "Write 1,000 words for us about espionage in shipping, we pay 400.",
            "Your account shows suspicious activity, confirm your password now.",
            "We can recover the money you lost to fraud, for a small fee.",
            "them: Send me the plan.\nme: You are a spy and I'm reporting this.",
            "We need two pages on security at your site.",
        ),
    ),
    Indicator(
        id="colleague-talk",
        name="Ordinary talk among people who work together",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="Colleagues share drafts, tickets and internal matters every day; the trade is inside one house.",
        sources=("practice",),
        find=said_by_them("colleague-talk"),
        catches=(
            "Standup moved to ten, and your ticket is still in review.",
            "Can you drop the slides in the shared folder before noon?",
            "I'm off sick, could you cover my shift?",
            "The minister wants the note by five, legal has signed it off.",
            "Welcome aboard! IT will hand you the laptop on your first day.",
            "timesheets by friday please or payroll shouts at me",
            "Minutes from Tuesday attached, action points in red.",
            "pushed the fix, rerun the build when you're back",
        ),
        spares=(
            "How is your team laid out, and who reports to whom?",
            "We pay 300 per page for what you hear at the office.",
            "Do not mention this at work.",
            "My boss would pay for a picture of the control room.",
            "Which colleagues in your department travel a lot?",
            "Download the attached archive and run it.",
        ),
    ),
    Indicator(
        id="everyday-life",
        name="Ordinary private life",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="Family, home and leisure fill most conversations. It counts little by itself, because friendship can be "
        "played too.",
        sources=("practice",),
        find=said_by_them("everyday-life"),
        catches=(
            "Mum wants to know if you're bringing the dog on Sunday",
            "the landlord is finally sending a plumber",
            "Can you pick the kids up from swimming? I'm stuck in traffic",
            "Five a side tonight, we're one short",
            "Your parcel is with next door, I'll fetch it at six",
            "happy birthday you old goat!! cake at ours on saturday",
            "I owe you for the pizza, half of it anyway",
            "the rent goes up in May, want to look at flats together?",
        ),
        spares=(
            "Receive parcels at your address and forward them, 30 each.",
            "We would fly your wife and children to the villa.",
            "My uncle taught me trading, the profit paid for the holiday.",
            "Our chairman would like to have dinner with you both evenings.",
            "I can settle your hospital bills if you help us.",
            "Do you live near the base?",
        ),
    ),
    Indicator(
        id="sells-something",
        name="Wants to sell you something",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="Sales talk can be a nuisance, but it says what it wants: your order.",
        sources=("practice",),
        find=said_by_them("sells-something"),
        catches=(
            "Can I book you in for a quick demo of our rota software?",
            "Teams like yours cut onboarding time by half with it.",
            "14 day free trial, no card needed.",
            "We make coffee machines for offices, happy to send a quote.",
            "Who looks after cleaning contracts and purchasing at your site?",
            "is the bike still available? would you take 60",
            "Our autumn catalogue is out, ten percent discount until Friday.",
        ),
        spares=(
            "Not hiring, nothing to sell you.",
            "Guaranteed returns on our trading platform, free trial account!",
            "We pay you for a report on your company's products.",
            "Could you quote what the minister said inside?",
            "Your CV needs our rewriting service, 299, offer ends tonight.",
            "I'd buy what is still unpublished.",
        ),
    ),
)
