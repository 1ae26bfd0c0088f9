"""One question over one connection: no redirect followed, no proxy used, bounded in time and in size.

The only module of the program that opens a socket.
"""

from __future__ import annotations

import socket
import ssl
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from io import BufferedReader, RawIOBase
from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from bonafides.errors import BonafidesError
from bonafides.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse

    from _typeshed import ReadableBuffer, WriteableBuffer

    from bonafides.second_reader.endpoint import Endpoint

ANSWER_BYTES = 1_000_000
"""An answer longer than this is not read."""
_HEAD_BYTES = 65_536
"""What an answer may have before its body."""


class NoAnswerError(BonafidesError):
    """The second reader gave nothing that can be used. `what` goes on after `the second reader ...`."""

    def __init__(self, what: str, *, gone: bool = False) -> None:
        super().__init__(what)
        self.gone = gone
        """Whether there is no use in asking again."""


def ask(endpoint: Endpoint, path: str, body: bytes | None = None, *, timeout: float) -> bytes:
    """The JSON that the server answers to GET (no `body`) or POST of `path`, at most ANSWER_BYTES of it.

    Raises NoAnswerError for anything else, at the latest after `timeout` seconds in all; SettingsError where
    `localhost` is not this machine.
    """
    deadline = monotonic() + timeout
    try:
        with closing(_connected(endpoint, deadline)) as line:
            return _exchange(endpoint, _Metered(line, deadline), path, body)
    except TimeoutError:
        raise NoAnswerError(f"did not answer within {timeout:g} seconds") from None
    except (OSError, HTTPException, ValueError):
        raise NoAnswerError("broke off, or answered with something that is no HTTP") from None


def _exchange(endpoint: Endpoint, line: _Metered, path: str, body: bytes | None) -> bytes:
    connection = HTTPConnection(endpoint.host, endpoint.port)
    connection.sock = cast(Any, line)
    headers = {"Accept": "application/json", "Connection": "close", "User-Agent": "bonafides"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    connection.request("GET" if body is None else "POST", endpoint.base + path, body, headers)
    with closing(connection.getresponse()) as response:
        return _body(response)


def _body(response: HTTPResponse) -> bytes:
    if 300 <= response.status < 400:
        raise NoAnswerError(f"pointed to another address (HTTP {response.status}), which is never followed")
    if response.status != 200:
        raise NoAnswerError(f"answered with an error (HTTP {response.status})")
    if response.headers.get_content_type() != "application/json":
        raise NoAnswerError("answered with something that is no JSON")
    raw = response.read(ANSWER_BYTES + 1)
    if len(raw) > ANSWER_BYTES:
        raise NoAnswerError(f"answered with more than {ANSWER_BYTES:,} bytes")
    return raw


# --- the connection


def _connected(endpoint: Endpoint, deadline: float) -> socket.socket:
    """A connection to the first address that takes one, encrypted and verified where the scheme says so."""
    trouble = "could not be reached"
    for family, address in _addresses(endpoint):
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(_left(deadline))
            line.connect(address)
            return _encrypted(line, endpoint) if endpoint.scheme == "https" else line
        except ssl.SSLError:
            trouble = "could not show who it is (its certificate does not hold), or speaks no HTTPS"
        except OSError:
            pass
        line.close()
    raise NoAnswerError(trouble, gone=True)


def _encrypted(line: socket.socket, endpoint: Endpoint) -> socket.socket:
    return ssl.create_default_context().wrap_socket(line, server_hostname=endpoint.host)


def _addresses(endpoint: Endpoint) -> Iterator[tuple[socket.AddressFamily, Any]]:
    """Addresses of the host; for one on this machine each of them is loopback, whatever the name service says."""
    try:
        found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoAnswerError("could not be found by its name", gone=True) from None
    if not endpoint.remote and not all(ip_address(address[0]).is_loopback for *_, address in found):
        raise SettingsError(
            f"on this machine the name {endpoint.host} stands for another one.",
            where="--reader",
            next_step="Write 127.0.0.1 in its place.",
        )
    for family, _, _, _, address in found:
        yield family, address


def _left(deadline: float) -> float:
    """Seconds until the deadline; TimeoutError when it has passed."""
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Metered:
    """As much of a socket as HTTPConnection needs, which stops when the time or the allowance is used up."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self._line = line
        self._deadline = deadline

    def sendall(self, data: ReadableBuffer) -> None:
        self._line.settimeout(_left(self._deadline))
        self._line.sendall(data)

    def makefile(self, _mode: str) -> BufferedReader:
        return BufferedReader(_Meter(self._line, self._deadline))

    def close(self) -> None:
        """Nothing: who opened the socket closes it."""


class _Meter(RawIOBase):
    """What comes in. A limit on each read alone would let a server that drips hold the program for ever."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self._line = line
        self._deadline = deadline
        self._allowed = ANSWER_BYTES + _HEAD_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        self._line.settimeout(_left(self._deadline))
        size = self._line.recv_into(buffer)
        self._allowed -= size
        if self._allowed < 0:
            raise NoAnswerError(f"answered with more than {ANSWER_BYTES:,} bytes")
        return size
