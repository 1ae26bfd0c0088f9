"""Starter task (S5): an easy first task, paid quickly and oddly, for a reader who has no name."""

from __future__ import annotations

from bonafides.detect.indicator import Indicator, said_by_them
from bonafides.model import Stage

STARTER_TASK: tuple[Indicator, ...] = (
    # PAY01
    Indicator(
        id="pays-without-contract",
        name="Pays before or without a contract",
        stage=Stage.STARTER_TASK,
        why="Money without terms or an invoice leaves you owing something that nobody has named.",
        sources=("jp-npa", "dgsi-2022"),
        find=said_by_them("pays-without-contract"),
        catches=(
            "No contract is necessary, we pay after each text.",
            "I have already sent you 200 euros as a sign of trust.",
            "A small payment to thank you for the call is on its way.",
            "We can pay half in advance before you start, no paperwork.",
            "Try one for 100 first, then we talk about more.",
            "You don't need to send an invoice, our accounts don't ask for one, the fee comes on Friday.",
        ),
        spares=(
            "Please send the invoice once the contract is signed.",
            "The deposit for the flat is due in advance.",
            "You can cancel anytime, no contract, 10 euros a month for the SIM.",
            "We cannot start without a signed contract.",
            "I'll pay you back for lunch.",
            "Payment in advance is needed for the hotel booking.",
        ),
    ),
    # PAY02
    Indicator(
        id="hidden-payment",
        name="Pays in a way that hides who pays",
        stage=Stage.STARTER_TASK,
        why="Cash, crypto, gifts or a stranger's account hide the payer from you, your bank and your employer.",
        sources=("mi5-2025", "in-mha", "tw-nsb", "dgsi-2022"),
        find=said_by_them("hidden-payment"),
        catches=(
            "We prefer to pay the fee in cash when we meet.",
            "Please open a crypto wallet, the honorarium comes there.",
            "The transfer will come from another company, a partner of ours.",
            "Don't be surprised by the sender's name on the payment.",
            "My cousin will send you the money for the report.",
            "We can send the fee to your wife's account, that is more discreet.",
            "I'll hand you an envelope with the rest next time.",
            "For your answers you get a prepaid card instead of a transfer.",
        ),
        spares=(
            "Cash on pickup please, the bike is 80 euros.",
            "Salary is paid by our payroll provider.",
            "I'll give you the money for the tickets in cash.",
            "Participants receive a gift card of 20 euros for the survey.",
            "The cash flow report is due on Monday.",
            "Never send money to a crypto wallet, it's a scam.",
            "The envelope with the report is on your desk.",
            "My wife's account is the one for the rent.",
        ),
    ),
    # PAY03
    Indicator(
        id="easy-task-paid-well",
        name="Offers an easy task from public sources, well paid, then again for more",
        stage=Stage.STARTER_TASK,
        why="Ask why anyone pays so much for what is public. The easy task builds a habit of delivering.",
        sources=("kapo-2017", "dgsi-2022", "jp-npa", "csis-2023"),
        find=said_by_them("easy-task-paid-well"),
        catches=(
            "A short report of three pages from open sources, we pay 600 euros.",
            "The next report will be paid 800 dollars.",
            "Our director liked your piece, so we raise your fee for the next one.",
            "It's simple, summarise what newspapers write, 300 EUR each time.",
            "Same format every month, 500 euros each.",
            "Only a few paragraphs in your own words, generous honorarium.",
        ),
        spares=(
            "We pay 250 on publication for a short op-ed with your byline.",
            "Your next appointment is on Monday and costs 40 euros.",
            "The translation of two pages is 60 euros.",
            "The next train is in ten minutes.",
            "Could you write a short report about the incident for the insurance?",
            "The brochure was great, we book you for the next print run at 65 an hour.",
        ),
    ),
    # PAY04
    Indicator(
        id="never-published",
        name="The text is never published and has no named reader",
        stage=Stage.STARTER_TASK,
        why="Work without a byline, an editor or a named reader may only be there to get you used to writing.",
        sources=("practice",),
        find=said_by_them("never-published"),
        catches=(
            "The report is for internal reference only and will not be published.",
            "Your name will not appear anywhere.",
            "The analysis goes only to a small circle of readers.",
            "No byline, the text stays with the client.",
            "What you write will never be printed, our reader keeps it for himself.",
            "Nobody will publish it, it's just for our client.",
        ),
        spares=(
            "Your answers in the survey will be anonymous and not published.",
            "The reviewers' reports are not published.",
            "This document is for internal use only. If you are not the intended recipient, delete it.",
            "The article will be published on Tuesday under your name.",
            "Please don't publish it until the embargo ends.",
            "The reference letter will not be shown to the student.",
        ),
    ),
    # PAY05
    Indicator(
        id="only-public",
        name="Calls it only public information or just your opinion",
        stage=Stage.STARTER_TASK,
        why="Often true, and often the first step: what counts is what comes next and who wants it.",
        sources=("kapo-2017", "mi5-2025", "tbyl-au"),
        find=said_by_them("only-public"),
        catches=(
            "Nothing secret, just your opinion.",
            "We only need public information.",
            "Don't worry, it is all from open sources.",
            "We ask only for your personal view.",
            "It's perfectly legal, only an analysis of published material.",
            "There is nothing confidential in it, simply how you see the situation.",
        ),
        spares=(
            "You must not share confidential information on the call.",
            "That's just my opinion!",
            "Only public transport goes there.",
            "The library is open to the public.",
            "Please do not disclose anything classified, see our rules.",
            "Your opinion matters to us, please fill in the survey.",
        ),
    ),
)
