"""`bonafides serve` as somebody at a terminal meets it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import typer
from typer.testing import CliRunner

from bonafides.desk.opening import open_desk
from bonafides.desk.people.accounts import first_admin
from bonafides.errors import BonafidesError, WebError
from bonafides.serve_cli import check_place, configured, is_anywhere, is_loopback, serve, written
from bonafides.web.server import Served, listen

app = typer.Typer()
app.command()(serve)
_RUN = "import typer; from bonafides.serve_cli import serve; a = typer.Typer(); a.command()(serve); a()"


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("LOCALHOST", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("desk.example", False),
        ("", False),
    ],
)
def test_which_places_only_this_machine_reaches(host: str, here: bool) -> None:
    assert is_loopback(host) is here
    if here:
        check_place(host, with_desk=False)
    else:
        with pytest.raises(WebError, match="this machine only"):
            check_place(host, with_desk=False)
        check_place(host, with_desk=True)


@pytest.mark.parametrize(("host", "shown"), [("::1", "[::1]"), ("[::1]", "[::1]"), ("Desk.Example.", "desk.example")])
def test_hosts_are_written_as_addresses_have_them(host: str, shown: str) -> None:
    assert written(host) == shown


def test_names_that_were_allowed_lead_here_and_every_address_is_no_name() -> None:
    config = configured("0.0.0.0", 80, ("Desk.Example", "::2"), lang="fr", timezone="UTC")
    assert {"127.0.0.1", "localhost", "[::1]", "desk.example", "[::2]"} == set(config.hosts)
    assert (config.lang, str(config.zone), config.cookie) == ("fr", "UTC", "bonafides-80")
    assert is_anywhere("::")


@pytest.mark.parametrize("given", [{"lang": "xx"}, {"timezone": "Nowhere/At_all"}])
def test_what_cannot_be_is_said(given: dict[str, str]) -> None:
    with pytest.raises(BonafidesError):
        configured("127.0.0.1", 1, (), **{"lang": "en", "timezone": "", **given})


def test_beyond_this_machine_is_refused() -> None:
    done = CliRunner().invoke(app, ["--host", "0.0.0.0"])
    assert isinstance(done.exception, WebError)
    assert "others could read" in str(done.exception)


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert CliRunner().invoke(app, ["--port", port]).exit_code == 2


@contextmanager
def running(home: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program, and the address that it shows."""
    environment = {**os.environ, "BONAFIDES_HOME": str(home), "TMPDIR": str(home)}
    home.mkdir(exist_ok=True)
    run = subprocess.Popen(
        [sys.executable, "-c", _RUN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment,
    )  # fmt: skip
    try:
        assert run.stdout
        yield run, run.stdout.readline().strip()
    finally:
        run.kill()
        run.wait()


def test_it_shows_its_address_serves_and_ends_quietly(tmp_path: Path) -> None:
    with running(tmp_path / "home", "--port", "0", "--lang", "de") as (run, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/start/[\w-]{43}", address)
        with httpx.Client(follow_redirects=True, trust_env=False) as browser:
            assert browser.get(address.partition("/start/")[0]).status_code == 403
            page = browser.get(address)
            assert page.status_code == 200
            assert 'lang="de"' in page.text
            assert page.headers.get("server") is None
            assert browser.get(page.url, headers={"host": "evil.example"}).status_code == 421
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
    assert run.returncode == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/start/[\w-]{43}\n", out), "the next address, and nothing else"
    assert "Traceback" not in err
    assert err.endswith("Ended. What was not kept is forgotten.\n")
    assert list((tmp_path / "home").iterdir()) == []


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with running(tmp_path / "home", "--port", "0") as (_, address):
        port = int(address.split(":")[2].partition("/")[0])
        config = configured("127.0.0.1", port, (), lang="en", timezone="")
        with pytest.raises(WebError, match="cannot be had"):
            listen(Served(config=config), "127.0.0.1", port, lambda port: None)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A desk that somebody can sign in to."""
    place = tmp_path / "desk.sqlite"
    desk = open_desk(str(place), new=True)
    first_admin(desk, name="maren", password="seven unrelated teapots")
    desk.store.close()
    return place


def desk(store: Path, *more: str) -> tuple[str, ...]:
    return ("--desk", "--store", str(store), "--workers", "2", *more)


def workers_of(run: subprocess.Popen[str]) -> list[int]:
    """The processes that share the work; the tracker of multiprocessing is none of them."""
    found = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
    return [int(each) for each in found if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]


def test_several_processes_share_the_desk_and_end_together(tmp_path: Path, store: Path) -> None:
    with running(tmp_path / "home", *desk(store, "--port", "0")) as (run, address):
        page = httpx.get(f"{address}sign-in", trust_env=False, timeout=60)
        assert page.status_code == 200
        workers = workers_of(run)
        assert len(workers) == 2
        port = address.rstrip("/").rpartition(":")[2]
        again = [sys.executable, "-m", "bonafides", "serve", *desk(store, "--port", port)]
        taken = subprocess.run(again, capture_output=True, text=True, check=False, timeout=60)
        assert (taken.returncode, "cannot be had" in taken.stderr) == (2, True)
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=60)
    assert (run.returncode, "Traceback" in err) == (0, False)
    assert not any(Path(f"/proc/{each}").exists() for each in workers)


def test_no_process_is_left_when_the_one_that_started_them_is_killed(tmp_path: Path, store: Path) -> None:
    with running(tmp_path / "home", *desk(store, "--port", "0")) as (run, address):
        httpx.get(f"{address}sign-in", trust_env=False, timeout=60)
        workers = workers_of(run)
        assert len(workers) == 2
        run.kill()
        for _ in range(600):
            if not any(Path(f"/proc/{each}").exists() for each in workers):
                break
            time.sleep(0.05)
        else:
            pytest.fail("they go on without it, and keep the port")
