"""Pyodide, the Python that runs in a browser: taken from its npm package, of one version, checked byte by byte."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import platformdirs

from bonafides.errors import PageError

VERSION = "314.0.7"
INTEGRITY = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
"""SHA-512 of the package, as the npm registry states it for this version."""
LICENCE = "MPL-2.0"
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
ARCHIVE = f"pyodide-{VERSION}.tgz"
_BY_HAND = f"On a machine with npm run `npm pack pyodide@{VERSION}`, and name the file with --runtime."
_PATIENCE = 300
"""Seconds that npm may take."""


def runtime(given: Path | None = None) -> dict[str, bytes]:
    """The files of the runtime by name, from the package `given`, the copy kept on this machine, or else npm.

    npm is another program; it opens the connection, for this one file, and only if no copy is there. Raises PageError
    where the package cannot be had or is not the one that was published.
    """
    if given is not None:
        return _files(_checked(_read(given), str(given)))
    kept = _kept()
    if not kept.is_file():
        _fetch(kept)
    return _files(_checked(_read(kept), str(kept)))


def is_at_hand() -> bool:
    """Whether a copy is kept on this machine, so that building needs no network."""
    return _kept().is_file()


def _kept() -> Path:
    home = os.environ.get("BONAFIDES_HOME")
    return (Path(home) if home else platformdirs.user_cache_path("bonafides")) / "runtime" / ARCHIVE


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PageError("the runtime cannot be read", where=str(path), next_step=_BY_HAND) from error


def _fetch(into: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise PageError("the runtime of the page is not on this machine, and npm is not either", next_step=_BY_HAND)
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", f"pyodide@{VERSION}", "--silent", "--pack-destination", folder]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE, cwd=folder)  # noqa: S603
            data = _checked((Path(folder) / ARCHIVE).read_bytes(), ARCHIVE)
            into.parent.mkdir(parents=True, exist_ok=True)
            part = into.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(data)
            part.replace(into)
        except (OSError, subprocess.SubprocessError) as error:
            raise PageError("npm could not fetch the runtime of the page", next_step=_BY_HAND) from error


def _checked(data: bytes, where: str) -> bytes:
    if base64.b64encode(hashlib.sha512(data).digest()).decode() != INTEGRITY:
        raise PageError(
            f"this is not the package pyodide {VERSION} as it was published",
            where=where,
            next_step=f"Delete it and build again. {_BY_HAND}",
        )
    return data


def _files(data: bytes) -> dict[str, bytes]:
    found = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for name in FILES:
            member = archive.extractfile(f"package/{name}")
            found[name] = member.read() if member else b""
    found["pyodide-lock.json"] = _without_packages(found["pyodide-lock.json"])
    return found


def _without_packages(lock: bytes) -> bytes:
    """What Pyodide wants to know of itself, without its list of packages: nothing is ever installed from anywhere."""
    table = json.loads(lock)
    return json.dumps({"info": table["info"], "packages": {}}, sort_keys=True).encode()
