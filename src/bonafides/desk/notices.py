"""What the desk tells people about itself: the staff form's texts, the notice of collection, the names of things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.render import clean
from bonafides.render.phrases import phrases

if TYPE_CHECKING:
    from bonafides.desk.linking.suggesting import Reason
    from bonafides.desk.permissions import Decision
    from bonafides.desk.settings import DeskSettings
    from bonafides.render.phrases import Phrases

ROOM = "bonafides.desk"
NAMED = ("status", "verdict", "role")
"""What has a name and a meaning."""
_LOOKED = ".looked"
_UNSPOKEN = frozenset({"photo"})
"""Families whose value is a fingerprint that says nothing to a reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it; a list has more than one line that belongs together."""

    heading: str
    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What went wrong, and what to do next."""

    what: str
    next_step: str


def collection(settings: DeskSettings, lang: str) -> tuple[Section, ...]:
    """The notice of collection: who sees it, why, for how long, rights, staying anonymous; shown before one reports."""
    words = phrases(lang, ROOM)
    desk = clean.name(settings["name"], 120) or words("notice.desk")
    contact = clean.name(settings["contact"], 300)
    ask = words("notice.contact", contact=contact) if contact else words("notice.contact_unknown", desk=desk)
    said = {
        "who": (words("notice.who", desk=desk), words("notice.who_program")),
        "why": (words("notice.why"), words("notice.why_case")),
        "pass": (words("notice.pass"),),
        "how_long": (words("notice.how_long"), *kept_for(settings, lang)),
        "rights": (words("notice.rights"), ask),
        "anonymous": (words("notice.anonymous"),) if settings["anonymous"] == "yes" else (),
        "free": (words("notice.free"),),
        "others": (words("notice.others"),),
    }
    return tuple(Section(heading=words(f"notice.{key}_heading"), lines=lines) for key, lines in said.items() if lines)


def what_to_tell(lang: str) -> tuple[Section, ...]:
    """What to report, what not to report, and what to think of before writing: three sections above the staff form."""
    words = phrases(lang, ROOM)
    before = tuple(words(f"form.{key}") for key in ("work", "protected", "harmful", "keep"))
    return (
        Section(heading=words("form.do_heading"), lines=words.items("form.do"), listed=True),
        Section(heading=words("form.dont_heading"), lines=words.items("form.dont"), listed=True),
        Section(heading=words("form.before_heading"), lines=before),
    )


def not_about_behaviour(lang: str) -> Section:
    """What a reporter reads whose report was closed because it named nobody's behaviour."""
    words = phrases(lang, ROOM)
    lines = tuple(words(f"behaviour.{key}") for key in ("reporter", "reporter_then", "reporter_back"))
    return Section(heading=words("behaviour.heading"), lines=lines)


def kept_for(settings: DeskSettings, lang: str) -> tuple[str, ...]:
    """Each rule of retention as a line: `Cases closed as a money scam: 365 days, counted from ...`."""
    words = phrases(lang, ROOM)
    return tuple(
        words.labelled(rule_name(rule.name, lang), days_kept(rule.name, rule.days, lang)) for rule in settings.rules
    )


def days_kept(rule: str, days: int, lang: str) -> str:
    """For how long a rule keeps what it applies to, and from when that is counted."""
    words = phrases(lang, ROOM)
    if not days:
        return words("retention.at_once")
    start = {"open": "retention.from_last", "backup": "", "audit-detail": ""}.get(rule, "retention.from_closing")
    counted = words.count("retention.days", days)
    return f"{counted}, {words(start)}" if start else counted


def rule_name(rule: str, lang: str) -> str:
    """What a rule of retention is called."""
    return _one_of(phrases(lang, ROOM), "retention.rule", rule, rule=rule)


def name_of(what: str, value: str, lang: str) -> str:
    """What a status, verdict or role is called; the value itself where it has no name."""
    return phrases(lang, ROOM).get(f"{what}.{value}.name", value)


def shared(family: str, shown: str, lang: str) -> str:
    """What two cases share, as a sentence: `The same phone number: +44 ...`."""
    words = phrases(lang, ROOM)
    value = "" if family in _UNSPOKEN else clean.name(shown, 200)
    if f"family.{family}" not in words.table:
        return value or family
    return words(f"family.{family}", shown=value) if value else words(f"family.{family}_plain")


def reason(found: Reason, lang: str) -> str:
    """The same with how many cases bear it, and that it says little where it adds nothing."""
    words = phrases(lang, ROOM)
    others = max(1, found.cases - 1) if found.strength > 0 else found.cases
    counted = words.count("family.borne" if found.strength > 0 else "family.wide", others)
    return f"{shared(found.family, found.shown, lang)}. {counted}"


def may(action: str, lang: str) -> str:
    """What an action of the permissions lets somebody do: `Write a note`."""
    return _one_of(phrases(lang, ROOM), "action", _key(action), action=action)


def happened(action: str, lang: str) -> str:
    """What an entry of the audit log says was done: `Note written`."""
    words = phrases(lang, ROOM)
    if action.endswith(_LOOKED) and f"audit.{_key(action)}" not in words.table:
        return words("audit.looked", what=may(action.removesuffix(_LOOKED), lang))
    return _one_of(words, "audit", _key(action), action=action)


def why(decision: Decision, lang: str, *, name: str = "") -> str:
    """Why somebody may or may not do something; without a name it speaks to whoever asks."""
    words = phrases(lang, ROOM)
    key = ("theirs" if name else "") + ("" if decision.allowed else "_refused")
    key = {"": "allowed", "_refused": "refused"}.get(key, key)
    role = name_of("role", decision.role, lang)
    reach = words(f"reach.{decision.reach or 'none'}")
    return words(f"why.{key}", role=role, reach=reach, name=clean.name(name))


def chain_fault(fault: str, lang: str) -> str:
    """A fault that the check of the audit log found, `kind:place`, as a sentence."""
    kind, _, place = fault.partition(":")
    words = phrases(lang, ROOM)
    return words(f"chain.{kind}", place=place) if f"chain.{kind}" in words.table else fault


def trouble(kind: str, lang: str, **values: object) -> Trouble:
    """What people read when something cannot be done; an unknown kind is a fault of the program and says so."""
    words = phrases(lang, ROOM)
    kind = kind if f"error.{kind}.what" in words.table else "fault"
    return Trouble(what=words(f"error.{kind}.what", **values), next_step=words(f"error.{kind}.next", **values))


def _one_of(words: Phrases, table: str, key: str, **values: object) -> str:
    known = f"{table}.{key}" in words.table
    return words(f"{table}.{key}" if known else f"{table}.other", **values)


def _key(action: str) -> str:
    return action.replace(".", "-")
