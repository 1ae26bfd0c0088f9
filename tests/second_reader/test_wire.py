"""One question over one connection: whatever the other end does, it ends in time, in size and in a clear word."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bonafides.second_reader import endpoint
from bonafides.second_reader.wire import ANSWER_BYTES, NoAnswerError, ask
from bonafides.settings import SettingsError
from tests.second_reader.server import Reply, nobody, serving

GOOD = Reply(body=b'{"choices": []}')
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
HUGE = b"[" + b"1," * ANSWER_BYTES


def asked(*replies: Reply, timeout: float = 5.0) -> bytes:
    with serving(*replies) as fake:
        return ask(endpoint(fake.url), "/chat/completions", b"{}", timeout=timeout)


def test_a_good_answer_comes_whole() -> None:
    with serving(GOOD) as fake:
        assert ask(endpoint(fake.url), "/chat/completions", b'{"a": 1}', timeout=5) == GOOD.body
        assert ask(endpoint(fake.url), "/models", timeout=5) == fake.models.body
    first, second = fake.asked
    assert (first.method, first.path, first.body) == ("POST", "/v1/chat/completions", {"a": 1})
    assert (second.method, second.path) == ("GET", "/v1/models")
    assert "Authorization" not in first.headers
    assert "Cookie" not in first.headers


@pytest.mark.parametrize("length", [True, False])
def test_as_long_as_may_be_and_one_more(length: bool) -> None:
    fits = Reply(body=b"1" * ANSWER_BYTES, length=length)
    assert len(asked(fits)) == ANSWER_BYTES
    with pytest.raises(NoAnswerError, match="more than 1,000,000 bytes"):
        asked(Reply(body=fits.body + b"1", length=length))


HOSTILE = {
    "error": (Reply(status=500, body=GOOD.body), "HTTP 500"),
    "missing": (Reply(status=404), "HTTP 404"),
    "accepted": (Reply(status=202, body=GOOD.body), "HTTP 202"),
    "html": (Reply(type="text/html; charset=utf-8", body=b"<script>x</script>"), "no JSON"),
    "json as text": (Reply(type="text/plain", body=GOOD.body), "no JSON"),
    "no type": (Reply(type="", body=GOOD.body), "no JSON"),
    "huge": (Reply(body=HUGE), "more than"),
    "huge without a length": (Reply(body=HUGE, length=False), "more than"),
    "huge in chunks": (Reply(raw=CHUNKED + b"1e8480\r\n" + HUGE), "more than"),
    "negative chunk": (Reply(raw=CHUNKED + b"-1\r\n" + HUGE), "more than|broke off|no JSON"),
    "no chunk": (Reply(raw=CHUNKED + b"zz\r\n"), "broke off"),
    "endless headers": (Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000), "broke off"),
    "long header": (Reply(raw=b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000), "broke off|more than"),
    "endless go on": (Reply(raw=b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000), "more than"),
    "no http": (Reply(raw=b"\x00\x01SSH-2.0-x\r\n\r\n"), "broke off"),
    "closed": (Reply(raw=b"\r\n"), "broke off"),
    "drips its body": (Reply(body=b" " * 500, drip=0.05), "within"),
    "drips its head": (Reply(raw=b"HTTP/1.1 200 OK\r\nX: " + b"y" * 500, drip=0.05), "within"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_is_a_clear_word_in_time(name: str) -> None:
    reply, word = HOSTILE[name]
    started = time.monotonic()
    with pytest.raises(NoAnswerError, match=word) as failure:
        asked(reply, timeout=1.0)
    assert time.monotonic() - started < 3
    assert not failure.value.gone


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with serving(GOOD) as elsewhere:
        away = Reply(status=status, headers=(("Location", f"{elsewhere.url}/v1/chat/completions"),))
        with pytest.raises(NoAnswerError, match="never followed"):
            asked(away)
    assert elsewhere.asked == []


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_no_proxy_is_used(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(GOOD) as proxy, serving(GOOD) as fake:
        monkeypatch.setenv(variable, proxy.url)
        monkeypatch.setenv("no_proxy", "")
        ask(endpoint(fake.url), "/chat/completions", b"{}", timeout=5)
    assert (len(proxy.asked), len(fake.asked)) == (0, 1)


def test_where_nobody_listens_there_is_no_use_in_asking_again() -> None:
    with pytest.raises(NoAnswerError, match="could not be reached") as failure:
        ask(endpoint(nobody()), "/models", timeout=5)
    assert failure.value.gone


def test_a_server_that_accepts_and_says_nothing() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(NoAnswerError, match=r"within 0\.3 seconds"):
            ask(endpoint(url), "/models", timeout=0.3)


# --- names and certificates


def _resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def found(_host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.mark.parametrize("addresses", [("203.0.113.7",), ("127.0.0.1", "203.0.113.7")])
def test_a_localhost_that_is_another_machine_is_refused(
    addresses: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    _resolving(monkeypatch, *addresses)
    monkeypatch.setattr(socket, "socket", lambda *_: pytest.fail("it was connected to"))
    with pytest.raises(SettingsError, match="stands for another one"):
        ask(endpoint("http://localhost:9"), "/models", timeout=1)


def test_localhost_is_tried_at_each_of_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(GOOD) as fake:
        _resolving(monkeypatch, "127.0.0.2", "127.0.0.1")
        assert ask(endpoint(f"http://localhost:{fake.port}"), "/models", timeout=5)


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NoAnswerError, match="name") as failure:
        ask(endpoint("https://reader.example", allow_remote=True), "/models", timeout=1)
    assert failure.value.gone


def test_https_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    """The context in use demands a certificate of that name, and a server without TLS is not talked to."""
    contexts: list[ssl.SSLContext] = []
    made = ssl.create_default_context

    def create() -> ssl.SSLContext:
        contexts.append(made())
        return contexts[-1]

    monkeypatch.setattr(ssl, "create_default_context", create)
    with serving(GOOD) as fake, pytest.raises(NoAnswerError, match="certificate") as failure:
        ask(endpoint(fake.url.replace("http:", "https:")), "/models", timeout=5)
    assert failure.value.gone
    assert fake.asked == []
    assert contexts[0].check_hostname
    assert contexts[0].verify_mode is ssl.CERT_REQUIRED


def test_a_handshake_that_never_ends() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        Thread(target=lambda: listener.accept()[0].recv(1), daemon=True).start()
        started = time.monotonic()
        with pytest.raises(NoAnswerError):
            ask(endpoint(f"https://127.0.0.1:{listener.getsockname()[1]}"), "/models", timeout=0.3)
        assert time.monotonic() - started < 3


@pytest.mark.parametrize(("trusted", "name"), [(True, "localhost"), (True, "127.0.0.1"), (False, "localhost")])
def test_a_certificate_must_be_trusted_and_name_the_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool, name: str
) -> None:
    key, certificate = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(GOOD, context=context) as fake:
        place = endpoint(f"https://{name}:{fake.port}")
        if trusted and name == "localhost":
            assert ask(place, "/models", timeout=5) == fake.models.body
        else:
            with pytest.raises(NoAnswerError, match="certificate"):
                ask(place, "/models", timeout=5)
            assert fake.asked == []


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A key and a certificate for `localhost`, made for one test."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("needs openssl to make a certificate")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, *made, *names], check=True, capture_output=True)
    return key, certificate
