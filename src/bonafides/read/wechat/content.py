"""What a WeChat message holds: words, a file, a shared link, or a line of the platform; XML in it is only searched."""

from __future__ import annotations

import html
from dataclasses import dataclass
from enum import Enum

from bonafides.model import Attachment, Form
from bonafides.read import loose

_XML = ("<?xml", "<msg", "<appmsg", "<sysmsg", "<voipmsg", "<voipinvitemsg", "<img", "<videomsg", "<emoji")
_SEARCHED = 100_000
"""Characters of XML that are looked at; what WeChat sends is far shorter."""
_FIELD = 4_000
_PATH = 400
_LABEL = 60
_FILE, _QUOTE = "6", "57"
"""WeChat's numbers for an attached file, and for an answer that quotes a message."""
_LOW = 0xFFFF_FFFF
"""Newer versions put the kind of a link above the kind of the message."""


class Kind(Enum):
    """What a message is, as far as it decides how to read its content."""

    WORDS = "words"
    IMAGE = "image"
    STICKER = "sticker"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    EVENT = "event"


_MEDIA = {Kind.IMAGE: "image", Kind.STICKER: "image", Kind.VOICE: "audio", Kind.VIDEO: "video", Kind.FILE: ""}
_NUMBERS = {
    3: Kind.IMAGE,
    34: Kind.VOICE,
    43: Kind.VIDEO,
    47: Kind.STICKER,
    50: Kind.EVENT,
    51: Kind.EVENT,
    62: Kind.VIDEO,
    10000: Kind.EVENT,
    10002: Kind.EVENT,
}
# Looked for in this order: a video call is no video, and what its channel `视频号` shares is a link.
_NAMES = (
    ("通话", Kind.EVENT),
    ("系统", Kind.EVENT),
    ("撤回", Kind.EVENT),
    ("拍一拍", Kind.EVENT),
    ("加群", Kind.EVENT),
    ("添加好友", Kind.EVENT),
    ("system", Kind.EVENT),
    ("视频号", Kind.WORDS),
    ("表情", Kind.STICKER),
    ("图片", Kind.IMAGE),
    ("语音", Kind.VOICE),
    ("视频", Kind.VIDEO),
    ("文件", Kind.FILE),
)
_LABELS = frozenset({"图片", "语音", "视频", "动画表情", "表情", "文件"})
"""What exporters write in place of a file, without brackets."""
_TEMPLATES = ("template", "replacemsg", "plain", "content", "text", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a message holds."""

    text: str
    form: Form = Form.SENT
    attachments: tuple[Attachment, ...] = ()


def kind_of(name: object, number: object) -> Kind:
    """The kind by its Chinese or English name where the export has one, else by WeChat's number for it."""
    if isinstance(name, str) and loose.whole(name) is None:
        low = name[:_LABEL].lower()
        return next((kind for part, kind in _NAMES if part in low), Kind.WORDS)
    for each in (number, name):
        if (found := loose.whole(each)) is not None:
            return _NUMBERS.get(found & _LOW, Kind.WORDS)
    return Kind.WORDS


def held(content: str, kind: Kind) -> Held:
    """What the message holds. Words are kept as they stand."""
    xml = content.lstrip().startswith(_XML)
    if kind is Kind.EVENT:
        return Held(text=_first(content, _TEMPLATES) or content if xml else content, form=Form.EVENT)
    if kind in _MEDIA:
        return _media(content, kind, xml=xml)
    return _shared(content) if xml else Held(text=content)


def _media(content: str, kind: Kind, *, xml: bool) -> Held:
    """A file: by its path in the export, the exporter's `[图片]`, or its XML; anything else beside it is words."""
    bare = content.strip()
    name = ""
    if xml:
        shared = _shared(content)
        if shared.attachments:
            return shared
    elif bare.startswith("[") and bare.endswith("]") and len(bare) <= _LABEL and "\n" not in bare:
        name = bare[1:-1]
    elif bare in _LABELS:
        name = bare
    elif _is_path(bare):
        name = bare.replace("\\", "/")
    words = "" if xml or name else content
    return Held(text=words, attachments=(Attachment(name=name or kind.value, media_type=_MEDIA[kind]),))


def _is_path(bare: str) -> bool:
    """Whether it is the path of a file and nothing else."""
    slashed = "/" in bare or "\\" in bare
    ending = bare.rpartition(".")[2]
    return (
        slashed
        and "://" not in bare
        and len(bare) <= _PATH
        and "\n" not in bare
        and ending.isalnum()
        and len(ending) < 6
    )


def _shared(content: str) -> Held:
    """A shared file as attachment; a link as its title and address; an answer as its words; else all as it stands."""
    title, kind = _field(content, "title"), _field(content, "type")
    if not title:
        return Held(text=content)
    if kind == _FILE:
        size = loose.whole(_field(content, "totallen"))
        return Held(text="", attachments=(Attachment(name=title, size=size),))
    url = "" if kind == _QUOTE else _field(content, "url")
    return Held(text="\n".join(filter(None, (title, url))))


def _first(content: str, names: tuple[str, ...]) -> str:
    return next(filter(None, (_field(content, name) for name in names)), "")


def _field(content: str, name: str) -> str:
    """The words between `<name>` and `</name>`, at their first place; empty where there are none."""
    start = content.find(f"<{name}>", 0, _SEARCHED)
    if start < 0:
        return ""
    start += len(name) + 2
    end = content.find(f"</{name}>", start, start + _FIELD)
    if end < 0:
        return ""
    inner = content[start:end].strip()
    if inner.startswith("<![CDATA[") and inner.endswith("]]>"):
        return inner[len("<![CDATA[") : -len("]]>")].strip()
    return html.unescape(inner).strip()
