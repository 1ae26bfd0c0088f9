"""Finds addresses and numbers in what everybody can read: mails, phones, messengers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bonafides.exposure.finders.handle import handles
from bonafides.exposure.sign import NAMES, Cell, Range
from bonafides.model.exposure import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAIL = re.compile(
    r"[\w.+-]{1,64}(?:@| ?(?:\(at\)|\[at\]|\{at\}) ?)[\w-]{1,63}(?:(?:\.| ?(?:\(dot\)|\[dot\]) ?)[\w-]{2,63}){1,4}"
)
_SPELT = re.compile(
    r"\b[\w-]{2,40}(?: [\[({]?(?:dot|punkt|point|punto|prik|punktum)[\])}]? [\w-]{2,40}){0,3} "
    r"[\[({]?(?:at|arroba|arobase|snabel-a|klammeraffe|@)[\])}]? "
    r"[\w-]{2,40}(?: [\[({]?(?:dot|punkt|point|punto|prik|punktum)[\])}]? [\w-]{2,20}){1,3}",
    re.I,
)
"""An address written out in words."""
_PHONE = re.compile(r"(?<![\w/.-])(?:\+|00)?\(?\d(?:[\d ()./\u00a0-]{5,22})\d(?![\w/-])")
_BEFORE_PHONE = re.compile(
    r"(?:tel|tlf|phone|telephone|telefon|telefono|teléfono|téléphone|mob|mobile|mobil|móvil|movil|portable|handy|joindre|cell|"
    r"call|ring|text|sms|número|whatsapp|signal|ph|"
    r"llámame|appelez|anruf|anrufen|ring|contact|reach me|number|nummer|numéro|"
    r"me on|me at|erreichbar|joignable|contacto|kontakt|direct|durchwahl|home|privat|private|desk|viber|telegram)"
    r"[ .:,)(/-]{0,4}(?:me |us |at |on |is |er |es |el |ist |est |le |no\.? |"
    r"unter |au |på |al |en |number |nummer )*[ .:(]{0,3}\Z",
    re.I,
)
_OF_THINGS = re.compile(
    r"(?:emergency|zentrale|standard|accueil|empfang|recepci[oó]n|part|serial|drawing|order|invoice|stock|ticket|case|"
    r"contract|article|item|account|customs|batch|policy|charity|for veterans|vat|company|registration|"
    r"auftrags?|teile?|serien|rechnungs|artikel|sags|ordre|pi[eè]ce|facture|pedido|expediente)"
    r"[ -]?(?:number|nummer|no|nr|num[eé]ro|n[uú]mero)?(?: (?:is|on|at|ist|unter|est|au|er|på|es|en))*"
    r"[ .:,#(]{0,3}\Z",
    re.I,
)
"""What makes a number that of a thing or a desk."""
_OF_BODIES = re.compile(
    r"\b(?:helpline|hotline|switchboard|reception|box office|press office|front desk|telefonzentrale|notruf|rezeption|"
    r"billetterie|omstilling\w*|centralita|taquilla)\b"
    r"(?![^.!?\n]*\b(?:my|mein\w*|mon|ma|min|mi|me)\b)[^.!?\n]*\Z",
    re.I,
)
"""A body whose number is meant to be known, in the same sentence, and nobody's own named after it."""
_FREEPHONE = re.compile(r"(?:\+\d{1,3}[ .-]?|00\d{1,3} )?\(?(?:0800|0808|0300|0900|1[ .-]?8(?:00|88|77|66))\b")
"""The numbers that cost the caller nothing, or that bodies rent: nobody's own."""
_AMERICAN = re.compile(r"\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}")
_GROUPS = re.compile(r"\(?\d{2,3}\)?(?:[ .\u00a0-]\d{2,3}){2,4}")
_GROUPED = (7, 11)
"""Digits of a number that is written in groups, without the sign or the code of a country."""
_SENTENCE = re.compile(r"[.!?;\n•|](?:\s|\Z)")
_ASKS = re.compile(
    r"@|\b(?:write|call|text|ring|dial|phone|reach|message|whatsapp|escr[ií]b\w*|ll[aá]m\w*|mens?aje|cont[aá]ct\w*|"
    r"[ée]crivez|[ée]cris|[ée]crire|appel\w*|joindre|joignable|contactez|ruf\w*|anruf\w*|schreib\w*|erreich\w*|melde\w*|"
    r"skriv\w*|ringe?|kontakt\w*|sms|m[oó]vil|mobil\w*|tel[eé]fono|telefon\w*|t[eé]l[eé]phone|tlf|tel|handy)\b",
    re.I,
)
"""What makes a number beside it one to call."""
_COUNTS_THINGS = re.compile(
    r"\s*(?:[€$£%]|(?!(?:or|and|ou|et|oder|und|o|y|eller|og|any|anytime|for|if|when|after|before|in|on|at|to|pour|para|"
    r"f[uü]r|for|hvis|wenn|si|cuando|quand|ab|nach|vor|apr[eè]s|avant|efter|despu[eé]s|antes|der|the|evenings|with|mit|"
    r"avec|med|con|abends|le|la|por|om|soir)\b)[a-zäöüéèáíóúñøæå])"
)
_ROLE = re.compile(
    r"(?:info|sales|press|presse|office|contact|kontakt|contacto|admin|support|service|hello|hallo|jobs|careers|hr|"
    r"enquiries|inquiries|bookings|booking|team|post|mail|ventas|vertrieb|salg|newsroom|media|marketing|help|reservas|"
    r"boxoffice|tickets?|kasse|billet\w*|entradas|taquilla|membership|members|volunteer\w*|choir|chor|club|verein|rsvp|"
    r"association|admissions|registration|anmeldung|inscription\w*|reception|studio|shop|orders|billing|customerservice|events|newsdesk|news|redaktion|redaccion|redaction|editor|tips|"
    r"letters|hola|bonjour|secretary|secretariat|webmaster|security|privacy)\W",
    re.I,
)
_FREE = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|live|yahoo|ymail|icloud|me|aol|gmx|web|proton|protonmail|pm|mail|msn|orange|"
    r"free|wanadoo|laposte|sfr|t-online|posteo|mailbox|tutanota|tuta|fastmail|btinternet|sky|hushmail|zoho|yandex|qq|"
    r"telefonica|terra|jubii|live)\.[\w.]{2,7}\Z",
    re.I,
)
_STATE = re.compile(
    r"[.@-](?:mil|gov|gouv|gob|govt|mod|min\w{2,12}|mde|army|navy|airforce|af|usmc|forces|defen[cs]e|defensa|intradef|"
    r"bundeswehr|bund|auswaertiges-amt|diplo|diplomatie|police|polizei|policia|gendarmerie|guardiacivil|forsvaret|politi|"
    r"um|fmi|ft|folketing\w*|tinget|parl|parliament|bundestag|senat\w*|senado|congreso|congress|house|assemblee\w*|"
    r"interieur|nato|europa|gc|admin)[.-](?:[\w-]{2,20}\.){0,3}[a-z]{2,12}\Z|(?:\.|@)(?:mil|gov)\Z",
    re.I,
)
"""Words of a domain that only bodies of a state have, wherever they stand in it."""
_DIGITS = (8, 15)
_NAME = 3
"""Letters that a name has at least, to be looked for in a mailbox."""
_READ = (
    Table.PROFILE, Table.SUMMARY, Table.POSITIONS, Table.PROJECTS, Table.EDUCATION, Table.SHARES, Table.COMMENTS,
    Table.MEDIA, Table.VOLUNTEERING, Table.PUBLICATIONS, Table.SKILLS, Table.CERTIFICATIONS,
    Table.RECOMMENDATIONS_RECEIVED, Table.PREFERENCES, Table.HONORS, Table.COURSES, Table.ORGANIZATIONS,
)  # fmt: skip
_NOT_READ = NAMES | {
    "url",
    "media link",
    "sharelink",
    "sharedurl",
    "mediaurl",
    "birth date",
    "zip code",
    "twitter handles",
}


def contact(cell: Cell) -> Iterator[Range]:
    """Mails and phones that strangers read; an account's own address only where it is a state's mailbox."""
    text, table, column = cell.field.text, cell.row.table, cell.field.name
    if table is Table.EMAILS:
        if column == "email address" and _STATE.search(text.strip()):
            yield _all_of(text)
        return
    if table not in _READ or column in _NOT_READ:
        return
    if column == "instant messengers" or (column == "address" and any(char.isdigit() for char in text)):
        if cell.setting.serving and text.strip():
            yield _all_of(text)
        return
    yield from _written(cell)


def _written(cell: Cell) -> Iterator[Range]:
    text = cell.field.text
    if "@" in text or "at" in text.lower():
        yield from (found.span() for found in _MAIL.finditer(text) if _counts(found.group(), cell))
    if cell.setting.serving:
        yield from handles(text)
        yield from (found.span() for found in _SPELT.finditer(text))
    for found in _PHONE.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        phone = _is_phone(found.group(), before) or _is_grouped(text, *found.span())
        if phone and _concerns(cell, found.start()):
            yield found.start(), found.end()


def _counts(address: str, cell: Cell) -> bool:
    """Whether a mailbox is a person's own; that of a shop or a press office is meant to be found."""
    if _ROLE.match(address):
        return False
    if cell.setting.serving or _FREE.search(address) or _STATE.search(address):
        return True
    return _bears_name(address, cell)


def _bears_name(address: str, cell: Cell) -> bool:
    """Whether a mailbox bears its owner's name and is not at a firm that the profile names."""
    mailbox, _, domain = address.lower().partition("@")
    own = any(len(name) >= _NAME and name in mailbox for name in cell.setting.owner)
    return own and domain.partition(".")[0] not in cell.setting.firms


def _concerns(cell: Cell, at: int) -> bool:
    """Whether a number is a person's own: on a profile about other work, only where it is called that."""
    if cell.setting.serving:
        return True
    before = cell.field.text[max(0, at - 24) : at].lower()
    own = (
        "private",
        "privat",
        "personal",
        "home",
        "mobile",
        "cell",
        "handy",
        "portable",
        "móvil",
        "whatsapp",
        "signal",
    )
    return any(word in before for word in own)


def _is_phone(found: str, before: str) -> bool:
    digits = sum(char.isdigit() for char in found)
    known = _OF_BODIES.search(before) or _OF_THINGS.search(before) or _FREEPHONE.match(found)
    if known or not _DIGITS[0] <= digits <= _DIGITS[1]:
        return False
    if found.lstrip("(").startswith(("+", "00")) or _BEFORE_PHONE.search(before):
        return True
    if _AMERICAN.fullmatch(found) or found.startswith("(0)"):
        return True
    return found.startswith("0") and digits >= 10 and any(mark in found for mark in " ./-") and "/" not in found[:3]


def _is_grouped(text: str, start: int, end: int) -> bool:
    """Whether a number in groups stands in a sentence that asks to write or call, and does not count things."""
    digits = sum(char.isdigit() for char in text[start:end])
    if not (_GROUPED[0] <= digits <= _GROUPED[1] and _GROUPS.fullmatch(text[start:end].strip())):
        return False
    before = _SENTENCE.split(text[max(0, start - 160) : start])[-1]
    after = _SENTENCE.split(text[end : end + 160])[0]
    return bool(_ASKS.search(before + " " + after)) and not _COUNTS_THINGS.match(after)


def _all_of(text: str) -> Range:
    start = len(text) - len(text.lstrip())
    return start, len(text.rstrip())
