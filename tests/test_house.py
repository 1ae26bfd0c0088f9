"""The house keeps its own rules: sizes, names, mirrors, silence on the network, lightness."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bonafides.detect import INDICATORS

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "bonafides"
TESTS = ROOT / "tests"
MODULES = sorted(SOURCE.rglob("*.py"))
PLACES = [str(path.relative_to(SOURCE)) for path in MODULES]

LONGEST = 400
DRAWERS = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "managers"}
NETWORK = {
    "asyncio", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib", "requests", "selectors", "smtplib", "socket",
    "socketserver", "ssl", "telnetlib", "urllib3", "uvicorn", "webbrowser", "xmlrpc",
}  # fmt: skip
"""Modules that can open a socket; `urllib` is let in for `urllib.parse` alone."""
OPENS = {
    "desk/intake/imap.py": {"imaplib", "ssl"},
    "desk/people/oidc_wire.py": {"asyncio", "httpx", "ssl"},
    "second_reader/wire.py": {"http", "socket", "ssl"},
    "web/server.py": {"uvicorn"},
}
"""The modules that may: to the desk's own mailbox, to the organisation's sign-in service, to a second reader, where
each is asked for; and the one that listens."""
THROUGH = {
    "advise/need.py": "advise/test_promises.py",
    "advise/steps.py": "advise/test_promises.py",
    "assess/stages.py": "assess/test_assess.py",
    "campaign/engine/engine.py": "contracts/test_engines.py",
    "campaign/ingest/salvage": "campaign/ingest/test_bad_files.py",
    "campaign/ingest/": "campaign/ingest/test_formats.py",
    "campaign/pack/": "campaign/pack/test_export.py",
    "campaign/state/": "campaign/state/test_days.py",
    "desk/handover/": "desk/handover/test_bundle.py",
    "desk/linking/": "desk/linking/test_marks.py",
    "detect/lexicon/": "detect/test_lexicon.py",
    "detect/pay.py": "detect/test_indicators.py",
    "detect/thread.py": "detect/test_indicators.py",
    "exposure/": "exposure/test_signs.py",
    "page/repack.py": "page/test_compiling.py",
    "read/foreign.py": "read/test_bad_input.py",
    "read/linkedin/invitations.py": "read/test_linkedin_messages.py",
    "read/kinship.py": "read/test_join.py",
    "read/measure.py": "read/test_cases.py",
    "read/self_labels.py": "read/test_owner.py",
    "render/": "render/test_golden.py",
    "second_reader/sign.py": "second_reader/test_prompt.py",
    "store/migrations/": "contracts/test_stores.py",
    "store/sql.py": "contracts/test_stores.py",
    "version.py": "test_cli.py",
    "web/api/": "web/api/test_work.py",
    "web/desk/": "web/desk/test_pages.py",
    "web/person.py": "web/test_way.py",
}
"""Modules and folders that are tested through the door of their room, and where."""
PROVED = ("Indicator", "detect/test_indicators.py")
"""Modules that build such values are tested where all of these values prove themselves."""


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Dotted names of everything that a module imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


# --- sizes, names, words


@pytest.mark.parametrize("path", MODULES, ids=PLACES)
def test_a_module_is_short_and_opens_with_what_it_is_for(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST
    first = (ast.get_docstring(tree(path)) or "").partition("\n\n")[0]
    assert first.endswith((".", ":", "?")), "the docstring's first paragraph is a sentence"
    assert first != "Not written yet."


def test_no_module_is_a_drawer() -> None:
    names = {path.stem for path in MODULES} | {path.parent.name for path in MODULES}
    assert names & DRAWERS == set()


@pytest.mark.parametrize("room", ["advise", "render"])
def test_words_for_people_live_in_the_room(room: str) -> None:
    assert tomllib.loads((SOURCE / room / "words" / "en.toml").read_text("utf-8"))


def _keys(table: dict[str, object], prefix: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _keys(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def _wanted(path: Path) -> set[str]:
    """The keys that every language has: all but those of `bonafides hunt`, whose pages are English only.

    English names and reasons of signs stand in the code, beside the signs.
    """
    if path == SOURCE / "detect" / "words" / "en.toml":
        return {f"{sign.id}.{part}" for sign in INDICATORS for part in ("name", "why")}
    return {key for key in _keys(tomllib.loads(path.read_text("utf-8"))) if not key.startswith("hunt.")}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("words/*.toml")), ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_every_language_has_every_key(path: Path) -> None:
    english = _wanted(path.parent / "en.toml")
    assert english, "English is complete, unless its words stand in the code"
    assert _wanted(path) == english


# --- the mirror


def _builds(path: Path, kind: str) -> bool:
    """Whether a module makes values of that kind."""
    calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Name) and called.id == kind for called in calls)


def _mirrors(path: Path) -> Iterator[Path]:
    """Where its tests may be: `story_words.py` is tested in test_story_words.py or test_story.py, and what is in the
    package `whatsapp/` in its folder of tests or in test_whatsapp.py.
    """
    folder = TESTS / path.parent.relative_to(SOURCE)
    words = path.stem.split("_")
    for count in range(len(words), 0, -1):
        yield folder / f"test_{'_'.join(words[:count])}.py"
    yield folder.parent / f"test_{path.parent.name}.py"
    yield folder.parent / f"test_{path.parent.name}_{path.stem}.py"
    place = path.relative_to(SOURCE).as_posix()
    yield from (TESTS / test for start, test in THROUGH.items() if place.startswith(start))
    if _builds(path, PROVED[0]):
        yield TESTS / PROVED[1]


def _mentioned() -> set[str]:
    return {name for test in TESTS.rglob("*.py") for name in imported(test)}


def test_every_module_has_a_test() -> None:
    named = _mentioned()
    untested = []
    for path in MODULES:
        dotted = ".".join(("bonafides", *path.relative_to(SOURCE).with_suffix("").parts))
        used = any(name == dotted or name.startswith(f"{dotted}.") for name in named)
        if path.stem not in {"__init__", "__main__"} and not used and not any(map(Path.exists, _mirrors(path))):
            untested.append(dotted)
    assert untested == []


def test_the_table_of_detours_is_true() -> None:
    for place, test in THROUGH.items():
        assert any(SOURCE.glob(f"{place}*")) or (SOURCE / place).exists(), place
        assert (TESTS / test).exists(), test


# --- silence on the network


@pytest.mark.parametrize("path", MODULES, ids=PLACES)
def test_no_module_imports_what_opens_sockets(path: Path) -> None:
    names = set(imported(path))
    network = {name.split(".")[0] for name in names} & NETWORK
    assert network == OPENS.get(path.relative_to(SOURCE).as_posix(), set())
    assert {name for name in names if name.startswith("urllib") and not name.startswith("urllib.parse")} == set()


_CHECK_IN_SILENCE = """
import sys
def listen(event, args):
    if event.startswith("socket.") or event in {"urllib.Request", "subprocess.Popen", "os.system"}:
        sys.stderr.write("opened: " + event)
        sys.stderr.flush()
        import os
        os._exit(9)
sys.addaudithook(listen)
sys.argv = ["bonafides", *sys.argv[1:]]
try:
    from bonafides.cli import run
    done = run()
except SystemExit as leaving:
    done = leaving.code or 0
if "--reader" not in sys.argv:
    silent = {"bonafides.second_reader", "bonafides.consult", "http.client", "ssl"} & set(sys.modules)
    assert not silent, silent
raise SystemExit(done)
"""


@pytest.mark.parametrize("form", ["text", "html", "json", "jsonl"])
def test_a_whole_check_opens_no_socket_and_starts_no_program(form: str) -> None:
    """Not what the code says but what it does: the interpreter reports every socket and every child process."""
    example = ROOT / "examples" / "WhatsApp Chat with Adrian Vale.zip"
    done = _watched("check", str(example), "--timezone", "UTC", "--format", form, "--timeline")
    assert done.returncode == 0, done.stderr[-300:]
    assert done.stdout


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"], ["check", "no-such-file"]])
def test_no_other_command_opens_a_socket_either(arguments: list[str]) -> None:
    assert _watched(*arguments).returncode in {0, 2}


def test_only_a_second_reader_makes_the_program_open_a_socket() -> None:
    """The proof that the watch above can see one."""
    example = ROOT / "examples" / "WhatsApp Chat with Adrian Vale.zip"
    done = _watched("check", str(example), "--reader", "http://127.0.0.1:9")
    assert done.returncode == 9
    assert done.stderr.endswith(("opened: socket.getaddrinfo", "opened: socket.__new__"))


def _watched(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The program run with these arguments; it leaves with 9 at the first socket or child process."""
    command = [sys.executable, "-c", _CHECK_IN_SILENCE, *arguments]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BONAFIDES_")}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, encoding="utf-8", env=clean, timeout=60
    )


# --- lightness


@pytest.mark.parametrize("module", ["bonafides", "bonafides.model", "bonafides.errors"])
def test_importing_it_loads_nothing_heavy(module: str) -> None:
    code = f"import sys; old = set(sys.modules); import {module}; print(*sorted(set(sys.modules) - old))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    names = set(loaded.split())
    assert module in names
    assert {name.split(".")[0] for name in names} - {"bonafides"} <= set(sys.stdlib_module_names)
    assert all(
        name in ("bonafides", "bonafides.version", module) or name.startswith(f"{module}.")
        for name in names
        if name[:9] == "bonafides"
    )


@pytest.mark.parametrize("first", ["bonafides", "bonafides.read", "bonafides.assess", "bonafides.cli"])
def test_the_front_door_gives_functions_whatever_was_imported_before(first: str) -> None:
    """Rooms are called `read` and `assess` too: importing one must not hide the function of its name."""
    code = f"import {first}; from bonafides import assess, check, read; print(*map(callable, (assess, check, read)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["True"] * 3


# --- nothing of a particular machine


def _texts() -> Iterator[tuple[Path, str]]:
    """Every text file that is, or is about to be, part of the project."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in listed.stdout.decode("utf-8").split("\0"):
        path = ROOT / name
        if name and path.is_file():
            raw = path.read_bytes()
            if b"\0" not in raw[:8192]:
                yield path, raw.decode("utf-8", "replace")


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    places = [f"/{folder}/" for folder in ("work", "root", "tmp")]
    found = [
        f"{path.relative_to(ROOT)}: {place}"
        for path, text in _texts()
        for place in places
        if any(_is_path(text, at) for at in _places(text, place))
    ]
    assert found == []


def _places(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _is_path(text: str, at: int) -> bool:
    """Whether a path begins here, and not the middle of a web address (`https://x.example/home/`)."""
    return at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "/.-_")
