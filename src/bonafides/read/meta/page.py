"""Reads the web pages `message_1.html` of Messenger's and Instagram's exports, which are Meta's default."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from bonafides.errors import ReadError
from bonafides.model import Attachment, Form, Message, Problem
from bonafides.read.decode import text_of
from bonafides.read.meta.dates import moment, order_of, written
from bonafides.read.meta.html import page_of
from bonafides.read.meta.thread import Talk, channel_of, thread
from bonafides.read.reader import Extract, Head, Options, Reader, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bonafides.model import Attachment as File
    from bonafides.read.meta.html import Page, Post

_HTML = re.compile(r"<(?:!doctype html|html|head|body|div|main|section)\b", re.IGNORECASE)
_PARTS = (("_a6-g", "_a6-p", "_a6-o"), ("_2lek", "_2let", "_2lem"))
_MESSAGE = re.compile(r"""(?:_a6-p|_2let)"[^<>]{0,100}>\s{0,40}<div[^<>]{0,100}>\s{0,40}<div[^<>]{0,100}></div>""")
"""How the content of a message begins; that of a post or a comment begins otherwise."""
_OTHER_PAGES = ('class="_2pin"', "<table")
_FILE = re.compile(r"message(?:_\d{1,4})?\.html?\Z", re.IGNORECASE)
_SIGNS = re.compile(
    r"your_(?:instagram|facebook)_activity|your_activity_across_facebook|facebook\.com/dyi|_2pim _a6-h|_2ph_ _a6-h"
)
_MEANT = {"_2pim _a6-h": "instagram", "_2ph_ _a6-h": "facebook"}


def recognises(head: Head) -> bool:
    """Whether it is a page with the classes of Meta's messages, and not one of its pages of posts, likes or friends."""
    text = head.text
    if not _HTML.match(text.lstrip("\ufeff \t\r\n")[:40]):
        return False
    if not any(all(part in text for part in parts) for parts in _PARTS):
        return False
    if _MESSAGE.search(text) or _FILE.search(posixpath.basename(head.name.replace("\\", "/"))):
        return True
    if any(mark in text for mark in _OTHER_PAGES):
        return False
    senders = [post.sender for post in page_of(text).posts]
    return bool(senders) and not any(sender.endswith(".") for sender in senders)  # `Amy Lin likes a post.`


def read(source: Source, options: Options) -> Extract:
    """The page as one thread, oldest message first. Raises ReadError where no message is on it."""
    markup, problems = text_of(source)
    page = page_of(markup)
    if not page.posts:
        raise ReadError(
            "No message was found on this page.",
            where=source.name,
            next_step="Open it, copy the conversation you see, and paste it into standard input.",
        )
    times = [written(post.time) for post in page.posts]
    order = order_of(reversed(times), options.date_order)
    moments = [moment(time, order.order if order else "", options.timezone) if time else None for time in times]
    channel = channel_of(source.name, (_MEANT.get(found[0], found[0]) for found in _SIGNS.finditer(markup)))
    messages = [_message(post, at, channel) for post, at in zip(page.posts, moments, strict=True)]
    made = thread(Talk(title=_title(page)), messages, channel=channel, file=source.name)
    notes = _notes(source.name, moments, order.order if order and order.assumed else "")
    return Extract(threads=(made,), problems=(*problems, *notes), date_order=str(order) if order else "")


def _title(page: Page) -> str:
    """The other side, as the page calls itself; the page of an application names no one."""
    return "" if page.title.lower() in ("messages", "inbox", "chats", "facebook", "instagram") else page.title


def _message(post: Post, at: datetime | None, channel: str) -> Message:
    text = post.text
    files = tuple(_files(post, text))
    empty = not text and not files
    return Message(
        speaker=post.sender,
        text="message without text or file" if empty else text,
        sent_at=at,
        channel=channel,
        form=Form.EVENT if empty else Form.SENT,
        attachments=files,
    )


def _files(post: Post, text: str) -> Iterator[File]:
    for path in post.files:
        yield Attachment(name=posixpath.basename(path.rstrip("/")) or path)
    for address in dict.fromkeys(address for _, address in post.links):
        if address not in text:
            yield Attachment(name=address)


def _notes(where: str, moments: Sequence[datetime | None], assumed: str) -> Iterator[Problem]:
    untimed = sum(at is None for at in moments)
    if untimed:
        what = f"{untimed} message(s) have a time in words that are not known here; they are kept without one."
        yield Problem(what=what, where=where, next_step="Ask for the export as JSON instead of HTML.")
    if assumed:
        spelled = "/".join({"d": "day", "m": "month", "y": "year"}[letter] for letter in assumed)
        yield Problem(
            what=f"The dates do not show which number is the day; they were read as {spelled}.",
            where=where,
            next_step="If that is wrong, state the order with --date-order.",
        )


META_PAGE = Reader(name="meta-html", recognises=recognises, read=read)
