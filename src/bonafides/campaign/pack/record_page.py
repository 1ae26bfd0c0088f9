"""The decision record of one account as a page to read (Markdown)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bonafides.campaign.phrases import load_words

if TYPE_CHECKING:
    from collections.abc import Mapping

_INLINE = re.compile(r"([\\`*_{}\[\]<>()!|~&])")
_AT_THE_START = re.compile(r"^(\d*)([-+#=.])")
PARTNERS = 10


def page(record: Mapping[str, Any]) -> str:
    """The page. Account ids come from outside: what Markdown or HTML would read as a mark is escaped."""
    say = load_words().say
    sections = {
        "facts": _facts(record),
        "drop_out": _drop_out(record["drop_out"]),
        "innocent": _innocent(record["innocent"]),
        "hijack": _hijack(record["hijack"]),
        "options": [*(_option(option) for option in record["options"]), "", record["caution"]],
        "member": [f"> {record['member_text']}"],
        "not_considered": [f"- {line}" for line in record["not_considered"]],
    }
    title = say(
        "record.title", number=record["number"], account=plain(record["account"]), campaign=plain(record["campaign"])
    )
    parts = [f"# {title}", "", say("record.lead")]
    for name, lines in sections.items():
        parts += ["", f"## {say(f'record.heading_{name}')}", "", *lines]
    return "\n".join(parts) + "\n"


def printable(text: str) -> str:
    """An id without line ends and other control characters."""
    return "".join(character if character.isprintable() else "?" for character in text)


def plain(text: str) -> str:
    """An id as it is, without effect on the page."""
    return _AT_THE_START.sub(r"\1\\\2", _INLINE.sub(r"\\\1", printable(text)))


def _facts(record: Mapping[str, Any]) -> list[str]:
    say, facts = load_words().say, record["facts"]
    when = say("record.never")
    if facts["first"]:
        when = say("record.when", first=facts["first"], last=facts["last"], days=facts["days"])
    contacts = say("record.contacts", contacts=facts["contacts"], shared=facts["contacts_at_shared_targets"], when=when)
    families = [
        "- "
        + say(
            "record.family" if found["counts"] else "record.corroborates",
            family=say(f"family.{found['family']}").capitalize(),
            items=found["items_shared"],
            accounts=found["with_accounts"],
        )
        for found in facts["families"]
        if found["items_shared"]
    ]
    partners = [_partner(partner) for partner in facts["with"][:PARTNERS]]
    return [
        contacts,
        say("record.strength", strength=record["strength"]),
        "",
        *families,
        "",
        say("record.partners", partners=facts["partners"]),
        "",
        *partners,
    ]


def _partner(partner: Mapping[str, Any]) -> str:
    say = load_words().say
    families = ", ".join(say(f"family.{family}") for family in partner["linked_by"])
    linked = say("record.linked", families=families) if families else ""
    line = say("record.partner", account=plain(partner["account"]), targets=partner["shared_targets"], linked=linked)
    return f"- {line}"


def _drop_out(falls: Mapping[str, Any]) -> list[str]:
    say = load_words().say
    score = say("record.score", score=falls["score"], without=falls["score_without"])
    if not falls["fewest_links"]:
        return [say("record.margin", links=falls["links"]), score]
    to = say("record.links_to", accounts=", ".join(plain(account) for account in falls["links_to"]))
    links = say("record.links", links=falls["links"], fewest=falls["fewest_links"], to=to)
    key = "record.fall_not_contacts" if falls["fewest_contacts"] is None else "record.fall_contacts"
    contacts = say(key, fewest=falls["fewest_contacts"], contacts=falls["contacts"])
    return [f"- {line}" for line in (f"{links} {say('record.rule_' + falls['rule'])}", contacts, score)]


def _innocent(tried: Mapping[str, Any]) -> list[str]:
    say = load_words().say
    lines = [
        f"- {one['name']}: {one['words']}: {say('record.holds' if one['holds'] else 'record.fails')}."
        for one in tried["tried"]
    ]
    own = say(
        "record.own",
        share=tried["own_share_at_shared_targets"],
        answered=tried["own_share_answered"],
        writers=tried["own_share_to_writers"],
    )
    return [*lines, "", own]


def _hijack(past: Mapping[str, Any]) -> list[str]:
    say = load_words().say
    unknown = say("record.not_known")
    figures = say(
        "record.created",
        created=past["created"] or unknown,
        first=past["first_ordinary_contact"] or unknown,
        ordinary=past["ordinary_contacts_before"],
        burst=past["burst_days"],
    )
    return [past["words"], "", figures]


def _option(option: Mapping[str, Any]) -> str:
    say = load_words().say
    lacking = say("record.not_supported", lacking="; ".join(option["lacking"]))
    return f"- {option['words']} *{say('record.supported') if option['supported'] else lacking}*"
