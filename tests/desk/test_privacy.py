"""The privacy file: made from what the desk really keeps, counted right, whole in each language, harmless as a page."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bonafides.desk import notices
from bonafides.desk.permissions import Role, matrix
from bonafides.desk.privacy import DOCUMENTS, privacy_file
from bonafides.desk.privacy.document import ROOM, Document, Section, Table, html, markdown
from bonafides.desk.privacy.facts import Facts, origin, outlines, purposes
from bonafides.desk.privacy.tables import LISTS, TABLES
from bonafides.desk.privacy.writing import mark
from bonafides.desk.settings import RULES, DeskSettings
from bonafides.errors import DeskError
from bonafides.render.phrases import languages, phrases
from bonafides.store.records import About, schema

LANGUAGES = languages(ROOM)
SCHEMA = tuple(schema())
WORDS = Path(__file__).parents[2] / "src" / "bonafides" / "desk" / "privacy" / "words"
VOID = {"meta", "br", "hr", "img", "input", "link"}


def desk(**values: str) -> DeskSettings:
    base = {"name": "Research security", "contact": "room 12", "controller": "Example University", "anonymous": "yes"}
    kept = {f"keep-{rule.name}": str(rule.days) for rule in RULES}
    return DeskSettings(values={**base, **kept, **values})


class _Page(HTMLParser):
    """Collects what a browser would show, and checks that what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.text.append(data)


def page(text: str) -> _Page:
    found = _Page()
    found.feed(text)
    found.close()
    assert found.open == []
    return found


# --- it cannot drift


def test_every_field_has_a_purpose() -> None:
    assert [f"{each.table}.{each.field}" for each in SCHEMA if not each.held.why.strip()] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_lists_every_field_with_its_purpose(lang: str) -> None:
    facts = Facts(schema=SCHEMA, settings=desk(), lang=lang, rows={})
    listed = [(table.caption, row[0], row[1]) for table in TABLES["elements"](facts) for row in table.rows]
    assert listed == [(facts.words(f"table.{each.table}"), each.field, facts.why(each)) for each in SCHEMA]


@pytest.mark.parametrize("lang", [each for each in LANGUAGES if each != "en"])
def test_every_purpose_is_translated(lang: str) -> None:
    assert {each.held.why for each in SCHEMA} == set(purposes(lang))
    assert all(line.strip() for line in purposes(lang).values())


def test_fields_about_people_who_did_not_report_stand_in_their_page() -> None:
    shown = page(privacy_file(SCHEMA, desk(), "en")["people-who-did-not-report.html"]).text
    wanted = {each.field for each in SCHEMA if each.held.about in (About.PERSONA, About.MENTIONED)}
    assert wanted
    assert wanted <= set(shown)


def test_a_table_that_the_file_does_not_know_is_an_error_and_not_silence() -> None:
    stranger = replace(SCHEMA[0], table="diary")
    with pytest.raises(DeskError, match="diary"):
        privacy_file((*SCHEMA, stranger), desk(), "en")
    with pytest.raises(DeskError, match="documents"):
        origin("diary")


def test_no_table_is_told_of_that_is_not_there() -> None:
    told = tomllib.loads((WORDS.parent / "documents.toml").read_text("utf-8"))["tables"]
    assert set(told) == {each.table for each in SCHEMA}


def test_roles_and_times_are_those_in_force() -> None:
    file = privacy_file(SCHEMA, desk(**{"keep-scam": "17"}), "en")
    assert "17 days" in file["dpia.md"]
    assert "17 days" in file["record-of-processing.md"]
    assert "17 days" in file["notices.md"]
    for action in matrix():
        assert notices.may(action, "en") in file["dpia.md"]
    row = next(line for line in file["dpia.md"].splitlines() if notices.may("case.judge", "en") in line)
    assert [cell.strip() for cell in row.split("|")[2:-1]] == ["–", "own cases", "yes", "–", "–"]
    assert len(Role) == 5


def test_rows_are_shown_where_they_were_counted() -> None:
    assert "| 1,234 |" in privacy_file(SCHEMA, desk(), "en", rows={"report": 1234})["breach.md"]


# --- it is whole


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_document_is_there_in_both_forms_with_the_same_words(lang: str) -> None:
    file = privacy_file(SCHEMA, desk(), lang)
    names = ("index", *DOCUMENTS)
    assert set(file) == {f"{name}.{form}" for name in names for form in ("md", "html")}
    for name in names:
        shown = " ".join(" ".join(page(file[f"{name}.html"]).text).split())
        for line in file[f"{name}.md"].splitlines():
            if line.startswith(("# ", "## ", "- ")):
                plain = " ".join(line.partition(" ")[2].replace("\\", "").split())
                assert plain in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_places_that_are_left_are_counted_right(lang: str) -> None:
    words = phrases(lang, ROOM)
    for given_desk in (desk(), desk(name="", contact="", controller="")):
        file = privacy_file(SCHEMA, given_desk, lang)
        counted = {name: file[f"{name}.md"].count(mark(words)) for name in DOCUMENTS}
        assert all(f"| {counted[name]} |" in file["index.md"] for name in DOCUMENTS)
        total = sum(counted.values())
        assert (words.count("index.total", total) if total else words("index.total.none")) in file["index.md"]
        for name, n in counted.items():
            assert (words.count("head.places", n) if n else words("head.places.none")) in file[f"{name}.md"]


def test_what_the_desk_is_set_to_needs_no_filling_in() -> None:
    left = "".join(privacy_file(SCHEMA, desk(), "en").values())
    bare = "".join(privacy_file(SCHEMA, desk(name="", contact="", controller=""), "en").values())
    assert left.count("[to fill in:") < bare.count("[to fill in:")
    assert "Example University" in left


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_outlines_name_words_and_tables_that_there_are(lang: str) -> None:
    table = phrases(lang, ROOM).table
    sections = {f"{name}.{key}" for name, keys in outlines().items() for key in keys}
    assert {key.rsplit(".", 1)[0] for key in table if key.endswith(".heading")} == sections
    named = {each for keys in outlines().values() for tables in keys.values() for each in tables}
    assert named == {*TABLES, *LISTS}


def _flat(told: dict[str, object], prefix: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in told.items():
        found |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_key_with_the_same_values(lang: str) -> None:
    english, own = (_flat(tomllib.loads((WORDS / f"{each}.toml").read_text("utf-8"))) for each in ("en", lang))
    assert set(own) == set(english)
    for key, line in english.items():
        here = own[key]
        assert isinstance(here, list) == isinstance(line, list)
        if isinstance(line, list) and isinstance(here, list):
            assert len(here) == len(line)
        if not key.endswith(".one"):
            assert set(re.findall(r"\{(\w+)\}", str(here))) == set(re.findall(r"\{(\w+)\}", str(line))), key


def test_a_language_without_words_of_its_own_is_written_in_english() -> None:
    assert privacy_file(SCHEMA, desk(), "ja") == privacy_file(SCHEMA, desk(), "en")


# --- it is harmless


HOSTILE = (
    "<script>alert(1)</script>",
    "a|b|c",
    "[x](javascript:1)",
    "](javascript:1",
    "[to fill in: nothing]",
    "`*_**`",
    "{{ 7 * 7 }} {desk}",
    "one\n# two",
    "\u202edesrever",
    '" onload="x',
    "&lt;b&gt;",
)


@pytest.mark.parametrize("foreign", HOSTILE)
def test_foreign_text_is_only_text(foreign: str) -> None:
    file = privacy_file(SCHEMA, desk(name=foreign, contact=foreign, controller=foreign), "en")
    plain = privacy_file(SCHEMA, desk(name="x", contact="x", controller="x"), "en")
    for name in DOCUMENTS:
        shown = page(file[f"{name}.html"])
        assert shown.tags == page(plain[f"{name}.html"]).tags
        assert shown.links == []
        assert "\u202e" not in "".join(shown.text)
        written = file[f"{name}.md"]
        assert written.count("\n") == plain[f"{name}.md"].count("\n")
        assert written.count("[to fill in") == plain[f"{name}.md"].count("[to fill in")
        assert "<script" not in written.replace("\\<", "")
        assert "](" not in written


def test_the_index_leads_to_every_document() -> None:
    file = privacy_file(SCHEMA, desk(), "en")
    assert page(file["index.html"]).links == [f"{name}.html" for name in DOCUMENTS]
    assert all(f"]({name}.md)" in file["index.md"] for name in DOCUMENTS)


def test_a_document_becomes_markdown_and_a_page() -> None:
    table = Table(head=("A|B", "c"), rows=(("x_y", "<b>"), ("_z_", "d")), caption="T", links=("there", ""))
    document = Document(
        lang="en",
        title="Title",
        lead=("One.",),
        sections=(Section(heading="H", say=("S *s*",), fill=("F",), tables=(table,)),),
    )
    assert markdown(document) == (
        "# Title\n\nOne.\n\n## H\n\nS \\*s\\*\n\n- F\n\n### T\n\n"
        "| A\\|B | c |\n| --- | --- |\n| [x_y](there.md) | \\<b\\> |\n| \\_z\\_ | d |\n"
    )
    shown = page(html(document))
    assert shown.links == ["there.html"]
    assert {"Title", "x_y", "<b>", "F"} <= {text.strip() for text in shown.text}
    assert "b" not in shown.tags
