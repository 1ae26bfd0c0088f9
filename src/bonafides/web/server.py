"""Listens: serves the pages at one place until it is told to end, and says where as soon as it can be reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import uvicorn

from bonafides.errors import WebError
from bonafides.web.app import app

if TYPE_CHECKING:
    from pathlib import Path

    from bonafides.web.config import Config

_END = 1
"""Seconds that requests under way have at the end."""


class Server(uvicorn.Server):
    """A server that tells its port once it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[int], object]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override] # never given here
        """Listen, then tell."""
        await super().startup()
        if self.started:
            self._ready(self.servers[0].sockets[0].getsockname()[1])


def listen(
    config: Config, host: str, port: int, ready: Callable[[int], object], *, certificate: Path | None = None,
    key: Path | None = None, behind_proxy: bool = False,
) -> None:  # fmt: skip
    """Serve until Ctrl+C; `ready` is called with the port, which matters where 0 asked for any that is free.

    With a certificate (PEM) and its key, over https; `behind_proxy`: one on this machine says who asks. Raises WebError
    where the port or the certificate cannot be had.
    """
    # No access log, which would hold addresses; of what goes wrong, only the guard speaks, and names no text.
    settings = uvicorn.Config(
        app(config), host=host, port=port, access_log=False, log_config=None, log_level="critical",
        server_header=False, proxy_headers=behind_proxy, forwarded_allow_ips="127.0.0.1,::1",
        timeout_graceful_shutdown=_END, ssl_certfile=certificate, ssl_keyfile=key,
    )  # fmt: skip
    server = Server(settings, ready)
    try:
        settings.load()
    except OSError as error:  # ssl.SSLError is one
        raise WebError(
            "the certificate or its key cannot be read", where=str(certificate), next_step="Both are PEM files."
        ) from error
    try:
        server.run()
    except KeyboardInterrupt:
        return
    except SystemExit:
        if server.started:
            raise
        raise WebError(
            f"port {port} cannot be had: something else listens there, or the address is not this machine's",
            where=f"--host {host} --port {port}",
            next_step="Say another one, or --port 0 for any that is free.",
        ) from None
