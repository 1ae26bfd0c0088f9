"""Where the second reader is: an address that is checked before anything is sent to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bonafides.settings import SettingsError

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]{0,250}[a-z0-9])?")
_EXAMPLE = "Say for example http://localhost:8080."


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A server that speaks the `/v1/chat/completions` of OpenAI."""

    scheme: str
    """`http` or `https`."""
    host: str
    """A name, or an address without brackets; lower case."""
    port: int
    base: str
    """The path before `/chat/completions`; ends in `/v1`."""
    remote: bool
    """Whether it is another machine than this one; only where the user allowed it."""

    @property
    def name(self) -> str:
        """Host and port, as one writes them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def endpoint(url: str, *, allow_remote: bool = False) -> Endpoint:
    """The endpoint at `url`, with or without `/v1`; raises SettingsError for what is none.

    Only this machine's own addresses are accepted unless `allow_remote` is set. Other names are not even looked up:
    a look-up leaves the machine too.
    """
    parts, port = _parts(url)
    host = (parts.hostname or "").rstrip(".")
    if not (_HOST.fullmatch(host) or _is_address(host)):
        raise _refused("the address names no host that can be used", _EXAMPLE)
    remote = host != "localhost" and not _is_loopback(host)
    if remote and not allow_remote:
        raise _refused(
            f"{host} is another machine, and your messages would leave this one",
            "Use a reader on this machine, such as http://localhost:8080; or, if you mean it, add --allow-remote.",
        )
    return Endpoint(scheme=parts.scheme, host=host, port=port, base=_base(parts.path), remote=remote)


def _parts(url: str) -> tuple[SplitResult, int]:
    """The parts of an address and its port. The address is not quoted in errors: it might hold a password."""
    if not url.isascii() or any(not "!" <= char <= "~" for char in url):
        raise _refused("the address holds blanks or letters that an address cannot have", _EXAMPLE)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused("the address cannot be read", _EXAMPLE) from None
    if parts.scheme not in _PORTS:
        raise _refused("the address must begin with http:// or https://", _EXAMPLE)
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise _refused("the address must hold no user name, password, ? or #", _EXAMPLE)
    return parts, _PORTS[parts.scheme] if port is None else port


def _base(path: str) -> str:
    """`/v1` for an address without a path; what stands before it stays."""
    path = path.rstrip("/").removesuffix("/chat/completions").rstrip("/")
    return path if path.endswith("/v1") else f"{path}/v1"


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return _is_address(host) and ip_address(host).is_loopback


def _refused(what: str, next_step: str) -> SettingsError:
    return SettingsError(f"{what}.", where="--reader", next_step=next_step)
