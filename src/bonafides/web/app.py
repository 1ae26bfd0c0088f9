"""Puts the pages together into one application, with the guard before all of them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING

import anyio
from fastapi import FastAPI

from bonafides.explain import explanations
from bonafides.page.session import Session
from bonafides.render.phrases import ROOM as RENDER
from bonafides.render.phrases import languages
from bonafides.render.templating import warm
from bonafides.web import (
    about,
    answer,
    assets,
    before,
    bring,
    correct,
    exposure,
    handed,
    handing_in,
    kept,
    learn,
    questions,
    sent,
    start,
    still_here,
    together,
    turning,
    vet,
    wipe,
    working,
)
from bonafides.web.api.errors import by_place
from bonafides.web.faults import plain, tell_faults
from bonafides.web.guard import Guard
from bonafides.web.sittings import Sittings
from bonafides.web.uploads import sweep

if TYPE_CHECKING:
    from bonafides.desk.desk import Desk
    from bonafides.web.config import Config

PERSON = (
    start, before, bring, working, correct, together, about, questions, answer, handed, handing_in, turning, sent, kept,
    learn, vet, exposure, wipe, still_here,
)  # fmt: skip
"""The pages of the person's way, in its order."""
_TIDY_EVERY = 60
_FORGET_EVERY = 3_600
_PAUSE = 0.02
"""Seconds."""
_THREADS = 6
"""Handlers at work at once: Python runs one at a time, and more of them wait for each other longer."""
_log = logging.getLogger(__name__)


def app(config: Config) -> FastAPI:
    """The application that serves with this configuration."""
    # No redirects to an address with or without a slash at its end: they would be built from what the caller sent.
    found = FastAPI(
        title="Bonafides", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, lifespan=_lifespan
    )  # fmt: skip
    found.state.config = config
    found.state.sittings = Sittings(config)
    found.add_middleware(Guard, config=config, fault=by_place(plain))
    tell_faults(found)
    found.include_router(assets.router)
    if config.person:
        for page in PERSON:
            found.include_router(page.router)
    if config.desk is not None:
        from bonafides.web.api.serve import serve as serve_api
        from bonafides.web.desk.pages import serve

        serve(found, front=not config.person)
        serve_api(found, config)
    return found


@asynccontextmanager
async def _lifespan(served: FastAPI) -> AsyncIterator[None]:
    """Forget what was left for long while the server runs, and everything at its end."""
    sweep()
    config: Config = served.state.config
    # So that the first answer, and the first pages, need not wait for what is loaded once.
    ready = Session(lang=config.lang).warm if config.person else _warm_desk
    Thread(target=ready, name="bonafides-warm", daemon=True).start()
    sittings: Sittings = served.state.sittings
    ended = Event()
    if config.desk is not None:
        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_tidy, sittings)
            if config.desk is not None:
                tasks.start_soon(_forget, config.desk, ended)
            yield
            ended.set()
            tasks.cancel_scope.cancel()
    finally:
        sittings.close()


def _warm_desk() -> None:
    """Load what the pages of the desk need, while nobody waits for it."""
    warm(RENDER, "bonafides.desk", "bonafides.web")
    for lang in languages():
        explanations(lang, told=True)


async def _forget(desk: Desk, ended: Event) -> None:
    """Purge what is due, now and every hour, with a pause after each case for those who are at work meanwhile.

    What goes wrong is tried again, and shows on the page of retention.
    """
    from bonafides.desk.retention import sweep as purge_what_is_due

    def ending() -> bool:
        return ended.wait(_PAUSE)

    while True:
        try:
            await anyio.to_thread.run_sync(partial(purge_what_is_due, desk, ending=ending))
        except Exception as error:  # whatever it was, the pages go on being served
            _log.warning("a round of forgetting was not finished (%s)", type(error).__name__)
        await anyio.sleep(_FORGET_EVERY)


async def _tidy(sittings: Sittings) -> None:
    while True:
        await anyio.sleep(_TIDY_EVERY)
        sittings.tidy()
