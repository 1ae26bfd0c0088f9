"""The folder that is hosted: reproducible, self-contained, checkable, and never written over something else."""

from __future__ import annotations

import hashlib
import html
import json
import re
import subprocess
from pathlib import Path

import pytest

from bonafides import page as page_room
from bonafides.errors import PageError
from bonafides.page.compiling import ARCHIVES
from bonafides.page.runtime import FILES
from bonafides.page.sheet import ROOM
from bonafides.page.site import SUMS, WORKER, Built, assembled, changed, fingerprint, write
from bonafides.render.phrases import languages, phrases

LOADED = (*FILES, *ARCHIVES)
LANGUAGES = ("da", "de", "en", "es", "fr")
_ADDRESS = re.compile(r"(?:https?:)?//[\w.-]+\.\w+")
_LEFT = re.compile(r"\{\w*\}|\{\{|\{%")


@pytest.fixture(scope="module")
def built() -> Built:
    """A site around a few bytes: everything but what Pyodide runs and is made of is real."""
    return assembled({name: f"not {name}".encode() for name in LOADED})


def page(built: Built, lang: str) -> str:
    return built.files["index.html" if lang == "en" else f"{lang}/index.html"].decode()


def test_two_builds_are_the_same(built: Built) -> None:
    again = assembled({name: f"not {name}".encode() for name in LOADED})
    assert again.files == built.files
    assert again.fingerprint == built.fingerprint


def test_another_runtime_makes_another_version_under_another_address(built: Built) -> None:
    other = assembled(dict.fromkeys(LOADED, b"another"))
    assert other.fingerprint != built.fingerprint
    assert _folder(other) != _folder(built)


def _folder(built: Built) -> str:
    return next(name.split("/")[0] for name in built.files if name.endswith("/app.js"))


def test_the_sums_are_those_of_sha256sum(built: Built, tmp_path: Path) -> None:
    write(built, tmp_path / "site")
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", SUMS], cwd=tmp_path / "site", capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert len(built.files[SUMS].splitlines()) == len(built.files) - 1


def test_every_language_has_its_page() -> None:
    assert languages(ROOM) == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_asks_nobody_else_for_anything(built: Built, lang: str) -> None:
    """Addresses stand in links that a person may follow, never where the browser would fetch by itself."""
    text = page(built, lang)
    fetched = re.findall(r"<(?:script|link|img|iframe|source|form|base)\b[^>]*", text)
    assert fetched
    assert [tag for tag in fetched if _ADDRESS.search(tag)] == []
    assert " style=" not in text
    assert not re.search(r"\son\w+=", text)
    assert text.count("<script") == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_file_that_a_page_names_is_there(built: Built, lang: str) -> None:
    place = "" if lang == "en" else f"{lang}/"
    for named in re.findall(r'(?:href|src)="([^"#:]+)"', page(built, lang)):
        path = Path(place + named).as_posix()
        parts: list[str] = []
        for part in path.split("/"):
            parts = parts[:-1] if part == ".." else [*parts, part]
        assert "/".join(parts) in built.files, named


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_placeholder_is_left_over(built: Built, lang: str) -> None:
    """Only those stay that scripts fill in: they stand in attributes."""
    text = re.sub(r'data-\w+="[^"]*"', "", page(built, lang))
    assert _LEFT.findall(re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)) == []


def test_the_policy_opens_the_host_alone(built: Built) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page(built, "en"))
    assert policy
    rules = dict(rule.split(" ", 1) for rule in html.unescape(policy[1]).split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'self'"
    assert "unsafe-inline" not in policy[1]
    assert "*" not in policy[1]


def test_the_leaflet_needs_no_script(built: Built) -> None:
    leaflet = page(built, "en").split('id="leaflet"')[1]
    assert "<details open>" in leaflet
    assert "Do not answer, do not confront them" in leaflet
    assert "MI5" in leaflet


def test_the_manifest_names_what_is_fetched(built: Built) -> None:
    found = re.search(r'id="manifest">(.*?)</script>', page(built, "de"))
    assert found
    manifest = json.loads(found[1])
    assert manifest["lang"] == "de"
    assert {*manifest["runtime"], *manifest["archives"], "worker.js"} == set(manifest["files"])


def test_the_service_worker_keeps_every_file_but_itself(built: Built) -> None:
    first, second, *_ = built.files[WORKER].decode().splitlines()
    assert first.startswith('const VERSION = "v')
    kept = json.loads(second.removeprefix("const FILES = ").rstrip(";"))
    assert set(kept) == set(built.files) - {WORKER, SUMS}
    assert {name for name in kept if not kept[name]} == {name for name in kept if name.endswith("verify.html")}
    assert all(hashlib.sha256(built.files[name]).hexdigest() == digest for name, digest in kept.items() if digest)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_to_check_a_copy_names_every_file(built: Built, lang: str) -> None:
    text = built.files["verify.html" if lang == "en" else f"{lang}/verify.html"].decode()
    named = re.findall(r"<dt>([^<]+)</dt>", text)
    assert sorted(named) == sorted(set(built.files) - {SUMS})
    assert hashlib.sha256(built.files[WORKER]).hexdigest() in text


def test_no_word_of_the_page_is_left_over() -> None:
    """Keys that are put together (`status.` and a name) are known by their first part."""
    room = Path(page_room.__file__).parent
    files = [path for path in room.rglob("*") if path.suffix in {".py", ".html", ".js"}]
    sources = "".join(path.read_text("utf-8") for path in files)
    built = ("status.", "about.", "country.", "page.step_", "form.")
    keys = {re.sub(r"\.(one|other)$", "", key) for key in phrases("en", ROOM).table if not key.startswith("mark.")}
    assert [key for key in sorted(keys) if not key.startswith(built) and f'"{key}"' not in sources] == []


# --- writing and checking


def test_a_folder_with_something_else_is_left_alone(built: Built, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(PageError, match="something else"):
        write(built, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_no_folder(built: Built, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(PageError, match="something else"):
        write(built, tmp_path / "site")


def test_an_earlier_page_is_replaced_and_what_the_host_put_beside_it_stays(built: Built, tmp_path: Path) -> None:
    write(assembled(dict.fromkeys(LOADED, b"another")), tmp_path)
    (tmp_path / "CNAME").write_text("page.example.org")
    write(built, tmp_path)
    assert changed(tmp_path) == ("CNAME",)
    assert [path.name for path in tmp_path.glob("v*") if path.is_dir()] == [_folder(built)]


def test_a_copy_is_compared_file_by_file(built: Built, tmp_path: Path) -> None:
    write(built, tmp_path)
    assert changed(tmp_path) == ()
    assert fingerprint(tmp_path) == built.fingerprint
    (tmp_path / "index.html").write_text("changed")
    (tmp_path / "added.js").write_text("added")
    (tmp_path / "fr" / "index.html").unlink()
    assert changed(tmp_path) == ("added.js", "fr/index.html", "index.html")


def test_a_folder_without_a_page_is_said(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="no page"):
        changed(tmp_path)
