"""What stands around the messages in pictures of chats: clocks, days, placeholders, marks of delivery."""

from __future__ import annotations

import re

from bonafides.read.paste.months import is_day, month_of

_HALF = r"(?:[AaPp]\.?\s?[Mm]\.?|上午|下午|早上|晚上|凌晨|中午)"
_TICKS = r"[^\w\n]{0,4}(?:[vVwWuU/√✓✔]{1,3})?[^\w\n]{0,2}"
_EDITED = (
    r"(?:edited|bearbeitet|modifi[ée]e?|editado|redigeret|изменено|ред\.|已编辑|sent|delivered|read|seen|gelesen)?"
)
CLOCK = re.compile(
    rf"[^\w\n]{{0,3}}{_EDITED}[\s,·•]{{0,3}}(?P<before>{_HALF})?\s{{0,2}}(?P<clock>\d{{1,2}}[:.：]\d{{2}})"
    rf"\s{{0,2}}(?P<half>{_HALF})?"
    rf"[\s,·•]{{0,3}}{_EDITED}{_TICKS}",
    re.IGNORECASE,
)
"""A whole line that is a time, with the ticks of delivery as letter shapes that a recogniser makes of them."""
TAIL = re.compile(
    rf"(?P<words>.*[^\s\d:])\s{{0,6}}(?P<time>(?:{_HALF}\s?)?\d{{1,2}}[:：]\d{{2}}(?:\s?{_HALF})?){_TICKS}"
)
"""Words and, behind them on the same line, a time."""
HEADER = re.compile(
    rf"(?P<name>[^\n]{{1,60}}?)\s{{0,3}}[·•・|,.]?\s{{0,3}}(?P<time>(?:{_HALF}\s?)?\d{{1,2}}[:：]\d{{2}}(?:\s?{_HALF})?)\W{{0,3}}"
)
"""A name and a time above a message, as pages without bubbles have them."""
_PLACEHOLDERS = frozenset(
    (
        "message", "type a message", "imessage", "text message", "send a message", "write a message", "signal message",
        "aa", "nachricht", "nachricht schreiben", "nachricht eingeben", "message texte", "écrire un message",
        "votre message", "saisir un message", "mensaje", "escribe un mensaje", "escribir mensaje", "besked",
        "skriv en besked", "сообщение",
        "написать сообщение", "введите сообщение", "发消息", "发送消息", "消息", "输入消息", "text message", "sms",
        "rcs message", "message...", "write a message...", "type a message...", "nachricht…", "chat message", "text",
        "type a new message", "reply", "write a reply", "start a new message",
    )
)  # fmt: skip
_STATES = frozenset(
    (
        "delivered", "read", "seen", "sent", "zugestellt", "gelesen", "gesendet", "distribué", "lu", "envoyé", "vu",
        "entregado", "leído", "enviado", "visto", "leveret", "læst", "sendt", "set", "доставлено", "прочитано",
        "отправлено", "已送达", "已读", "已发送",
    )
)  # fmt: skip
_SHORT_DAYS = frozenset(
    (
        "mon tue wed thu fri sat sun mo di mi do fr sa so lun mar mer jeu ven sam dim mié jue vie sáb dom man tir "
        "ons tor fre lør søn пн вт ср чт пт сб вс i dag går aujourd hui вчера today yesterday"
    ).split()
)
_BETWEEN = frozenset(
    "of at um à le de del den kl the am pm a p m im в г h uhr st nd rd th d 年 月 日 上午 下午".split()
)
_NUMERIC = re.compile(r"\d{1,4}[./年-]\s?\d{1,2}[./月-]\s?\d{0,4}日?(?:[ ,]{1,3}\d{1,2}:\d{2}.{0,5})?")
_ITEM = re.compile(r"(?:\d{1,2}[.)]|[-–•*])\s")
_WORD = re.compile(r"[^\W\d_]+")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef\u3000-\u303f]")


def is_placeholder(text: str) -> bool:
    """Whether it is what an empty input field says."""
    return text.casefold().strip(" .…|+") in _PLACEHOLDERS


def is_state(text: str) -> bool:
    """Whether it only says how far a message has come (`Delivered`, `Read 14:20`)."""
    words = _WORD.findall(text.casefold())
    return bool(words) and words[0] in _STATES and (len(words) == 1 or any(char.isdigit() for char in text))


def is_date(text: str) -> bool:
    """Whether it is a heading that names a day and nothing else: `Today`, `Mon, 3 March`, `21/09/2026`."""
    if len(text) > 40:
        return False
    if _NUMERIC.fullmatch(text.strip()):
        return True
    words = _WORD.findall(text)
    known = [is_day(word) or bool(month_of(word)) or word.casefold() in _SHORT_DAYS for word in words]
    return any(known) and all(fine or word.casefold() in _BETWEEN for fine, word in zip(known, words, strict=True))


def begins_item(text: str) -> bool:
    """Whether a line opens an item of a list, which nobody's wrapping puts there."""
    return bool(_ITEM.match(text))


def joined(before: str, after: str, *, wrapped: bool) -> str:
    """Two lines of one message as one text: a line break where its writer made one, else what the wrapping hides."""
    if not wrapped or begins_item(after):
        return f"{before}\n{after}"
    if before and after and _CJK.match(before[-1]) and _CJK.match(after[0]):
        return before + after
    last = before.rsplit(" ", 1)[-1]
    if last.endswith(("-", "/")) and len(last) > 1 and not last.endswith(" -"):
        return before + after
    if ("://" in last or last.startswith("www.")) and last[-1:] in "/?&=._%#":
        return before + after
    return f"{before} {after}"


def first_word(text: str) -> int:
    """Characters of the first piece of a line that cannot be broken."""
    if text and _CJK.match(text[0]):
        return 1
    return len(text.split(" ", 1)[0])
