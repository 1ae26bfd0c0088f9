"""Lock-in (S9): what was given is turned into a hold, and the reader is steered into posts or towards others."""

from __future__ import annotations

from bonafides.detect.indicator import Indicator, said_by_them
from bonafides.model import Stage

LOCK_IN: tuple[Indicator, ...] = (
    # LOCK01
    Indicator(
        id="uses-it-against-you",
        name="Uses what you gave or took against you",
        stage=Stage.LOCK_IN,
        why="This is a threat. It works only as long as nobody else knows; telling someone takes its power away.",
        sources=("jp-npa", "aivd-2022", "dgsi-2018"),
        find=said_by_them("uses-it-against-you"),
        catches=(
            "You already took our money, so you can't simply stop now.",
            "It would be a pity if your employer learned about the payments.",
            "We kept copies of everything you sent, remember that before you go to the police.",
            "We know where your daughter goes to school.",
            "What would your wife say if she saw these messages?",
            "You are part of this now, you can't walk away.",
            "Think of your parents before you refuse.",
            "You signed for every payment, so you owe us one last report.",
            "The safety of your family depends on your decision.",
        ),
        spares=(
            "We have received your payment, thank you.",
            "It would be a pity if you missed the party.",
            "What would your wife say to a weekend in the mountains?",
            "You can't leave now, the best song is next!",
            "We have copies of your contract on file.",
            "Think of your health and take a break.",
            "The safety of your children comes first in our school.",
            "You have already received the refund for your order.",
        ),
    ),
    # LOCK02
    Indicator(
        id="take-a-post-for-access",
        name="Wants you in a post with more access",
        stage=Stage.LOCK_IN,
        why="A recruiter finds you work for an employer. Whoever pays you to sit elsewhere wants what passes there.",
        sources=("pet-2022", "fbi-cuba"),
        find=said_by_them("take-a-post-for-access"),
        catches=(
            "You should apply to the ministry again, from there you would be much more useful to us.",
            "Take the post in that unit, you would see more and we would make it worth your while.",
            "If you move to the procurement department, my friends will cover the difference in salary.",
            "Have you thought of going back to government? It would be valuable for our client.",
            "Don't resign yet, where you are now you still have access, and that matters to us.",
            "Ask for the desk where the cables come in, our side would reward that.",
        ),
        spares=(
            "You should apply for the post on our careers page, the deadline is Friday.",
            "We are hiring for the ministry of transport, would you like to apply?",
            "I think you should go back to university.",
            "The position offers access to a learning budget and a gym.",
            "She took a job in the finance department last month.",
            "Please apply via the portal, clearance is required for this role.",
        ),
    ),
    # LOCK03
    Indicator(
        id="bring-in-others",
        name="Asks you to bring in others",
        stage=Stage.LOCK_IN,
        why="Introductions to people with access, or news of who is unhappy, are how the next person is found.",
        sources=("tw-nsb",),
        find=said_by_them("bring-in-others"),
        catches=(
            "Do you know somebody who is still serving at that command?",
            "Your brother works at the ministry, could he write for us too? Same fee.",
            "For each colleague you introduce we pay 500.",
            "Which of your colleagues are unhappy or need money?",
            "Could you put me in touch with someone in your unit who handles procurement?",
            "We'd like to build a small circle of officers like you.",
            "Is there anyone in the department with access who might help us?",
            "Bring two friends from the lab next time, they get the same terms.",
        ),
        spares=(
            "Do you know anyone who might be interested in this vacancy?",
            "Could you introduce me to the right person for software tools in your department?",
            "We pay a referral bonus when your friend passes probation.",
            "Can you bring your colleagues to the drinks on Friday?",
            "Your sister could help us move the sofa.",
            "Who among your friends plays tennis?",
            "Do you know a good plumber?",
        ),
    ),
)
