"""Covert handling (S8): secrecy towards employer and family, supplied devices, traces removed, odd papers."""

from __future__ import annotations

from bonafides.detect.indicator import Indicator, said_by_them
from bonafides.model import Stage

COVERT: tuple[Indicator, ...] = (
    # COV01
    Indicator(
        id="asks-for-secrecy",
        name="Asks you to keep it from your employer or family",
        stage=Stage.COVERT_HANDLING,
        why="Honest work can be declared. Being asked to hide it cuts you off from the people who could help you.",
        sources=("practice",),
        find=said_by_them("asks-for-secrecy"),
        catches=(
            "There's no need to mention this to your employer.",
            "I would not bother your security officer with such a small thing.",
            "Better if the university doesn't hear about our cooperation.",
            "Let us keep our arrangement between ourselves.",
            "If anyone asks, you were visiting old friends.",
            "You don't have to declare it, the amounts are tiny and the form only causes trouble at your office.",
            "Your boss would only misunderstand.",
            "Just tell your wife it was translation work, that's simpler.",
            "Nobody at your office needs to know about this trip.",
            "Take a few days of holiday for the visit and don't say that it is to meet us.",
            "I suggest you leave us off the disclosure form.",
        ),
        spares=(
            "Don't tell mum about the party, it's a surprise!",
            "We will not contact your current employer without your permission.",
            "Please ask your employer for approval before the call.",
            "You must not discuss your employer's business on this call.",
            "Never share this code with anyone, not even bank staff.",
            "If anyone asks, I'm in a meeting until three.",
            "Please keep the offer confidential until we announce it.",
            "No need to tell me your salary now.",
            "Please don't discuss salaries with candidates.",
            "I forgot to tell the office that I'm off on Monday.",
        ),
    ),
    # COV02
    Indicator(
        id="supplies-device",
        name="Supplies a device or an account to talk through",
        stage=Stage.COVERT_HANDLING,
        why="A phone or mailbox that exists only for this contact is handling equipment, and may watch you as well.",
        sources=("cn-mss",),
        find=said_by_them("supplies-device"),
        catches=(
            "My colleague will bring you a phone, please use it only for us.",
            "We have prepared a laptop for our work, don't connect it at home.",
            "I opened a mailbox for you, here is the password, write your texts as drafts and don't send them.",
            "Buy a prepaid SIM for our calls, we pay you back.",
            "We both log in to the same account and leave our notes in the drafts folder.",
            "He'll hand you a small USB stick, the reports go on that and nowhere else.",
            "Get a second handset for this, nothing that is registered to you or your firm.",
        ),
        spares=(
            "Your laptop will be handed out by the IT department on your first day.",
            "I bought a new phone, this is my new number.",
            "Can you bring the USB stick with the holiday photos?",
            "We have created an account for you in the HR portal, please set a password.",
            "My phone is broken, I'm using my sister's.",
            "We'll ship the replacement phone once the repair is approved, here is the order number.",
            "I left the draft in the shared folder.",
        ),
    ),
    # COV03
    Indicator(
        id="removes-traces",
        name="Asks you to remove traces or markings",
        stage=Stage.COVERT_HANDLING,
        why="Cutting off markings and deleting chats hides where something came from. Keep everything instead.",
        sources=("practice",),
        find=said_by_them("removes-traces"),
        catches=(
            "Please delete our chat after each call.",
            "Cut off the header before you send us the page.",
            "Photograph the screen instead of copying the file, that leaves no trace.",
            "Turn on disappearing messages please, one day is best.",
            "Don't print or e-mail it, better to photograph it so nothing is logged.",
            "The scan should be without the letterhead and the stamp.",
            "Give the file a harmless name before you send it, holiday recipes for example.",
            "Notes vanish by themselves two hours after you read them there.",
        ),
        spares=(
            "Sorry, please delete this message, it was meant for somebody else.",
            "Could you remove the header row from the spreadsheet?",
            "Please remove author names for the blind review.",
            "I deleted the photos to free up storage.",
            "The logo on the cover page looks off, can design fix it?",
            "Leave no trace: please take your rubbish home when you camp.",
            "Could you take a photo of the error message on the screen?",
            "We delete applicants' data after six months, see our policy.",
        ),
    ),
    # COV04
    Indicator(
        id="odd-contract",
        name="Wants a paper or an oath that only they keep",
        stage=Stage.COVERT_HANDLING,
        why="A secrecy paper without a named party, or without a copy for you, protects them and binds you.",
        sources=("practice",),
        find=said_by_them("odd-contract"),
        catches=(
            "You sign our confidentiality paper when we meet, no copy is needed.",
            "The contract will be with another company, the name is added later.",
            "It is only a pledge of secrecy, a formality for my director.",
            "Please sign a small receipt for the cash, just for our accountant.",
            "We agree on everything orally, nothing in writing between us.",
            "The agreement has no company name on it for discretion, and we keep the only copy.",
        ),
        spares=(
            "Please sign the NDA between Pinecrest Ltd and you, a copy is attached.",
            "You will get a signed copy of the contract by post.",
            "Please sign for the parcel at reception.",
            "The contract is with our payroll company, details below.",
            "I swear I will never eat that much again.",
            "Could we have that in writing, please?",
        ),
    ),
)
