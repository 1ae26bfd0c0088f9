"""A small OpenID Connect service on loopback: it signs in whoever it is told to, and lies as it is told to."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT = "the desk"
SECRET = "a secret: with signs+ & more"
RETURN = "https://desk.example/sign-in/return"

Answer = tuple[int, dict[str, str], bytes]


@dataclass(slots=True, kw_only=True)
class Service:
    """What it says, and what it says wrongly. `seen` are the paths that were asked."""

    clock: Callable[[], datetime]
    address: str = ""
    key: RSAKey | ECKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "7", "groups": ["security"]})
    metadata: dict[str, Any] = field(default_factory=dict)
    """Put over what it says of itself."""
    claims: dict[str, Any] = field(default_factory=dict)
    """Put over the ID token's claims; None takes one out."""
    sign: Callable[[dict[str, Any], Service], str] | None = None
    """In place of its signature."""
    answers: dict[str, Answer] = field(default_factory=dict)
    """Path -> what is answered in place of what is right."""
    published: list[RSAKey | ECKey] | None = None
    """Its keys as it publishes them, where they are not the one that it signs with."""
    seen: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def answer(self, path: str, query: dict[str, str], headers: Any, form: dict[str, str]) -> Answer:
        self.seen.append(path)
        if path in self.answers:
            return self.answers[path]
        match path:
            case "/.well-known/openid-configuration":
                return _json(self.says())
            case "/keys":
                return _json(KeySet(list(self.published or [self.key])).as_dict(private=False))
            case "/authorize":
                return self._authorized(query)
            case "/token":
                return self._token(headers, form)
        return 404, {}, b""

    def says(self) -> dict[str, Any]:
        own = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return {name: value for name, value in {**own, **self.metadata}.items() if value is not None}

    def _authorized(self, query: dict[str, str]) -> Answer:
        asked = (query["client_id"], query["redirect_uri"], query["response_type"], query["code_challenge_method"])
        if asked != (CLIENT, RETURN, "code", "S256") or "openid" not in query["scope"].split():
            return 400, {}, b""
        code = secrets.token_urlsafe(16)
        self._codes[code] = query
        told = {"code": code, "state": query["state"], "iss": self.address}
        return 302, {"Location": f"{RETURN}?{urlencode(told)}"}, b""

    def _token(self, headers: Any, form: dict[str, str]) -> Answer:
        began = self._codes.pop(form.get("code", ""), None)
        given = base64.b64decode(headers.get("Authorization", "").removeprefix("Basic ")).decode("latin1")
        if given and given != f"{CLIENT}:{SECRET}":
            return _json({"error": "invalid_client"}, 401)
        if not given and (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return _json({"error": "invalid_client"}, 401)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if began is None or challenge.rstrip(b"=").decode() != began["code_challenge"]:
            return _json({"error": "invalid_grant"}, 400)
        if form["redirect_uri"] != RETURN or form["grant_type"] != "authorization_code":
            return _json({"error": "invalid_request"}, 400)
        return _json({"access_token": "x", "token_type": "Bearer", "id_token": self._id_token(began["nonce"])})

    def _id_token(self, nonce: str) -> str:
        now = int(self.clock().timestamp())
        own = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.person}
        claims = {name: value for name, value in {**own, **self.claims}.items() if value is not None}
        return self.sign(claims, self) if self.sign else signed(claims, self.key)


def signed(claims: dict[str, Any], key: Any, algorithm: str = "", **header: Any) -> str:
    """An ID token by a key."""
    algorithm = algorithm or {"RSA": "RS256", "EC": "ES256"}[key.key_type]
    return jwt.encode({"alg": algorithm, "kid": key.kid, **header}, claims, key, algorithms=[algorithm])


@contextmanager
def running(clock: Callable[[], datetime]) -> Iterator[Service]:
    """The service, for as long as the test lasts."""
    service = Service(clock=clock)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._answer(*service.answer(parts.path, dict(parse_qsl(parts.query)), self.headers, {}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(*service.answer(urlsplit(self.path).path, {}, self.headers, form))

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()


def browser(address: str) -> dict[str, str]:
    """What a browser that is sent to an address brings back."""
    response = httpx.get(address, follow_redirects=False, trust_env=False)
    assert response.status_code == 302, response.status_code
    assert response.headers["location"].startswith(RETURN)
    return dict(parse_qsl(urlsplit(response.headers["location"]).query))


def _json(value: dict[str, Any] | Any, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(value).encode()
