"""`bonafides learn` as it is typed: drills taken by lines, kept and gone on with, looked over, summed up."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bonafides.cli import app
from bonafides.errors import LearnError
from bonafides.learn.parse import LANGUAGES
from bonafides.learn.progress import Place, write_private
from bonafides.learn.shelf import shipped
from bonafides.learn.totals import Part
from bonafides.learn_lint import looked_over
from bonafides.learn_results import SCHEMA
from bonafides.learn_terminal import ROOM, percent
from bonafides.render.phrases import phrases
from bonafides.settings import SettingsError
from tests.learn.samples import GOOD, ORDINARY

ENGLISH_ONLY = re.compile(r"\b(the|you|this|what|with)\b", re.I)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BONAFIDES_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with two drills of a trainer's own."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "a-report.toml").write_text(GOOD, "utf-8")
    (folder / "a-talk.toml").write_text(ORDINARY, "utf-8")
    return folder


def learn(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["learn", *arguments], input=typed.encode())


def test_a_drill_from_its_first_message_to_the_score(own: Path) -> None:
    done = learn("--from", str(own), "--drill", "a-report", "--seed", "4", typed="1\n3\n")
    assert done.exit_code == 0, done.output
    assert done.stdout.index("[1] ") < done.stdout.index("[3] ") < done.stdout.index("What this was")
    assert "“Could we go on by WhatsApp”" in done.stdout
    assert "You raised it in time" in done.stdout
    assert "Deceptive threads that you raised: 1 of 1." in done.stdout
    assert "[4]" in done.stdout.partition("How it went on")[2], "what was not come to is shown at the end"


def test_what_a_check_finds_is_shown_after_it_and_at_the_end(own: Path) -> None:
    checked = learn("--from", str(own), "--drill", "a-report", typed="2\n1\n1\n").stdout
    assert re.search(r"What you find: The front desk of (?!{)", checked)
    assert checked.index("What you find") < checked.index("[3] ") < checked.index("What an independent check finds")
    went_on = learn("--from", str(own), "--drill", "a-report", typed="1\n1\n1\n").stdout
    assert "What you find" not in went_on
    assert went_on.count("The front desk of") == 1, "at the end everybody reads it"


def test_sources_are_named_with_their_years_and_never_ourselves() -> None:
    for id_ in ("paid-report-consultant", "hotel-ratings", "coding-task-file"):
        told = learn("--drill", id_, "--anew", typed="3\n").stdout
        named = told.partition("Described by: ")[2]
        assert "own judgement" not in told
        assert ", ;" not in named


def test_early_and_at_once_do_not_contradict(own: Path) -> None:
    told = learn("--from", str(own), "--drill", "a-report", typed="3\n").stdout
    assert "Raised before there was a clear sign: 1 of 1." in told
    assert "as soon as the first clear sign" not in told


def test_nothing_is_told_before_it_is_time(own: Path) -> None:
    done = learn("--from", str(own), "--drill", "a-report", "--format", "json", typed="1\n")
    assert json.loads(done.stdout) == {
        "schema": "bonafides.learn-results/1", "lang": "en", "seed": json.loads(done.stdout)["seed"], "count": 1,
        "finished": False, "threads": [],
        "score": {"caught": 0, "deceptive": 0, "false_alarms": 0, "ordinary": 0, "precision": None, "recall": None,
                  "late": None, "early": 0},
    }  # fmt: skip
    assert "approach" not in done.stdout
    assert "tell nobody" not in done.stderr, "the message after the next is not shown"


def test_results_for_programs_and_the_thread_aside(own: Path, tmp_path: Path) -> None:
    done = learn(
        "--from", str(own), "--drill", "a-report", "--drill", "a-talk", "--format", "json", typed="2\n2\n3\n1\n1\n"
    )
    held = json.loads(done.stdout)
    assert held["finished"] is True
    assert [(each["id"], each["outcome"], each["late"]) for each in held["threads"]] == [
        ("a-report", "caught", 1), ("a-talk", "let-be", None),
    ]  # fmt: skip
    assert held["score"]["recall"] == held["score"]["precision"] == 1.0
    assert "What do you do?" in done.stderr
    to = tmp_path / "result.json"
    done = learn("--from", str(own), "--format", "json", "--out", str(to), typed="3\n3\n")
    assert json.loads(to.read_text())["score"]["false_alarms"] == 1
    assert "What do you do?" in done.stdout
    assert json.loads(to.read_text())["schema"] == SCHEMA


def test_a_place_is_kept_after_every_decision_and_gone_on_with(home: Path) -> None:
    first = learn("--seed", "3", "--count", "4", typed="1\n2\n")
    assert first.exit_code == 0
    assert "Your place is kept" in first.stderr
    kept = Place(home).load()
    second = learn(typed="q\n")
    assert "You stopped in thread 1 of 4" in second.stdout
    assert Place(home).load() == kept
    third = learn(typed="3\n" * 40)
    assert "How it went" in third.stdout
    assert third.stdout.count("What this was") == 4
    fourth = learn(typed="")
    assert "Thread 1 of 6" in fourth.stdout, "after the end a new one begins"


def test_it_goes_on_in_the_language_in_which_it_was_begun(home: Path) -> None:
    learn("--lang", "fr", "--seed", "3", typed="1\n")
    assert phrases("fr", ROOM)("choice.ask") in learn(typed="q\n").stdout
    assert phrases("de", ROOM)("choice.ask") in learn("--lang", "de", typed="q\n").stdout


def test_the_same_seed_deals_the_same(home: Path) -> None:
    texts = [learn("--seed", "11", "--count", "3", "--anew", typed="3\n3\n3\n").stdout for _ in range(2)]
    Place(home).forget()
    other = learn("--seed", "12", "--count", "3", typed="3\n3\n3\n").stdout
    assert other != texts[0]
    Place(home).forget()
    assert learn("--seed", "11", "--count", "3", typed="3\n3\n3\n").stdout == texts[0]


def test_where_nothing_can_be_kept_the_drill_goes_on(home: Path, own: Path) -> None:
    home.write_text("a file where the folder should be")
    done = learn("--from", str(own), "--drill", "a-report", typed="1\n3\n")
    assert done.exit_code == 0
    assert done.stderr.count("cannot be written") == 1
    assert "You raised it in time" in done.stdout
    stopped = learn("--from", str(own), "--drill", "a-report", typed="1\n")
    assert "Your place is kept" not in stopped.stderr


def test_forgetting_deletes_what_was_kept(home: Path) -> None:
    learn(typed="1\n")
    assert Place(home).path.exists()
    assert "forgotten" in learn("--forget").stderr
    assert not Place(home).path.exists()
    assert "Nothing was kept" in learn("--forget").stderr


def test_what_was_kept_by_a_newer_program_is_not_touched(home: Path) -> None:
    write_private(Place(home).path, b'{"schema": "bonafides.learn/9"}')
    assert isinstance(learn().exception, LearnError)
    assert b"/9" in Place(home).path.read_bytes()
    assert learn("--forget").exit_code == 0, "even that can be forgotten"


@pytest.mark.parametrize("whole", [True, False])
def test_a_drill_that_is_gone_begins_anew(own: Path, whole: bool) -> None:
    learn("--from", str(own), "--drill", "a-report", typed="1\n")
    (own / "a-report.toml").unlink()
    if whole:
        shutil.rmtree(own)
    done = learn(typed="")
    assert "not all there any more" in done.stderr
    assert "Thread 1 of 6" in done.stdout


@pytest.mark.parametrize(
    "typed", ["hello\n1\n3\n", "\n\n1\n\x00\n3\n", "4\n1\n" + "x" * 5_000 + "\n3\n", "é\n1\nSTOP\n"]
)
def test_a_line_that_is_no_choice_is_asked_again(own: Path, typed: str) -> None:
    done = learn("--from", str(own), "--drill", "a-report", typed=typed)
    assert "Please type 1, 2 or 3" in done.stdout
    assert "You raised it in time" in done.stdout


def test_bytes_that_are_no_text_and_endless_nonsense_end_it(own: Path) -> None:
    done = CliRunner().invoke(app, ["learn", "--from", str(own)], input=b"\xff\xfe\n" * 10_000)
    assert done.exit_code == 0
    assert done.stdout.count("Please type") == 20
    assert "Your place is kept" in done.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_its_drills_and_all_its_words(lang: str) -> None:
    words = phrases(lang, ROOM)
    typed = f"{words.items('typed.answer')[1]}\n{words.items('typed.verify')[1]}\n{words.items('typed.report')[1]}\n"
    done = learn("--lang", lang, "--count", "3", "--seed", "5", typed=typed * 10)
    assert done.exit_code == 0, done.output
    assert words("score.heading") in done.stdout
    listed = learn("--list", "--lang", lang).stdout
    assert all(f"{each.id}: " in listed for each in shipped(lang))
    own_words = [words("intro.how"), words("choice.ask"), words("debrief.heading")]
    assert all(each.partition(".")[0][:30] in done.stdout.replace("\n", " ") for each in own_words)
    assert lang == "en" or not ENGLISH_ONLY.findall(" ".join(own_words))


def test_the_list_tells_no_truth(own: Path) -> None:
    done = learn("--list", "--format", "json", "--from", str(own))
    assert json.loads(done.stdout)["drills"] == [
        {"id": "a-report", "lang": "en", "title": "About your article", "done": False},
        {"id": "a-talk", "lang": "en", "title": "A talk in spring", "done": False},
    ]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--drill", "nothing"), LearnError),
        (("--from", "nowhere"), LearnError),
        (("--format", "html"), SettingsError),
        (("lint", "nowhere"), LearnError),
        (("sum", "nowhere"), LearnError),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], error: type[Exception]) -> None:
    assert isinstance(learn(*arguments).exception, error)


def test_control_characters_of_a_foreign_drill_reach_no_terminal(own: Path) -> None:
    hostile = GOOD.replace("Your article was great", "\\u001b[2J\\u202eYour article was great")
    (own / "a-report.toml").write_text(hostile, "utf-8")
    done = learn("--from", str(own), "--drill", "a-report", typed="3\n")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


# --- looking drills over


def test_a_good_folder_passes(own: Path) -> None:
    done = learn("lint", str(own))
    assert done.exit_code == 0
    assert done.stdout.count("no fault found") == 2
    assert "Nothing depends on that" in done.stdout
    assert looked_over([own])[0].level is not None


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_fault_is_told_with_file_line_key_and_what_to_do(own: Path, lang: str) -> None:
    (own / "a-report.toml").write_text(
        GOOD.replace('Please tell nobody"', 'Please tell no-one"')
        .replace('"C01"', '"C999"')
        .replace("{mail}", "a@b.com"),
        "utf-8",
    )
    (own / "broken.toml").write_text("id = ", "utf-8")
    done = learn("lint", str(own), "--lang", lang)
    assert done.exit_code == 2
    line = phrases(lang, ROOM)("lint.line", line=35)
    assert f"a-report.toml, {line}, message[4].sign[1].quote: " in done.stdout
    assert "based_on: “C999”" in done.stdout or "C999" in done.stdout
    assert "b.com" in done.stdout
    assert "broken.toml, " in done.stdout
    held = json.loads(learn("lint", str(own), "--format", "json", "--lang", lang).stdout)
    codes = {(each["code"], each["line"]) for row in held["files"] for each in row["faults"]}
    assert codes == {("quote-missing", 35), ("base-unknown", 5), ("domain", 32), ("not-toml", 1)}


def test_a_file_under_another_name_and_a_twin_are_told(own: Path) -> None:
    (own / "copy.toml").write_text(GOOD, "utf-8")
    (own / "x").mkdir()
    (own / "x" / "a-talk.toml").write_text(ORDINARY.replace('"en"', '"fr"').replace("ordinary", "scam"), "utf-8")
    held = json.loads(learn("lint", str(own), "--format", "json").stdout)
    codes = {each["code"] for row in held["files"] for each in row["faults"]}
    assert {"file-name", "twice", "kind-differs"} <= codes


def test_faulty_drills_of_ones_own_are_left_out_and_the_others_taken(own: Path) -> None:
    (own / "a-talk.toml").write_text("nonsense", "utf-8")
    done = learn("--from", str(own), typed="3\n")
    assert "a-talk.toml has faults" in done.stderr
    assert "1 of 1" in done.stdout


def test_where_every_drill_of_ones_own_has_faults_it_is_said(own: Path) -> None:
    for each in own.iterdir():
        each.write_text("nonsense", "utf-8")
    done = learn("--from", str(own))
    assert isinstance(done.exception, LearnError)
    assert "every drill here has faults" in str(done.exception)


def test_a_folder_without_drills_is_told(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert isinstance(learn("lint", str(tmp_path / "none")).exception, LearnError)
    assert isinstance(learn("--from", str(tmp_path / "none")).exception, LearnError)


# --- totals


def test_totals_are_written_once_at_the_end_and_never_over_a_file(own: Path, tmp_path: Path, home: Path) -> None:
    to = tmp_path / "mine.json"
    learn("--from", str(own), "--totals-out", str(to), typed="3\n")
    assert not to.exists(), "not before the end"
    done = learn("--from", str(own), "--totals-out", str(to), typed="3\n3\n")
    assert "No answer in it tells" in done.stderr
    assert json.loads(to.read_text())["schema"] == "bonafides.drill-totals/1"
    assert Place(home).load().totals_given is True
    assert isinstance(learn("--from", str(own), "--totals-out", str(to)).exception, LearnError)


def test_ten_people_are_summed_and_nine_are_not(tmp_path: Path) -> None:
    paths = []
    for number in range(10):
        part = Part(nonce=f"{number:032x}", answers={"a-report": (False, number < 8), "a-talk": (True, number < 2)})
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_text(part.line())
    few = learn("sum", *map(str, paths[:9]), str(paths[0]))
    assert (few.exit_code, few.stdout) == (2, ""), "nine people, one of them twice"
    assert "Fewer than 10" in few.stderr
    done = learn("sum", *map(str, paths))
    assert done.exit_code == 0
    assert f"raised: {percent((0.8 - 0.125) / 0.75)}%" in done.stdout
    held = json.loads(learn("sum", *map(str, paths), "--format", "json").stdout)
    assert held["people"] == 10
    assert held["recall"]["share"] == pytest.approx(0.9)
    assert held["false_alarms"]["share"] == pytest.approx(0.1)
    everything = "".join(path.read_text() for path in paths)
    assert learn("sum", "-", typed=everything).stdout == done.stdout
    together = tmp_path / "pasted.txt"
    together.write_text(everything + "thank you\n")
    pasted = learn("sum", str(together))
    assert pasted.stdout == done.stdout
    assert "left out: 1" in pasted.stderr


# --- as a program of its own


def test_ctrl_c_keeps_the_place(home: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "BONAFIDES_HOME": str(home)}
    command = [sys.executable, "-m", "bonafides", "learn", "--seed", "3"]
    running = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=tmp_path,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (background jobs ignore it)
    )  # fmt: skip
    assert running.stdin is not None
    running.stdin.write(b"1\n")
    running.stdin.flush()
    for _ in range(600):
        if Place(home).path.exists() or running.poll() is not None:
            break
        time.sleep(0.05)
    time.sleep(1)  # until the place is written to its end, and the next choice is waited for
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"Your place is kept" in said
    assert len(Place(home).load().choices[0]) == 1
