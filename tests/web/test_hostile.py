"""Hostile texts stay texts on every page: as message, as name, as file name, as answer, corrected, saved and kept."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.page.hostile import BODIES
from tests.web.walk import Person

ACTIVE = {
    "script",
    "iframe",
    "object",
    "embed",
    "base",
    "svg",
    "math",
    "style",
    "img",
    "video",
    "audio",
    "meta",
    "link",
}
OURS = {
    ("script", "/static/site.js"), ("link", "/static/icon.svg"), ("link", "/static/report.css"),
    ("link", "/static/page.css"), ("link", "/static/site.css"), ("meta", ""),
}  # fmt: skip
PLACES = ("/correct", "/about", "/answer", "/together", "/working", "/bring", "/more", "/wipe", "/kept")
CHUNK = 20
CHUNKS = [BODIES[at : at + CHUNK] for at in range(0, len(BODIES), CHUNK)]


class Seen(HTMLParser):
    """Elements that do something, and attributes that would."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.active: set[tuple[str, str]] = set()
        self.bad: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ACTIVE:
            self.active.add((tag, given.get("src") or given.get("href") or ""))
        self.bad += [f"{tag} {name}" for name in given if name.startswith("on") or name in ("style", "srcdoc", "ping")]
        for name in ("href", "src", "action", "formaction", "poster", "background"):
            if re.match(r"\s*(javascript|data|vbscript|blob|file):", given.get(name, ""), re.I):
                self.bad.append(f"{tag} {name}={given[name][:40]}")


def assert_harmless(text: str) -> None:
    seen = Seen(text)
    assert seen.active <= OURS
    assert seen.bad == []


@pytest.mark.parametrize("bodies", CHUNKS, ids=range(len(CHUNKS)))
def test_messages_and_names_are_escaped_on_every_page(tmp_path: Path, bodies: tuple[str, ...]) -> None:
    person = Person(tmp_path)
    thread = [
        {"speaker": body.replace("HOST", "//evil.example/")[:200] or "x", "text": f"We pay for a secret report. {body}"}
        for body in bodies
    ]
    given = json.dumps({"id": bodies[0][:50], "messages": thread}).encode()
    person.bring(files=[("files", ("chat.jsonl", given, "application/jsonl"))])
    assert person.place == "/correct", person.text[:2000]
    for place in PLACES:
        person.open(place)
        assert person.page.status_code == 200
        assert_harmless(person.page.text)
    person.open("/correct")
    person.send("/about")
    assert person.place == "/answer"
    assert_harmless(person.page.text)
    person.send("/answer/keep")
    kept = re.search(r"/kept/[0-9a-f]{32}", person.open("/kept").text)
    assert kept
    assert_harmless(person.open(kept[0]).text)
    saved = person.client.get("/answer/file", params={"form": "html"}).text
    assert "<script" not in saved.lower()


@pytest.mark.parametrize("body", BODIES[::7])
def test_whole_pastes_are_escaped(tmp_path: Path, body: str) -> None:
    person = Person(tmp_path)
    person.bring(f"{body}\n{body}")
    assert_harmless(person.page.text)
    person.answered(f"Ann: {body} could we continue on WhatsApp?\nMe: {body}")
    assert_harmless(person.page.text)


NAMES = [
    "<script>alert(1)</script>.txt", "../../../../etc/passwd", "..\\..\\windows\\x.txt", "C:\\x.txt", "/etc/x",
    "CON.txt", "a" * 400 + ".txt", "é" * 300, "\u202egpj.txt", "{{7*7}}.txt", "a/b/c/d.txt", ".", "..", " ",
    "a\x00b.txt", "x" * 90,
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_file_names_lead_nowhere_and_are_escaped(person: Person, name: str) -> None:
    odd = b"Ann: Could we continue on WhatsApp?\nMe: Why?"
    person.bring(
        files=[("files", (name, odd, "text/plain")), ("folder", (f"in/{name}", odd + b"\nAnn: x", "text/plain"))]
    )
    assert person.page.status_code == 200
    assert_harmless(person.page.text)
    assert html.unescape(person.page.text).count("49.txt") == 0


@pytest.mark.parametrize("body", ["<img src=x onerror=pwned=1>", "{{7*7}}", "'\"><script>x</script>"])
@pytest.mark.parametrize(
    "place", ["/?lang={}", "/bring?cancelled={}", "/kept/{}", "/static/{}", "/start/{}", "/correct/{}"]
)
def test_addresses_are_escaped(person: Person, place: str, body: str) -> None:
    assert_harmless(person.client.get(place.format(body)).text)


@pytest.mark.parametrize("field", ["text-0", "who-0", "me", "same", "situation", "do"])
def test_fields_are_escaped(person: Person, field: str) -> None:
    person.bring("Ann: Hello\nMe: Hi")
    for place in ("/correct/0", "/correct", "/together", "/about"):
        person.send(place, {field: "'\"><script>x</script>{{7*7}}"})
        assert_harmless(person.page.text)
