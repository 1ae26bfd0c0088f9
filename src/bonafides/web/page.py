"""How a page is made: its template, the words of its language, the form's token, and the way to other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, RedirectResponse

from bonafides.page.sheet import ROOM as PAGE
from bonafides.render.clean import name as short
from bonafides.render.clean import visible
from bonafides.render.phrases import languages, phrases
from bonafides.render.templating import template
from bonafides.version import __version__
from bonafides.web.csrf import FIELD, brought, config_of, issue, mark, remember, token

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import Response

ROOM = "bonafides.web"
LANGUAGE = "lang"
"""Name of the parameter, and of the cookie, that choose the language."""


def language(request: Request) -> str:
    """The language of this request: chosen in the address, chosen before, or the server's."""
    config = config_of(request)
    known = languages(ROOM)
    asked = (request.query_params.get(LANGUAGE), request.cookies.get(f"{config.cookie}-{LANGUAGE}"), config.lang)
    return next((each for each in asked if each in known), "en")


def rendered(
    request: Request,
    name: str,
    /,
    *,
    status: int = 200,
    refresh: int | None = None,
    cookie: bool = True,
    **values: object,
) -> Response:
    """The page of a template of this room, filled with `values`.

    Every template has `words` (of this room), `page` (of the browser edition), `said` (of the reports), `lang`,
    `token` (for the field `csrf` of every form), `clean` and `short` (for strangers' texts and names). `refresh`:
    seconds after which the browser asks again. Without `cookie` a browser that brought none is given none.
    """
    config, lang = config_of(request), language(request)
    given = mark(request)
    text = template(name, ROOM).render(
        {
            "words": phrases(lang, ROOM), "page": phrases(lang, PAGE), "said": phrases(lang), "lang": lang,
            "languages": [(code, phrases(code, PAGE)("page.language"), _in(request, code)) for code in languages(ROOM)],
            "field": FIELD, "token": token(config, given), "clean": visible, "short": short, "version": __version__,
            "nav": (), "inside": True, "wide": False, **values,
        }
    )  # fmt: skip
    response = HTMLResponse(text.encode("utf-8", "replace"), status_code=status)
    if refresh is not None:
        response.headers["refresh"] = str(refresh)
    if cookie and not brought(request):
        issue(response, config, given)
    return chosen(request, response)


def chosen(request: Request, response: Response) -> Response:
    """The response, with which the browser remembers the language that its request chose, if it chose one."""
    if request.query_params.get(LANGUAGE) == (lang := language(request)):
        remember(response, config_of(request), LANGUAGE, lang)
    return response


def onward(to: str) -> RedirectResponse:
    """On to another page with GET, as after every form: going back or reloading never sends a form twice."""
    return RedirectResponse(to, status_code=303)


def _in(request: Request, code: str) -> str:
    """The address of this page in another language."""
    return "?" + str(request.url.include_query_params(**{LANGUAGE: code}).query)
