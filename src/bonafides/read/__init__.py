"""The read room: turns files, folders, archives and pasted text into conversations, and says what it could not read."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from bonafides.model import Problem, Provenance, Reading
from bonafides.read import source
from bonafides.read.deferred import deferred
from bonafides.read.gather import Gatherer
from bonafides.read.harvest import FileRead, Harvest, forgive_tables
from bonafides.read.join import join as join_threads
from bonafides.read.mail.opening import is_mail, is_mailbox
from bonafides.read.opening import has_columns, has_dates, has_json_line, is_json, is_markup, is_ole, is_pdf, is_picture
from bonafides.read.owner import settle
from bonafides.read.paste.pasted import PASTE
from bonafides.read.reader import LIMITS, Limits, Options, Reader
from bonafides.read.series import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import tzinfo
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["LIMITS", "READERS", "Limits", "Reader", "read", "read_text"]

READERS: tuple[Reader, ...] = (
    # bytes that begin as no text does
    deferred("picture", is_picture, "picture.screenshot:PICTURE", slow=True),
    deferred("pdf", is_pdf, "picture.pdf:PDF", slow=True),
    # JSON by keys that no other format has; the interchange format takes whatever has `messages` in one line
    deferred("meta-json", is_json, "meta.export:META"),
    deferred("meta-html", is_markup, "meta.page:META_PAGE"),
    deferred("instagram-before-2021", is_json, "meta.before_2021:META_BEFORE_2021"),
    deferred("discord", is_json, "discord.export:DISCORD"),
    deferred("discord-package", is_json, "discord.package:DISCORD_OWN"),
    deferred("slack", is_json, "slack:SLACK"),
    deferred("slack-people", is_json, "slack_people:SLACK_PEOPLE"),
    deferred("telegram", is_json, "telegram.export:TELEGRAM"),
    deferred("signal", is_json, "signal.export:SIGNAL"),
    deferred("wechat", is_json, "wechat.export:WECHAT"),
    deferred("telegram-html", is_markup, "telegram.html:TELEGRAM_HTML"),
    # JSON lines that may carry any other format inside their strings
    deferred("interchange", has_json_line, "interchange:INTERCHANGE"),
    # tables: each asks for columns that the others do not have
    deferred("linkedin-messages", has_columns("from", "content"), "linkedin.messages:MESSAGES"),
    deferred("linkedin-invitations", has_columns("from", "direction"), "linkedin.invitations:INVITATIONS"),
    deferred("linkedin-connections", has_columns("first name", "connected on"), "linkedin.people:CONNECTIONS"),
    deferred("linkedin-profile", has_columns("first name", "headline"), "linkedin.people:PROFILE"),
    deferred("linkedin-emails", has_columns("email address", "confirmed"), "linkedin.people:EMAILS"),
    deferred("linkedin-phones", has_columns("extension", "number"), "linkedin.people:PHONES"),
    deferred("discord-package", has_columns("timestamp", "contents"), "discord.package:DISCORD_TABLE"),
    # the only one that is no text
    deferred("msg", is_ole, "mail.msg:MSG"),
    # a mailbox begins like a letter after its first line, so it is asked before single letters
    deferred("mbox", is_mailbox, "mail.mails:MBOX"),
    deferred("eml", is_mail, "mail.mails:EML"),
    # dated in brackets as WhatsApp is on phones of some countries, but without seconds
    deferred("signal-text", has_dates, "signal.text:SIGNAL_TEXT"),
    # a letter may quote a chat, a chat never begins with mail headers
    deferred("whatsapp", has_dates, "whatsapp.export:WHATSAPP"),
    # takes any text, so it comes last
    PASTE,
)
"""Every format, the most particular first; each is imported only once a file opens as its files do."""


def read(
    inputs: Sequence[str | Path],
    *,
    stdin: Callable[[], BinaryIO] | None = None,
    me: tuple[str, ...] = (),
    timezone: tzinfo = UTC,
    timezone_assumed: bool = False,
    date_order: str = "",
    join: bool = True,
    joined: Sequence[tuple[str, str]] = (),
    progress: Callable[[str, int, int], None] | None = None,
) -> Reading:
    """Reads files, folders and `-` (standard input) into conversations.

    `me` are names, addresses or phone numbers of the user; `timezone` is for files without zones, `timezone_assumed`
    says that nobody stated it; `date_order` is `dmy`, `mdy`, `ymd` or empty. With `join` false, threads with the same
    counterpart stay apart; `joined` are pairs of conversations (ids or names) that the user says are one person.
    `progress` is called with a file's name, the bytes read of it and its size.
    Bad input never raises: it is in the problems, marked fatal where a named input gave nothing.
    """
    options = Options(me=me, timezone=timezone, date_order=date_order)
    gatherer = Gatherer(readers=READERS, options=options, progress=progress)
    harvests = []
    for given, name in zip(inputs, source.labels(inputs), strict=True):
        with closing(source.walk(given, name, stdin)) as items:
            harvests.append(gatherer.read(items, name, folder=source.is_folder(given)))
    forgive_tables(harvests)
    reading = _assembled(harvests, gatherer.options, join=join, joined=joined)
    return replace(reading, provenance=replace(reading.provenance, timezone_assumed=timezone_assumed))


def read_text(
    text: str,
    *,
    name: str = "pasted text",
    me: tuple[str, ...] = (),
    timezone: tzinfo = UTC,
    date_order: str = "",
    join: bool = True,
) -> Reading:
    """Reads a text that was handed over directly, such as one pasted message or a copied chat; otherwise as `read`."""
    gatherer = Gatherer(readers=READERS, options=Options(me=me, timezone=timezone, date_order=date_order))
    item = source.from_bytes(name, text.encode("utf-8", "replace"))
    return _assembled([gatherer.read([item], name)], gatherer.options, join=join)


def _assembled(
    harvests: Sequence[Harvest], options: Options, *, join: bool, joined: Sequence[tuple[str, str]] = ()
) -> Reading:
    files = _together([file for harvest in harvests for file in harvest.files])
    settled = settle(files, options.me)
    made = join_threads(settled.threads, together=join, stated=joined)
    problems = [problem for harvest in harvests for problem in harvest.problems]
    problems += _long_messages(files)
    problems += [each for doubted in settled.doubts for each in doubted.problems(made.ids)]
    problems += made.problems
    if not made.conversations and not any(problem.fatal for problem in problems):
        problems.append(_NOTHING)
    orders = dict.fromkeys(file.extract.date_order for file in files if file.extract.date_order)
    return Reading(
        conversations=made.conversations,
        problems=tuple(problems),
        provenance=Provenance(
            inputs=tuple(each for harvest in harvests for each in harvest.inputs),
            me=settled.me,
            timezone=str(options.timezone),
            date_order="; ".join(orders),
        ),
    )


def _together(files: list[FileRead]) -> list[FileRead]:
    """The files after what takes several threads: people get their names, cut threads and screenshots become whole."""
    if sum(len(file.extract.threads) for file in files) < 2:
        return files
    from bonafides.read.picture.stitch import stitched
    from bonafides.read.slack_people import with_names

    return stitched(whole(with_names(files)))


def _long_messages(files: Sequence[FileRead]) -> Iterator[Problem]:
    """The files with messages that are kept whole and judged on their beginning."""
    for file in files:
        messages = (message for thread in file.extract.threads for message in thread.messages)
        count = sum(len(message.text) > LIMITS.message_characters for message in messages)
        if count:
            yield Problem(
                what=f"{count} message(s) are longer than {LIMITS.message_characters} characters; "
                "they are kept whole and judged on their beginning.",
                where=file.name,
            )


_NOTHING = Problem(
    what="No conversation was found in what was given.",
    where="input",
    next_step="Name an exported chat, LinkedIn's messages.csv or its whole ZIP, or pass - and paste the message.",
    fatal=True,
)
