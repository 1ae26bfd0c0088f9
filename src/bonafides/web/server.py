"""Listens: serves the pages at one place until it is told to end, and says where as soon as it can be reached."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from threading import Thread
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from bonafides.errors import WebError
from bonafides.web.app import app

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from fastapi import FastAPI

    from bonafides.web.config import Config

_END = 1
"""Seconds that requests under way have at the end."""
_PATIENCE = 60
"""Seconds after which a process that says nothing is replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What one process serves; it is handed to each, which opens the desk for itself."""

    config: Config
    store: str | None = None
    """Where the desk keeps its work ("" for the usual file); None where there is no desk."""

    def __call__(self) -> FastAPI:
        """The application. Raises StoreError where the store cannot be opened."""
        if starter := parent_process():
            Thread(target=_end_with, args=(starter,), name="bonafides-starter", daemon=True).start()
        if self.store is None:
            return app(self.config)
        from bonafides.desk.later import Later
        from bonafides.desk.opening import open_desk

        return app(replace(self.config, desk=replace(open_desk(self.store), later=Later())))


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
    served: Served, host: str, port: int, ready: Callable[[int], object], *, certificate: Path | None = None,
    key: Path | None = None, behind_proxy: bool = False, workers: int = 1,
) -> None:  # fmt: skip
    """Serve until Ctrl+C; `ready` is called with the port, which matters where 0 asked for any that is free.

    With a certificate (PEM) and its key, over https; `behind_proxy`: one on this machine says who asks; `workers`: so
    many processes share the work. Raises WebError where the port or the certificate cannot be had.
    """
    # No access log, which would hold addresses; of what goes wrong, only the guard speaks, and names no text.
    settings = uvicorn.Config(
        served, factory=True, host=host, port=port, access_log=False, log_config=None, log_level="critical",
        server_header=False, proxy_headers=behind_proxy, forwarded_allow_ips="127.0.0.1,::1", workers=workers,
        timeout_graceful_shutdown=_END, timeout_worker_healthcheck=_PATIENCE, ssl_certfile=certificate, ssl_keyfile=key,
    )  # fmt: skip
    _check_certificate(settings, certificate)
    try:
        if workers > 1:
            _together(settings, ready)
        else:
            _alone(settings, ready)
    except KeyboardInterrupt:
        return


def _alone(settings: uvicorn.Config, ready: Callable[[int], object]) -> None:
    server = Server(settings, ready)
    try:
        server.run()
    except SystemExit:
        if server.started:
            raise
        raise _taken(settings) from None


def _together(settings: uvicorn.Config, ready: Callable[[int], object]) -> None:
    """Several processes listen at one place; who dies is replaced, and all end with this one."""
    try:
        listening = settings.bind_socket()
    except SystemExit:
        raise _taken(settings) from None
    # whoever comes before the first process is there waits, and is not refused
    listening.listen(settings.backlog)
    ready(listening.getsockname()[1])
    serving = Multiprocess(settings, [listening])
    serving.run()
    if any(each.exitcode == STARTUP_FAILURE for each in serving.processes):
        raise WebError(
            "the processes that share the work could not begin",
            where=f"--workers {settings.workers}",
            next_step="Say --workers 1 to hear why.",
        )


def _end_with(starter: BaseProcess) -> None:
    """End this process once the one that started it is gone, killed or crashed: or it would keep the port for ever."""
    starter.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _taken(settings: uvicorn.Config) -> WebError:
    return WebError(
        f"port {settings.port} cannot be had: something else listens there, or the address is not this machine's",
        where=f"--host {settings.host} --port {settings.port}",
        next_step="Say another one, or --port 0 for any that is free.",
    )


def _check_certificate(settings: uvicorn.Config, certificate: Path | None) -> None:
    """Raise WebError for a certificate or key that cannot be used, before anything is promised."""
    try:
        uvicorn.Config(
            _nothing, ssl_certfile=settings.ssl_certfile, ssl_keyfile=settings.ssl_keyfile, log_config=None
        ).load()
    except OSError as error:  # ssl.SSLError is one
        raise WebError(
            "the certificate or its key cannot be read", where=str(certificate), next_step="Both are PEM files."
        ) from error


async def _nothing(scope: object, receive: object, send: object) -> None:
    """An application that is never called."""
