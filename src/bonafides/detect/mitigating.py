"""Evidence against: what honest recruiters, clients, editors and hosts say that a deceptive approach avoids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.detect.context import answered
from bonafides.detect.everyday import EVERYDAY
from bonafides.detect.indicator import Indicator, said_by_them
from bonafides.model import Kind, Polarity

if TYPE_CHECKING:
    from bonafides.detect.thread import Thread
    from bonafides.model import Span

_welcomes_the_check = answered(
    ("user-mentions-duties",),
    ("other-welcomes-the-check",),
    unless=("waves-rules-away", "plays-it-down"),
)


def _real_event(thread: Thread) -> tuple[Span, ...]:
    """Nothing where the same thread flatters scholars into paying: those events have programmes as well."""
    return () if thread.theirs("predatory-congress") else thread.theirs("named-event-with-programme")


def _glad_you_tell(thread: Thread) -> tuple[Span, ...]:
    """Says so unasked, or says yes when the user brings up an employer or a rule."""
    return tuple(dict.fromkeys(thread.theirs("glad-you-tell-your-employer") + _welcomes_the_check(thread)))


HONEST_ASKING: tuple[Indicator, ...] = (
    # MIT01
    Indicator(
        id="bars-confidential-material",
        name="Says in writing that confidential material must stay out",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="Whoever forbids you to share what is confidential is not after it. It can be copied, so it counts most "
        "together with a firm that you can check.",
        sources=("b-glg", "b-en"),
        find=said_by_them("bars-confidential-material"),
        catches=(
            "Please don't share anything covered by an NDA or details about your present employer on the call.",
            "House rule: no confidential or proprietary information, ever.",
            "If I stray into something sensitive, just stop me and we move on.",
            "You may not discuss your own company, nor any live tenders.",
            "Anything you are bound by an NDA not to mention, we skip. You must not disclose trade secrets to us.",
            "Never email patient data to us, the form is enough.",
        ),
        spares=(
            "I cannot disclose our client, the matter is confidential.",
            "Please do not share this confidential offer with anyone.",
            "It is only a short opinion, nothing confidential is needed.",
            "Don't tell your employer about us, it is a sensitive matter.",
            "We need the unpublished figures and the restricted annex.",
            "Do not mention our cooperation, the contact is confidential.",
        ),
    ),
    # MIT02
    Indicator(
        id="offers-checkable-contact",
        name="Offers a contact that you can check independently",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="A switchboard, a public page or a staff directory can be checked without trusting the message. Look the "
        "number up yourself before you call.",
        sources=("li-2022", "b-search"),
        find=said_by_them("offers-checkable-contact"),
        catches=(
            "Call our switchboard and ask for me by name.",
            "My work number is on our homepage if you prefer to talk.",
            "You'll find me on the institute's staff page.",
            "By all means verify us first, our company number is 08812345.",
            "feel free to double check with reception that I'm real",
            "Newsdesk +44 20 7946 0120, they can confirm I work there.",
        ),
        spares=(
            "The switchboard doesn't know about this, call only me.",
            "Here is my private number, please use it instead of the office line.",
            "Could you send me your staff directory?",
            "Our website is being rebuilt, so there is no contact page.",
            "What is your work email?",
            "Let's carry on by phone, +44 7700 900123.",
        ),
    ),
    # MIT03
    Indicator(
        id="links-compliance-rules",
        name="Points to written rules that bind both sides",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="Honest firms name the rules they work under before anything starts. A page can be copied, so check where "
        "it lives.",
        sources=("b-glg",),
        find=said_by_them("links-compliance-rules"),
        catches=(
            "Our code of conduct for experts is at rules.example/experts.",
            "Before the call you complete a short compliance module.",
            "The terms are attached; please read them before you say yes.",
            "As our gifts policy requires, vouchers go through your HR.",
            "Privacy notice: panel.example/privacy",
            "We're obliged by law to see two references.",
        ),
        spares=(
            "There is no compliance page, we keep it simple.",
            "We dislike rules and forms as much as you do.",
            "Could you tell me your ministry's rules on visitors?",
            "Our members value discretion above all.",
            "In terms of timing, next week would be ideal.",
            "How do people usually get around the compliance training at your office?",
        ),
    ),
    # MIT04
    Indicator(
        id="asks-about-your-duties",
        name="Asks what you are bound by",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="Asking for your employer's consent, your agreements and your off-limits topics protects both sides. "
        "Approaches do the opposite.",
        sources=("b-glg", "b-en"),
        find=said_by_them("asks-about-your-duties"),
        catches=(
            "Are you under any non-disclosure agreement that touches on this?",
            "Does your employer need to approve outside work?",
            "When did you leave the regulator? There is a cooling-off period of a year.",
            "We'd need written consent from your line manager before we book it.",
            "please declare any conflict of interest on page 2",
            "We're happy to wait until your ethics board has given its permission.",
        ),
        spares=(
            "You need not ask your employer for permission.",
            "Please sign our NDA so that you never speak of this.",
            "Do ask if you must, although it isn't employment.",
            "Which projects does your company need help with?",
            "Your manager will never know.",
            "No consent from the university is required, it is your free time.",
        ),
    ),
    # MIT05
    Indicator(
        id="bounded-questions",
        name="Gives general questions beforehand, and you may skip any",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="A short list of general questions that you may leave unanswered sets a limit in advance.",
        sources=("b-en",),
        find=said_by_them("bounded-questions"),
        catches=(
            "I'll send the questions beforehand so you can pick the ones you like.",
            "Feel free to skip anything you can't answer.",
            "You can stop the interview at any time, without giving a reason.",
            "Taking part is voluntary and responses are anonymised before the study.",
            "You can see your quotes before they are printed.",
            "no need to answer all of them!",
        ),
        spares=(
            "Deposit 500 and withdraw at any time from the platform.",
            "Round two has ten questions about your site.",
            "Answer every question, please, the more detail the better.",
            "I have a question about your team.",
            "Leave those boxes open, we'll still credit you 150.",
            "The next set of questions goes deeper into your unit.",
        ),
    ),
    # MIT06
    Indicator(
        id="real-role-with-process",
        name="A real position with a process",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="A stated title, pay band, interviews and a way to apply can be checked with the employer.",
        sources=("b-search", "b-rec"),
        find=said_by_them("real-role-with-process"),
        catches=(
            "The post reports to the head of estates, band 48 to 55k, permanent.",
            "Next steps: a call with the hiring manager, then two panel interviews.",
            "Please apply through our careers site, vacancy 4471.",
            "What's your notice period, and do you have the right to work here?",
            "We can offer the late shift on ward 6 at 29 an hour.",
            "the advert is public until the 10th, link below",
        ),
        spares=(
            "We do not hold interviews, we prefer to see how you think.",
            "There is no job description, we shape the role around you.",
            "Flexible advisory work, a few hours a month, very well paid.",
            "You are hired! Pay the deposit for the laptop and start today.",
            "Could you report to us on how the second round of talks went?",
            "You should apply to the ministry, it would get you nearest to the minister.",
        ),
    ),
    # MIT07
    Indicator(
        id="named-event-with-programme",
        name="A public event with a programme",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="A programme, other speakers and an organiser whom you can ask make an invitation checkable. Real events "
        "are also used as a meeting ground.",
        sources=("b-conf",),
        find=_real_event,
        catches=(
            "The draft programme is on our website and the other speakers have confirmed.",
            "The organising committee has accepted your abstract for the poster session.",
            "I enclose the agenda and the list of participants.",
            "The lecture is open to the public and will be streamed.",
            "RSVP by the 4th, doors open at six.",
            "We can reimburse economy travel and two nights in the guest house.",
        ),
        spares=(
            "There is no programme; you would be our only guest.",
            "An intimate dinner with our chairman and a few friends.",
            "Eminent scholar, present at our congress, registration fee 599!",
            "Could you get me the list of people at the closed session?",
            "We will fly you business class to a private villa.",
            "Please install the plug-in for the conference session today.",
        ),
    ),
    # MIT08
    Indicator(
        id="invoice-and-contract",
        name="Contract first, invoice after, payment you can trace",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="Paper before work and money through the books leave a trail that approaches avoid.",
        sources=("b-en",),
        find=said_by_them("invoice-and-contract"),
        catches=(
            "Please send your invoice to accounts@marlow.example, we pay in 30 days.",
            "The contract is attached, both sides sign before we start.",
            "We'll pay by bank transfer on publication.",
            "Procurement will set you up as a supplier, they need a tax form.",
            "engagement letter's on its way from legal",
            "Could you let me have a revised quote, made out to the museum?",
        ),
        spares=(
            "No invoice needed, the fee is on its way.",
            "We can live without a contract between friends.",
            "The papers can follow later, let us begin.",
            "Best if the invoice named nobody.",
            "I'd pay in cash, there is no need for receipts.",
            "The contract is read in our office and stays there.",
        ),
    ),
    # MIT09
    Indicator(
        id="introduced-by-someone",
        name="Comes through somebody you can ask",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="Somebody you know can confirm the introduction by another route. Accounts get taken over, so ask by "
        "voice.",
        sources=("b-conf", "practice"),
        find=said_by_them("introduced-by-someone"),
        catches=(
            "Your colleague Ana suggested I write to you.",
            "Thanks for the intro, Marek! Moving you to bcc.",
            "Your supervisor recommended you for the panel.",
            "We shared an office in Leeds, remember? Long time no see from the old team.",
            "I've copied in Ruth, who kindly put us in touch.",
            "Ask Jonas about me, we worked together for six years.",
        ),
        spares=(
            "Someone gave me your number, I promised not to say who.",
            "Our mutual friend says you would like the trading platform, invest with us.",
            "Let's leave Claudia out of it.",
            "We met at the reception last week, do you remember?",
            "I found your profile and was impressed.",
            "I will introduce you to our client in person.",
        ),
    ),
    # MIT11
    Indicator(
        id="glad-you-tell-your-employer",
        name="Is glad that you tell your employer",
        stage=None,
        polarity=Polarity.AGAINST,
        kind=Kind.ORDINARY,
        why="Somebody who welcomes your employer, legal or security team looking at it has nothing to hide from them.",
        sources=("b-glg", "b-en"),
        find=_glad_you_tell,
        catches=(
            "Please clear it with your legal team before you answer.",
            "Do inform your own institution, we can wait for their written agreement.",
            "We're happy to speak to your HR department directly.",
            "Your press office is welcome to sit in.",
            "them: Would you speak in May?\nme: I'd need to ask my manager.\nthem: Of course, please ask them first.",
            "them: A chapter for us?\nme: I must declare outside work.\nthem: Sensible, take whatever time you need.",
            "Best to run it past your line manager first.",
        ),
        spares=(
            "I would not trouble your employer with it.",
            "No need to tell your security office.",
            "Tell me about your department.",
            "them: Join us?\nme: I must ask my department.\nthem: Do ask, although it would embarrass the chairman.",
            "them: Can you help?\nme: My employer must approve it.\nthem: It is your free time, they need not know.",
            "Ask your colleagues how the security office works.",
        ),
    ),
)

MITIGATING: tuple[Indicator, ...] = (*HONEST_ASKING, *EVERYDAY)
