"""`bonafides page` as a host uses it: build, verify, and what goes wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.required import needs_browser


def bonafides(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bonafides", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A site, and what was said about it."""
    needs_browser()
    out = tmp_path_factory.mktemp("cli") / "site"
    done = bonafides("page", "build", "--out", str(out))
    assert done.returncode == 0, done.stderr
    return out, done.stdout


def test_it_prints_the_fingerprint_that_a_copy_has(built: tuple[Path, str]) -> None:
    out, said = built
    done = bonafides("page", "verify", str(out))
    assert done.returncode == 0
    assert done.stdout == said
    assert said.endswith("  SHA256SUMS\n")


def test_building_again_gives_the_same(built: tuple[Path, str], tmp_path: Path) -> None:
    again = bonafides("page", "build", "--out", str(tmp_path / "again"), "--quiet")
    assert (again.stdout, again.stderr) == (built[1], "")


def test_a_site_stays_within_its_size(built: tuple[Path, str]) -> None:
    assert sum(path.stat().st_size for path in built[0].rglob("*") if path.is_file()) < 20_000_000


def test_a_changed_copy_is_found(built: tuple[Path, str]) -> None:
    page = built[0] / "da" / "index.html"
    before = page.read_bytes()
    try:
        page.write_bytes(before + b"<script src=https://example.org></script>")
        done = bonafides("page", "verify", str(built[0]))
    finally:
        page.write_bytes(before)
    assert done.returncode == 2
    assert "not as it was published: da/index.html" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["verify", "no-such-folder"], "no page"),
        (["build", "--out", "x", "--runtime", "no-such-file"], "cannot be read"),
        (["build"], "--out"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], said: str) -> None:
    done = bonafides("page", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
