"""Probing (S3): questions that map what somebody can reach, whom they know, and what they need."""

from __future__ import annotations

from bonafides.detect.indicator import Indicator, said_by_them
from bonafides.model import Stage

PROBING: tuple[Indicator, ...] = (
    # ASK01
    Indicator(
        id="maps-access",
        name="Asks what you can reach",
        stage=Stage.ASSESS,
        why="Asking which systems, papers, meetings or places you can still reach measures your use to somebody else. "
        "A job interview asks what you did, not what you can open.",
        sources=("aivd-2022", "ncsc-2020"),
        find=said_by_them("maps-access"),
        catches=(
            "Do you still have access to the internal portal, or was it closed when you left?",
            "Just curious, which of the weekly briefings do you sit in on?",
            "And the drawings, do they land on your desk as well or only on your boss's?",
            "how much of the classified network do they let you see these days?",
            "Are you personally allowed into the cleanroom or does somebody have to escort you?",
            "What my partners value is that you sit close to the place where decisions are taken.",
            "does ur badge still work at the old building lol",
            "Could you describe the kind of documents that you normally see in your position?",
            "For the profile, please indicate the level of access that you currently have.",
            "We look for contributors who have direct access to the planning staff.",
            "And are you in the room when the budget is settled?",
        ),
        spares=(
            "Can you access the folder I shared with you this morning?",
            "Which systems did you work with in your last job, and what did you like about them?",
            "Your new laptop is ready, do you have access to the shared drive now?",
            "Do you still have access to a car at the weekend?",
            "Which meetings are you going to at the conference on Tuesday?",
            "Please never tell anyone online which restricted systems you can access.",
            "Are you allowed to bring a guest to the dinner?",
            "The document I sent you, are you able to open it?",
        ),
    ),
    # ASK02
    Indicator(
        id="maps-network",
        name="Asks who works on what, or for people on the inside",
        stage=Stage.ASSESS,
        why="Lists of colleagues, who decides what, and introductions to people inside let somebody choose the next "
        "person to approach. A recruiter asks for people who may want a vacancy, not for people with access.",
        sources=("mi5-2025", "vsd-2024", "ncsc-2020"),
        find=said_by_them("maps-network"),
        catches=(
            "Who in your section signs off on the export files?",
            "An org chart of your directorate, even a rough sketch on a napkin, would help me picture it.",
            "Could you introduce me to somebody who is still serving?",
            "I can pay 200 for every colleague you put me in touch with.",
            "do you still know people inside the ministry who would talk over a coffee",
            "Names next to functions would be perfect, mobile numbers even better.",
            "How well do you know the minister's adviser?",
            "Which of your colleagues are close to the negotiations?",
            "And besides you, who else sees the drafts?",
            "Is there anyone in the unit who is short of money or feels passed over?",
        ),
        spares=(
            "Who in your company is the right person to talk to about invoices?",
            "Do you know anyone who might want to apply? The vacancy is public, here is the link.",
            "Please send us the names of the colleagues who will attend, for the badges.",
            "Who in your team handles the booking for the Christmas party?",
            "We pay a referral bonus of 500 for every friend who is hired and passes probation.",
            "Are you still in touch with Anna from school?",
            "Let me introduce you to my sister, she is new in town.",
            "Could you suggest three reviewers for your manuscript?",
        ),
    ),
    # ASK03
    Indicator(
        id="probes-money-and-loyalty",
        name="Probes money worries, grievances or loyalty",
        stage=Stage.ASSESS,
        why="Debts, resentment and doubts are what pressure is built on. "
        "A salary expectation is a normal question; how you manage, and whether they deserve you, is not.",
        sources=("bfv-2017", "aivd-2022", "tw-nsb", "fbi-cuba"),
        find=said_by_them("probes-money-and-loyalty"),
        catches=(
            "How do you manage on that salary with two kids?",
            "Honestly, do they value you there?",
            "After fifteen years they still have not promoted you, your superiors do not deserve such a man.",
            "It can't be easy on one income with a baby on the way.",
            "what do you really think of the new leadership?",
            "Are you disappointed with the direction your government has taken?",
            "You seem undervalued in that department, am I wrong?",
            "I hear the pay over there has not kept up with prices for you.",
            "Is money tight at the moment?",
            "Your loyalty, if I may ask, is to the people or to the institution?",
        ),
        spares=(
            "What are your salary expectations, and what is your notice period?",
            "To assess your mortgage application we need to know about any debts or loans.",
            "My boss does not appreciate me and my pay is a joke.",
            "Do you have outstanding loans that the bank should know of for the credit check?",
            "The union says pay has not kept up with inflation, the strike vote is on Monday.",
            "How did they like your cake?",
            "Are you happy with the new phone?",
            "We value your feedback.",
        ),
    ),
    # ASK04
    Indicator(
        id="unusual-cv-data",
        name="Wants unusual details with the CV",
        stage=Stage.ASSESS,
        why="Clearances with project names, identity papers for a chat acquaintance, or referees inside government go "
        "beyond what an early contact needs. A cleared employer asks for a level, through its own portal.",
        sources=("in-mha", "b-rec"),
        find=said_by_them("unusual-cv-data"),
        catches=(
            "Send me your full CV, including your clearance and the projects it covered.",
            "In the resume please do add the names of the programmes and who you reported to.",
            "A scan of your passport is needed for the consulting contract with our client.",
            "could you snap a photo of your staff pass, both sides",
            "The profile online is thin: send a version with the postings you left out of the public one.",
            "Please name two referees who are still inside the ministry.",
            "Describe the confidential projects you took part in, a line for each will do.",
            "List the platforms and systems that you personally worked on and your security level.",
        ),
        spares=(
            "Please tell us your clearance level, and do not send programme details over this site.",
            "Could you send your CV and two references from previous employers?",
            "We need a scan of your passport for the visa invitation letter.",
            "HR will need your passport and right to work documents on the first day.",
            "Please upload a passport copy in the university's portal.",
            "Your CV should not include anything confidential.",
            "What projects are you proud of?",
        ),
    ),
    # Weak: the subject of nearly every ordinary talk among professionals, and of every approach.
    Indicator(
        id="asks-about-employer",
        name="Asks what your employer is working on",
        stage=Stage.ASSESS,
        why="Interest in what your team is doing now is ordinary by itself. It counts only together with other signs.",
        sources=("ncsc-2020", "npsa-2025"),
        find=said_by_them("asks-about-employer"),
        catches=(
            "What is your team currently working on?",
            "Which projects is your department busy with this spring?",
            "so what's going on inside your ministry at the moment",
            "How is your unit organised, and how large is it?",
            "Tell me a little about your daily work at the lab.",
            "Are you involved in the new programme at present?",
            "How many engineers work there on the guidance part?",
        ),
        spares=(
            "What are you doing at the weekend?",
            "Our team is working on your support ticket.",
            "Which restaurant should we book?",
            "How are the kids?",
            "What time does your shop open on Friday?",
            "I am working on the slides and will send them tonight.",
        ),
    ),
)
