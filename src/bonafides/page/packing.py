"""Gathers the core and the libraries it needs, each as one archive, to be compiled and packed by Pyodide."""

from __future__ import annotations

import base64
import hashlib
import io
import tempfile
import zipfile
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.detect.lexicon import prepared
from bonafides.errors import PageError
from bonafides.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

CORE = f"bonafides-{__version__}-py3-none-any.whl"
LIBRARIES = "libraries.zip"
LEFT_OUT = (
    "campaign/", "consult.py", "desk/", "desk_cli.py", "routes_cli.py", "serve_cli.py", "store/", "web/",
    "packs/", "packs_cli.py", "seen.py", "vet/", "vet_cli.py", "vet_lists_cli.py", "vetted/", "listed.py",
    "learn/", "learn_cli.py", "learn_lint.py", "learn_results.py", "learn_terminal.py", "drilling.py",
    "exposure/", "exposure_cli.py", "own_profile.py", "read/profile/", "render/exposure/", "hunt_sharing.py",
    "writing.py", "handing_in.py", "render/exchange/", "render/handed/", "render/reporting/",
    "frames.py", "hunt.py", "hunt_cli.py", "hunt_files.py", "purpose.py", "second_reader/",
    "__main__.py", "arguments.py", "cli.py", "console.py", "page_cli.py", "settings.py",
    "page/compiling.py", "page/leaflet.py", "page/packing.py", "page/repack.mjs", "page/repack.py", "page/runtime.py",
    "page/site.py", "page/static/",
    "page/templates/form.html", "page/templates/leaflet.html", "page/templates/page.html", "page/templates/verify.html",
)  # fmt: skip
"""What a page has no use for: the platform's rooms, the command line, the second reader, the build itself."""
NEEDED = ("confusable-homoglyphs", "ijson", "jinja2", "markupsafe", "olefile", "phonenumbers", "rich", "tzdata")
"""Libraries that the core imports."""
_UNUSED = (
    "olefile/doc/", "olefile/olefile2.py", "phonenumbers/carrierdata/", "phonenumbers/geodata/",
    "phonenumbers/tzdata/", "rich/_win32_console.py", "rich/layout.py", "rich/live.py",
    "rich/markdown.py", "rich/progress.py", "rich/syntax.py", "rich/traceback.py",
)  # fmt: skip
"""What none of the libraries imports on its own; `phonenumbers/shortdata` is not among it."""
_KINDS = (".py", ".toml", ".json", ".html", ".css")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that the page is made of."""

    name: str
    version: str
    licence: str


def core() -> bytes:
    """The core as a pure-Python wheel, with the lexicons prepared."""
    found = {f"bonafides/{name}": data for name, data in _package(files("bonafides"), "") if not _left_out(name)}
    with tempfile.TemporaryDirectory() as folder:
        for path in prepared.write(Path(folder)):
            found[f"bonafides/detect/lexicon/{path.name}"] = path.read_bytes()
    info = f"bonafides-{__version__}.dist-info"
    found[f"{info}/METADATA"] = f"Metadata-Version: 2.4\nName: bonafides\nVersion: {__version__}\n".encode()
    found[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: bonafides\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    listed = [f"{name},sha256={_urlsafe(data)},{len(data)}" for name, data in sorted(found.items())]
    found[f"{info}/RECORD"] = "\n".join([*listed, f"{info}/RECORD,,", ""]).encode()
    return _packed(found)


def libraries() -> bytes:
    """The pure-Python part of the libraries as they are installed here, with their licences."""
    return _packed({name: data for library in NEEDED for name, data in _distribution(library)})


def parts() -> tuple[Part, ...]:
    """The libraries in the archive, with version and licence."""
    return tuple(
        Part(name=library, version=metadata.version(library), licence=_licence(metadata.metadata(library)))
        for library in NEEDED
    )


def _package(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.is_dir():
            if item.name != "__pycache__":
                yield from _package(item, f"{prefix}{item.name}/")
        elif item.name.endswith(_KINDS) and not item.name.endswith(prepared.SUFFIX):
            yield prefix + item.name, item.read_bytes()


def _left_out(name: str) -> bool:
    return any(name == each or (each.endswith("/") and name.startswith(each)) for each in LEFT_OUT)


def _distribution(library: str) -> Iterator[tuple[str, bytes]]:
    """Code, data and licences of an installed library; what is compiled for this machine stays behind."""
    listed = metadata.files(library)
    if listed is None:
        raise PageError(f"the library {library} is not installed", next_step="Install Bonafides again with pip.")
    for path in listed:
        name = path.as_posix()
        licence = ".dist-info/" in name and Path(name).stem.upper().startswith(("LICEN", "COPYING", "NOTICE"))
        code = ".dist-info/" not in name and (name.endswith((".py", ".json")) or name.startswith("tzdata/"))
        if name.startswith("..") or "__pycache__" in name or any(each in name for each in _UNUSED):
            continue
        if licence or code:
            yield name, path.locate().read_bytes()  # type: ignore[attr-defined] # a path, of which types say less


def _licence(about: metadata.PackageMetadata) -> str:
    stated = (*(about.get_all("License-Expression") or ()), *(about.get_all("License") or ()))
    classified = [each.split(" :: ")[-1] for each in about.get_all("Classifier") or () if each.startswith("License")]
    return next((each for each in stated if len(each) < 40), ", ".join(classified))


def _packed(found: Mapping[str, bytes]) -> bytes:
    """An archive of these files in the order of their names, all of the same date."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in sorted(found):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, found[name], compress_type=zipfile.ZIP_STORED)
    return held.getvalue()


def _urlsafe(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
