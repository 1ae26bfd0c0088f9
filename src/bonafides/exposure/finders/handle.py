"""Finds the name or number under which somebody is met on a messenger or another network, by its shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bonafides.exposure.sign import Range

_SURE = (
    "telegram whatsapp wechat weixin wickr threema kakaotalk kakao viber skype discord snapchat snap instagram insta "
    "facebook messenger twitter mastodon bluesky tiktok zalo imo qq icq jabber xmpp briar keybase matrix tox vk "
    "kik teleguard simplex olvid tchap imessage facetime reddit potato hangouts"
).split()
"""Messengers and networks whose names mean nothing else."""
_OTHER = "Signal SIGNAL Session Wire Line LINE Element X Kik Ricochet Teams Zoom Zangi Status Clubhouse Threads".split()
"""Those whose names are words too: with a capital, and led or followed by what makes them an address."""
_NETWORK = re.compile(
    rf"\b(?:(?i:{'|'.join(_SURE)})|{'|'.join(_OTHER)}|(?<=\bon )signal|(?<=\bvia )signal|(?<=\bauf )signal)\b"
    r"(?![/]?\w)(?!-(?!(?i:id|name|kode|code|kennung|handle|nummer|konto|account|nick\w*|user\w*|profil\w*)\b)\w)"
)
_LED = re.compile(
    r"(?:\b(?:on|via|by|at|over|my|per|use|me|through|auf|über|ueber|mein|meine|bei|sur|par|mon|på|paa|min|mit|en|por|mi|"
    r"al|und|and|oder|or|ou|et|o|y|eller|og)|[(:,;|/•·–—-]|^|\A|\n)\s*\Z",
    re.I,
)
_ID = (
    r"(?:"
    r"id|i\.d\.|handle|user ?name|user|nick|nickname|account|name|kode|code|nummer|nr|tag|number|no|"
    r"contact|kennung|benutzername|nutzername|konto|identifiant|pseudo|compte|brugernavn|profil|profile|"
    r"usuario|alias|cuenta|kontakt|contacto|me"
    r")"
)
_TOKEN = re.compile(r"(?<![\w@./+-])@?[\w](?:[\w.+#-]{1,68}[\w#])(?:#\d{4})?")
_MARK = re.compile(
    rf"(?:[:=@»\"'“„(]|–|—|->|\b{_ID}\b\.?:?|\b(?:is|as|lautet|ist|at|als|under|unter|er|est|es|sous|como|hedder|som|heisse|heiße)\b)\s*[\"'“„«(]?\s*\Z",
    re.I,
)
_DIRECT = re.compile(rf"[-\s]*(?:{_ID}\s*)?[:=@]\s*[\"'“„«(]?\Z|[-\s]*\b{_ID}\b\s*\Z", re.I)
_ENDS = re.compile(r"(?!\A\?)[.!?;\n•|](?:\s|\Z)")
_LINK = re.compile(
    r"\b(?:t\.me|wa\.me|signal\.me|telegram\.me|discord\.gg|line\.me|m\.me|threema\.id|wire\.com)/[\w#/+.-]{3,80}", re.I
)
_AFTER = 80
"""Characters behind the messenger's name in which the handle stands."""
_BEFORE = 60
_WORDS = 8
"""Words that may lie between."""
_LOUD = re.compile(r"(?=[^\d]*\d)(?=[^A-Z]*[A-Z])[A-Z0-9]{8}|0?5[0-9a-f]{63,64}|[0-9a-f]{64}")
"""The ids that messengers give out: eight capitals and figures, or a long key."""
_KEY = 60
"""Letters from which a word is such a key wherever it stands."""
_PRESS = re.compile(
    r"\b(?:tips?|tip-?offs?|story|stories|newsroom|newsdesk|sources|redaktion|redacci[oó]n|r[ée]daction|scoops?)\b",
    re.I,
)
_NOT = re.compile(
    r"\d+(?:[.,-]\d+)*[a-z]{0,3}|v?\d+(?:\.\d+)+\w*|(?:www\.|https?)\S*|\S+\.(?:com|org|net|de|dk|fr|es|eu|html?|pdf)",
    re.I,
)
_PROTOCOL = re.compile(r"[A-Z]{1,4}-?\d{1,4}[A-Z]?|e2e\w*|24h|4g|5g|mp[34]|\d+k", re.I)

_LEADS = frozenset("on via auf bei sur på my mein mon min mi en".split())
_IS = frozenset("is ist est er es".split())
"""Little words between a handle and the network's name behind it."""


def handles(text: str) -> Iterator[Range]:
    """Every handle after, or just before, a messenger's name. Linear: each name looks a few words around it."""
    yield from (found.span() for found in _LINK.finditer(text))
    last = 0
    for network in _NETWORK.finditer(text):
        found = _behind(text, network) or _ahead(text, network)
        if found and found[0] >= last:
            last = found[1]
            yield found


def _behind(text: str, network: re.Match[str]) -> Range | None:
    """The handle that follows in the same sentence."""
    start = network.end()
    rest = text[start : start + _AFTER]
    ended = _ENDS.search(rest)
    sentence = rest[: ended.start()] if ended else rest
    if _PRESS.search(text[max(0, network.start() - _BEFORE) : network.start()] + sentence):
        return None
    led = network.group().lower() in _SURE or bool(_LED.search(text[max(0, network.start() - 12) : network.start()]))
    for count, token in enumerate(_TOKEN.finditer(sentence)):
        if count > _WORDS:
            return None
        between = sentence[: token.start()]
        if _NETWORK.fullmatch(token.group()):
            continue
        bare = not between.strip() and network.group().lower() in _SURE and _LOUD.fullmatch(token.group())
        if bare or ((led or _DIRECT.fullmatch(between)) and _is_handle(token.group(), between)):
            return start + token.start(), start + token.end()
    return None


def _ahead(text: str, network: re.Match[str]) -> Range | None:
    """The handle that stands just before: `yaz.44 on Signal`, `@yaz (Telegram)`."""
    start = max(0, network.start() - _BEFORE)
    before = _ENDS.split(text[start : network.start()])[-1]
    tokens = list(_TOKEN.finditer(before))
    offset = network.start() - len(before)
    if not tokens or _PRESS.search(before):
        return None
    close = re.fullmatch(
        r"[\"'”“»)]?\s*(?:[,(/–—-]\s*)?"
        r"(?:(?:on|via|auf|bei|sur|på|paa|en|is my|is me on|ist mein|est mon|er min|es mi|at)\s)?\s*",
        before[tokens[-1].end() :],
    )
    word = tokens[-1]
    if len(tokens) > 1 and word.group().lower() in _LEADS:
        return _just_before(before, tokens, offset)
    if close and _shape(word.group()):
        return offset + word.start(), offset + word.end()
    return None


def _just_before(before: str, tokens: list[re.Match[str]], offset: int) -> Range | None:
    """The handle before a few little words such as `is my` or `on`."""
    for token in reversed(tokens[:-1]):
        if token.group().lower() in _LEADS | _IS:
            continue
        return (offset + token.start(), offset + token.end()) if _shape(token.group()) else None
    return None


def _is_handle(token: str, between: str) -> bool:
    """Whether a word is a handle by its own shape, or by the mark before it."""
    if _shape(token) or token.startswith("@"):
        return True
    marked = bool(_MARK.search(between))
    if (marked or len(token) > _KEY) and _LOUD.fullmatch(token):
        return True
    return bool(_DIRECT.fullmatch(between)) and between.strip()[-1:] in ":=@" and _could_be(token)


def _could_be(token: str) -> bool:
    """Whether a word right behind `Signal:` may be a name there: in small letters or mixed, no number, no address."""
    return len(token) > 3 and not _NOT.fullmatch(token) and not token.isdigit() and not token[0].isupper()


def _shape(token: str) -> bool:
    """Whether a word is put together as handles are: an underscore, a dot or figures among letters."""
    bare = token.removeprefix("@")
    if token.startswith("@"):
        return len(bare) > 2
    if _NOT.fullmatch(bare) or _PROTOCOL.fullmatch(bare) or not any(map(str.isalpha, bare)):
        return False
    if "_" in bare.strip("_") and bare != bare.upper():
        return True
    letters, figures = sum(map(str.isalpha, bare)), sum(map(str.isdigit, bare))
    if figures and letters > 2 and bare[0].isalpha() and (bare != bare.upper()):
        return True
    return "." in bare and letters > 4 and bare == bare.lower()
