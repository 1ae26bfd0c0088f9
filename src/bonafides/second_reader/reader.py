"""The second reader at work: one conversation after the other, until it proves to be of no use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.model import Consulted, Problem
from bonafides.second_reader.answer import findings_in, model_in
from bonafides.second_reader.opinion import Opinion
from bonafides.second_reader.prompt import request
from bonafides.second_reader.transcript import LONGEST, transcript
from bonafides.second_reader.verify import verified
from bonafides.second_reader.wire import NoAnswerError, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from bonafides.model import Conversation, Finding
    from bonafides.second_reader.endpoint import Endpoint
    from bonafides.second_reader.sign import Sign
    from bonafides.second_reader.transcript import Transcript

TIMEOUT = 60.0
"""Seconds for one question, from the first byte sent to the last received."""
PATIENCE = 3
"""Failures one after the other until it is not asked any more."""
ANY_MODEL = "default"


@dataclass(slots=True, kw_only=True)
class SecondReader:
    """A server that is asked about conversations, one at a time, and what came of that."""

    endpoint: Endpoint
    signs: Mapping[str, Sign]
    own: Callable[[str], str]
    """Blanks out what a message only quotes, keeping its length."""
    model: str = ""
    """Empty for the first that the server lists."""
    timeout: float = TIMEOUT
    _asked: int = field(default=0, init=False)
    _answered: int = field(default=0, init=False)
    _failures: int = field(default=0, init=False)
    """One after the other, up to now."""
    _given_up: str = field(default="", init=False)
    """Why it is not asked any more."""
    _passed_over: int = field(default=0, init=False)
    """Conversations that it was not asked about for that reason."""

    @property
    def consulted(self) -> Consulted:
        """Who was asked, and how far it came."""
        model = self.model or ANY_MODEL
        return Consulted(
            host=self.endpoint.name,
            model=model,
            remote=self.endpoint.remote,
            asked=self._asked,
            answered=self._answered,
        )

    def read(self, conversation: Conversation, known: Collection[str]) -> Opinion:
        """Ask about one conversation; `known` are the indicators that the program found in it itself.

        Never raises for what the server does: that is among the opinion's problems, or in `closing`.
        """
        said = transcript(conversation)
        if not said.lines:
            return Opinion()
        self._asked += 1
        if self._given_up:
            self._passed_over += 1
            return Opinion()
        try:
            proposals = self._ask(said)
        except NoAnswerError as failure:
            return self._failed(conversation, failure)
        self._failures, self._answered = 0, self._answered + 1
        findings, dropped = verified(proposals, conversation, said, self.signs, self.own)
        return Opinion(findings=_new(findings, known), problems=_problems(conversation, said, dropped))

    def closing(self) -> tuple[Problem, ...]:
        """What is to be said once, after the last conversation."""
        if not self._passed_over:
            return ()
        count = "1 conversation was" if self._passed_over == 1 else f"{self._passed_over:,} conversations were"
        problem = Problem(
            what=f"the second reader {self._given_up}; {count} judged without it",
            where=f"second reader at {self.endpoint.name}",
            next_step="Check that it runs, at this address and with this model, and run the check again.",
        )
        return (problem,)

    def _ask(self, said: Transcript) -> list[object]:
        self.model = self.model or self._first_model()
        body = request(self.model, self.signs.values(), said)
        return findings_in(ask(self.endpoint, "/chat/completions", body, timeout=self.timeout))

    def _first_model(self) -> str:
        try:
            return model_in(ask(self.endpoint, "/models", timeout=self.timeout)) or ANY_MODEL
        except NoAnswerError as failure:
            if failure.gone:
                raise
            return ANY_MODEL

    def _failed(self, conversation: Conversation, failure: NoAnswerError) -> Opinion:
        """A problem of this conversation; one that will not go away is told once, in `closing`."""
        self._failures += 1
        if failure.gone or self._failures >= PATIENCE:
            self._given_up = failure.what
        if failure.gone:
            self._passed_over += 1
            return Opinion()
        what = f"the second reader {failure.what}; this conversation was judged without it"
        return Opinion(problems=(_problem(conversation, what),))


def _new(findings: tuple[Finding, ...], known: Collection[str]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.indicator not in known)


def _problems(conversation: Conversation, said: Transcript, dropped: int) -> tuple[Problem, ...]:
    found = []
    if said.cut:
        found.append(f"the second reader was sent only the last {LONGEST:,} characters of this conversation")
    if dropped == 1:
        found.append("the second reader proposed 1 finding that could not be found in the text; it was dropped")
    elif dropped:
        found.append(
            f"the second reader proposed {dropped:,} findings that could not be found in the text; they were dropped"
        )
    return tuple(_problem(conversation, what) for what in found)


def _problem(conversation: Conversation, what: str) -> Problem:
    return Problem(what=what, where=f"conversation {conversation.id}", conversation=conversation.id)
