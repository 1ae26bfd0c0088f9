"""Device lure (X1): a file to run, a page to log in to, or a wish that it happens at work; a side branch to malware."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bonafides.detect.indicator import Indicator, said_by_them
from bonafides.model import Kind, Span, Stage

if TYPE_CHECKING:
    from bonafides.detect.thread import Thread

_PROGRAM = re.compile(
    r"(?<![\w.-])\w[\w()-]{0,80}(?:\.\w{1,8}){0,2}\.(?:exe|scr|msi|lnk|iso|hta|vbs|docm|xlsm|pptm|apk)(?![\w.])", re.I
)
"""A file name whose ending says that opening it runs something."""


def _program_files(thread: Thread) -> tuple[Span, ...]:
    """Names of such files in what the other side sent, attachments included, in whatever language."""
    return tuple(
        Span(message=turn.index, start=match.start(), end=match.end())
        for turn in thread.turns
        if not turn.message.mine and "." in (content := turn.message.content)
        for match in _PROGRAM.finditer(content[:PROGRAM_NAMES_IN])
    )


PROGRAM_NAMES_IN = 20_000
"""Characters of a message in which file names are looked for."""

DEVICE: tuple[Indicator, ...] = (
    # X1A
    Indicator(
        id="run-this-file",
        name="Wants you to install or run something",
        stage=Stage.DEVICE_LURE,
        kind=Kind.DEVICE_LURE,
        why="A job or a paper needs no program to be read. What you run can read everything else on the machine.",
        sources=("meta-2021",),
        find=said_by_them("run-this-file"),
        catches=(
            "Please enable macros to see the salary table.",
            "The job description opens only with our secure viewer, install it first.",
            "Clone the repository and run npm install before the interview.",
            "Unpack the archive, the password is 1234, the questionnaire is inside.",
            "Turn off your antivirus while you open the document, it gives a false alarm.",
            "If the camera doesn't work, paste this command into the terminal and join the interview again.",
            "Install the remote support tool so that I can walk you through the offer.",
            "The test project is in the zip, just start it locally and fix the bug for the coding challenge.",
        ),
        spares=(
            "Please find the job description attached as PDF.",
            "The coding test runs in your browser on our careers portal, nothing to install.",
            "Could you clone the repo and run the tests before we merge?",
            "The IT department will install the update tonight.",
            "Download the Zoom app for the call on Monday.",
            "Do not open the attachment, it looks like phishing.",
            "I run every morning before the job interview.",
            "Download the festival app for the programme.",
        ),
    ),
    # X1A
    Indicator(
        id="log-in-to-see",
        name="Wants you to log in with your work or mail password to see something",
        stage=Stage.DEVICE_LURE,
        kind=Kind.DEVICE_LURE,
        why="A page that asks for your work or mail password to show a document is there to take the password.",
        sources=("meta-2021",),
        find=said_by_them("log-in-to-see"),
        catches=(
            "Sign in with your university account to read the draft.",
            "To see the questions, log in using your work email and password.",
            "The document is protected, please verify your institutional account to open it.",
            "The page will ask for your e-mail password, that is normal for confidential papers.",
            "Log in with your office credentials to download the invitation.",
            "You can open the report after signing in with your mail account through the link.",
        ),
        spares=(
            "Log in to the editorial system to see the manuscript.",
            "Sign in with your work account to view your payslip.",
            "You can log in to your bank account to see the statement.",
            "Never enter your password on a page you reached from an e-mail.",
            "Please log in to the HR portal and upload your documents.",
            "I forgot my password again, can you open the report?",
        ),
    ),
    # X1B
    Indicator(
        id="open-it-at-work",
        name="Wants it opened on a work machine or network",
        stage=Stage.DEVICE_LURE,
        kind=Kind.DEVICE_LURE,
        why="There is no honest reason why a stranger's file has to be opened at your workplace.",
        sources=("practice",),
        find=said_by_them("open-it-at-work"),
        catches=(
            "It works better if you open it on your office computer.",
            "Please fill in the form from your work network.",
            "The link only works from the institute's network.",
            "Could you run the test on your company laptop?",
            "Plug the stick into the computer at work and copy the folder.",
            "If it doesn't load at home, try it at the office, the connection there is faster.",
        ),
        spares=(
            "Please do not open it on your work computer.",
            "Please take the test on your own laptop, not on a work device.",
            "The IT department will install the update on your work laptop tonight.",
            "I left my laptop at the office.",
            "Our office opens at nine.",
            "I work at a computer company.",
        ),
    ),
    # X1A, without words: it is seen in every language
    Indicator(
        id="sends-a-program",
        name="Sends or names a file that runs when it is opened",
        stage=Stage.DEVICE_LURE,
        kind=Kind.DEVICE_LURE,
        why="The ending of the file's name says that it is a program or holds one. A job or a paper needs none.",
        sources=("meta-2021",),
        find=_program_files,
        catches=(
            "Aquí está la oferta: Salary_overview.pdf.exe",
            "Anbei die Aufgabe (Assignment.scr), Passwort folgt.",
            "[attachment: Questionnaire.docm, application/msword, 81920 bytes]",
            "Установите viewer.apk",
        ),
        spares=(
            "Offer.pdf and form.docx are attached.",
            "We met at example.com about the exe format.",
            "The msi meeting is at nine.",
            "see www.x.example/setup",
        ),
    ),
)
