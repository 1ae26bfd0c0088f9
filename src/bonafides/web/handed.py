"""After the answer: a report to hand in, with what it says about the person shown before it can be saved."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.explain import explanations
from bonafides.model import Situation, Status
from bonafides.render import HandIn, View, render
from bonafides.render.handed import about
from bonafides.render.phrases import languages, phrases
from bonafides.render.view import paper
from bonafides.web.csrf import pages
from bonafides.web.page import language, onward
from bonafides.web.person import Mine, shown
from bonafides.web.sitting import worded

if TYPE_CHECKING:
    from bonafides.model import Report
    from bonafides.web.sitting import Sitting

router = pages("/answer/hand-in")
FORMS = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}


class Choices:
    """What the person chose; nothing of their own unless they ticked it."""

    def __init__(
        self,
        request: Request,
        to: str = "",
        redact: bool = False,
        own_words: bool = False,
        own_name: bool = False,
        own_situation: bool = False,
    ) -> None:
        """`to` is the language of the report; the one of the page where there is none."""
        self.to = to if to in languages() else language(request)
        self.redact = redact
        self.own = {"own_words": own_words, "own_name": own_name, "own_situation": own_situation}

    def view(self, mine: Sitting, lang: str) -> View:
        """The same for the render room, in a language, with what the person told of themselves."""
        status = Status(mine.told.status or Status.OTHER)
        chosen = HandIn(
            **self.own,
            situation=Situation(mine.told.situation) if mine.told.situation else None,
            status=None if status is Status.OTHER else status,
            names=(mine.me,) if mine.me else (),
            paper=paper(mine.told.country),
        )
        return View(lang=lang, redact=self.redact, hand_in=chosen, titles=explanations(lang, told=True))


Chosen = Annotated[Choices, Depends(Choices)]


@router.get("")
def previewed(request: Request, mine: Mine, chosen: Chosen) -> Response:
    """Show the choices, and what the report would say about the person."""
    if mine.report is None or not mine.report.entries:
        return onward("/answer")
    lang = language(request)  # what is said to the person is said in their language, whatever that of the report
    return shown(
        request,
        mine,
        "handed.html",
        step="answer",
        back="/answer",
        to=chosen.to,
        called=[(code, phrases(code, "bonafides.page")("page.language")) for code in languages()],
        ticked={"redact": chosen.redact, **chosen.own},
        about=about(worded(mine.report, lang), chosen.view(mine, lang)),
        forms=forms(),
    )


@router.get("/file")
def file(mine: Mine, chosen: Chosen, form: str = "pdf") -> Response:
    """The report as a file to save."""
    if mine.report is None:
        return onward("/answer")
    if form not in forms():
        raise HTTPException(422)
    data = _made(worded(mine.report, chosen.to), chosen.view(mine, chosen.to), form)
    disposition = {"content-disposition": f'attachment; filename="report.{form}"'}
    return Response(data, media_type=FORMS[form], headers=disposition)


def forms() -> tuple[str, ...]:
    """The forms that can be written here: a PDF needs typst."""
    return tuple(form for form in FORMS if form != "pdf" or find_spec("typst"))


def _made(report: Report, view: View, form: str) -> bytes:
    made = render(report, form, view)
    return made if isinstance(made, bytes) else made.encode("utf-8", "replace")
