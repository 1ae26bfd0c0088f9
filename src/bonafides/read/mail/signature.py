"""Finds the signature under a mail and what it says of the sender: firm, phones, addresses, web domains."""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern

from bonafides.read.identity import EMAIL, PHONE, email_id, name_key, phone_id

_WORD = re.compile(r"\w+")
_LINES = 12
"""Lines that a signature has at most."""
_LINE_LENGTH = 120
_CHARACTERS = 2_000
_DELIMITERS = frozenset({"--", "—", "––", "___", "---"})
_VALEDICTIONS = tuple(
    "best,|best regards|best wishes|kind regards|kindest regards|warm regards|regards|sincerely|yours|cheers|thanks|"
    "thank you|many thanks|all the best|respectfully|mit freundlichen|mit besten|freundliche|viele grüße|beste grüße|"
    "herzliche|gruß|cordialement|bien cordialement|salutations|sincères|bien à vous|saludos|un saludo|atentamente|"
    "cordiales|med venlig hilsen|venlig hilsen|mvh|vh|hilsen|med vänlig|с уважением|с наилучшими|всего доброго|"
    "此致|敬礼|祝好|谢谢|顺祝".split("|")
)
_FIRM = re.compile(
    r"(?:^|[\s,])(?:ltd|limited|llc|llp|inc|corp|corporation|plc|gmbh|mbh|ag|kg|ug|se|s\.?a\.?|s\.?a\.?s\.?|sarl|"
    r"s\.?r\.?l\.?|s\.?l\.?|s\.?p\.?a\.?|oy|oyj|ab|a/s|aps|as|b\.?v\.?|n\.?v\.?|sp\. z o\.o|pte|pty|co)\.?$",
    re.IGNORECASE,
)
_COMMA_BEFORE_FORM = re.compile(r",\s{1,3}(?=(?:ltd|inc|llc|llp|corp|plc|gmbh|s\.)\b)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s[|·•–—-]\s|,\s")
_PIECES = re.compile(r"[|,·•\s]")
_FILES = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".jpg", ".png", ".gif", ".zip", ".txt", ".html", ".htm")
_CASED_FORMS = frozenset({"as", "co", "se", "ab", "ag"})
"""Also ordinary words or endings when written small."""
_FIRM_EASTERN = re.compile(r"有限公司|有限责任公司|集团$|^(?:ООО|ОАО|ЗАО|ПАО|АО)\s")
_WEB = re.compile(r"(?:https?://|www\.)((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24})(?![a-z0-9@-])", re.IGNORECASE)
_BARE_WEB = re.compile(r"(?:(?:web|website|w|url)\s?[:.]\s?)?((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24})/?", re.IGNORECASE)
_PLATFORMS = frozenset({"linkedin.com", "facebook.com", "twitter.com", "x.com", "instagram.com", "youtube.com", "t.me",
                        "wa.me", "aka.ms", "google.com", "apple.com"})  # fmt: skip
_SHARED = frozenset(
    "info office contact hello mail hr jobs job careers career recruitment recruiting support sales team admin "
    "noreply no-reply donotreply service press kontakt unsubscribe privacy".split(" ")
)
"""Names of mailboxes that many people share, so that they tell nobody apart."""


def signature_of(words: str, name: str) -> tuple[str, ...]:
    """What the signature at the end of `words` says of the sender called `name`, all in lower case.

    `phone:+44...` (international ones only) and `email:...` (with a word of the name in it, so that it is no
    colleague's) are one person's; `domain:brighthorizon.example` for web addresses, and `firm:bright horizon ltd` where
    a line is a firm by its form, are shared by many. Looks at the last lines only.
    """
    block = _block(words[-_CHARACTERS:].rstrip().split("\n")[-_LINES - 1 :], name)
    found = _read("\n".join(block)) if block else ()
    return tuple(each for each in found if not each.startswith("email:") or _is_named(each, name)) if found else ()


def _is_named(email: str, name: str) -> bool:
    """Whether an address has a word of the name in it."""
    mailbox = email[6:].partition("@")[0]
    return any(len(word) > 2 and word in mailbox for word in _WORD.findall(name_key(name)))


def _block(lines: list[str], name: str) -> list[str]:
    """The lines of the signature: behind `-- `, else behind a greeting or from the sender's own name on."""
    bare = [line.strip() for line in lines]
    for wanted in (_is_delimiter, _is_valediction):
        for place in range(len(bare) - 1, -1, -1):
            if wanted(bare[place]):
                return bare[place + 1 :]
    own = name_key(name)
    for place, line in enumerate(bare):
        if own and len(line) <= _LINE_LENGTH and name_key(line.partition(",")[0].partition("|")[0]) == own:
            return bare[place:]
    return _last_paragraph(bare)


def _is_delimiter(line: str) -> bool:
    return line in _DELIMITERS


def _is_valediction(line: str) -> bool:
    return len(line) <= 60 and line.casefold().startswith(_VALEDICTIONS)


def _last_paragraph(bare: list[str]) -> list[str]:
    """Short last lines with a phone or address among them, as an unannounced signature has them."""
    blank = max((place for place, line in enumerate(bare) if not line), default=-1)
    last = bare[blank + 1 :]
    short = len(last) > 1 and all(len(line) <= 60 and not line.endswith((".", "?", "!")) for line in last)
    return last if short else []


@lru_cache(maxsize=4_096)
def _read(block: str) -> tuple[str, ...]:
    """Cached, because people sign all their mails alike."""
    lines = [line for line in block.split("\n") if line and len(line) <= 4 * _LINE_LENGTH]
    found = [phone_id(match[0]) for line in lines for match in PHONE.finditer(line)]
    emails = (email_id(match[0]) for line in lines for match in EMAIL.finditer(line))
    found += [each for each in emails if each[6:].partition("@")[0] not in _SHARED]
    found += [f"domain:{each}" for line in lines for each in _domains(line) if each not in _PLATFORMS]
    found += [firm for line in lines if (firm := _firm(line))][:1]
    return tuple(map(intern, sorted(set(found) - {""})))


def _domains(line: str) -> list[str]:
    found = [match[1] for match in _WEB.finditer(line)]
    found += [match[1] for piece in _PIECES.split(line) if (match := _BARE_WEB.fullmatch(piece))]
    return [each.lower().removeprefix("www.") for each in found if not each.lower().endswith(_FILES)]


def _firm(line: str) -> str:
    """`firm:...` that a line names, alone or among `Name, Title, Firm Ltd | Street`; empty where it names none."""
    if len(line) > _LINE_LENGTH:
        return ""
    whole = _COMMA_BEFORE_FORM.sub(" ", line)
    for piece in (*reversed(_BETWEEN.split(whole)), whole):
        bare = piece.strip(" \t,|*")
        form = _FIRM.search(bare)
        named = form is not None and form.start() > 0 and len(bare.split()) <= 8
        if named and form is not None and form[0].strip(" ,.") in _CASED_FORMS:
            named = False
        if (named or _FIRM_EASTERN.search(bare)) and bare[:1].isalnum() and not bare.endswith("?"):
            return "firm:" + " ".join(bare.lower().split())
    return ""
