"""The interview room: what the person tells, where no text shows it, as findings like all others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bonafides.errors import InterviewError
from bonafides.interview.questions import Answer, Group, Question, questions
from bonafides.interview.words import Wording, wording
from bonafides.model import Conversation, Finding, Form, Message, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNEL = "told"
ME = "me"

__all__ = ["CHANNEL", "Answer", "Group", "Question", "Wording", "questions", "told", "wording"]


def told(
    answers: Mapping[str, str], *, lang: str = "en", conversation: Conversation | None = None
) -> tuple[Conversation, tuple[Finding, ...]]:
    """The conversation with one message for each answer that counts, in the order of the questions, and its finding.

    `answers` holds `yes`, `no` or `unsure` by question id; `unsure` is the same as no answer. Without a conversation
    there is one in which nothing is but what was told. Raises InterviewError for an unknown question or answer.
    """
    _check(answers)
    words = wording(lang)
    counting = tuple(question for question in questions() if answers.get(question.id) == question.counts)
    before = conversation or Conversation(id=CHANNEL, messages=())
    said = tuple(
        Message(speaker=ME, text=words[question.id].said, mine=True, form=Form.TOLD, channel=CHANNEL)
        for question in counting
    )
    whole = replace(before, messages=(*before.messages, *said))
    first = len(before.messages)
    return whole, tuple(_finding(question, at, whole) for at, question in enumerate(counting, first))


def _finding(question: Question, at: int, conversation: Conversation) -> Finding:
    """What an answer amounts to; it rests on the whole of its own message."""
    return Finding(
        indicator=question.indicator,
        stage=question.stage,
        polarity=question.polarity,
        kind=question.kind,
        spans=(Span(message=at, start=0, end=len(conversation.messages[at].content)),),
    )


def _check(answers: Mapping[str, str]) -> None:
    """Refuse what is no answer to a question of the form."""
    known = {question.id for question in questions()}
    for asked, answer in answers.items():
        if asked not in known:
            raise InterviewError(
                f"there is no question “{asked!s:.40}”",
                where="answers",
                next_step="Name questions by the ids that `bonafides.interview.questions()` lists.",
            )
        if answer not in tuple(Answer):
            raise InterviewError(
                f"what was answered to “{asked}” is no answer to it",
                where="answers",
                next_step=f"Use one of: {', '.join(Answer)}.",
            )
