"""Takes a mail apart: the words to read, the attachments to name, the mails it carries. Opens no attachment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.read.mail_charsets import text_from
from bonafides.read.mail_headers import decoded
from bonafides.read.mail_html import text_of_html

if TYPE_CHECKING:
    from email.message import Message

_DEEPEST = 30
_FULLER = 3
"""How many times longer than the plain form the HTML form must be to be read in its place."""


@dataclass(slots=True)
class Body:
    """What one mail holds."""

    texts: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    """`[attachment: name, type, N bytes, sha256 ...]`."""
    carried: list[Message] = field(default_factory=list)
    """Whole mails attached to this one."""
    left_out: int = 0
    """Parts nested too deep to be read."""

    @property
    def text(self) -> str:
        """All words to read, parts separated by a blank line."""
        return "\n\n".join(text for text in self.texts if text.strip())


def body_of(mail: Message) -> Body:
    """The content of `mail`. Line ends are those of the file's text lines, `\\n`, as in the canonical form of mail."""
    body = Body()
    _collect(mail, body, 0)
    return body


def _collect(part: Message, body: Body, depth: int) -> None:
    kind = part.get_content_type()
    if depth > _DEEPEST:
        body.left_out += 1
    elif part.is_multipart() and kind == "message/rfc822":
        body.carried += [inner for inner in part.get_payload() if not isinstance(inner, str)]
    elif part.is_multipart() and kind == "multipart/alternative":
        _alternative(_children(part), body, depth)
    elif part.is_multipart() and kind != "message/delivery-status":
        for child in _children(part):
            _collect(child, body, depth + 1)
    elif _is_text(part, kind):
        text = text_from(_bytes(part), _charset(part)).replace("\r\n", "\n")
        body.texts.append(text_of_html(text) if kind == "text/html" else text)
    else:
        body.attachments.append(_named(part, kind))


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if not isinstance(child, str)] if isinstance(payload, list) else []


def _alternative(children: list[Message], body: Body, depth: int) -> None:
    """The plain form, unless the HTML form says far more: then the plain one is a stub, or a cover."""
    forms = []
    for child in children:
        form = Body()
        _collect(child, form, depth + 1)
        forms.append(form)
        body.attachments += form.attachments
        body.carried += form.carried
        body.left_out += form.left_out
    written = [form.text for form in forms if form.text]
    if written:
        fullest = max(written, key=len)
        body.texts.append(fullest if len(fullest) > _FULLER * len(written[0]) + 200 else written[0])


def _is_text(part: Message, kind: str) -> bool:
    if kind not in ("text/plain", "text/html") and not (kind.startswith("multipart/") and not part.is_multipart()):
        return False
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    return not disposition.startswith("attachment") and not _filename(part)


def _filename(part: Message) -> str:
    try:
        return decoded(part.get_filename() or "")
    except Exception:  # broken parameters fail in many ways in the standard library
        return "unnamed"


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or "utf-8"
    except Exception:
        return "utf-8"


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _named(part: Message, kind: str) -> str:
    content = _bytes(part)
    name = " ".join(_filename(part).split())[:200] or "unnamed"
    return f"[attachment: {name}, {kind}, {len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}]"
