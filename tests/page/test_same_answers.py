"""The page and the command line judge alike: every conversation of the evaluation, compared byte for byte."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.page.conftest import PATIENCE, READY, Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
EVALUATION = sorted((*(ROOT / "evals" / "heldout").rglob("*.jsonl"), *(ROOT / "evals" / "dev").rglob("*.jsonl")))
DOCUMENTED = sorted((ROOT / "tests" / "cases" / "documented").glob("*.json"))
HOSTILE = (
    "I\u200bn\u200bstead of mail, let us go on on W\u0430tsApp \U0001f642 \u202emoor\u202c \ud7a3",
    "ＰＡＹ ５００ ＵＳＤ for a \ufb01rst report\u2026 \u00bd of it in advance",
    "x" * 5_000 + " keep this between us",
    "\x00\x01\ufffd kindly send your banking details {{7*7}} <script>",
    "请加我的微信，报酬从优 \U00020bb7",
    "Давайте перейдём в Телеграм, об этом никому",
)
"""Texts in which two versions of Python, of Unicode or of a mathematical library might differ."""

ASK = """async (texts) => {
  const files = texts.map(([name, text]) => new File([text], name));
  const post = self.postMessage;
  try {
    return await new Promise((resolve) => {
      self.postMessage = (said) => { if (!said.progress) resolve(said); };
      self.onmessage({ data: { id: -1, name: "lines", given: [files] } });
    });
  } finally { self.postMessage = post; }
}"""
"""Asks the worker as the page does, and takes the answer before the page hears it."""


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The conversations as files, none of which has the name of another."""
    folder = tmp_path_factory.mktemp("evaluation")
    for path in EVALUATION:
        rows = enumerate(map(json.loads, path.read_text("utf-8").splitlines()))
        labelled = ((f"{path.stem}-{number}", row["messages"]) for number, row in rows if "messages" in row)
        _write(folder / f"{path.parent.name}-{path.name}", labelled)
    cases = (json.loads(path.read_text("utf-8")) for path in DOCUMENTED)
    _write(folder / "cases.jsonl", ((case["case"], case["messages"]) for case in cases))
    odd = enumerate(HOSTILE)
    _write(folder / "odd.jsonl", ((f"odd{number}", [{"speaker": "them", "text": text}]) for number, text in odd))
    return sorted(folder.iterdir())


def _write(path: Path, conversations: Iterable[tuple[str, object]]) -> None:
    lines = (json.dumps({"id": id_, "messages": messages}) for id_, messages in conversations)
    path.write_text("\n".join(lines), "utf-8")


def test_the_page_writes_what_the_command_line_writes(site: Path, browser: Browser, inputs: list[Path]) -> None:
    command = [sys.executable, "-m", "bonafides", "check", *map(str, inputs), "--format", "jsonl", "--timezone", "UTC"]
    said = subprocess.run(command, capture_output=True, check=True).stdout
    host = Server(site)
    context = browser.new_context(timezone_id="UTC")
    try:
        page = context.new_page()
        page.goto(host.url)
        page.locator(READY).wait_for(timeout=PATIENCE)
        answer = page.workers[0].evaluate(ASK, [[path.name, path.read_text("utf-8")] for path in inputs])
    finally:
        context.close()
        host.close()
    there = answer["answer"]["text"].encode()
    assert said.count(b"\n") > 800
    assert there.count(b"\n") == said.count(b"\n")
    different = [a for a, b in zip(said.splitlines(), there.splitlines(), strict=True) if a != b]
    assert different[:3] == []
    assert there == said
