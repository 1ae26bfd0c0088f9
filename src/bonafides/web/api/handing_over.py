"""A case handed over to a service: what the bundle will hold, and the bundle."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from starlette.responses import Response

from bonafides.desk.bundling import bundle, dossier
from bonafides.desk.handover import bundle as handover
from bonafides.desk.handover.dossier import USUAL
from bonafides.web.api import views
from bonafides.web.api.fields import Given, Language, Marking, PartName, PathCase
from bonafides.web.api.route import Asking, asks, router
from bonafides.web.guard import SANDBOX

routes = router("Hand-over")


class GivenChoices(Given):
    """How a case is handed over."""

    tlp: Marking = Field("AMBER", description="Traffic Light Protocol 2.0: how far it may be passed on.")
    lang: Language = "en"
    redact: bool = Field(True, description="Replace names, addresses, numbers and links in all texts.")
    parts: list[PartName] = Field(
        default_factory=lambda: sorted(part.value for part in USUAL), max_length=20,
        description="What goes along; by default nothing that the reporter wrote, and no files.",
    )  # fmt: skip

    @property
    def choices(self) -> handover.Choices:
        """The same for the desk."""
        return handover.choices(self.tlp, lang=self.lang, redact=self.redact, parts=frozenset(self.parts))


class ListedFile(views.View):
    """A file of the bundle."""

    name: str
    size: int
    sha256: str
    what: str


class ShownMessage(views.View):
    """A message as it will be."""

    speaker: str
    text: str
    mine: bool
    changed: bool


class Preview(views.View):
    """What a bundle will hold."""

    tlp: str
    files: tuple[ListedFile, ...]
    taken_out: tuple[str, ...]
    about_reporter: tuple[str, ...]
    cautions: tuple[str, ...]
    messages: tuple[ShownMessage, ...]


_ZIP: dict[str, Any] = {
    "description": "The bundle.",
    "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
}


@routes.post(
    "/cases/{case}/handover/preview", operation_id="preview_handover", response_model=Preview, **asks("case.export")
)  # fmt: skip
def preview_handover(caller: Asking, case: PathCase, given: GivenChoices) -> handover.Preview:
    """What a bundle will hold, what is taken out of it, and what to think of before it is handed on."""
    found = dossier(caller.desk, caller.actor, caller.case(case))
    return handover.preview(found, given.choices, now=caller.desk.now())


@routes.post(
    "/cases/{case}/handover", operation_id="make_handover", response_class=Response,
    **asks("case.export", responses={200: _ZIP}),
)  # fmt: skip
def make_handover(caller: Asking, case: PathCase, given: GivenChoices) -> Response:
    """The bundle, as a ZIP. Nothing is sent; that it was made is entered in the audit log."""
    name, data = bundle(caller.desk, caller.actor, caller.case(case), given.choices)
    return Response(
        data,
        media_type="application/zip",
        headers={"content-security-policy": SANDBOX, "content-disposition": f'attachment; filename="{name}"'},
    )
