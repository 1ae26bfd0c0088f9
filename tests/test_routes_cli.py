"""`bonafides routes`, and `bonafides check --report-for`, as a person runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bonafides.cli import app
from bonafides.errors import BonafidesError
from tests.test_cli import APPROACH, ORDINARY, line, run

RUNNER = CliRunner()
Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """The command in this process, with a home and a folder of its own: exit code, output, what was said besides."""
    monkeypatch.setenv("BONAFIDES_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str) -> tuple[int, str, str]:
        found = RUNNER.invoke(app, list(arguments))
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            if isinstance(found.exception, BonafidesError):
                return 2, found.stdout, str(found.exception)
            raise found.exception
        return found.exit_code, found.stdout, found.stderr

    return run_it


@pytest.fixture
def threads(tmp_path: Path) -> str:
    path = tmp_path / "threads.jsonl"
    path.write_text("\n".join([line("a", ORDINARY), line("b", APPROACH)]) + "\n")
    return str(path)


def test_alone_it_lists_all(ran: Ran) -> None:
    code, said, _ = ran("routes")
    assert code == 0
    for part in (
        "AUSTRALIA (AU)",
        "UNITED STATES (US)",
        "EVERY OTHER COUNTRY",
        "KEEP, TELL, REPORT, BLOCK",
        "LinkedIn",
    ):
        assert part in said, part


def test_one_country_one_status_one_language(ran: Ran) -> None:
    code, said, _ = ran("routes", "--country", "uk", "--status", "cleared", "--lang", "de")
    assert code == 0
    assert "MI5" in said
    assert "FBI" not in said
    assert "Sicherheitsteam" in said


def test_a_mistyped_country_is_told_with_near_ones(ran: Ran) -> None:
    code, said, error = ran("routes", "--country", "Germny")
    assert (code, said) == (2, "")
    assert "DE (Germany)" in error


@pytest.mark.parametrize("arguments", [("--status", "spy"), ("--platform", "x"), ("--format", "pdf"), ("--lang", "qq")])
def test_what_is_not_known_is_refused(ran: Ran, arguments: tuple[str, ...]) -> None:
    assert ran("routes", *arguments)[0] == 2


def test_a_platform_alone(ran: Ran) -> None:
    _, said, _ = ran("routes", "--platform", "whatsapp")
    assert "WhatsApp" in said
    assert "AUSTRALIA" not in said


def test_data_and_files(ran: Ran, tmp_path: Path) -> None:
    whole = json.loads(ran("routes", "--country", "CH", "--format", "json")[1])
    assert whole["countries"][0]["languages"] == ["de", "fr", "it"]
    code, said, error = ran("routes", "--out", "routes.html")
    assert (code, said) == (0, "")
    assert "Written to" in error
    assert "<h2" in (tmp_path / "routes.html").read_text("utf-8")


def test_the_check_warns_and_fails_only_where_that_is_asked(ran: Ran) -> None:
    code, said, error = ran("routes", "--check")
    assert code == 0
    assert "CA: Canadian Security Intelligence Service (CSIS), 2024-02" in said
    assert "more than a year ago" in error
    assert ran("routes", "--check", "--fail-on-outdated", "--quiet")[::2] == (1, "")


def test_listing_writes_nothing(ran: Ran, tmp_path: Path) -> None:
    ran("routes")
    ran("routes", "record")
    assert not (tmp_path / "home").exists()


def test_what_was_sent_is_recorded_answered_and_forgotten(ran: Ran, tmp_path: Path) -> None:
    assert ran("routes", "sent", "--country", "de", "--reference", "AZ 1", "--on", "2026-03-01")[:2] == (0, "1\n")
    assert ran("routes", "sent", "--country", "jp", "--to", "my lawyer")[:2] == (0, "2\n")
    assert ran("routes", "answered", "1", "They will call.", "--on", "2026-03-02")[0] == 0
    _, said, _ = ran("routes", "record")
    assert "1. On 2026-03-01 to Bundesamt für Verfassungsschutz (BfV) (DE)" in said
    assert "They will call." in said
    assert "my lawyer" in said
    assert ran("routes", "record", "--forget", "1")[0] == 0
    assert [each["number"] for each in json.loads(ran("routes", "record", "--format", "json")[1])["reports"]] == [2]
    assert ran("routes", "record", "--forget", "all")[0] == 0
    assert not list((tmp_path / "home").iterdir())


@pytest.mark.parametrize(
    "arguments",
    [("sent", "--country", "zz"), ("sent", "--country", "de", "--on", "tomorrow"), ("answered", "7", "x"),
     ("record", "--forget", "x"), ("record", "--forget", "7"), ("record", "--format", "html")],
)  # fmt: skip
def test_what_cannot_be_recorded_is_told(ran: Ran, arguments: tuple[str, ...]) -> None:
    assert ran("routes", *arguments)[0] == 2


def test_a_report_for_a_country_is_written(ran: Ran, threads: str, tmp_path: Path) -> None:
    code, said, error = ran("check", threads, "--report-for", "de", "--only", "b")
    assert code == 0
    assert "Nothing was sent" in error
    assert "internal draft" in said
    assert "Who is the client?" not in said, "the own turns are off by default"
    assert ran("check", threads, "--report-for", "ca", "--only", "b", "--out", "report.html")[0] == 0
    assert "<textarea readonly" in (tmp_path / "report.html").read_text("utf-8")


def test_several_conversations_need_one_to_be_named(ran: Ran, threads: str) -> None:
    code, said, error = ran("check", threads, "--report-for", "de")
    assert (code, said) == (2, "")
    assert "--only" in error
    assert error.index("b (alarm)") < error.index("a (quiet)")


def test_an_unknown_country_of_a_report_is_told(ran: Ran, threads: str) -> None:
    assert ran("check", threads, "--report-for", "zz", "--only", "b")[0] == 2


def test_names_are_replaced_where_that_is_asked(ran: Ran, tmp_path: Path) -> None:
    path = tmp_path / "named.jsonl"
    turns = [("Adrian Vale", APPROACH[0][1]), ("me", "Hm."), ("Adrian Vale", APPROACH[2][1])]
    path.write_text(line("b", turns))
    assert "Adrian Vale" in ran("check", str(path), "--report-for", "gb")[1]
    assert "Adrian" not in ran("check", str(path), "--report-for", "gb", "--redact")[1]


def test_the_group_says_its_help() -> None:
    names = [command.name for command in typer.main.get_command(app).commands["routes"].commands.values()]  # type: ignore[attr-defined]
    assert names == ["sent", "answered", "record"]


def test_as_a_process_it_ends_with_2_and_a_plain_word() -> None:
    done = run("routes", "--country", "zz")
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"two-letter" in done.stderr
    assert b"Traceback" not in done.stderr
