"""What the second reader adds to a judgement: more reasons, never fewer, and never a lower level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bonafides.model import Contribution, Polarity

if TYPE_CHECKING:
    from bonafides.model import Assessment, Finding, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the second reader saw in one conversation that the program had not seen itself."""

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def counted(self) -> tuple[Finding, ...]:
        """Those that add to the score."""
        return tuple(finding for finding in self.findings if finding.polarity is Polarity.FOR)

    def joined(self, own: Assessment, both: Assessment) -> Assessment:
        """One judgement from the program's `own` and the one on its findings with the counted ones (`both`).

        Evidence against is shown and adds nothing: whoever wrote the messages might have written them for a model.
        How often such scores were right is left out where they rest on the second reader, since nobody measured it.
        """
        if not self.findings:
            return own
        shown = tuple(Contribution(finding=f, value=0.0) for f in self.findings if f.polarity is Polarity.AGAINST)
        joined = replace(both, against=(*both.against, *shown), peers=None if self.counted else own.peers)
        if both.level.rank < own.level.rank:
            joined = replace(joined, level=own.level, kind=own.kind)
        return joined
