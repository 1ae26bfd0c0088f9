"""Writes the site: a page for each language, the runtime, the core, and what lets anybody check a copy."""

from __future__ import annotations

import hashlib
import json
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
VERIFY = "verify.html"
POLICY = (
    "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'; "
    "style-src 'self'; img-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
"""Until the program is loaded; then the page closes `connect-src` and all else behind itself (static/engine.js)."""


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
    checks = [f"{_place(lang)}{VERIFY}" for lang in languages(ROOM)]
    kept = json.dumps({name: _sha256(data) for name, data in sorted(site.items())} | dict.fromkeys(checks, ""))
    site[WORKER] = f'const VERSION = "{folder}";\nconst FILES = {kept};\n'.encode() + worker
    whole = site | {name: _verify(lang, folder, site) for lang, name in zip(languages(ROOM), checks, strict=True)}
    return Built(files=whole | {SUMS: _sums(whole)})


def write(built: Built, out: Path) -> None:
    """Write the site into the folder `out`, which must be new, empty, or an earlier build of the page.

    Of an earlier build exactly the files that its list names are removed; whatever a host has put beside them stays.
    Raises PageError for another folder and where it cannot be written.
    """
    try:
        if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not _is_site(out))):
            raise PageError(
                "this place holds something else than an earlier page, and is left as it is",
                where=str(out),
                next_step="Name a new or empty folder with --out.",
            )
        before = _listed(out) if out.exists() and any(out.iterdir()) else {}
        for name, data in built.files.items():  # the pages, which name the rest, come last
            path = out.joinpath(*name.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for name in before.keys() - built.files.keys():
            _remove(out.joinpath(*name.split("/")), out)
    except OSError as error:
        raise PageError("the page cannot be written there", where=str(out), next_step="Name another folder.") from error


def changed(out: Path) -> tuple[str, ...]:
    """Files of a copy in the folder `out` that are missing, changed or added, compared with its own SHA256SUMS.

    Raises PageError where there is no such list.
    """
    try:
        listed = _listed(out)
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


def _listed(out: Path) -> dict[str, str]:
    """SHA-256 by name, as the list in a copy has it."""
    return dict(line.split("  ", 1)[::-1] for line in (out / SUMS).read_text("utf-8").splitlines())


def _remove(path: Path, out: Path) -> None:
    """Remove a file of an earlier build, and its folder where that is empty then."""
    if path.is_relative_to(out) and ".." not in path.parts:
        path.unlink(missing_ok=True)
        if path.parent != out and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()


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
        verify=f"{_place(lang)}{VERIFY}",
    )
    return {_index(lang): page.encode()}


def _verify(lang: str, folder: str, site: Mapping[str, bytes]) -> bytes:
    """The page that names every part and every file; its own kind, whose hash it cannot hold, by name alone."""
    libraries = (Part(name="Bonafides", version=__version__, licence="Apache-2.0"), *packing.parts())
    return (
        template("verify.html", ROOM)
        .render(
            words=phrases(lang, ROOM),
            root=_root(lang),
            assets=folder,
            parts=(*libraries, Part(name="pyodide", version=PYODIDE, licence=LICENCE)),
            rules=rules_hash(),
            files=[(name, _sha256(data)) for name, data in sorted(site.items())],
            others=[f"{_place(each)}{VERIFY}" for each in languages(ROOM)],
            sums=SUMS,
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
