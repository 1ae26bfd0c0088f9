"""From a judged conversation to a report as one service's form asks for it; prepared for the person, never sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bonafides.advise.fills import LONGEST, Matter
from bonafides.advise.forms import form_for, general_form, is_outdated
from bonafides.advise.limits import fits, units
from bonafides.advise.routes import country_named, outdated
from bonafides.advise.tables import names
from bonafides.advise.words import ENGLISH, load_words, spoken
from bonafides.model import Block, Filling, Kind, ReportForm, Situation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bonafides.advise.forms import Field, ServiceForm
    from bonafides.advise.routes import Country
    from bonafides.advise.words import Words
    from bonafides.model import Attachment, Entry, InputFile, Status

_GRAVE = (Situation.TOOK_MONEY, Situation.HANDED_OVER, Situation.THREATENED)


def prepare(
    entry: Entry,
    *,
    country: str,
    status: Status,
    reader: str = ENGLISH,
    situation: Situation | None = None,
    titles: Callable[[str], Mapping[str, str]],
    addresses: tuple[str, ...] = (),
    attachments: tuple[Attachment, ...] = (),
    inputs: tuple[InputFile, ...] = (),
    own: bool = False,
    clean: Callable[[str], str] = str,
) -> ReportForm:
    """The report for the service of a country, field by field.

    `country` is a code as `country_code` gives it, `reader` the language of labels and notes, `titles` what each sign
    is called in a language. `addresses` are those found in the account's messages, `attachments` what came with them,
    `inputs` the files read; `clean` makes foreign text fit to look at. With `own` the person's own messages are
    quoted too. Nothing here infers nationality, ethnicity, looks or accent: fields that ask for them stay empty. Raises
    AdviseError for an unknown language or a broken file.
    """
    kind = Kind.UNCLEAR if entry.assessment.kind is Kind.ORDINARY else entry.assessment.kind
    said = load_words(reader)
    form = form_for(country, kind, status) or _by_route(country_named(country), kind, status)
    lang = _language(form.languages, said.lang)
    matter = Matter(
        entry=entry,
        words=load_words(lang),
        titles=titles(lang),
        addresses=addresses,
        attachments=attachments,
        inputs=inputs,
        own=own,
        clean=clean,
    )
    return ReportForm(
        country=country,
        service=spoken(form.service, said),
        place=spoken(form.place, said),
        seen=form.seen,
        source=form.source,
        verified_on=form.verified_on,
        outdated=is_outdated(form, date.today()),
        lang=lang,
        reader=said.lang,
        conversation=entry.conversation.id,
        blocks=tuple(_block(field, matter, said) for field in form.fields),
        notes=tuple(_notes(form, lang, own, situation, said)),
    )


def _by_route(country: Country, kind: Kind, status: Status) -> ServiceForm:
    """Free text for the first place to report to, where no form is known; it is never said to have been seen."""
    general = general_form()
    found = [desk for desk in country.desks if kind in desk.kinds and (not desk.statuses or status in desk.statuses)]
    desk = next((each for each in found if each.source), None)
    if country.non_state_first or desk is None:
        return general
    return replace(
        general,
        service=desk.name,
        place=desk.contacts[0],
        languages=country.languages,
        source=desk.source,
        verified_on="",
    )


def _language(understood: tuple[str, ...], reader: str) -> str:
    """The reader's language where the service understands it, else the first of its own that there are words for."""
    if not understood or reader in understood:
        return reader
    return next((lang for lang in understood if lang in names("words")), ENGLISH)


def _block(field: Field, matter: Matter, said: Words) -> Block:
    label = spoken(field.label, said) if field.label else said.say(f"form.label.{field.key}")
    block = Block(key=field.key, label=label, filling=Filling.NOTHING, limit=field.limit, required=field.required)
    if field.never:
        return replace(block, filling=Filling.EMPTY, note=said.say("form.note.never"))
    if field.fill is None:
        return replace(block, filling=Filling.YOURS, note=said.say("form.note.yours"))
    whole = field.fill.write(matter)
    if not whole:
        return replace(block, note=said.say("form.note.nothing"))
    cut = fits(whole, field.limit or LONGEST)
    note = said.say("form.note.cut", n=units(cut.rest), limit=field.limit or LONGEST) if cut.rest else ""
    return replace(block, filling=Filling.READY, text=cut.kept, rest=cut.rest, note=note)


def _notes(form: ServiceForm, lang: str, own: bool, situation: Situation | None, said: Words) -> list[str]:
    """What to know first: a lawyer where that is due, what was seen of the form, what is left out, the language."""
    keys = ["lawyer"] if situation in _GRAVE else []
    keys += ["first", f"seen_{form.seen}"]
    if form.verified_on and outdated(form.verified_on, date.today()):
        keys.append("old")
    keys += ["own_in" if own else "own_out", "origin", "sent"]
    notes = [said.say(f"form.note.{key}", date=form.verified_on) for key in keys]
    if lang != said.lang:
        notes.append(said.say("form.note.lang", lang=said.say(f"form.lang.{lang}")))
    own_note = spoken(form.note, said)
    return [*notes, own_note] if own_note else notes
