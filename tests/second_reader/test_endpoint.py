"""An address is this machine's own, or refused with a clear word before anything is sent."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonafides.second_reader import endpoint
from bonafides.settings import SettingsError


@pytest.mark.parametrize(
    ("url", "name", "base"),
    [
        ("http://localhost:8080", "localhost:8080", "/v1"),
        ("http://LOCALHOST", "localhost:80", "/v1"),
        ("https://localhost/", "localhost:443", "/v1"),
        ("http://localhost./v1/", "localhost:80", "/v1"),
        ("http://127.0.0.1:11434/v1", "127.0.0.1:11434", "/v1"),
        ("http://127.9.8.7:1/models/v1", "127.9.8.7:1", "/models/v1"),
        ("http://[::1]:8080/gate", "[::1]:8080", "/gate/v1"),
        ("http://localhost/v1/chat/completions", "localhost:80", "/v1"),
    ],
)
def test_this_machine_in_any_spelling(url: str, name: str, base: str) -> None:
    found = endpoint(url)
    assert (found.name, found.base, found.remote) == (name, base, False)


REMOTE = [
    "https://reader.example", "http://192.168.0.7:8080", "http://10.0.0.1", "http://0.0.0.0:8080", "http://[::]:8080",
    "http://[fe80::1]:80", "http://[::ffff:8.8.8.8]", "http://localhost.reader.example", "http://127.0.0.1.example",
    "http://127.1", "http://2130706433", "http://0x7f.1", "http://mylocalhost", "http://128.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("url", REMOTE)
def test_another_machine_only_where_that_is_allowed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("it was looked up"))
    with pytest.raises(SettingsError, match="another machine") as refused:
        endpoint(url)
    assert "--allow-remote" in refused.value.next_step
    assert endpoint(url, allow_remote=True).remote


@pytest.mark.parametrize(
    "url",
    [
        "", "localhost:8080", "ftp://localhost", "file:///etc/passwd", "http://", "http:///v1", "http://[::1",
        "http://localhost:port", "http://localhost:99999", "http://user:secret@localhost", "http://127.0.0.1@reader.example",
        "http://localhost/?key=secret", "http://localhost/#secret", "http://local host", "http://localhost\n.reader.example",
        "http://localhost\t", "http://lоcalhost", "http://lo%63alhost", "http://-x-", "http://localhost\\@reader.example",
        "http://a..b,c", "javascript:alert(1)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("allow_remote", [False, True])
def test_what_is_no_address_is_refused_without_quoting_it(url: str, allow_remote: bool) -> None:
    with pytest.raises(SettingsError) as refused:
        endpoint(url, allow_remote=allow_remote)
    assert str(refused.value).startswith("--reader: ")
    assert "secret" not in str(refused.value)


@given(st.text(max_size=40), st.booleans())
def test_any_text_is_an_endpoint_or_a_clear_word(rest: str, allow_remote: bool) -> None:
    for url in (rest, f"http://{rest}"):
        try:
            found = endpoint(url, allow_remote=allow_remote)
        except SettingsError:
            continue
        assert allow_remote or found.host == "localhost" or found.host.startswith("127.") or found.host == "::1"
