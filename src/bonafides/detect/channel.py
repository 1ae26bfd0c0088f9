"""Channel shift (S4): the talk is moved to a private, personal or vanishing channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.detect.indicator import Indicator, said_by_them
from bonafides.model import Stage

if TYPE_CHECKING:
    from bonafides.detect.thread import Thread
    from bonafides.model import Span

EARLY_MESSAGES = 12
"""Of the other side: a change of channel counts as early within these."""


def _moves_early(thread: Thread) -> tuple[Span, ...]:
    """Asks to move, within the other side's first messages."""
    first = [turn for turn in thread.turns if turn.theirs][:EARLY_MESSAGES]
    return tuple(span for turn in first for span in turn.hits.get("moves-off-platform", ()))


def _hides_channel(thread: Thread) -> tuple[Span, ...]:
    """Asks for a hidden channel, or switches the vanishing of messages on."""
    return thread.theirs("hidden-channel") + thread.events("vanishing-messages-on")


CHANNEL: tuple[Indicator, ...] = (
    # CHAN01
    Indicator(
        id="moves-off-platform",
        name="Wants to leave the network early",
        stage=Stage.CHANNEL_SHIFT,
        why="Networks can see and close false accounts; a private messenger cannot and hides the start of the talk. "
        "Honest recruiters ask for a call or a mail too, so timing and insistence matter.",
        sources=("csis-2023", "vsd-2020", "li-2022", "meta-2021"),
        find=_moves_early,
        catches=(
            "Could we continue on WhatsApp?",
            "I rarely open this inbox, is there a private number where I reach you better?",
            "are u on telegram? typing here is a pain",
            "Let us speak somewhere calmer, away from this site. What is your Signal?",
            "Add me there: my Threema ID is below, it is more comfortable for long talks.",
            "This platform is slow, may I have your personal mail?",
            "Please scan the code and we proceed on WeChat, my colleagues prefer it.",
            "It would be easier over Viber, here is my number +44 7700 900321.",
        ),
        spares=(
            "Our WhatsApp line is for press enquiries.",
            "I'll send you the minutes by email.",
            "You can call our main number on our website, ask for Jo.",
            "What is your order number, please?",
            "The signal at the station was red for an hour.",
            "I don't use WhatsApp, sorry.",
            "Let us talk on Tuesday at ten.",
        ),
    ),
    # CHAN02
    Indicator(
        id="hidden-channel",
        name="Wants vanishing messages, an unusual app or code names",
        stage=Stage.CHANNEL_SHIFT,
        why="A business has no need for its messages about a report to vanish, or for false names. "
        "Such channels keep you from showing later what was said.",
        sources=("cn-mss",),
        find=_hides_channel,
        catches=(
            "Please switch on auto-delete, one day is enough.",
            "Set it so that messages go after a week.",
            "We talk in an app that few people know, I will send you the link.",
            "Make a second account just for our correspondence.",
            "Choose a nickname, and leave out your real name in the app.",
            "If I write that the books have arrived, it means we meet at the usual place.",
            "Save the text in the drafts of the shared mailbox without sending it.",
            "I have a separate phone for this, you should get one as well: a fresh SIM and a clean handset.",
            "use the encrypted messenger I told you about, nothing in the normal chat",
        ),
        spares=(
            "How do I turn off disappearing messages?",
            "Please create an account on our customer portal to track the order.",
            "Pick a nickname for your player before the game starts.",
            "The codename of the release is still open.",
            "My phone broke and all my messages were deleted after the update.",
            "Install the authenticator app for your bank.",
            "I have a new number, please save it.",
        ),
    ),
    # CHAN03
    Indicator(
        id="personal-channel",
        name="Asks you to keep it off your work systems",
        stage=Stage.CHANNEL_SHIFT,
        why="Talk about your work that must stay out of your employer's systems is meant to stay unseen by them. "
        "In a job hunt private mail is normal.",
        sources=("practice",),
        find=said_by_them("personal-channel"),
        catches=(
            "Please don't use your office mail for this.",
            "Write to me from your private address rather than the ministry's.",
            "Better from your home computer, the lab's network logs everything you send.",
            "Keep it off your work phone.",
            "could u give me a personal number, not the service one",
            "For the papers I would take your own email, your employer may read along with the corporate account.",
        ),
        spares=(
            "My personal number is below if the office line is busy.",
            "We process your personal email address according to our privacy policy.",
            "Please do the coding exercise on your own computer, any editor is fine.",
            "Do not share your work password with anyone.",
            "I left my work phone at home.",
            "The parcel goes to your home address.",
        ),
    ),
)
