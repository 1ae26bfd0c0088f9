"""Takes a mail apart: the words to read, the attachments to name, the mails it carries. Opens no attachment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bonafides.model import Attachment
from bonafides.read.mail.charsets import text_from
from bonafides.read.mail.headers import decoded
from bonafides.read.mail.html import text_of_html

if TYPE_CHECKING:
    from bonafides.read.mail.parts import Headers, Part

_FULLER = 3
"""How many times longer than the plain form the HTML form must be to be read in its place."""


@dataclass(slots=True)
class Body:
    """What one mail holds."""

    headers: Headers = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    carried: list[Body] = field(default_factory=list)
    """Whole mails attached to this one."""
    left_out: int = 0
    """Parts nested too deep, or too many, to be read."""
    whole: bool = True
    """False where the file ends before the mail does."""

    @property
    def text(self) -> str:
        """All words to read, parts separated by a blank line."""
        return "\n\n".join(text for text in self.texts if text.strip())


def body_of(mail: Part) -> Body:
    """The content of `mail`. Line ends are those of the file's text lines, `\\n`, as in the canonical form of mail."""
    body = Body(headers=mail.headers, whole=not mail.open_ended)
    _collect(mail, body)
    return body


def _collect(part: Part, body: Body) -> None:
    body.left_out += part.left_out
    if part.kind == "message/rfc822":
        body.carried += map(body_of, part.children)
    elif part.children and part.kind == "multipart/alternative":
        _alternative(part.children, body)
    elif part.children:
        for child in part.children:
            _collect(child, body)
    elif part.kind.startswith("multipart/") and part.left_out:
        return
    elif _is_text(part):
        text = text_from(part.content, part.charset or "utf-8").replace("\r\n", "\n")
        body.texts.append(text_of_html(text) if part.kind == "text/html" else text)
    else:
        body.attachments.append(_attachment(part))


def _alternative(children: list[Part], body: Body) -> None:
    """The plain form, unless the HTML form says far more: then the plain one is a stub, or a cover."""
    written: list[str] = []
    for child in children:
        if written and child.kind == "text/html" and _bound(child) <= _fuller(written[0]):
            continue  # it cannot be the fuller one, so that it need not be taken apart
        form = Body()
        _collect(child, form)
        written += [form.text] if form.text else []
        body.attachments += form.attachments
        body.carried += form.carried
        body.left_out += form.left_out
    if written:
        body.texts.append(fuller(written))


def fuller(written: list[str]) -> str:
    """The first of several forms of one text, unless another one says far more than it."""
    fullest = max(written, key=len)
    return fullest if len(fullest) > _fuller(written[0]) else written[0]


def _bound(part: Part) -> int:
    """How long the text of a part can be at most."""
    return part.end - part.start


def _fuller(plain: str) -> int:
    return _FULLER * len(plain) + 200


def _is_text(part: Part) -> bool:
    if part.kind not in ("text/plain", "text/html") and not part.kind.startswith("multipart/"):
        return False
    return not part.attached and not part.name


def _attachment(part: Part) -> Attachment:
    content = part.content
    return attachment(decoded(part.name), part.kind, content)


def attachment(name: str, media_type: str, content: bytes) -> Attachment:
    """A file whose bytes are at hand: named on one line, measured, hashed, and let go."""
    return Attachment(
        name=" ".join(name.split())[:200] or "unnamed",
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
