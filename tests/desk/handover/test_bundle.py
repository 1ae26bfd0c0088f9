"""A hand-over: whole, marked on every page, the same each time, and with nothing in it that was to be taken out."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from bonafides.desk.handover.bundle import COVER, MANIFEST, SUMS, Choices, file_name, handover, preview
from bonafides.desk.handover.dossier import Dossier, Part, choices
from bonafides.desk.handover.files import EXPORTERS
from bonafides.errors import DeskError
from bonafides.explain import sources
from bonafides.read import read_text
from bonafides.render.exchange.tlp import Tlp
from bonafides.store.records import Attachment
from tests.desk.dossiers import NOW, case, dossier, report, told
from tests.page.hostile import BODIES
from tests.render import fiction

DOCS = Path(__file__).parents[3] / "docs"
EVERYTHING = frozenset(Part)
SECRETS = ("account-of-alex", "receipt-digest", "digest-of-what-came", "officer-id")
PUBLIC = {source.url for source in sources().values()}
VOID = {"meta", "br", "line", "rect", "circle"}


def bundle(it: Dossier, chosen: Choices) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(handover(it, chosen, now=NOW))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(files: dict[str, bytes]) -> str:
    kept = ((name, data) for name, data in files.items() if not name.startswith("attachments/"))
    return "\n".join(printed(data) if name.endswith(".pdf") else data.decode("utf-8") for name, data in kept)


def printed(data: bytes) -> str:
    """What stands on the pages of a PDF."""
    import pypdfium2

    pages = list(pypdfium2.PdfDocument(data))
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


class Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.leads_to: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.leads_to |= {value or "" for name, value in attrs if name in ("href", "src")}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_what_is_in_it_and_that_every_file_is_listed_with_its_digest() -> None:
    files = bundle(dossier(), choices("AMBER", parts=EVERYTHING))
    assert next(iter(files)) == COVER
    assert set(files) == {
        COVER, MANIFEST, SUMS, "case.html", "case.json", "report.html", "report.pdf", "report.json", "messages.jsonl",
        "case.stix.json", "case.misp.json", "attachments/0001.bin",
    }  # fmt: skip
    manifest = json.loads(files[MANIFEST])
    listed = {each["name"]: (each["size"], each["sha256"]) for each in manifest["files"]}
    assert listed == {
        name: (len(data), hashlib.sha256(data).hexdigest())
        for name, data in files.items()
        if name not in (MANIFEST, SUMS)
    }
    assert (manifest["tlp"], manifest["redacted"], manifest["left_out"]) == ("TLP:AMBER", True, [])
    sums = {f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in files.items() if name != SUMS}
    assert set(files[SUMS].decode().splitlines()) == sums


@pytest.mark.parametrize("lang", ["en", "fr", "de", "da", "es"])
def test_the_same_case_and_choices_give_the_same_bytes(lang: str) -> None:
    it, chosen = dossier(), choices("GREEN", lang=lang)
    turned = replace(it, notes=it.notes[::-1], reports=it.reports[::-1])
    assert handover(it, chosen, now=NOW) == handover(turned, chosen, now=NOW)


@pytest.mark.parametrize(
    ("tlp", "lang"), [*product(Tlp, ["en"]), *product([Tlp.AMBER_STRICT], ["fr", "de", "da", "es"])]
)
def test_every_page_says_its_marking_above_and_below(tlp: Tlp, lang: str) -> None:
    files = bundle(dossier(), choices(tlp.value, lang=lang))
    pages = {name: data.decode() for name, data in files.items() if name.endswith(".html")}
    assert len(pages) == 3
    for page in pages.values():
        assert f"<title>{tlp.label} " in page
        assert page.count(f'<p class="tlp">{tlp.label}') == 2
        assert f'@top-right {{ content: "{tlp.label}"' in page
        assert f'<html lang="{lang}">' in page
    assert json.loads(files["case.json"])["tlp"] == tlp.label
    assert file_name(dossier(), choices(tlp.value)) == f"case-12-{tlp.label.replace(':', '-').replace('+', '-')}.zip"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_redacted_it_names_nobody_but_the_account_and_that_only_where_it_was_chosen(lang: str) -> None:
    parts = EVERYTHING - {Part.IDENTIFIERS, Part.ATTACHMENTS}
    said = words_of(bundle(dossier(), choices("AMBER", lang=lang, parts=parts)))
    for gone in ("Dana", "Whitfield", "Alex", "Morgan", "900123", "dana-whitfield", "northgate.example", *SECRETS):
        assert gone not in said
    assert ("Person A asked for more" in said) == (lang == "en")
    known = bundle(dossier(), choices("AMBER", lang=lang, parts=frozenset({Part.IDENTIFIERS})))
    account = json.loads(known["case.json"])["account"]
    assert {(each["kind"], each["value"]) for each in account} == {
        ("name", "Dana Whitfield"), ("phone", "+447700900123"), ("url", "linkedin.com/in/dana-whitfield"),
    }  # fmt: skip
    assert "Dana Whitfield" not in known["report.html"].decode() + known["messages.jsonl"].decode()
    assert "Alex" not in words_of(known)


def test_unredacted_it_says_what_came_and_still_not_who_reported_or_decided() -> None:
    files = bundle(dossier(), choices("RED", redact=False, parts=EVERYTHING))
    said = words_of(files)
    assert "Dana Whitfield" in said
    assert "+44 7700 900123" in said
    assert not [secret for secret in SECRETS if secret in said]
    assert "Officer 1" in said
    assert files["attachments/0001.bin"] == b"\x00<s>"
    assert "Names, e-mail addresses" not in said


@pytest.mark.parametrize("redact", [True, False])
def test_the_reporters_own_words_are_out_unless_they_were_chosen(redact: bool) -> None:
    without = words_of(bundle(dossier(), choices("AMBER", redact=redact)))
    assert "not comfortable" not in without
    assert "write two pages" not in without
    assert "[left out: what the member of staff wrote]" in without
    own = words_of(bundle(dossier(), choices("AMBER", redact=redact, parts=frozenset({Part.OWN_WORDS, Part.SAID}))))
    assert "not comfortable" in own


PARTS = {
    Part.NOTES: "Called ", Part.TASKS: "Ask the network", Part.JUDGEMENTS: "asked for more", Part.LINKS: '"family"',
    Part.SAID: "See ",
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_in_it_where_it_was_chosen_and_nowhere_else(part: Part) -> None:
    assert PARTS[part] in bundle(dossier(), choices("AMBER", parts=frozenset({part})))["case.json"].decode()
    rest = bundle(dossier(), choices("AMBER", parts=EVERYTHING - {part}))
    assert PARTS[part] not in rest["case.json"].decode()
    assert json.loads(rest[MANIFEST])["left_out"] == [part.value]


def test_a_file_that_is_left_out_is_listed_with_its_digest() -> None:
    files = bundle(dossier(), choices("AMBER"))
    assert not [name for name in files if name.startswith("attachments/")]
    (listed,) = json.loads(files["case.json"])["attachments"]
    assert (listed["file"], listed["size"], listed["sha256"]) == (None, 4, "0" * 64)


def test_the_machine_forms_are_what_the_docs_describe_and_can_be_read_again() -> None:
    files = bundle(dossier(), choices("AMBER"))
    schema, assessment = (
        json.loads((DOCS / f"{of}.schema.json").read_text("utf-8")) for of in ("report", "assessment")
    )
    registry: Registry[Any] = Registry().with_resource(assessment["$id"], Resource.from_contents(assessment))
    whole = json.loads(files["report.json"])
    Draft202012Validator(schema, registry=registry).validate(whole)
    assert whole["redacted"] is True
    (again,) = read_text(files["messages.jsonl"].decode()).conversations
    assert len(again.messages) == len(fiction.approach().messages)
    for entry in whole["entries"]:
        for finding in entry["findings"]:
            content = again.messages[finding["message"]].content
            assert content[finding["start"] : finding["end"]] == finding["quote"]


def test_the_programs_word_and_the_desks_decision_are_kept_apart() -> None:
    it = dossier()
    data = json.loads(bundle(it, choices("AMBER"))["case.json"])
    assert data["reports"][0]["as_judged_then"]["level"] in {"warn", "alarm"}
    assert set(data["reports"][0]["as_judged_then"]) == {"level", "kind", "stage", "risk", "prior", "mode"}
    assert (data["judgements"][0]["verdict"], data["judgements"][0]["suggested"]) == ("approach", "warn/approach")


def test_a_case_without_any_words_can_be_handed_over() -> None:
    files = bundle(Dossier(case=case(3), reports=(report(case(3)),)), choices("CLEAR"))
    assert set(files) == {COVER, MANIFEST, SUMS, "case.html", "case.json", "case.stix.json", "case.misp.json"}
    assert "Person" not in files["case.html"].decode()


def test_reports_of_several_people_are_told_apart_and_named_by_their_place() -> None:
    about = case(4)
    reports = tuple(
        report(about, told(f"Hello {n}", me=n), day=n_, place=n_) for n_, n in ((2, "Bo Lind"), (1, "Ida Holm"))
    )
    files = bundle(Dossier(case=about, reports=reports), choices("AMBER"))
    lines = [json.loads(line) for line in files["messages.jsonl"].decode().splitlines()]
    assert [line["id"] for line in lines] == ["report-1", "report-2"]
    assert [line["messages"][0]["text"] for line in lines] == ["Hello You", "Hello You"]


@pytest.mark.parametrize("wrong", [{"tlp": "WHITE"}, {"tlp": "AMBER", "parts": frozenset({"everything"})}])
def test_a_marking_or_part_that_there_is_none_of_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(DeskError, match="no such marking or part"):
        choices(**wrong)


def test_files_too_large_for_a_bundle_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bonafides.desk.handover.bundle.LARGEST", 1000)
    with pytest.raises(DeskError, match="too large"):
        handover(dossier(), choices("AMBER"), now=NOW)


# --- the preview


@pytest.mark.parametrize("redact", [True, False])
@pytest.mark.parametrize("parts", [EVERYTHING, frozenset(), frozenset({Part.OWN_WORDS, Part.NOTES})], ids=len)
def test_the_preview_tells_what_the_bundle_will_hold(redact: bool, parts: frozenset[Part]) -> None:
    chosen = choices("AMBER", redact=redact, parts=parts)
    seen, files = preview(dossier(), chosen, now=NOW), bundle(dossier(), chosen)
    assert {each.name: (each.size, each.sha256) for each in seen.files} == {
        name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()
    }
    assert [each.text for each in seen.messages] == [
        each["text"] for each in json.loads(files["messages.jsonl"])["messages"]
    ]
    before = [message.content for message in fiction.approach().messages]
    assert [each.changed for each in seen.messages] == [m.text != b for m, b in zip(seen.messages, before, strict=True)]


def test_the_preview_counts_what_was_taken_out() -> None:
    seen = preview(dossier(), choices("AMBER", parts=frozenset()), now=NOW)
    assert seen.taken_out[:-1] == (
        "The names of 2 people are replaced.",
        "1 e-mail address is replaced.",
        "1 phone number is replaced.",
        "1 link is replaced.",
        "3 messages that the reporter wrote are left out.",
        "What the reporter of 1 report added, and what they do, is left out.",
        "1 file is left out; its name, size and SHA-256 are listed.",
        "1 note is left out.",
        "1 task is left out.",
        "1 decision is left out.",
        "1 link to another case is left out.",
        "The names and addresses that the account used are left out.",
    )
    assert len(seen.about_reporter) == 2


def test_the_preview_says_what_is_said_about_the_reporter() -> None:
    told_all = preview(dossier(), choices("CLEAR", redact=False, parts=EVERYTHING), now=NOW)
    assert len(told_all.about_reporter) == 8
    assert any("their name stands in the messages" in each for each in told_all.about_reporter)
    assert any("very many people" in each for each in told_all.cautions)
    redacted = preview(dossier(), choices("AMBER", parts=EVERYTHING), now=NOW)
    assert not any("their name" in each for each in redacted.about_reporter)
    assert not any("very many people" in each for each in redacted.cautions)


@pytest.mark.parametrize("lang", ["fr", "de", "da", "es"])
def test_the_preview_speaks_every_language(lang: str) -> None:
    english, other = (preview(dossier(), choices("CLEAR", lang=each), now=NOW) for each in ("en", lang))
    for of in ("taken_out", "about_reporter", "cautions"):
        one, two = getattr(english, of), getattr(other, of)
        assert len(one) == len(two) > 0
        assert not set(one) & set(two)


# --- hostile


@pytest.mark.parametrize("redact", [True, False])
@pytest.mark.parametrize("body", BODIES)
def test_whatever_somebody_wrote_it_stays_text(body: str, redact: bool) -> None:
    it = dossier(told(body, "and this", them=body.replace("\n", " ")[:300] or "x"), hostile=body)
    files = bundle(it, choices("AMBER", redact=redact, parts=EVERYTHING))
    assert set(files) == {
        COVER, MANIFEST, SUMS, "case.html", "case.json", "report.html", "report.pdf", "report.json", "messages.jsonl",
        "case.stix.json", "case.misp.json", "attachments/0001.bin",
    }  # fmt: skip
    for name, data in files.items():
        if name.endswith(".html"):
            page = data.decode("utf-8")
            parsed = Page(page)
            assert parsed.open == []
            assert not parsed.tags & {"script", "iframe", "object", "embed", "form", "img", "link", "base", "video"}
            assert not {each for each in parsed.attributes if each.startswith("on")} | (parsed.attributes & {"style"})
            assert not {to for to in parsed.leads_to if not to.startswith("#")} - PUBLIC - {"case.html", "report.html"}
            assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\x00\x1b") & set(page)
    json.loads(files["case.json"])
    json.loads(files["report.json"])


names = st.text(st.characters(min_codepoint=0x61, max_codepoint=0x7A), min_size=4, max_size=9).map(str.capitalize)


@settings(deadline=None, max_examples=40)
@given(names, names, st.integers(100, 999))
def test_no_name_or_number_is_left_anywhere_once_redacted(first: str, last: str, number: int) -> None:
    them, phone = f"{first}zq {last}xq", f"+44 7700 900{number}"
    thread = told(f"I am {them}, call {phone}.", them=them)
    it = dossier(thread, hostile=f" {them} {phone}")
    said = words_of(bundle(it, choices("AMBER", parts=EVERYTHING - {Part.IDENTIFIERS, Part.ATTACHMENTS})))
    assert f"{first}zq" not in said
    assert f"{last}xq" not in said
    assert phone not in said


def test_what_is_exported_is_a_visible_list() -> None:
    assert [each.name for each in EXPORTERS] == [
        "case_page", "case_data", "report_page", "report_pdf", "report_data", "messages", "stix",
        "misp", "attachments",
    ]  # fmt: skip


def test_many_files_are_numbered_and_keep_nothing_of_their_names() -> None:
    it = dossier()
    file = it.attachments[0]
    many = tuple(
        Attachment(
            id=f"a{n}", case=it.case.id, report=file.report, name=f"../../{n}.exe", media_type="text/plain",
            size=2, sha256=f"{n:064}", data=b"MZ",
        )
        for n in range(12)
    )  # fmt: skip
    files = bundle(replace(it, attachments=many), choices("AMBER", parts=frozenset({Part.ATTACHMENTS})))
    inside = sorted(name for name in files if name.startswith("attachments/"))
    assert inside == [f"attachments/{n:04}.bin" for n in range(1, 13)]
    listed = json.loads(files["case.json"])["attachments"]
    assert [each["file"] for each in listed] == inside
