"""The documents say what the program does: options, settings, limits, links and examples."""

from __future__ import annotations

import html
import json
import re
import runpy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from bonafides import cli
from bonafides.assess.level import THRESHOLDS
from bonafides.assess.measured import FEWEST
from bonafides.assess.scorecard import BASE
from bonafides.detect import LEAST, STEPS, SURE, learned, likeness
from bonafides.examine import _files
from bonafides.model import Mode
from bonafides.read import LIMITS
from bonafides.settings import SETTINGS
from train.examples import CORPUS, DEVELOPMENT, FIRST_AUTHOR

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
_SKIPPED = {"node_modules", "build", "dist"}
_LINK = re.compile(r"\]\(([^()\s]{1,300})\)")
_HEADING = re.compile(r"^#{1,6} (.{1,200})$", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w{1,20})\n(.*?)^```", re.MULTILINE | re.DOTALL)
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]{1,30}")


def pages() -> list[Path]:
    """Every Markdown page of the project; exports that are test input are none."""
    hidden = [path for path in ROOT.iterdir() if path.name.startswith(".") or path.name in _SKIPPED]
    hidden.append(ROOT / "tests" / "cases" / "read")
    return sorted(path for path in ROOT.rglob("*.md") if not any(path.is_relative_to(folder) for folder in hidden))


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of one language on a page."""
    return [body for name, body in _BLOCK.findall(page.read_text("utf-8")) if name == language]


def options() -> Iterator[tuple[str, str]]:
    """(command, option) for every option that the command line has; "" is the program itself."""
    for name, command in _commands("", typer.main.get_command(cli.app)):
        for parameter in getattr(command, "params", ()):
            if parameter.param_type_name == "option":
                yield from ((name, option) for option in (*parameter.opts, *parameter.secondary_opts))


def _commands(name: str, command: object) -> Iterator[tuple[str, object]]:
    """A command and all those below it; the one that may be left out (`hunt find`) goes by its group's name."""
    yield name, command
    for below, each in getattr(command, "commands", {}).items():
        yield from _commands(name if below == "find" else f"{name} {below}".strip(), each)


def mentions(text: str, option: str) -> bool:
    """Whether a text names exactly this option, not a longer one."""
    return re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text) is not None


# --- options


@pytest.mark.parametrize(("command", "option"), list(options()))
def test_every_option_is_documented(command: str, option: str) -> None:
    texts = [page.read_text("utf-8") for page in (README, *DOCS.glob("*.md"))]
    assert any(mentions(text, option) for text in texts), f"{command} {option}"


def test_every_command_is_documented() -> None:
    text = README.read_text("utf-8")
    text += "".join(page.read_text("utf-8") for page in DOCS.glob("*.md"))
    assert [name for name, _ in options() if name and f"bonafides {name}" not in text] == []


def test_the_readme_names_no_option_or_command_that_does_not_exist() -> None:
    known = {option for _, option in options()} | {"--help"}
    commands = {name.partition(" ")[0] for name, _ in options()}
    for block in blocks(README, "sh"):
        for line in block.splitlines():
            words = line.partition("#")[0].split()
            if words and words[0].endswith("bonafides"):
                assert set(_OPTION.findall(line)) <= known, line
                assert words[1].startswith("-") or words[1] in commands, line


# --- settings and limits


def test_every_setting_is_in_its_table_with_variable_and_default_and_no_other() -> None:
    rows = [line for line in (DOCS / "settings.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    found = {tuple(cell.strip().strip("`") for cell in row.strip("|").split("|")[:3]) for row in rows}
    assert found == {(setting.name, setting.variable, setting.default or "(empty)") for setting in SETTINGS}


def test_every_setting_has_a_flag() -> None:
    flags = {option for _, option in options()}
    assert [setting.name for setting in SETTINGS if f"--{setting.name}" not in flags] == []


def test_the_limits_are_stated() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    for stated in (
        f"{LIMITS.archive_entries:,} entries",
        f"{LIMITS.archive_bytes // 1024**3} GiB",
        f"{LIMITS.compression_ratio} times",
        f"{LIMITS.archive_depth} deep",
        f"{LIMITS.message_characters:,} characters",
    ):
        assert stated in text, stated


# --- the judgement, its indicators, the model and the corpus


def test_the_thresholds_and_the_base_are_stated() -> None:
    text = (DOCS / "judgement.md").read_text("utf-8")
    single, archive = THRESHOLDS[Mode.SINGLE], THRESHOLDS[Mode.ARCHIVE]
    for level in ("watch", "warn", "alarm"):
        assert f"| `{level}` | {getattr(single, level)} | {getattr(archive, level)} |" in text
    assert f"**base**: {BASE:.1f}," in text
    assert FEWEST == 8
    assert "fewer than eight conversations" in text


def test_the_numbers_of_the_learned_layer_are_stated() -> None:
    card, judgement = ((DOCS / name).read_text("utf-8") for name in ("model-card.md", "judgement.md"))
    assert f"`{learned.SCHEMA}`" in card
    assert f"fewer than {learned.ENOUGH} words" in card
    assert f"less than {likeness.FAINT} log-odds" in card
    assert f"|log-odds| / {likeness.FULL:g}," in judgement
    assert likeness.QUOTES == 3
    assert "three sentences" in card
    assert f"{LEAST:g} to 1 of its weight" in card
    assert f"{LEAST:g} + log-odds / {SURE:g}, at most 1" in judgement
    assert f"more than {STEPS} messages" in judgement


def test_the_model_card_says_whether_the_rules_hash_covers_the_model() -> None:
    hashed = "learned.json" in {item.name for item in _files(ROOT / "src" / "bonafides" / "detect")}
    card = (DOCS / "model-card.md").read_text("utf-8")
    assert hashed == ("not yet this file" not in card), "change the row `version` of the model card"


def test_the_page_of_indicators_is_what_the_code_says_today() -> None:
    written = runpy.run_path(str(DOCS / "make_indicators.py"))["page"]()
    assert (DOCS / "indicators.md").read_text("utf-8") == written, "run python docs/make_indicators.py"


def test_the_counts_of_the_corpus_are_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = CORPUS / "README.md"
    (code,) = blocks(page, "python")
    monkeypatch.chdir(ROOT)
    exec(compile(code, "corpus/README.md", "exec"), {"__name__": "counts"})
    assert capsys.readouterr().out in page.read_text("utf-8"), "run the code on the page and copy the table"


def _authors() -> Counter[str]:
    """How many conversations by each author there are to learn from."""
    found = Counter[str]()
    for path in [*CORPUS.rglob("*.jsonl"), *DEVELOPMENT.glob("*.jsonl")]:
        part = "development-1" if path.name in FIRST_AUTHOR else "development-2"
        author = part if path.parent == DEVELOPMENT else path.stem
        found[author] += sum("messages" in json.loads(line) for line in path.read_text("utf-8").splitlines())
    return found


def test_the_model_card_measures_every_author_of_today() -> None:
    rows = re.findall(
        r"^\| ([\w-]{1,40}) \| (\w{2,3}) \| (\d{1,6}) \| [\d.na]{3,5} \|$",
        (DOCS / "model-card.md").read_text("utf-8"),
        re.MULTILINE,
    )
    authors = _authors()
    whole = [int(count) for name, language, count in rows if (name, language) == ("all", "all")]
    assert whole == [authors.total()], "run python -m train --check"
    assert {name: int(count) for name, _, count in rows if name != "all"} == dict(authors), (
        "run python -m train --check"
    )


# --- links


def _anchor(heading: str) -> str:
    kept = "".join(char for char in heading.lower() if char.isalnum() or char in " -_")
    return kept.strip().replace(" ", "-")


def _leads_somewhere(page: Path, link: str) -> bool:
    place, _, anchor = link.partition("#")
    target = (page.parent / place).resolve() if place else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    if not anchor:
        return True
    return anchor in {_anchor(heading) for heading in _HEADING.findall(target.read_text("utf-8"))}


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = [link for link in _LINK.findall(page.read_text("utf-8")) if "://" not in link and "mailto:" not in link]
    assert [link for link in links if not _leads_somewhere(page, link)] == []


def test_every_page_of_docs_is_in_the_index() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    assert [page.name for page in DOCS.glob("*.md") if page.name != "README.md" and f"({page.name})" not in index] == []


# --- examples


@pytest.mark.parametrize("code", blocks(README, "python"))
def test_the_readme_example_runs(
    code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(code, "README.md", "exec"), {"__name__": "readme"})
    assert capsys.readouterr().out


def test_there_is_an_example_to_run() -> None:
    assert blocks(README, "python")


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in (README, ROOT / "CONTRIBUTING.md"):
        named = set(re.findall(r"`make ([a-z]+)`", page.read_text("utf-8")))
        assert named <= targets, page.name


def _words(svg: str) -> list[str]:
    """The words of a picture, whatever the version of the library that drew it."""
    return html.unescape(" ".join(re.findall(r">([^<>]{1,500})</text>", svg))).split()


def test_the_picture_shows_what_the_program_says_today() -> None:
    drawn = runpy.run_path(str(DOCS / "pictures" / "make.py"))["picture"]()
    kept = (DOCS / "pictures" / "report.svg").read_text("utf-8")
    assert _words(drawn) == _words(kept), "run python docs/pictures/make.py"
    assert not re.search(r"https?://(?!www\.w3\.org/)|<script|@import|url\((?!#)", kept), "it fetches something"
