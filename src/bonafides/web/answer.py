"""The answer: shown, saved as a file, kept on this machine where that is asked for, or begun anew."""

from __future__ import annotations

from fastapi import Request
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bonafides.errors import WebError
from bonafides.render.phrases import phrases
from bonafides.web.csrf import pages
from bonafides.web.page import chosen, language, onward
from bonafides.web.person import Mine, at_work, keeper, shown

router = pages()
FORMS = {"html": "text/html", "text": "text/plain", "json": "application/json", "jsonl": "application/x-ndjson"}
_ENDINGS = {"text": "txt"}


@router.get("/answer")
def answer(request: Request, mine: Mine, failed: bool = False) -> Response:
    """Show it; where another language was chosen since, it is judged again for the advice in that language."""
    if mine.report is None:
        return onward("/working")
    if mine.lang != language(request) and not (mine.work and mine.work.fault):
        if mine.work and not mine.work.ended:
            return onward("/working")
        mine.judge(language(request), origin="/answer")
        return chosen(request, at_work(mine))
    return shown(
        request,
        mine,
        "answer.html",
        step="answer",
        back="/about",
        body=Markup(mine.body),  # noqa: S704 - rendered by a template that escapes
        kept=mine.kept,
        failed=failed,
        more=len(mine.report.entries) == 1,
        vet=phrases(language(request), "bonafides.vet"),
        wide=True,
    )


@router.get("/answer/file")
def file(mine: Mine, form: str = "html", redact: bool = False) -> Response:
    """The answer as a file to save."""
    if form not in FORMS:
        raise HTTPException(422)
    if mine.report is None:
        return onward("/working")
    name = f"bonafides-answer.{_ENDINGS.get(form, form)}"
    text = mine.saved(form, redact=redact).encode("utf-8", "replace")
    disposition = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=f"{FORMS[form]}; charset=utf-8", headers=disposition)


@router.post("/answer/keep")
def keep(request: Request, mine: Mine) -> Response:
    """Write it to this machine; once only."""
    if mine.report is None:
        return onward("/working")
    if not mine.kept:
        levels = [entry.assessment.level for entry in mine.report.entries]
        level = max(levels, key=lambda each: each.rank, default=None)
        try:
            report = mine.saved("json", redact=False)
            mine.kept = keeper(request).keep(
                report=report, body=mine.body, lang=mine.lang, level=level.value if level else ""
            ).id  # fmt: skip
        except WebError:
            return onward("/answer?failed=1#tools")
    return onward("/answer#tools")


@router.post("/again")
def again(mine: Mine) -> Response:
    """Begin anew: what was given and the answer are forgotten; what was kept stays."""
    mine.clear()
    return onward("/")
