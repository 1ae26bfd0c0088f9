"""One's own profile at the served pages: looked at, shown once, kept nowhere."""

from __future__ import annotations

import html
import io
import re
import tempfile
import zipfile
from base64 import b64decode
from pathlib import Path

import pytest

from bonafides.exposure.counts import parsed
from bonafides.model.exposure import ExposureKind
from bonafides.render.phrases import phrases
from bonafides.web.uploads import PREFIX
from tests.web.walk import LANGUAGES, Person

PROFILE = b"First Name,Last Name,Headline,Summary\nA,B,TS/SCI cleared <script>alert(1)</script>,a@gmail.com\n"


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return out.getvalue()


def _bring(person: Person, name: str, content: bytes) -> None:
    person.open("/exposure")
    person.send("/exposure", {}, files=[("files", (name, content, "application/octet-stream"))])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_export_is_looked_at(tmp_path: Path, lang: str) -> None:
    person, words = Person(tmp_path, lang=lang), phrases(lang, "bonafides.exposure")
    assert words("page.link") in person.text
    _bring(person, "export.zip", _zip(Profile=PROFILE))
    assert person.page.status_code == 200
    assert person.heading == words("look.title")
    assert words("kind.clearance.todo") in person.text
    assert "<script>alert" not in person.page.text


def test_nothing_stays(tmp_path: Path) -> None:
    before = set(Path(tempfile.gettempdir()).glob(f"{PREFIX}*"))
    person = Person(tmp_path)
    _bring(person, "Profile.csv", PROFILE)
    assert person.page.status_code == 200
    assert set(Path(tempfile.gettempdir()).glob(f"{PREFIX}*")) <= before


@pytest.mark.parametrize("content", [b"hello", b"PK\x03\x04broken", b"", b"From,To,Content\na,b,c\n"])
def test_what_is_no_profile_is_said_kindly(tmp_path: Path, content: bytes) -> None:
    person = Person(tmp_path)
    _bring(person, "x.csv", content)
    assert person.page.status_code == 422
    assert 'role="alert"' in person.page.text


def test_no_file_is_asked_for_again(tmp_path: Path) -> None:
    person = Person(tmp_path)
    person.open("/exposure")
    person.send("/exposure", {})
    assert person.page.status_code == 422
    assert phrases("en", "bonafides.exposure")("page.empty") in person.text


def test_the_counts_are_offered_as_they_are_shown(tmp_path: Path) -> None:
    person = Person(tmp_path)
    _bring(person, "export.zip", _zip(Profile=PROFILE))
    [link] = re.findall(r'href="data:application/json;base64,([\w+/=]+)" download', html.unescape(person.page.text))
    counts = parsed(b64decode(link), "link")
    assert counts.counts[ExposureKind.CLEARANCE] == 1
    assert counts.contribution in person.text
