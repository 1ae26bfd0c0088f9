"""A case handed over to a service: one ZIP with a cover in words, marked, hashed and the same each time it is made.

Nothing is sent: the file is for the officer to look at and to hand on.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bonafides.desk.handover.dossier import Choices, Dossier, Part, Prepared, choices
from bonafides.desk.handover.files import EXPORTERS, day, page
from bonafides.desk.handover.preview import Shown, about_reporter, cautions, shown, taken_out
from bonafides.desk.handover.redaction import prepare
from bonafides.desk.handover.sharing import MISP, STIX
from bonafides.errors import DeskError
from bonafides.examine import rules_hash
from bonafides.render.clean import name
from bonafides.render.exchange.tlp import Tlp
from bonafides.render.machine import dumped, timestamp
from bonafides.render.phrases import phrases
from bonafides.render.templating import template
from bonafides.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = ["Choices", "Dossier", "Listed", "Part", "Preview", "Tlp", "choices", "file_name", "handover", "preview"]

ROOM = "bonafides.desk"
SCHEMA = "bonafides.handover/1"
COVER, MANIFEST, SUMS = "index.html", "manifest.json", "SHA256SUMS"
EPOCH = (1980, 1, 1, 0, 0, 0)
LARGEST = 1 << 30
"""Bytes of all files together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A file of the bundle."""

    name: str
    size: int
    """Bytes."""
    sha256: str
    what: str
    """A sentence that says what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a bundle will hold, before it is made."""

    tlp: str
    files: tuple[Listed, ...]
    taken_out: tuple[str, ...]
    """Sentences: what was replaced or left out."""
    about_reporter: tuple[str, ...]
    """Sentences: what the bundle says about whoever reported."""
    cautions: tuple[str, ...]
    """Sentences: what to think of before it is handed on."""
    messages: tuple[Shown, ...]
    """The messages as they will be."""


def handover(dossier: Dossier, chosen: Choices, *, now: datetime) -> bytes:
    """The bundle as a ZIP: the same bytes for the same case, choices and time.

    Raises DeskError where the files are too large for one bundle, RenderError for a language without words.
    """
    prepared = prepare(dossier, chosen, now)
    return _zipped(_bundle(prepared))


def preview(dossier: Dossier, chosen: Choices, *, now: datetime) -> Preview:
    """What `handover` will write for the same arguments; raises what it raises."""
    prepared = prepare(dossier, chosen, now)
    return Preview(
        tlp=chosen.tlp.label,
        files=_listed(prepared, _bundle(prepared)),
        taken_out=taken_out(dossier, chosen),
        about_reporter=about_reporter(dossier, chosen),
        cautions=cautions(dossier, chosen),
        messages=shown(dossier, prepared),
    )


def file_name(dossier: Dossier, chosen: Choices) -> str:
    """What the bundle is called: `case-12-TLP-AMBER-STRICT.zip`."""
    return f"case-{dossier.case.number}-TLP-{chosen.tlp.value.replace('+', '-')}.zip"


def _bundle(prepared: Prepared) -> dict[str, bytes]:
    """All files: the cover first, then what the exporters write, then the lists."""
    files = {place: data for exporter in EXPORTERS for place, data in exporter.write(prepared).items()}
    whole = {COVER: _cover(prepared, files), **files}
    whole[MANIFEST] = _manifest(prepared, whole)
    sums = "".join(f"{_sha256(data)}  {place}\n" for place, data in sorted(whole.items()))
    return {**whole, SUMS: sums.encode()}


def _cover(prepared: Prepared, files: Mapping[str, bytes]) -> bytes:
    words, it = phrases(prepared.choices.lang, ROOM), prepared.dossier
    body = template("handover_cover.html", ROOM).render(
        it=it,
        files=[each for each in _listed(prepared, files) if not each.name.startswith("attachments/")],
        attached=sum(each.startswith("attachments/") for each in files),
        made=day(prepared.made_at, prepared),
        tlp=prepared.choices.tlp,
        redacted=prepared.choices.redact,
        words=words,
        said=phrases(prepared.choices.lang),
        short=name,
        version=__version__,
        verdict=lambda key: words.get(f"verdict.{key}.name", name(key)),
    )
    return page(prepared, words("handover.cover_title", number=it.case.number), body)


def _manifest(prepared: Prepared, files: Mapping[str, bytes]) -> bytes:
    whole = {
        "schema": SCHEMA,
        "tlp": prepared.choices.tlp.label,
        "case": prepared.dossier.case.number,
        "made_at": timestamp(prepared.made_at),
        "lang": prepared.choices.lang,
        "redacted": prepared.choices.redact,
        "left_out": [part.value for part in Part if part not in prepared.choices.parts],
        "version": __version__,
        "rules": rules_hash(),
        "files": [
            {"name": each.name, "size": each.size, "sha256": each.sha256, "what": each.what}
            for each in _listed(prepared, files)
        ],
    }
    return (dumped(whole, indent=2) + "\n").encode()


def _listed(prepared: Prepared, files: Mapping[str, bytes]) -> tuple[Listed, ...]:
    words = phrases(prepared.choices.lang, ROOM)
    return tuple(
        Listed(name=place, size=len(data), sha256=_sha256(data), what=words(f"handover.file.{_kind(place)}"))
        for place, data in files.items()
    )


_KINDS = {
    COVER: "cover", MANIFEST: "manifest", SUMS: "sums", "case.html": "case_page", "case.json": "case_data",
    "report.html": "report_page", "report.pdf": "report_pdf", "report.json": "report_data",
    "messages.jsonl": "messages",
    STIX: "stix", MISP: "misp",
}  # fmt: skip


def _kind(place: str) -> str:
    return _KINDS.get(place, "attachments")


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """The cover first, the others by name; times and rights are fixed, so that the same files give the same bytes."""
    if sum(map(len, files.values())) > LARGEST:
        raise DeskError(
            "the files are too large for one hand-over", next_step="Leave the attachments out, and hand them on apart."
        )
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for place in sorted(files, key=lambda place: (place != COVER, place)):
            entry = zipfile.ZipInfo(place, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[place], compresslevel=9)
    return memory.getvalue()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
