"""Honesty about too little: keys of what the text cannot tell, and of what would change the judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.model import Form, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bonafides.model import Conversation, Finding

_LOWERS = {
    "named-client": {"offers-checkable-contact", "real-role-with-process", "told-client-checks-out"},
    "written-contract": {"invoice-and-contract", "told-written-contract"},
    "welcomes-your-employer-knowing": {
        "glad-you-tell-your-employer",
        "asks-about-your-duties",
        "told-clear-it-at-work",
    },
    "accepts-a-no": {"accepts-refusal", "told-took-a-no"},
}
"""What would lower the judgement, and the findings that show it is already there."""

_RAISES = {
    "asks-for-what-is-not-public": {"asks-for-nonpublic", "wants-documents", "public-is-not-enough", "told-not-public"},
    "asks-to-keep-it-quiet": {"asks-for-secrecy", "hidden-channel", "told-keep-it-quiet", "told-hidden-channel"},
    "pays-in-odd-ways": {"hidden-payment", "pays-without-contract", "told-hidden-pay", "told-paid-before-contract"},
    "will-not-name-the-client": {"client-stays-unnamed", "vague-client", "told-client-unnamed"},
}


def unknown(conversation: Conversation) -> tuple[str, ...]:
    """Keys of what this text cannot tell; `identity` always, since no text can prove who wrote it.

    What a text leaves open is no question where there is none; what was told rests on what was remembered.
    """
    sent = [m for m in conversation.messages if m.form is Form.SENT]
    found = ["identity", "told"] if conversation.told or conversation.only_told else ["identity"]
    if conversation.only_told:
        return tuple(found)
    if sum(m.judged for m in sent) <= 1:
        found.append("one-message")
    if not any(m.mine for m in sent):
        found.append("your-side")
    if sent and not any(m.sent_at for m in sent):
        found.append("times")
    if len({m.speaker for m in sent if not m.mine}) > 1:
        found.append("several-people")
    return tuple(found)


def would_change(findings: Iterable[Finding], level: Level) -> tuple[str, ...]:
    """Keys of what would raise or lower this judgement and has not been seen yet; raising ones only below `warn`."""
    seen = {finding.indicator for finding in findings}
    lowers = [f"lowers-{key}" for key in _missing(_LOWERS, seen)]
    raises = [f"raises-{key}" for key in _missing(_RAISES, seen)]
    return tuple(lowers if level.rank >= Level.WARN.rank else [*raises, *lowers])


def _missing(table: dict[str, set[str]], seen: set[str]) -> Sequence[str]:
    return [key for key, shown_by in table.items() if seen.isdisjoint(shown_by)]
