"""A small IMAP server on this machine, for tests: enough of RFC 3501 for a mail program, and faults on demand."""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_LITERAL = re.compile(rb"\{(\d+)\}\r\n\Z")
_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\([^)]*\))|(\S+)')


@dataclass(slots=True, kw_only=True)
class Stored:
    """A mail on the server."""

    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Server:
    """The server's mailboxes and how it behaves; everything that it was told is kept for the tests."""

    user: str = "desk"
    password: str = "secret"
    token: str = "token-1"
    folders: dict[str, list[Stored]] = field(default_factory=lambda: {"INBOX": [], "Taken": []})
    """By name as it is on the wire (modified UTF-7)."""
    capabilities: str = "IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 UIDPLUS MOVE"
    drop_in_fetch: int = 0
    """How many fetches of a whole mail break off half-way before they work."""
    announce: int = 0
    """Where not 0: the length that is announced of every mail in place of the real one."""
    drip: bool = False
    """Whether it answers SEARCH a byte at a time and never ends."""
    silent: bool = False
    """Whether it never greets."""
    refuse_store: bool = False
    port: int = 0
    seen: list[str] = field(default_factory=list)
    connections: int = 0
    _uids: int = 100

    def put(self, raw: bytes, *flags: str, folder: str = "INBOX") -> int:
        """Lays a mail into a folder; its UID."""
        self._uids += 1
        self.folders[folder].append(Stored(uid=self._uids, raw=raw, flags=set(flags)))
        return self._uids

    def flags(self, uid: int) -> set[str]:
        """The flags of a mail, wherever it is."""
        return next(each.flags for folder in self.folders.values() for each in folder if each.uid == uid)


class _GoneError(Exception):
    """The connection is to be dropped."""


@dataclass(slots=True)
class _Session:
    server: Server
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    folder: list[Stored] = field(default_factory=list)
    signed_in: bool = False

    async def run(self) -> None:
        self.server.connections += 1
        if self.server.silent:
            await asyncio.sleep(3600)
        await self.say(b"* OK ready")
        while line := await self.line():
            tag, _, rest = line.partition(" ")
            verb, _, arguments = rest.partition(" ")
            if verb.upper() == "UID":
                verb, _, arguments = arguments.partition(" ")
            self.server.seen.append(f"{verb.upper()} {arguments}")
            answer = await getattr(self, f"do_{verb.lower()}", self.unknown)(self.words(arguments))
            await self.say(f"{tag} {answer}".encode())
            if verb.upper() == "LOGOUT":
                return

    async def line(self) -> str:
        raw = b""
        while not raw.endswith(b"\n") or (literal := _LITERAL.search(raw)):
            if raw and (literal := _LITERAL.search(raw)):
                await self.say(b"+ go on")
                raw = raw[: literal.start()] + b'"' + await self.reader.readexactly(int(literal[1])) + b'"'
            more = await self.reader.readline()
            if not more:
                break
            raw += more
        return raw.decode("utf-8", "replace").rstrip("\r\n")

    def words(self, arguments: str) -> list[str]:
        found = _WORDS.finditer(arguments)
        return [re.sub(r"\\(.)", r"\1", m[1]) if m[1] is not None else m[2] or m[3] for m in found]

    async def say(self, raw: bytes) -> None:
        self.writer.write(raw + b"\r\n")
        await self.writer.drain()

    async def unknown(self, words: list[str]) -> str:
        return "BAD unknown command"

    async def do_capability(self, words: list[str]) -> str:
        await self.say(f"* CAPABILITY {self.server.capabilities}".encode())
        return "OK done"

    async def do_noop(self, words: list[str]) -> str:
        return "OK done"

    async def do_login(self, words: list[str]) -> str:
        self.server.seen[-1] = "LOGIN"
        self.signed_in = words == [self.server.user, self.server.password]
        return "OK signed in" if self.signed_in else "NO [AUTHENTICATIONFAILED] wrong"

    async def do_authenticate(self, words: list[str]) -> str:
        await self.say(b"+ ")
        told = base64.b64decode(await self.line()).decode("utf-8")
        if words[0].upper() == "PLAIN":
            self.signed_in = told == f"\0{self.server.user}\0{self.server.password}"
            return "OK signed in" if self.signed_in else "NO wrong"
        self.signed_in = told == f"user={self.server.user}\1auth=Bearer {self.server.token}\1\1"
        if self.signed_in:
            return "OK signed in"
        await self.say(b"+ " + base64.b64encode(b'{"status":"401"}'))
        await self.line()
        return "NO refused"

    async def do_select(self, words: list[str]) -> str:
        if not self.signed_in or words[0] not in self.server.folders:
            return "NO no such folder"
        self.folder = self.server.folders[words[0]]
        await self.say(f"* {len(self.folder)} EXISTS".encode())
        await self.say(b"* OK [UIDVALIDITY 1] fine")
        return "OK [READ-WRITE] chosen"

    async def do_search(self, words: list[str]) -> str:
        if self.server.drip:
            while True:
                self.writer.write(b" ")
                await self.writer.drain()
                await asyncio.sleep(0.05)
        without = {"UNSEEN": r"\Seen", "UNDELETED": r"\Deleted", "UNFLAGGED": r"\Flagged"}
        barred = {without[word] for word in words if word in without}
        found = [str(each.uid) for each in self.folder if not each.flags & barred]
        await self.say(f"* SEARCH {' '.join(found)}".rstrip().encode())
        return "OK done"

    async def do_fetch(self, words: list[str]) -> str:
        for number, each in enumerate(list(self.folder), start=1):
            if str(each.uid) == words[0]:
                await self.give(number, each, header="HEADER" in words[1])
        return "OK done"

    async def give(self, number: int, mail: Stored, *, header: bool) -> None:
        body = mail.raw.partition(b"\n\n")[0] + b"\n\n" if header else mail.raw
        size = self.server.announce or len(body)
        part = "BODY[HEADER]" if header else "BODY[]"
        facts = f"UID {mail.uid} FLAGS ({' '.join(sorted(mail.flags))}) RFC822.SIZE {len(mail.raw)}"
        self.writer.write(f"* {number} FETCH ({facts} {part} {{{size}}}\r\n".encode())
        if not header and self.server.drop_in_fetch:
            self.server.drop_in_fetch -= 1
            self.writer.write(body[: len(body) // 2])
            await self.writer.drain()
            raise _GoneError
        self.writer.write(body + b")\r\n")
        await self.writer.drain()

    async def do_store(self, words: list[str]) -> str:
        if self.server.refuse_store:
            return "NO read only"
        for each in self.folder:
            if str(each.uid) == words[0]:
                each.flags |= set(words[2].strip("()").split())
        return "OK done"

    async def do_copy(self, words: list[str]) -> str:
        if words[1] not in self.server.folders:
            return "NO [TRYCREATE] no such folder"
        for each in self.folder:
            if str(each.uid) == words[0]:
                self.server.put(each.raw, *each.flags, folder=words[1])
        return "OK done"

    async def do_move(self, words: list[str]) -> str:
        answer = await self.do_copy(words)
        if answer.startswith("OK"):
            self.folder[:] = [each for each in self.folder if str(each.uid) != words[0]]
        return answer

    async def do_expunge(self, words: list[str]) -> str:
        named = set(words) or {str(each.uid) for each in self.folder}
        self.folder[:] = [m for m in self.folder if not (r"\Deleted" in m.flags and str(m.uid) in named)]
        return "OK done"

    async def do_logout(self, words: list[str]) -> str:
        await self.say(b"* BYE")
        return "OK bye"


@contextmanager
def running(server: Server, certificate: Path | None = None) -> Iterator[Server]:
    """The server on a free port of this machine, over TLS where a certificate (with its key) is given."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if certificate else None
    if context and certificate:
        context.load_cert_chain(certificate)
    ready = threading.Event()
    stopping: list[Callable[[], object]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Session(server, reader, writer).run()
        except (_GoneError, OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    async def main() -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        listening = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context, limit=2**16)
        server.port = listening.sockets[0].getsockname()[1]
        stopping.append(lambda: loop.call_soon_threadsafe(stopped.set))
        ready.set()
        await stopped.wait()
        listening.close()

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    assert ready.wait(10)
    try:
        yield server
    finally:
        stopping[0]()
        thread.join(10)
        assert not thread.is_alive()


def certificate(folder: Path, *names: str) -> tuple[Path, Path]:
    """(certificate and key of a server with these names, the certificate alone for whoever is to trust it)."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    known = [x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name) for name in names]
    made = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(known), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    both, trusted = folder / "server.pem", folder / "trusted.pem"
    both.write_bytes(public + private)
    trusted.write_bytes(public)
    return both, trusted
