"""What lists say is shown to ask about; nothing that judges can see it, and the risk does not move with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import grimp
import pytest
from typer.testing import CliRunner

from bonafides.cli import app
from bonafides.errors import VetError
from bonafides.listed import asked_about, said
from bonafides.render.phrases import languages
from tests.vet.lists.world import NAMES, home

JUDGES = (
    "assess",
    "detect",
    "examine",
    "interview",
    "advise",
    "consult",
    "purpose",
    "second_reader",
    "campaign",
    "hunt",
)
THREAD = {"id": "c", "messages": [{"speaker": NAMES["latin"], "text": "Hello, could we continue on WhatsApp?"}]}


def test_nothing_that_judges_can_see_a_list() -> None:
    graph = grimp.build_graph("bonafides")
    for judge in JUDGES:
        for listed in ("bonafides.vet.lists", "bonafides.listed"):
            chains = graph.find_shortest_chains(f"bonafides.{judge}", listed)
            assert not chains, f"{judge} sees {listed}"


def test_the_judgement_is_the_same_with_and_without_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "thread.jsonl"
    path.write_text(json.dumps(THREAD) + "\n", "utf-8")
    judged = []
    for place in (tmp_path / "empty", home()):
        monkeypatch.setenv("BONAFIDES_HOME", str(place))
        judged.append(CliRunner().invoke(app, ["check", str(path), "--format", "jsonl", "--quiet"]).stdout)
    assert judged[0] == judged[1]
    assert json.loads(judged[0])["risk"] > 0
    assert asked_about((NAMES["latin"],), home())[0]


@pytest.mark.parametrize("lang", languages("bonafides.vet.lists"))
def test_a_match_is_said_with_its_errors_and_that_it_may_be_another(lang: str) -> None:
    matches, problems = asked_about(("Rashidan Mohammed", "Nobody Atall"), home(), firms=("Nordwind Beratung",))
    shown = said(matches, lang, problems=problems)
    assert len(shown.entries) == 2
    assert shown.same_name
    assert shown.none == ""
    assert len(shown.errors) == 2
    assert "رشيدان" in str(shown.entries[0])
    assert not any("{" in text for entry in shown.entries for text in (entry.title, *entry.facts))
    assert said((), lang).none
    assert said((), lang, looked=False).none == ""


def test_without_a_list_nothing_is_loaded_or_opened(tmp_path: Path) -> None:
    code = (
        "import sys, socket, pathlib\n"
        "def no(*a, **k): raise AssertionError('a socket')\n"
        "from bonafides.listed import asked_about\n"
        "assert asked_about(('A B',), pathlib.Path(sys.argv[1])) == ((), ())\n"
        "print([m for m in ('nomenklatura', 'followthemoney', 'rigour', 'icu', 'sklearn') if m in sys.modules])\n"
        "socket.socket.connect = no; socket.getaddrinfo = no\n"
        "print(len(asked_about(('Wang Xiaoming',), pathlib.Path(sys.argv[2]))[0]))"
    )
    arguments = [sys.executable, "-c", code, str(tmp_path), str(home())]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "1"]


def test_a_list_that_cannot_be_asked_is_told_and_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "x.names").write_bytes(b"?")
    matches, problems = asked_about(("A B",), tmp_path)
    assert matches == ()
    assert isinstance(problems[0], VetError)
    assert said(matches, "en", problems=problems).none == ""
