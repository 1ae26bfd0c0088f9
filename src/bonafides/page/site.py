"""Writes the site: a page for each language, the runtime, the core, and what lets anybody check a copy."""

from __future__ import annotations

import hashlib
import json
import shutil
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from bonafides.errors import PageError
from bonafides.examine import rules_hash
from bonafides.interview import questions, wording
from bonafides.model import Situation, Status
from bonafides.page import packing
from bonafides.page.compiling import ARCHIVES, compiled
from bonafides.page.leaflet import codes, leaflet
from bonafides.page.packing import Part
from bonafides.page.runtime import FILES, LICENCE, runtime
from bonafides.page.runtime import VERSION as PYODIDE
from bonafides.page.sheet import ROOM
from bonafides.render.html import style
from bonafides.render.phrases import ENGLISH, languages, phrases
from bonafides.render.templating import template
from bonafides.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from bonafides.render.phrases import Phrases

SUMS = "SHA256SUMS"
WORKER = "sw.js"
POLICY = (
    "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'; "
    "style-src 'self'; img-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
"""Until the program is loaded; then the page closes `connect-src` and all else behind itself (static/engine.js)."""
LOADED_BY_PAGE = ("app.js", "engine.js", "keep.js", "shelf.js", "icon.svg", "page.css")
"""Files that the browser loads by itself; the rest is fetched and compared with the manifest before it is used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A finished site."""

    files: Mapping[str, bytes]
    """By path within the folder, with `/`."""

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(map(len, self.files.values()))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the list of all files: the same for everybody who builds the same version of the same parts."""
        return _sha256(self.files[SUMS])


def build(given: Path | None = None) -> Built:
    """The site as files in memory; the same bytes for the same version, libraries and runtime.

    `given` is Pyodide's npm package as a file. Raises PageError where the runtime cannot be had or compiled.
    """
    return assembled(compiled(runtime(given)))


def assembled(loaded: Mapping[str, bytes]) -> Built:
    """The site around what the page loads: the runtime, and the archives of compiling.ARCHIVES."""
    static = {item.name: item.read_bytes() for item in files(ROOM).joinpath("static").iterdir() if item.is_file()}
    worker = static.pop(WORKER)
    held = {**static, **loaded, "report.css": style().encode()}
    held |= {f"site.{lang}.webmanifest": _manifest(phrases(lang, ROOM)) for lang in languages(ROOM)}
    pages = b"".join(item.read_bytes() for item in sorted(_templates(), key=lambda item: item.name))
    folder = f"v{__version__}-{_sha256(_sums(held) + worker + pages)[:12]}"
    site = {f"{folder}/{name}": data for name, data in held.items()}
    loading = {
        "version": folder,
        "base": f"{folder}/",
        "worker": f"../{WORKER}",
        "runtime": list(FILES),
        "archives": list(ARCHIVES),
        "files": {name: {"sha256": _sha256(held[name]), "size": len(held[name])} for name in (*loaded, "worker.js")},
    }
    for lang in languages(ROOM):
        site |= _pages(lang, folder, loading)
    for lang in languages(ROOM):
        site[_place(lang) + "verify.html"] = _verify(lang, folder, site)
    site[WORKER] = f'const VERSION = "{folder}";\nconst FILES = {json.dumps(sorted(site))};\n'.encode() + worker
    site[SUMS] = _sums(site)
    return Built(files=site)


def write(built: Built, out: Path) -> None:
    """Write the site into the folder `out`, which must be new, empty, or an earlier build of the page.

    Raises PageError for another folder and where it cannot be written.
    """
    try:
        if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not _is_site(out))):
            raise PageError(
                "this place holds something else than an earlier page, and is left as it is",
                where=str(out),
                next_step="Name a new or empty folder with --out.",
            )
        if out.exists():
            shutil.rmtree(out)
        for name, data in built.files.items():
            path = out.joinpath(*name.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise PageError("the page cannot be written there", where=str(out), next_step="Name another folder.") from error


def changed(out: Path) -> tuple[str, ...]:
    """Files of a copy in the folder `out` that are missing, changed or added, compared with its own SHA256SUMS.

    Raises PageError where there is no such list.
    """
    try:
        listed = dict(line.split("  ", 1)[::-1] for line in (out / SUMS).read_text("utf-8").splitlines())
        there = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
        there.pop(SUMS)
        wrong = {name for name, path in there.items() if listed.get(name) != _sha256(path.read_bytes())}
    except (OSError, ValueError) as error:
        raise PageError("there is no page with a list of its files here", where=str(out)) from error
    return tuple(sorted(wrong | (listed.keys() - there.keys())))


def fingerprint(out: Path) -> str:
    """SHA-256 of the list of files of a copy, which two people can read to each other."""
    return _sha256((out / SUMS).read_bytes())


def _sorted_as(name: str) -> str:
    """A name without case and accents, by which readers look for it in a list."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()


def _templates() -> Iterator[Traversable]:
    """The templates of the pages, which make a version another one too; their words are in the core."""
    return (item for item in files(ROOM).joinpath("templates").iterdir() if item.is_file())


def _is_site(out: Path) -> bool:
    return (out / SUMS).is_file() and (out / WORKER).is_file()


def _place(lang: str) -> str:
    """The folder of a language; English stands at the root."""
    return "" if lang == ENGLISH else f"{lang}/"


def _index(lang: str) -> str:
    return f"{_place(lang)}index.html"


def _root(lang: str) -> str:
    return "../" if _place(lang) else ""


def _pages(lang: str, folder: str, loading: Mapping[str, object]) -> dict[str, bytes]:
    words = phrases(lang, ROOM)
    named = sorted(((code, words(f"country.{code}")) for code in codes()), key=lambda each: _sorted_as(each[1]))
    page = template("page.html", ROOM).render(
        words=words,
        root=_root(lang),
        assets=folder,
        policy=POLICY,
        manifest={**loading, "base": f"{_root(lang)}{folder}/", "lang": lang},
        languages=[(code, phrases(code, ROOM)("page.language"), _index(code)) for code in languages(ROOM)],
        questions=questions(),
        wordings=wording(lang),
        situations=[each.value for each in Situation],
        statuses=[each.value for each in Status],
        countries=named,
        leaflet=leaflet(lang, dict(named)),
        version=__version__,
        verify=f"{_place(lang)}verify.html",
    )
    return {_index(lang): page.encode()}


def _verify(lang: str, folder: str, site: Mapping[str, bytes]) -> bytes:
    """The page that names every part and every file but the ones that would have to name themselves."""
    libraries = (Part(name="Bonafides", version=__version__, licence="Apache-2.0"), *packing.parts())
    return (
        template("verify.html", ROOM)
        .render(
            words=phrases(lang, ROOM),
            root=_root(lang),
            assets=folder,
            parts=(*libraries, Part(name="pyodide", version=PYODIDE, licence=LICENCE)),
            rules=rules_hash(),
            files=[(name, _sha256(data)) for name, data in sorted(site.items()) if not name.endswith("verify.html")],
            version=__version__,
            home=_index(lang),
        )
        .encode()
    )


def _manifest(words: Phrases) -> bytes:
    """What a phone shows where the page is put on its home screen."""
    return json.dumps(
        {
            "name": words("page.name"),
            "short_name": words("page.name"),
            "lang": words.lang,
            "dir": words("page.dir"),
            "start_url": f"../{_index(words.lang)}",
            "display": "standalone",
            "background_color": "#f7f5f0",
            "theme_color": "#174a86",
            "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}],
        },
        ensure_ascii=False,
    ).encode()


def _sums(found: Mapping[str, bytes]) -> bytes:
    """One line for each file, as `sha256sum` writes and checks them."""
    return "".join(f"{_sha256(data)}  {name}\n" for name, data in sorted(found.items())).encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
