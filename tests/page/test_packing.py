"""The archives of the page: closed, pure, and the same bytes whoever packs them."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bonafides.errors import PageError
from bonafides.page.packing import LEFT_OUT, NEEDED, core, libraries, parts

SOURCE = Path(__file__).parents[2] / "src" / "bonafides"


@pytest.fixture(scope="module")
def wheel() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(core()))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both archives unpacked, as the page does it."""
    folder = tmp_path_factory.mktemp("house")
    for archive in (core(), libraries()):
        zipfile.ZipFile(io.BytesIO(archive)).extractall(folder)
    return folder


@pytest.mark.parametrize("pack", [core, libraries])
def test_the_bytes_are_the_same_each_time(pack: object) -> None:
    assert callable(pack)
    assert pack() == pack()


def test_every_entry_has_the_same_date_and_no_trace_of_this_machine(wheel: zipfile.ZipFile) -> None:
    assert {entry.date_time for entry in wheel.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in wheel.infolist()} == {3}
    assert wheel.namelist() == sorted(wheel.namelist())


def test_the_record_of_the_wheel_names_every_file(wheel: zipfile.ZipFile) -> None:
    record = next(name for name in wheel.namelist() if name.endswith("/RECORD"))
    listed = [line.split(",")[0] for line in wheel.read(record).decode().splitlines()]
    assert sorted(listed) == wheel.namelist()


@pytest.mark.parametrize("left", LEFT_OUT)
def test_what_is_left_out_exists(left: str) -> None:
    assert (SOURCE / left).exists()


def test_nothing_compiled_and_nothing_secret_is_packed(house: Path) -> None:
    kinds = {path.suffix for path in house.rglob("*") if path.is_file() and "tzdata" not in path.parts}
    assert kinds - {".so", ".pyd", ".dylib", ".pyc", ".c"} == kinds
    assert all(any(house.glob(f"{name.replace('-', '[-_]')}-*.dist-info")) for name in NEEDED if name != "jinja2")


def _imports(code: str) -> Iterator[str]:
    """Modules of ours that code imports at run time: not those that only types name."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bonafides."):
            yield node.module or ""


UNREACHED = ("bonafides.second_reader", "bonafides.render.exchange", "bonafides.render.handed")
"""Imported only where a second reader, or a report to hand in or to share, is asked for, which the page does not do."""


def test_no_module_misses_another(wheel: zipfile.ZipFile) -> None:
    there = set(wheel.namelist())
    for name in there:
        if name.endswith(".py"):
            for module in _imports(wheel.read(name).decode()):
                path = module.replace(".", "/")
                found = {f"{path}.py", f"{path}/__init__.py"} & there
                assert found or module.startswith(UNREACHED), f"{name} imports {module}"


def test_it_judges_with_nothing_else_installed(house: Path) -> None:
    """A Python without site-packages: only what the page has, and the same answer."""
    code = (
        f"import sys; sys.path.insert(0, {str(house)!r})\n"
        "from bonafides.page.session import ask, open_session\n"
        "session = open_session('fr', 'Europe/Paris', lambda *_: None)\n"
        "ask(session, 'warm')\n"
        "taken = ask(session, 'take_text', 'Ann: Could we go on on WhatsApp? Keep it between us.')\n"
        "print(taken['conversations'], ask(session, 'judge', {})['level'], session.zone)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.split()[0] == "1"
    assert done.stdout.split()[2] == "Europe/Paris"


OF_EXTRAS = {"PIL", "cv2", "numpy", "onnxruntime", "pi_heif", "pypdfium2", "rapidocr"}
"""What reads pictures, which the page cannot: it says how the phone does it."""


def test_every_module_can_be_imported_with_nothing_else_installed(house: Path) -> None:
    modules = sorted(path.relative_to(house).with_suffix("") for path in (house / "bonafides").rglob("*.py"))
    names = [".".join(module.parts).removesuffix(".__init__") for module in modules]
    code = (
        f"import importlib, json, sys; sys.path.insert(0, {str(house)!r})\n"
        "missing = {}\n"
        f"for name in {names!r}:\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "    except ImportError as error:\n"
        "        missing[name] = error.name\n"
        "print(json.dumps(missing))\n"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert len(names) > 150
    assert {name: lacks for name, lacks in json.loads(done.stdout).items() if lacks not in OF_EXTRAS} == {}


def test_every_part_states_version_and_licence() -> None:
    assert [part.name for part in parts()] == list(NEEDED)
    assert all(part.version and part.licence for part in parts())


def test_a_library_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.files", lambda name: None)
    with pytest.raises(PageError, match="is not installed"):
        libraries()
