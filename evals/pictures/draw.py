"""Draws conversations of the corpus as screenshots, with Chromium and without a network, and says what each shows."""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from evals.pictures.looks import Look, look, sheet

CORPUS = Path(__file__).parents[2] / "corpus"
LANGUAGES = ("en", "da", "de", "es", "fr", "ru", "zh")
_ENGLISH_SHARE = 0.5
_NAMES = ("Amelia Thornbury", "Dr. Ravi Menon", "Clara Voss", "Jonas Lindqvist", "Wei Chen", "Sofia Marín", "Lucas P.")
_FIELD = {
    "en": "Message", "de": "Nachricht", "fr": "Votre message", "es": "Mensaje", "da": "Besked", "ru": "Сообщение",
    "zh": "发送消息",
}  # fmt: skip
_DAYS = {
    "en": ("Today", "Yesterday", "Mon, 3 March", "14 July 2026"), "de": ("Heute", "Gestern"),
    "fr": ("Aujourd’hui", "Hier"), "es": ("Hoy", "Ayer"), "da": ("I dag", "I går"), "ru": ("Сегодня", "Вчера"),
    "zh": ("今天", "昨天"),
}  # fmt: skip
_SHOWN = """() => {
  const chat = document.querySelector('.chat').getBoundingClientRect();
  return [...document.querySelectorAll('.said')].map(said => {
    const box = said.getBoundingClientRect();
    return [box.top >= chat.top - 0.5, box.bottom > chat.top];
  });
}"""

Talk = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A screenshot and what it shows."""

    path: Path
    lang: str
    said: tuple[tuple[bool, str], ...]
    """(mine, text) of each message that is wholly to be seen."""
    cut: tuple[str, ...]
    """Texts of messages of which a part is to be seen."""


def browser_path() -> str:
    """Chromium on this machine, empty where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


def drawn(out: Path, count: int, seed: int) -> Iterator[Picture]:
    """`count` pictures in `out`; half of them English. The same seed gives the same pictures on the same machine."""
    from playwright.sync_api import sync_playwright

    random = Random(seed)
    talks = {lang: _talks(lang) for lang in LANGUAGES}
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        for number in range(count):
            lang = "en" if random.random() < _ENGLISH_SHARE else random.choice(LANGUAGES[1:])
            yield _drawn(browser, out / f"{number:03d}.png", lang, random.choice(talks[lang]), look(random), random)
        browser.close()


def _talks(lang: str) -> list[Talk]:
    """Conversations short enough for one screen or two."""
    lines = (line for path in sorted((CORPUS / lang).glob("*.jsonl")) for line in path.read_text("utf-8").splitlines())
    found = (json.loads(line).get("messages", []) for line in lines)
    return [talk for talk in found if 5 <= len(talk) <= 20 and all(len(each["text"]) < 260 for each in talk)]


def _drawn(browser: Any, path: Path, lang: str, talk: Talk, style: Look, random: Random) -> Picture:
    page = browser.new_page(
        viewport={"width": style.width, "height": style.height}, device_scale_factor=style.scale, offline=True
    )
    page.set_content(_document(lang, talk, style, random))
    shown = page.evaluate(_SHOWN)
    page.screenshot(path=str(path))
    page.close()
    both = list(zip(talk, shown, strict=True))
    return Picture(
        path=path,
        lang=lang,
        said=tuple((each["speaker"] == "me", each["text"]) for each, (whole, _) in both if whole),
        cut=tuple(each["text"] for each, (whole, part) in both if part and not whole),
    )


def _document(lang: str, talk: Talk, style: Look, random: Random) -> str:
    minute = random.randint(480, 1200)
    rows = [f"<div class=day>{random.choice(_DAYS[lang])}</div>"]
    for said in talk:
        minute += random.randint(0, 9)
        rows.append(_row(said, f"{minute // 60 % 24:02d}:{minute % 60:02d}", style, random))
    name = html.escape(random.choice(_NAMES))
    return (
        f"<style>{sheet(style)}</style><div class=status><span>9:41</span><span>5G 82%</span></div>"
        f"<div class=head><span>‹</span><i></i><div><b>{name}</b><small>online</small></div></div>"
        f"<div class=chat>{''.join(rows)}</div><div class=foot>+<span>{_FIELD[lang]}</span></div>"
    )


def _row(said: dict[str, Any], clock: str, style: Look, random: Random) -> str:
    mine = said["speaker"] == "me"
    ticks = " ✓✓" if style.ticks and mine else ""
    inside = f"<span class=time>{clock}{ticks}</span>" if style.times == "in" else ""
    below = f"<div class=below>{clock}</div>" if style.times == "below" and random.random() < 0.5 else ""
    face = "<i class=face></i>" if style.avatars and not mine else ""
    words = html.escape(said["text"]).replace("\n", "<br>")
    side = "mine" if mine else "theirs"
    return f'<div class="row {side}">{face}<div class=box><div class=said>{words}{inside}</div>{below}</div></div>'
