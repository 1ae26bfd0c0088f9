"""What a desk is set to: its name, whom to ask, and how long what is kept; kept in the store, changed by an admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from bonafides.errors import DeskError
from bonafides.render.phrases import languages
from bonafides.store.records import Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bonafides.desk.desk import Desk
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """How long one kind of case is kept."""

    name: str
    """Also the key of its words, and the setting `keep-<name>`."""
    applies_to: str
    """What a case must be: `open`, a verdict, or a table."""
    days: int
    """From the last change of an open case, from the closing of a closed one."""


RULES: tuple[RetentionRule, ...] = (
    RetentionRule(name="not-about-behaviour", applies_to="not-about-behaviour", days=0),
    RetentionRule(name="ordinary", applies_to="ordinary", days=90),
    RetentionRule(name="unclear", applies_to="unclear", days=365),
    RetentionRule(name="approach", applies_to="approach", days=1095),
    RetentionRule(name="scam", applies_to="scam", days=365),
    RetentionRule(name="device-lure", applies_to="device-lure", days=1095),
    RetentionRule(name="open", applies_to="open", days=730),
    RetentionRule(name="backup", applies_to="backup", days=30),
    RetentionRule(name="audit-detail", applies_to="audit-detail", days=1825),
)
"""The defaults; an admin may set others, within a year of nothing and ten years."""
LONGEST = 3650
_ONE_OF: Mapping[str, Callable[[], Iterable[str]]] = {
    "lang": lambda: languages("bonafides.desk"),
    "timezone": available_timezones,
    "anonymous": lambda: ("yes", "no"),
}
"""Settings that would stop the desk's pages if they were anything else."""
_DEFAULTS: Mapping[str, str] = {
    "name": "",
    "contact": "",
    "controller": "",
    "lang": "en",
    "timezone": "UTC",
    "anonymous": "yes",
    "domains": "",
    "address": "",
    "oidc-issuer": "",
    "oidc-client": "",
    "oidc-roles": "",
    "oidc-claim": "groups",
    **{f"keep-{rule.name}": str(rule.days) for rule in RULES},
}
"""Name of the desk, how staff reach it, whose desk it is, language and zone of what it writes, whether reports may be
anonymous, the organisation's mail domains, the desk's own address (https://...), and the service by which staff sign
in: its roles as `group=role`, separated by commas, the first that fits decides."""

NAMES = tuple(_DEFAULTS)
"""All settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """The settings in force."""

    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    @property
    def rules(self) -> tuple[RetentionRule, ...]:
        """The retention rules in force."""
        return tuple(
            RetentionRule(name=rule.name, applies_to=rule.applies_to, days=int(self.values[f"keep-{rule.name}"]))
            for rule in RULES
        )

    @property
    def introduced(self) -> bool:
        """Whether it is said whose desk this is and whom to ask, which whoever reports must be told first."""
        return bool(self.values["contact"].strip() and self.values["controller"].strip())

    def days(self, rule: str) -> int:
        """For how many days a rule keeps what it applies to."""
        return int(self.values[f"keep-{rule}"])


def desk_settings(reading: Reading) -> DeskSettings:
    """The settings in force, defaults where nothing was set."""
    return DeskSettings(
        values={**_DEFAULTS, **{row.id: row.value for row in reading.find(Setting) if row.id in _DEFAULTS}}
    )


def change_settings(desk: Desk, actor: Actor, values: Mapping[str, str]) -> None:
    """Set some settings. Raises DeskError for an unknown one or an impossible value, and changes nothing then."""
    for name, value in values.items():
        _check(name, value)
    with desk.acting(actor, "setting.change", plain={"settings": sorted(values)}) as work:
        for name, value in values.items():
            row = Setting(id=name, value=value.strip())
            (work.change if work.writing.get(Setting, name) else work.add)(row)


def _check(name: str, value: str) -> None:
    if name not in _DEFAULTS:
        raise DeskError("there is no such setting", where=name, next_step=f"There are: {', '.join(sorted(_DEFAULTS))}.")
    if len(value) > 2_000:
        raise DeskError("this is too long", where=name, next_step="At most 2,000 characters.")
    if name.startswith("keep-") and not (value.strip().isdecimal() and int(value) <= LONGEST):
        raise DeskError("a time to keep things is a number of days", where=name, next_step=f"At most {LONGEST}.")
    if name in _ONE_OF and value.strip() not in _ONE_OF[name]():
        raise DeskError("the desk cannot be set to this", where=name, next_step="Choose one of those that are offered.")
