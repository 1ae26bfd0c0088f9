from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.desk.people.oidc_wire import ANSWER_BYTES, Fault, Line, OidcError, origin
from tests.desk import provider as services
from tests.desk.entrance import Clock
from tests.desk.provider import Answer


@pytest.fixture
def service() -> Iterator[services.Service]:
    with services.running(Clock()) as running:
        yield running


def line(address: str, seconds: float = 5) -> Line:
    return Line(origins=frozenset({origin(address)}), seconds=seconds)


@contextmanager
def saying(first: bytes, drip: bytes, last: bytes) -> Iterator[str]:
    """A server that says something to whoever comes, then drips for two seconds, and only then comes to its end."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)

        def talk() -> None:
            while not done.is_set():
                try:
                    line, _ = server.accept()
                except TimeoutError:
                    continue
                with line, suppress(OSError):
                    line.recv(65_536)
                    line.sendall(first)
                    for _ in range(DRIPS if drip else 0):
                        done.wait(0.02)
                        line.sendall(drip)
                    line.sendall(last)

        thread = threading.Thread(target=talk)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            done.set()
            thread.join()


DRIPS = 100
ANSWERS: dict[str, Answer] = {
    "redirect": (302, {"Location": "http://127.0.0.1/"}, b"{}"),
    "redirect that keeps the question": (307, {"Location": "/keys"}, b"{}"),
    "not found": (404, {}, b"{}"),
    "broken": (500, {}, b"{}"),
    "bad request to a question": (400, {}, b'{"error": "x"}'),
    "nothing": (200, {}, b""),
    "no JSON": (200, {}, b"<html>"),
    "no object": (200, {}, b"[1]"),
    "no text": (200, {}, b"\xff\xfe{"),
    "deep": (200, {}, b"[" * 200_000),
    "packed": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"{}")),
    "endless": (200, {}, b'{"a": "' + b"x" * ANSWER_BYTES + b'"}'),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_what_cannot_be_used_is_refused(service: services.Service, answer: Answer) -> None:
    service.answers["/x"] = answer
    with pytest.raises(OidcError) as caught:
        line(service.address).get(f"{service.address}/x")
    assert caught.value.fault is Fault.SERVICE
    assert service.seen == ["/x"], "nothing else was asked"


def test_an_error_in_the_words_of_oauth_is_an_answer_to_a_form(service: services.Service) -> None:
    service.answers["/x"] = (400, {}, b'{"error": "invalid_grant"}')
    assert line(service.address).post(f"{service.address}/x", {}, "a=b") == {"error": "invalid_grant"}


OK = b"HTTP/1.1 200 OK\r\n"
DRIPPING = {
    "its head": (OK + b"A: ", b"b", b"\r\nContent-Length: 2\r\n\r\n{}"),
    "its body": (OK + f"Content-Length: {DRIPS + 2}\r\n\r\n".encode(), b" ", b"{}"),
    "promises": (b"", b"HTTP/1.1 100 Continue\r\n\r\n", OK + b"Content-Length: 2\r\n\r\n{}"),
}


@pytest.mark.parametrize("parts", DRIPPING.values(), ids=DRIPPING)
def test_a_server_that_drips_holds_nobody_beyond_the_time(parts: tuple[bytes, bytes, bytes]) -> None:
    with saying(*parts) as address:
        assert line(address, seconds=60).get(address) == {}, "it would come to an end"
        with pytest.raises(OidcError, match="did not answer within"):
            line(address, seconds=0.3).get(address)


@pytest.mark.parametrize(
    "answer",
    [b"", b"no HTTP at all\r\n\r\n", OK + b"Content-Length: 100\r\n\r\n{"],
    ids=["nothing", "no HTTP", "cut"],
)
def test_a_line_that_breaks_is_said_to(answer: bytes) -> None:
    with saying(answer, b"", b"") as address, pytest.raises(OidcError) as caught:
        line(address).get(address)
    assert caught.value.fault is Fault.SERVICE


def test_no_proxy_is_used(service: services.Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert line(service.address).get(f"{service.address}/keys")["keys"]


@pytest.mark.parametrize(
    "address",
    ["https://id.example", "https://ID.example:443/x", "https://id.example/a?b", "http://127.0.0.1:8", "http://[::1]/"],
)
def test_what_may_be_asked(address: str) -> None:
    assert origin(address)[1] in (443, 8, 80)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "id.example",
        "//id.example",
        "http://id.example",
        "http://127.0.0.1.id.example",
        "http://localhost.id.example",
        "http://10.0.0.1",
        "ftp://id.example",
        "file:///etc/passwd",
        "https://",
        "https://user@id.example",
        "https://user:word@id.example",
        "http://127.0.0.1@id.example",
        "https://id.example:99999",
        "https://[::1",
    ],
)
def test_what_may_not_be_asked(address: str) -> None:
    with pytest.raises(OidcError) as caught:
        origin(address)
    assert caught.value.fault is Fault.SETTINGS


@given(st.text(max_size=40))
def test_whatever_an_address_is_no_other_origin_is_asked(rest: str) -> None:
    held = Line(origins=frozenset({("id.example", 443)}))
    try:
        allowed = held.permitted(f"https://id.example{rest}")
    except OidcError:
        return
    assert origin(allowed) == ("id.example", 443)


def test_another_port_is_another_origin(service: services.Service) -> None:
    with pytest.raises(OidcError) as caught:
        line("http://127.0.0.1:1").get(f"{service.address}/keys")
    assert caught.value.fault is Fault.SETTINGS
    assert service.seen == []
