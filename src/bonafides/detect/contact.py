"""Contact (S1): what a stranger's words say about the persona behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.detect.indicator import Indicator, said_by_them
from bonafides.model import Stage

if TYPE_CHECKING:
    from bonafides.detect.thread import Thread
    from bonafides.model import Span

ANSWER_WITHIN = 2
"""How many turns after a question about the persona count as the answer to it."""


def _avoids_verification(thread: Thread) -> tuple[Span, ...]:
    """Refuses outright, or dodges where the user has just asked for something that can be checked."""
    spans = list(thread.theirs("avoids-verification"))
    since_question = ANSWER_WITHIN + 1
    for turn in thread.turns:
        if turn.mine:
            since_question = 0 if turn.hits.get("user-asks-to-check") else since_question + 1
        elif turn.theirs:
            since_question += 1
            if since_question <= ANSWER_WITHIN:
                spans.extend(turn.hits.get("early-dodge", ()))
    return tuple(dict.fromkeys(spans))


CONTACT: tuple[Indicator, ...] = (
    # PER09
    Indicator(
        id="avoids-verification",
        name="Avoids being seen or checked",
        stage=Stage.CONTACT,
        why="Somebody who is what they say loses nothing by a video call or a question to their office. "
        "Poor connections happen once, not always.",
        sources=("il-shinbet",),
        find=_avoids_verification,
        catches=(
            "My camera is broken, let's stick to chat.",
            "There is no need to call the office, they would not know about this project.",
            "I never do video calls, I prefer to write.",
            "You won't find us on the internet, we keep a low profile.",
            "My surname is not important, call me Ren.",
            "I'd rather not give you the office number.",
            "them: we work with experts\nme: Do you have a website?\nthem: It is under renovation at the moment.",
            "them: let's talk\nme: Who are you exactly, is the company registered?\nthem: Why so suspicious? :)",
        ),
        spares=(
            "My camera is broken today, so audio only, sorry.",
            "Please do not call the office after six, we are closed.",
            "Ring our office first if you want to check me out.",
            "The website is down for maintenance until noon.",
            "You will find us on the register under our full name.",
            "them: here is the agenda\nme: thanks\nthem: the new site is under construction, opens in May",
            "Video or phone, whichever you prefer.",
        ),
    ),
    # PER10
    Indicator(
        id="hands-over",
        name="Hands you over to somebody else, or changes who they are",
        stage=Stage.CONTACT,
        why="In the documented cases a first contact finds people and another person takes them on. "
        "Firms hand over too, but with a full name that you can look up.",
        sources=("csis-2023",),
        find=said_by_them("hands-over"),
        catches=(
            "From now on my boss will write to you directly.",
            "My director wishes to meet you himself, he is very curious.",
            "I am leaving the project, a friend takes over our talks with you.",
            "A gentleman will approach you at the hotel bar.",
            "I'm writing instead of my colleague, you used to talk with her.",
            "i use a new name now because of the old account, it's me",
            "I will pass you on to somebody more senior.",
        ),
        spares=(
            "I am on annual leave next week, my colleague will look after your order.",
            "The hiring manager will contact you to arrange the interview.",
            "My colleague Freya (freya@larch.example) will take over your account.",
            "A technician will call you before he comes.",
            "My boss wants the report on Friday.",
            "My cousin is moving on to a new job.",
        ),
    ),
    # PER12
    Indicator(
        id="borrows-ties",
        name="Borrows credibility from people you know",
        stage=Stage.CONTACT,
        why="Shared contacts prove only that others accepted an invitation. "
        "It is also how networking works, so it counts little.",
        sources=("practice",),
        find=said_by_them("borrows-ties"),
        catches=(
            "I see that we have several connections in common.",
            "Your name was given to me by somebody in your field.",
            "Some of your former colleagues already write for us.",
            "A mutual acquaintance thought we should talk.",
            "she gave me your number",
            "We both know many of the same people.",
            "I have worked with your director before.",
        ),
        spares=(
            "The plumber gave me your number, the sink is fixed.",
            "What do you have in common with a cat?",
            "My sister says hello.",
            "The seats were already taken.",
            "Please forward the invitation.",
            "I know the way, thanks.",
        ),
    ),
    # PER08, the part that a message shows
    Indicator(
        id="private-mailbox",
        name="Speaks for an organisation but uses a private address",
        stage=Stage.CONTACT,
        why="Somebody who writes for an organisation has an address there, and its domain can be checked. "
        "Independents do use private mail.",
        sources=("b-rec", "ncsc-2025"),
        find=said_by_them("private-mailbox"),
        catches=(
            "Please reply to my private email instead of the institute's.",
            "Our company mail is being migrated, so use this address for now.",
            "Do not write to my office address, the server filters too much; take my personal one.",
            "The corporate mailbox is monitored, therefore I write from here.",
            "send the documents to my personal mail please",
            "My private account is better, the university's inbox is always full.",
        ),
        spares=(
            "Your order confirmation was sent to your private email.",
            "Reply to this address for support.",
            "The office is closed on Sunday.",
            "Mum, send the photos to my private address.",
            "Our company server moved to a new building.",
            "Please write your home address on the parcel.",
        ),
    ),
)
