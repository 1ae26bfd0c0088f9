"""The desk's mailbox: takes each new mail over IMAP as a report, and marks it only once the report is kept.

The only module of the desk's intake that opens a connection, and only to the host that the settings name.
"""

from __future__ import annotations

import imaplib
import logging
import shlex
import ssl
import subprocess
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imap_tools import BaseMailBox, ImapToolsError, MailboxFolderSelectError, MailboxLoginError, MailMessage
from imap_tools.utils import encode_folder

from bonafides.desk.intake.mail_in import Door, from_mail
from bonafides.desk.intake.received import BOUNDS, Accept, too_large
from bonafides.errors import DeskError
from bonafides.model import Problem
from bonafides.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_log = logging.getLogger(__name__)
_WHERE = "imap"
_TAGS = 65_536
"""Bytes beside the mail itself that one answer of the server may hold."""
_SECRET_BYTES = 65_536
_COMMAND_SECONDS = 30
_LOST = (OSError, imaplib.IMAP4.abort)
"""What a connection that breaks off raises; a wrong certificate is an OSError too, and is told from it first."""
_FAILED = (*_LOST, imaplib.IMAP4.error, ImapToolsError, ValueError)
_BREAK = Problem(
    what="The mail server broke off, or took too long; what was not taken yet is still in the mailbox.",
    where=_WHERE,
    next_step="The rest is taken at the next look.",
)
_NOT_MARKED = Problem(
    what="The mail server refused to mark or to move a mail that was taken; it stays as it is, and is taken only once.",
    where=_WHERE,
    next_step="Check that the folder for taken mails exists, and that the user may change the mailbox.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Which mailbox is read, and how the desk shows that it may. Passwords and tokens are never held here."""

    host: str
    user: str
    port: int = 993
    password_file: str = ""
    """A file whose first line is the password."""
    token_file: str = ""
    """A file whose first line is an OAuth 2.0 access token (XOAUTH2)."""
    token_command: str = ""
    """A program, with its arguments, that writes such a token; it is run without a shell at every connection."""
    folder: str = "INBOX"
    taken: str = ""
    """The mail folder to which what was taken is moved; empty to mark it as read where it is."""
    authorities: str = ""
    """A file with the certificates to trust instead of the machine's own, for a server of one's own."""
    tls: bool = True
    """Off only for a server on this machine, named by its loopback address."""
    patience: float = 30.0
    """Seconds that the server may take for one answer."""
    longest: float = 600.0
    """Seconds for which one connection is kept at most."""
    mails: int = 500
    """Mails that are taken in one run."""
    bytes: int = BOUNDS.bytes
    """A larger mail is not fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What one look into the mailbox brought."""

    taken: tuple[tuple[str, str], ...] = ()
    """Number of the mail (UID) and the report's id."""
    refused: tuple[Problem, ...] = ()
    """Mails that were flagged and left for a person to look at."""
    problems: tuple[Problem, ...] = ()
    """What broke on the way; what was not taken is taken next time."""


@dataclass(slots=True)
class _Count:
    taken: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)

    @property
    def done(self) -> int:
        return len(self.taken) + len(self.refused)


def fetch(mailbox: Mailbox, accept: Accept, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Summary:
    """Hand every new mail in the mailbox to `accept`, then mark it as read or move it.

    New is what nobody has read yet, or, where mails are moved, whatever is still there. A mail that cannot be taken is
    flagged and left. After a break the rest is fetched over a new connection, as long as each brings something.
    Raises SettingsError for settings that cannot be used, DeskError where there is no way to the mailbox, and whatever
    `accept` raises but DeskError; then the mail at hand stays new.
    """
    _check(mailbox)
    count = _Count()
    while True:
        before = count.done
        try:
            with _opened(mailbox) as box:
                _take(box, mailbox, accept, count, now)
            return Summary(taken=tuple(count.taken), refused=tuple(count.refused))
        except _Broken as broken:
            if count.done == before:
                return Summary(taken=tuple(count.taken), refused=tuple(count.refused), problems=(broken.why,))


class _Broken(Exception):  # noqa: N818 -- never leaves this module
    """The connection was lost, or is of no more use, after it had been made."""

    def __init__(self, why: Problem = _BREAK) -> None:
        super().__init__()
        self.why = why


@contextmanager
def _asking() -> Iterator[None]:
    """Around what is asked of the server: whatever goes wrong with it is _Broken, and nothing else is."""
    try:
        yield
    except (*_LOST, imaplib.IMAP4.error, ImapToolsError):
        raise _Broken from None


# --- settings


def _check(mailbox: Mailbox) -> None:
    given = [mailbox.password_file, mailbox.token_file, mailbox.token_command]
    if sum(map(bool, given)) != 1:
        raise _unusable("Name one of password file, token file and token command.", "Set exactly one of them.")
    if not mailbox.host or any(char.isspace() or char in "/@[]" for char in mailbox.host):
        raise _unusable("This names no mail server.", "Give its name alone, such as imap.example.org.")
    if not mailbox.tls and not _is_loopback(mailbox.host):
        raise _unusable(
            "Without encryption only a server on this machine is spoken to.",
            "Leave encryption on, or give the loopback address 127.0.0.1.",
        )
    for text in (mailbox.user, mailbox.folder, mailbox.taken):
        if any(char < " " or char == "\x7f" for char in text):
            raise _unusable("A name holds a line break or another control character.", "Write the name on one line.")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _unusable(what: str, next_step: str) -> SettingsError:
    return SettingsError(what, where=_WHERE, next_step=next_step)


def _secret(mailbox: Mailbox) -> str:
    """The password or token, read anew at every connection because tokens end; never logged, never in an argument."""
    if mailbox.token_command:
        raw = _output(mailbox.token_command)
    else:
        try:
            with Path(mailbox.password_file or mailbox.token_file).open("rb") as file:
                raw = file.read(_SECRET_BYTES)
        except OSError:
            raise _unusable(
                "The file with the password or token cannot be read.", "Check its name and rights."
            ) from None
    secret = raw.decode("utf-8", "replace").lstrip("\ufeff").split("\n", 1)[0].strip("\r")
    if not secret or any(char < " " for char in secret):
        raise _unusable("There is no password or token on its first line.", "Write it there, and nothing else.")
    return secret


def _output(command: str) -> bytes:
    try:
        arguments = shlex.split(command)
        done = subprocess.run(  # noqa: S603 - the program that the desk's own settings name, without a shell
            arguments, capture_output=True, timeout=_COMMAND_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired):
        raise _unusable("The token command cannot be run, or did not end.", "Run it yourself to see why.") from None
    if done.returncode:
        raise _unusable("The token command failed.", "Run it yourself to see why.")
    return done.stdout[:_SECRET_BYTES]


# --- the connection


class _Encrypted(imaplib.IMAP4_SSL):
    """Refuses what a server announces as longer than anything it was asked for."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._allowed = mailbox.bytes + _TAGS
        try:
            trusted = ssl.create_default_context(cafile=mailbox.authorities or None)
        except OSError:
            raise _unusable(
                "The file with the certificates to trust cannot be used.", "Check that it is PEM."
            ) from None
        super().__init__(mailbox.host, mailbox.port, ssl_context=trusted, timeout=mailbox.patience)

    def read(self, size: int) -> bytes:
        """The next bytes of the answer."""
        return super().read(_bounded(size, self._allowed))


class _Plain(imaplib.IMAP4):
    """The same without encryption, for a server on this machine."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._allowed = mailbox.bytes + _TAGS
        super().__init__(mailbox.host, mailbox.port, timeout=mailbox.patience)

    def read(self, size: int) -> bytes:
        """The next bytes of the answer."""
        return super().read(_bounded(size, self._allowed))


def _bounded(size: int, allowed: int) -> int:
    if size > allowed:
        raise imaplib.IMAP4.abort("too long")
    return size


class _Fetched(MailMessage):
    """A mail as bytes: the library's own parser would take it apart and could not give it back as it was."""

    def __init__(self, fetch_data: list[Any]) -> None:
        self.raw, self._raw_uid_data, self._raw_flag_data = self._get_message_data_parts(fetch_data)


class _Box(BaseMailBox):
    """One connection, whose server is known by its certificate before anything is said to it."""

    email_message_class = _Fetched

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return _Encrypted(self._mailbox) if self._mailbox.tls else _Plain(self._mailbox)


@contextmanager
def _opened(mailbox: Mailbox) -> Iterator[_Box]:
    """The mailbox with its folder chosen. Raises DeskError where it cannot be had, _Broken where it breaks after."""
    box = _connected(mailbox)
    watch = threading.Timer(mailbox.longest, _cut, (box,))
    watch.daemon = True
    watch.start()
    try:
        with _asking():
            _signed_in(box, mailbox)
            _choose(box, mailbox)
        yield box
        with suppress(*_FAILED):
            box.logout()
    finally:
        watch.cancel()
        with suppress(*_FAILED):
            box.client.shutdown()


def _cut(box: _Box) -> None:
    """Ends a connection that is kept for too long, as by a server that sends a byte now and then."""
    _log.warning("the connection to the mail server took too long and was ended")
    with suppress(*_FAILED):
        box.client.socket().shutdown(2)


def _connected(mailbox: Mailbox) -> _Box:
    try:
        return _Box(mailbox)
    except ssl.SSLCertVerificationError:
        raise _unreached(
            "The mail server could not show who it is: its certificate does not hold.",
            "Check the name of the server, and the file with the certificates to trust.",
        ) from None
    except _FAILED:
        raise _unreached(
            "The mail server cannot be reached, or does not speak IMAP over TLS there.", "Check its name and port."
        ) from None


def _unreached(what: str, next_step: str) -> DeskError:
    return DeskError(what, where=_WHERE, next_step=next_step)


def _signed_in(box: _Box, mailbox: Mailbox) -> None:
    secret = _secret(mailbox)
    refused = "The mail server refused the password or token, or does not allow this way of signing in."
    try:
        if not mailbox.password_file:
            box.xoauth2(mailbox.user, secret, None)
        elif f"{mailbox.user}{secret}".isascii():
            box.login(mailbox.user, secret, None)
        else:
            box.login_utf8(mailbox.user, secret, None)
    except _LOST:
        raise
    except (imaplib.IMAP4.error, MailboxLoginError):
        raise _unreached(refused, "Check the user's name and the password or token.") from None
    with suppress(imaplib.IMAP4.error):
        _, told = box.client.capability()
        box.client.capabilities = tuple(bytes(told[-1] or b"").decode("ascii", "replace").upper().split())


def _choose(box: _Box, mailbox: Mailbox) -> None:
    try:
        box.folder.set(mailbox.folder)
    except MailboxFolderSelectError:
        raise _unreached("There is no such mail folder, or it may not be opened.", "Check the folder's name.") from None


# --- taking


def _take(box: _Box, mailbox: Mailbox, accept: Accept, count: _Count, now: Callable[[], datetime]) -> None:
    door = Door(via="imap", to_desk=True)
    for uid in _new(box, mailbox)[: mailbox.mails - count.done]:
        try:
            with _asking():
                raw = _whole(box, mailbox, uid)
            report = accept(from_mail(f"mail-{uid}.eml", raw, door, received_at=now()))
        except DeskError as error:
            with _asking():
                _mark(box, uid, r"(\Flagged)")
            where = f"{_WHERE}, mail {uid}"
            count.refused.append(Problem(what=error.what, where=where, next_step=error.next_step, fatal=True))
        else:
            with _asking():
                _put_away(box, mailbox, uid)
            count.taken.append((uid, report))


def _new(box: _Box, mailbox: Mailbox) -> list[str]:
    """Numbers (UIDs) of the mails to take, the oldest first."""
    wanted = "UNDELETED UNFLAGGED" if mailbox.taken else "UNSEEN UNDELETED UNFLAGGED"
    with _asking():
        return box.uids(wanted, charset=None)


def _whole(box: _Box, mailbox: Mailbox, uid: str) -> bytes:
    """The mail as it came, without marking it. Raises DeskError where it is too large or gone."""
    heads = list(box.fetch(uid_list=[uid], mark_seen=False, headers_only=True))
    if heads and heads[0].size_rfc822 > mailbox.bytes:
        raise too_large(heads[0].size_rfc822)
    for mail in box.fetch(uid_list=[uid], mark_seen=False) if heads else ():
        if isinstance(mail, _Fetched) and mail.raw:
            return bytes(mail.raw)
    raise DeskError("The mail server does not give this mail.", next_step="Look at it in the mailbox.")


def _put_away(box: _Box, mailbox: Mailbox, uid: str) -> None:
    """Marks a mail as read, or moves it. Nothing is ever expunged but itself: what others deleted is theirs."""
    if not mailbox.taken:
        _mark(box, uid, r"(\Seen)")
        return
    target: Any = encode_folder(mailbox.taken)
    if "MOVE" in box.client.capabilities:
        _do(box, "MOVE", uid, target)
        return
    _do(box, "COPY", uid, target)
    _mark(box, uid, r"(\Seen \Deleted)")
    if "UIDPLUS" in box.client.capabilities:
        _do(box, "EXPUNGE", uid)


def _mark(box: _Box, uid: str, flags: str) -> None:
    _do(box, "STORE", uid, "+FLAGS", flags)


def _do(box: _Box, verb: str, *arguments: Any) -> None:
    kind, _ = box.client.uid(verb, *arguments)
    if kind != "OK":
        raise _Broken(_NOT_MARKED)
