"""Hook (S2): a flattering, easy, well-paid and vaguely described opportunity is put on the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.detect.indicator import Indicator, said_by_them
from bonafides.model import Stage

if TYPE_CHECKING:
    from bonafides.detect.thread import Thread, Turn
    from bonafides.model import Span

NEARBY = 2
"""How many of the other side's messages may lie between an offer and its price."""
FIRST = 4
"""Messages of the other side in which a shared interest counts as the entry."""

_WORK_QUESTIONS = (
    "maps-access",
    "maps-network",
    "asks-about-employer",
    "early-work-turn",
    "offers-paid-report",
    "offers-paid-advice",
)


def _their_turns(thread: Thread) -> list[Turn]:
    return [turn for turn in thread.turns if turn.theirs]


def _offers_paid_report(thread: Thread) -> tuple[Span, ...]:
    """Asked and priced in one sentence, or the request and the price in messages close to each other."""
    spans = list(thread.theirs("offers-paid-report"))
    turns = _their_turns(thread)
    for at, turn in enumerate(turns):
        near = turns[max(0, at - NEARBY) : at + NEARBY + 1]
        if any(other.hits.get("early-fee") for other in near):
            spans.extend(turn.hits.get("early-writing", ()))
    return tuple(dict.fromkeys(spans))


def _turns_to_work(thread: Thread) -> tuple[Span, ...]:
    """A shared interest in the first messages, and the reader's work in later ones; the turn is quoted first."""
    turns = _their_turns(thread)
    for at, turn in enumerate(turns[:FIRST]):
        if interest := turn.hits.get("early-hobby"):
            later = [span for t in turns[at + 1 :] for entry in _WORK_QUESTIONS for span in t.hits.get(entry, ())]
            return (*later, *interest) if later else ()
    return ()


HOOK: tuple[Indicator, ...] = (
    # HOOK01
    Indicator(
        id="pay-out-of-line",
        name="Offers pay out of line with the effort",
        stage=Stage.HOOK,
        why="Much money for a few pages or hours buys something other than the pages. "
        "Honest expert calls can pay well too: compare with what is usual in your field.",
        sources=("ncsc-2025", "kapo-2017", "dgsi-2018", "npsa-2025", "cn-mss", "5eyes-2024"),
        find=said_by_them("pay-out-of-line"),
        catches=(
            "For three pages we would transfer €2,500.",
            "It hardly takes any time, two evenings perhaps, and the remuneration is very generous.",
            "Honestly it's easy money for somebody like you.",
            "The budget is not an issue, name your price.",
            "A retainer of 4,000 a month for a couple of hours at most.",
            "they pay really well for short texts, you'll see",
            "One evening of your time is worth a month's salary to them.",
            "A short note, two sides of paper: the fee is 1,800 dollars.",
        ),
        spares=(
            "The invoice is for 3 pages of translation, 120 euros.",
            "We pay 250 for 800 words on publication, contract attached.",
            "Thesis chapters are limited to 40 pages, the printing costs 30 euros.",
            "The salary band is 60,000 to 70,000, with flexible hours.",
            "Could I borrow 20 euros until Monday?",
            "An hour by phone at your usual rate, confidential matters are off limits.",
            "Registration fee: 600 for speakers.",
        ),
    ),
    # HOOK02
    Indicator(
        id="flatters-standing",
        name="Praises your standing before any real exchange",
        stage=Stage.HOOK,
        why="Praise costs nothing and opens doors. Recruiters do it as well, so it counts little by itself.",
        sources=("aivd-2022", "npsa-2025", "dgsi-2018", "elicit"),
        find=said_by_them("flatters-standing"),
        catches=(
            "Your profile has attracted the attention of our leadership.",
            "A person of your stature should not be sitting at a desk.",
            "You may be the most knowledgeable engineer in this field.",
            "Few people explain the matter as clearly as you.",
            "We were deeply impressed by your career.",
            "I have followed your articles with great interest for years.",
            "Your name came up first when we asked around.",
        ),
        spares=(
            "The cake was brilliant, your sister loved it.",
            "Your order is ready for collection.",
            "That was an outstanding match last night.",
            "The invoice is still outstanding.",
            "I am impressed by this phone.",
            "See you on Tuesday at the usual place.",
        ),
    ),
    # HOOK03
    Indicator(
        id="vague-client",
        name="Leaves the work or the client vague",
        stage=Stage.HOOK,
        why="When nobody says for whom and for what, you cannot judge what your answer is worth or whom it helps. "
        "Search firms also withhold a client at first; what they answer when asked tells more.",
        sources=("npsa-2025", "csis-2023", "cn-mss", "5eyes-2024"),
        find=said_by_them("vague-client"),
        catches=(
            "The sponsors prefer to stay in the background.",
            "I would rather not name our partner at this stage.",
            "It is a portfolio of private readers.",
            "A friend of mine needs some texts from time to time.",
            "What you would do? Bit of everything, it depends on you.",
            "Our clients in the region value discretion.",
            "I act on behalf of some investors.",
            "The scope will become clear when we meet in person.",
        ),
        spares=(
            "The meeting agenda will follow later today.",
            "My husband is not a morning person.",
            "The email client crashed again after the update.",
            "Our customer service is closed on Sunday.",
            "I work for the city library, the reading room.",
            "Please find the deadline and the invoice attached.",
        ),
    ),
    # HOOK04
    Indicator(
        id="offers-paid-report",
        name="Offers side-work: a paid report, analysis or article",
        stage=Stage.HOOK,
        why="A freelance text in your official field is the usual first step of the documented cases. "
        "Editors commission too: publicly, with a contract and a byline.",
        sources=("mi5-2025", "csis-2023", "vsd-2020", "kapo-2017", "in-mha"),
        find=_offers_paid_report,
        catches=(
            "Would you write a short white paper on procurement? We remunerate it properly.",
            "We are looking for freelance analysts to prepare briefing notes on your region.",
            "them: I could use somebody who writes for us about the energy market.\nme: sounds nice\n"
            "them: The honorarium is 900 for each text.",
            "800 for a page about how the talks went.",
            "Two pages on shipping, your own words, and my client pays the same day.",
            "put down your thoughts on the reform in a brief memo and you get 300",
            "There is a small budget for a study of the sector, would you author it?",
        ),
        spares=(
            "Please send the expense report with the invoice so that we can pay it.",
            "The article processing charge is waived for your paper.",
            "Could you write me a note when you have paid the rent?",
            "The annual report says that earnings fell.",
            "I am writing my thesis and would be grateful for an interview.",
            "Your review of the manuscript is due in 21 days.",
            "The police report cost me 20 euros.",
        ),
    ),
    # HOOK05
    Indicator(
        id="all-paid-trip",
        name="Offers an all-paid trip early",
        stage=Stage.HOOK,
        why="A free journey brings you to a place where they choose the company, and it puts you in their debt. "
        "Real conferences pay travel too, with a programme and hosts that you can ask.",
        sources=("ncsc-2020", "bfv-2017", "vsd-2020", "dgsi-2018", "mi5-2025", "kapo-2017", "fbi-cuba"),
        find=said_by_them("all-paid-trip"),
        catches=(
            "We cover flight and hotel if you come for the interview in person.",
            "Come and give a lecture to our team, all expenses paid.",
            "He flies you out for the weekend, family included.",
            "For the visit you would have business class, on our side of course.",
            "Join us at the lake; the institute takes care of tickets and accommodation for you.",
            "The journey costs you nothing, our chairman settles your hotel and wants to dine with you.",
        ),
        spares=(
            "Your booking is confirmed: hotel and flight for two, breakfast included.",
            "I booked our flights, you can pay me back later.",
            "Please keep the tickets for the expense claim.",
            "The hotel is near the station, the train takes an hour.",
            "Mum pays for the trip this year!",
            "As keynote speaker you are in the printed programme; economy travel is refunded by form.",
        ),
    ),
    # HOOK06
    Indicator(
        id="presses-for-time",
        name="Presses for a quick answer",
        stage=Stage.HOOK,
        why="Hurry keeps people from asking somebody else. Many honest offers have deadlines, so it counts little.",
        sources=("npsa-2025",),
        find=said_by_them("presses-for-time"),
        catches=(
            "There are only two places left.",
            "Please decide by tomorrow, the client can't wait.",
            "This offer will not last long.",
            "Reply today or the chance goes to someone else.",
            "My boss needs it fast, he is impatient.",
            "Otherwise we will have to ask another expert.",
        ),
        spares=(
            "Could you send the slides by Friday?",
            "The dentist has an appointment at nine, please confirm today.",
            "Reviews are due in 21 days.",
            "Hurry up, the train leaves in ten minutes.",
            "Let me know when you are home.",
            "Only three days until the holidays!",
        ),
    ),
    # HOOK07
    Indicator(
        id="interest-in-you-not-role",
        name="Is interested in you rather than in a role",
        stage=Stage.HOOK,
        why="A genuine recruiter sells a role and checks whether you fit it. "
        "Where there is no vacancy, no interview and no criteria, it is your knowledge that is wanted.",
        sources=("b-search",),
        find=said_by_them("interest-in-you-not-role"),
        catches=(
            "There is no job description, we build the position around the person.",
            "We don't do interviews; let us start with a paid task and see.",
            "The title doesn't matter, it is you we are interested in rather than a vacancy.",
            "The spec is not important yet, tell me about yourself first.",
            "No application is needed, the grant is by invitation.",
            "i'm not hiring, i just enjoy a conversation with people like you",
            "We simply wish to get to know you.",
        ),
        spares=(
            "Unfortunately we have no vacancies at the moment, but we will keep your CV on file.",
            "The interview is on Monday, please bring the application form.",
            "Your application has been received, the hiring manager will be in touch.",
            "Is there a job description for this role?",
            "The role depends on the budget of next year.",
            "We are building a house around the old oak.",
        ),
    ),
    # HOOK08
    Indicator(
        id="shared-interest-turns-to-work",
        name="Begins with a shared interest and turns to your work",
        stage=Stage.HOOK,
        why="Hobbies, lessons and friendships are ordinary life. The turn to your work is the sign.",
        sources=("cn-mss", "dgsi-2022", "npsa-2025"),
        find=_turns_to_work,
        catches=(
            "them: hi, fellow train spotter here!\nme: hello\nthem: what is your team working on at the yard?",
            "them: Could you teach me some maths? I saw your lessons on the board.\nme: sure\n"
            "them: By the way, my cousin would pay for a look at your research.",
            "them: It was lovely to talk at the choir evening.\nme: likewise\n"
            "them: Tell me about your work at the ministry, it sounds interesting.",
            "them: gg well played, nice raid\nme: thx\nthem: do you guys still use those old radios in your unit?",
            "them: I love your photographs of ships, I collect them.\nme: :)\n"
            "them: Do you have access to the quay yourself, or only colleagues?",
            "them: We matched! Your smile made my day.\nme: haha\nthem: What is going on in your agency these days?",
        ),
        spares=(
            "them: hi, fellow train spotter here!\nme: hello\nthem: the old engine runs again on Sunday",
            "them: Could you teach me some maths?\nme: sure\nthem: Thursday at five?",
            "What is your team working on at the moment?",
            "them: great game last night\nme: yes!\nthem: see you at training",
            "them: It was lovely to talk at the choir evening.\nme: yes\nthem: Shall I bring the sheet music?",
            "them: my dog ate the recipe\nme: lol\nthem: no cake then",
        ),
    ),
    # Weak: every consultancy, survey and expert network says it.
    Indicator(
        id="offers-paid-advice",
        name="Offers a paid side opportunity",
        stage=Stage.HOOK,
        why="Paid advice is a legitimate business and also the most common cover. It counts together with other signs.",
        sources=("csis-2023", "npsa-2025"),
        find=said_by_them("offers-paid-advice"),
        catches=(
            "We would compensate you for an hour of your insights.",
            "I have a consulting opportunity for you.",
            "We would like to retain you as a private adviser.",
            "A bit of side income, nothing that disturbs your job.",
            "You would be thanked properly for it, we would see you right.",
            "Our panel pays experts like you for their opinions.",
        ),
        spares=(
            "The tax adviser sent his invoice.",
            "Please be advised that the office is closed and no fee applies.",
            "In my opinion the film was too long.",
            "Can you pay for the pizza?",
            "Ask your doctor for advice.",
            "My pension adviser called, the payment is fine.",
        ),
    ),
)
