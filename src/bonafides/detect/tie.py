"""Personal tie (S6): a hidden principal wants to meet, gifts and favours grow, meetings follow rituals."""

from __future__ import annotations

from bonafides.detect.indicator import Indicator, said_by_them
from bonafides.model import Stage

TIE: tuple[Indicator, ...] = (
    # TIE01
    Indicator(
        id="unnamed-principal-wants-to-meet",
        name="Somebody unnamed behind them wants to meet you",
        stage=Stage.PERSONAL_TIE,
        why="Real clients have names and meet at their office or on video. A trip to meet an unnamed one is a test.",
        sources=("csis-2023", "dgsi-2018", "bfv-2017", "vsd-2020"),
        find=said_by_them("unnamed-principal-wants-to-meet"),
        catches=(
            "My director would like to thank you personally, flight and hotel are on us.",
            "The client will be in town next week and wants to have dinner with you.",
            "Our chairman is curious about you, he proposes a weekend abroad rather than a video call.",
            "The person who reads your reports hopes to meet you. He stays in a quiet hotel by the sea, travel paid.",
            "I would like to introduce you to my boss over a quiet dinner when you are ready.",
            "Our sponsor invites you to his villa, tickets are arranged.",
        ),
        spares=(
            "Our hiring manager would like to meet you for a second interview at our office.",
            "The client wants to meet on Zoom on Monday about the role.",
            "My boss is in town next week, so no lunch for me.",
            "My parents would love to have you for dinner at the weekend.",
            "The landlord wants to meet you at the viewing on Friday.",
            "The programme committee would be happy to welcome you as keynote, travel is covered.",
        ),
    ),
    # TIE02
    Indicator(
        id="gifts-and-favours",
        name="Offers gifts or favours to you or your family",
        stage=Stage.PERSONAL_TIE,
        why="Presents and paid bills make a debt that feels like friendship. Small, open and returned is normal.",
        sources=("jp-npa", "cn-mss"),
        find=said_by_them("gifts-and-favours"),
        catches=(
            "My director has prepared a small gift for your family.",
            "Your son's tuition is no problem, we can help with that.",
            "A little something from our side is waiting for you at the hotel, an envelope for your expenses.",
            "We would be glad to cover the hospital bill of your mother.",
            "Please accept this watch as a token of our friendship.",
            "Bring your wife along, the resort and the flights are on us.",
            "Let me settle the school fees for your daughter, that's what friends are for.",
        ),
        spares=(
            "I bought a present for your daughter's birthday.",
            "As a thank you, participants of the survey receive a gift card.",
            "We cannot accept gifts, it is our policy.",
            "We would like you to present your work at our seminar.",
            "Your health insurance covers hospital treatment for your family.",
            "The estate agent will help with your mortgage application.",
            "Did you watch the game? I have a bottle of wine open.",
        ),
    ),
    # TIE03
    Indicator(
        id="meeting-rituals",
        name="Makes a ritual of meeting",
        stage=Stage.PERSONAL_TIE,
        why="Phones left behind, dates fixed only by word of mouth and odd places are how people hide a contact.",
        sources=("dgsi-2022",),
        find=said_by_them("meeting-rituals"),
        catches=(
            "Same place in three weeks, no need to text before.",
            "Please leave your phone at home when we meet.",
            "If I am not there, come back the following week at the same time.",
            "Come alone and take a different route to the restaurant.",
            "I found a quiet restaurant outside the centre where nobody knows us.",
            "A friend of mine will approach you and ask about the weather, answer that you prefer snow.",
            "We fix the next date only in person, each time at the table.",
        ),
        spares=(
            "Same time, same place next week? I'll text you.",
            "Please switch off your phones during the exam.",
            "Let's find a quiet cafe to work on the slides.",
            "If you are late, just call me.",
            "I left my phone at home, sorry I missed dinner.",
            "Come alone or bring the kids, both is fine.",
            "Take a different train, the line is closed.",
        ),
    ),
    # TIE04
    Indicator(
        id="retainer-early",
        name="Offers a steady tie or monthly money",
        stage=Stage.PERSONAL_TIE,
        why="A regular sum for being available ties you to people you hardly know. After long good work it is normal.",
        sources=("mi5-2025",),
        find=said_by_them("retainer-early"),
        catches=(
            "We would like a long-term cooperation with you.",
            "A monthly fee of 2,000 EUR for regular updates, would that suit you?",
            "You would become our permanent adviser.",
            "The client offers a retainer of 3k.",
            "Let us work together for years, not only for one report.",
            "1,500 USD per month for one short briefing.",
        ),
        spares=(
            "It is a permanent position with a salary of 60,000.",
            "The monthly rent is 900 euros.",
            "Your gym membership costs 30 a month.",
            "We are in a long-term relationship.",
            "The regular meeting is on Monday.",
            "Our universities signed a memorandum on long-term cooperation.",
        ),
    ),
)
