"""A real local server in a thread that answers as it is told and keeps what it was asked."""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer, good or hostile."""

    body: bytes = b""
    status: int = 200
    type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    length: bool = True
    """Whether Content-Length is sent."""
    drip: float = 0.0
    """Seconds before each byte of the body, and of the head where `raw` is given."""
    raw: bytes = b""
    """Sent in place of everything, head included."""


@dataclass(kw_only=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass(kw_only=True)
class Fake:
    """The server: its address, what it answers, what it was asked."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    """One after the other; the last one for ever."""
    models: Reply = field(default_factory=lambda: Reply(body=b'{"data": [{"id": "little-model"}, {"id": "other"}]}'))
    asked: list[Asked] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    @property
    def questions(self) -> list[Asked]:
        return [each for each in self.asked if each.method == "POST"]

    def next(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


def chat(content: str) -> Reply:
    """A chat answer with that content."""
    return Reply(body=json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode())


def says(*findings: object) -> Reply:
    """A chat answer that proposes these findings."""
    return chat(json.dumps({"findings": findings}))


def finding(indicator: object, message: object, quote: object) -> dict[str, object]:
    return {"indicator": indicator, "message": message, "quote": quote}


def nobody() -> str:
    """An address at which nobody listens."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{line.getsockname()[1]}"


@contextmanager
def serving(*replies: Reply, context: ssl.SSLContext | None = None) -> Iterator[Fake]:
    """A server that answers with these, one after the other, over TLS where a context is given."""
    server = _Server(Fake(replies=list(replies) or [says()]))
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.fake
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, fake: Fake) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.fake = fake
        fake.url = f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: clients that hang up are what is tested."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer(self.server.fake.models)

    def do_POST(self) -> None:
        self._answer(self.server.fake.next())

    def _answer(self, reply: Reply) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.loads(raw) if raw else {}
        asked = Asked(method=self.command, path=self.path, headers=dict(self.headers.items()), body=body)
        self.server.fake.asked.append(asked)
        with suppress(OSError):
            self._send(reply)
        self.close_connection = True

    def _send(self, reply: Reply) -> None:
        if not reply.raw:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.type)
            if reply.length:
                self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
        self._drip(reply.raw or reply.body, reply.drip)

    def _drip(self, body: bytes, pause: float) -> None:
        if not pause:
            self.wfile.write(body)
            return
        for byte in body:
            time.sleep(pause)
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""
