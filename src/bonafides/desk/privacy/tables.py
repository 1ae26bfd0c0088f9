"""The tables of the privacy file: each made from the fields, roles or rules in force, or from a list of the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.desk import notices
from bonafides.desk.permissions import Role, matrix
from bonafides.desk.privacy.document import Table
from bonafides.desk.privacy.facts import origin
from bonafides.store.records import About

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bonafides.desk.privacy.facts import Facts
    from bonafides.store.records import Element

_OTHERS = (About.PERSONA, About.MENTIONED)
_PEOPLE = tuple(about for about in About if about is not About.NOBODY)


def elements(facts: Facts) -> Iterator[Table]:
    """Every field, one table for each of the store's."""
    for table in facts.tables:
        yield _fields(facts, facts.of(table), _name(facts, table))


def personal(facts: Facts) -> Iterator[Table]:
    """The fields that can say something about a person."""
    yield _chosen(facts, _PEOPLE)


def others(facts: Facts) -> Iterator[Table]:
    """The fields about people who did not report."""
    yield _chosen(facts, _OTHERS)


def staff(facts: Facts) -> Iterator[Table]:
    """The fields about those who work at the desk."""
    yield _chosen(facts, (About.STAFF,))


def counts(facts: Facts) -> Iterator[Table]:
    """For each table with such fields, how many are about whom."""
    rows = []
    for table in facts.tables:
        held = [each.held.about for each in facts.of(table)]
        if any(about in _PEOPLE for about in held):
            rows.append((_name(facts, table), *(str(held.count(about) or "") for about in _PEOPLE)))
    yield Table(head=(facts.words("column.table"), *(_about(facts, about) for about in _PEOPLE)), rows=tuple(rows))


def sources(facts: Facts) -> Iterator[Table]:
    """Where the rows of each table come from."""
    head = (facts.words("column.table"), facts.words("column.source"))
    rows = ((_name(facts, table), facts.words(f"source.{origin(table)['source']}")) for table in facts.tables)
    yield Table(head=head, rows=tuple(rows))


def clocks(facts: Facts) -> Iterator[Table]:
    """What makes the rows of each table go."""
    rule = notices.rule_name("audit-detail", facts.words.lang)
    head = (facts.words("column.table"), facts.words("column.clock"))
    rows = ((_name(facts, table), facts.words(f"clock.{origin(table)['clock']}", rule=rule)) for table in facts.tables)
    yield Table(head=head, rows=tuple(rows))


def retention(facts: Facts) -> Iterator[Table]:
    """The rules in force, with their days."""
    lang = facts.words.lang
    rows = (
        (notices.rule_name(rule.name, lang), notices.days_kept(rule.name, rule.days, lang))
        for rule in facts.settings.rules
    )
    yield Table(head=(facts.words("column.rule"), facts.words("column.days")), rows=tuple(rows))


def roles(facts: Facts) -> Iterator[Table]:
    """What each role may do, and how far: one row for each action of the permissions."""
    words, lang = facts.words, facts.words.lang
    head = (words("column.may"), *(notices.name_of("role", role, lang) for role in Role))
    rows = (
        (
            notices.may(action, lang),
            *(words(f"roles.{found[role].value if role in found else 'none'}") for role in Role),
        )
        for action, found in matrix().items()
    )
    yield Table(head=head, rows=tuple(rows))


def risks(facts: Facts) -> Iterator[Table]:
    """What could happen, to whom, what the program does about it, and a place for the organisation's judgement."""
    words = facts.words
    head = tuple(words(f"column.{key}") for key in ("risk", "harm", "measures", "judged"))
    place = facts.place(words("place.judged"))
    rows = ((*_said(facts, f"risk.{key}", "name", "harm", "measures"), place) for key in _keys(facts, "risk"))
    yield Table(head=head, rows=tuple(rows))


def areas(facts: Facts) -> Iterator[Table]:
    """Canada's risk areas, with the program's facts and a place for the level of each."""
    words = facts.words
    head = tuple(words(f"column.{key}") for key in ("area", "facts", "judged"))
    place = facts.place(words("place.level"))
    yield Table(
        head=head, rows=tuple((*_said(facts, f"area.{key}", "name", "facts"), place) for key in _keys(facts, "area"))
    )


def principles(facts: Facts) -> Iterator[Table]:
    """The principles of Canada's Privacy Act, and what the program does for each."""
    head = (facts.words("column.principle"), facts.words("column.facts"))
    rows = (_said(facts, f"principle.{key}", "name", "facts") for key in _keys(facts, "principle"))
    yield Table(head=head, rows=tuple(rows))


def rows(facts: Facts) -> Iterator[Table]:
    """For each table: about whom, and how many rows there are now, where they were counted."""
    words = facts.words
    head = (words("column.table"), words("column.people"), words("column.rows"))
    counted = {table: words.number(n) for table, n in facts.rows.items()}
    found = ((_name(facts, table), _people(facts, table), counted.get(table, "")) for table in facts.tables)
    yield Table(head=head, rows=tuple(found))


def safeguards(facts: Facts) -> tuple[str, ...]:
    """What is built in, as a list."""
    return facts.words.items("safeguards.list")


def collection(facts: Facts) -> tuple[str, ...]:
    """The notice of collection as this desk shows it, as a list: each heading before its lines."""
    found = notices.collection(facts.settings, facts.words.lang)
    return tuple(facts.words.labelled(each.heading, " ".join(map(_sentence, each.lines))) for each in found)


TABLES: Mapping[str, Callable[[Facts], Iterator[Table]]] = {
    each.__name__: each
    for each in (elements, personal, others, staff, counts, sources, clocks, retention, roles, risks, areas, principles,
                 rows)
}  # fmt: skip
LISTS: Mapping[str, Callable[[Facts], tuple[str, ...]]] = {
    "safeguards": safeguards,
    "collection": collection,
}
"""What the outlines may name."""


def _chosen(facts: Facts, about: tuple[About, ...]) -> Table:
    return _fields(facts, tuple(each for each in facts.schema if each.held.about in about))


def _fields(facts: Facts, fields: tuple[Element, ...], caption: str = "") -> Table:
    words = facts.words
    named = () if caption else (words("column.table"),)
    head = (*named, *(words(f"column.{key}") for key in ("field", "why", "about", "type")))
    rows = (
        (
            *(() if caption else (_name(facts, each.table),)),
            each.field,
            facts.why(each),
            _about(facts, each.held.about),
            words(f"type.{each.type.__name__}"),
        )
        for each in fields
    )
    return Table(head=head, rows=tuple(rows), caption=caption)


def _name(facts: Facts, table: str) -> str:
    return facts.words.get(f"table.{table}", facts.words("table.more", table=table))


def _about(facts: Facts, about: About) -> str:
    return facts.words(f"about.{about.value}")


def _people(facts: Facts, table: str) -> str:
    """About whom a table can say something."""
    held = {each.held.about for each in facts.of(table)}
    return "; ".join(_about(facts, about) for about in _PEOPLE if about in held) or _about(facts, About.NOBODY)


def _keys(facts: Facts, table: str) -> tuple[str, ...]:
    """The entries of a table of the words, in order."""
    found = (key.split(".")[1] for key in facts.words.table if key.startswith(f"{table}."))
    return tuple(dict.fromkeys(found))


def _said(facts: Facts, entry: str, *parts: str) -> tuple[str, ...]:
    return tuple(facts.words(f"{entry}.{part}", **facts.values()) for part in parts)


def _sentence(line: str) -> str:
    return line if line.endswith((".", "?", "!")) else f"{line}."
