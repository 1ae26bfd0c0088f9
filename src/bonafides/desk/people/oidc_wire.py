"""The line to the organisation's sign-in service: no other host, no redirect, no proxy, bounded in time and in size.

Of the modules for accounts the only one that opens a connection.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from bonafides.errors import DeskError

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWER_BYTES = 1_000_000
"""An answer longer than this is not read."""
SECONDS = 10.0
"""A question takes no longer than this in all."""
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_PORTS = {"https": 443, "http": 80}


class Fault(StrEnum):
    """What went wrong with an outside sign-in; each is a key of the words for people."""

    SERVICE = "oidc.service"
    """The service cannot be reached, or answers with something that cannot be used."""
    SETTINGS = "oidc.settings"
    """The desk's settings do not fit the service."""
    STATE = "oidc.state"
    """This browser did not begin this sign-in, or began it too long ago: start again."""
    DECLINED = "oidc.declined"
    """The service did not sign the person in."""
    CLAIMS = "oidc.claims"
    """What the service said of the person does not hold."""


class OidcError(DeskError):
    """Somebody could not be signed in by the organisation's service. Never holds a token or a code."""

    def __init__(self, fault: Fault, what: str) -> None:
        super().__init__(what, where="sign-in service")
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Questions to a service; may be asked from several threads, but not from within an event loop."""

    origins: frozenset[tuple[str, int]]
    """Hosts and ports that may be asked."""
    seconds: float = SECONDS

    def get(self, address: str) -> dict[str, Any]:
        """The JSON object at an address. Raises OidcError for anything else."""
        return self._asked("GET", address, {}, "")

    def post(self, address: str, headers: Mapping[str, str], body: str) -> dict[str, Any]:
        """The JSON object that is answered to a form; an error in OAuth's own words (status 400 or 401) is one too."""
        return self._asked("POST", address, headers, body)

    def permitted(self, address: str) -> str:
        """The address, if it may be asked; OidcError otherwise."""
        if origin(address) not in self.origins:
            raise OidcError(Fault.SETTINGS, "the service names an address at another host, which is never asked")
        return address

    def _asked(self, method: str, address: str, headers: Mapping[str, str], body: str) -> dict[str, Any]:
        request = httpx.Request(
            method,
            self.permitted(address),
            headers={"User-Agent": "bonafides", **headers, "Accept": "application/json", "Accept-Encoding": "identity"},
            content=body.encode(),
        )
        try:
            raw = asyncio.run(self._exchanged(request))
            answer = json.loads(raw)
        except TimeoutError:
            raise OidcError(Fault.SERVICE, f"it did not answer within {self.seconds:g} seconds") from None
        except httpx.HTTPError as error:
            raise OidcError(Fault.SERVICE, f"it cannot be reached ({type(error).__name__})") from None
        except (ValueError, RecursionError):
            raise OidcError(Fault.SERVICE, "it answered with something that is no JSON") from None
        if not isinstance(answer, dict):
            raise OidcError(Fault.SERVICE, "it answered with something that was not asked for")
        return answer

    async def _exchanged(self, request: httpx.Request) -> bytes:
        secure = ssl.create_default_context() if request.url.scheme == "https" else False
        async with (
            asyncio.timeout(self.seconds),
            httpx.AsyncClient(verify=secure, trust_env=False, follow_redirects=False, timeout=self.seconds) as client,
        ):
            response = await client.send(request, stream=True)
            try:
                return await _body(response)
            finally:
                await response.aclose()


def origin(address: str) -> tuple[str, int]:
    """Host and port of an address: https, or http on this machine alone. Raises OidcError for any other."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        host, port, parts = "", 0, urlsplit("")
    plain = parts.scheme == "http" and host in _LOOPBACK
    if not host or "@" in parts.netloc or not (parts.scheme == "https" or plain):
        raise OidcError(Fault.SETTINGS, "its address does not begin with https://, or is none")
    return host, port


async def _body(response: httpx.Response) -> bytes:
    told = response.request.method == "POST" and response.status_code in (400, 401)
    if response.status_code != 200 and not told:
        raise OidcError(Fault.SERVICE, f"it answered with HTTP {response.status_code}")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise OidcError(Fault.SERVICE, "it answered with something packed")
    raw = bytearray()
    async for part in response.aiter_raw():
        raw += part
        if len(raw) > ANSWER_BYTES:
            raise OidcError(Fault.SERVICE, f"it answered with more than {ANSWER_BYTES:,} bytes")
    return bytes(raw)
