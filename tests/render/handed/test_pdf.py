"""The PDF: the same bytes each time, tagged, one page of summary, any script, and nothing in it read as markup."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from bonafides.errors import RenderError
from bonafides.examine import Case, examine_told
from bonafides.interview import questions
from bonafides.model import Conversation, Entry, Level, Message, Party, Problem, Report
from bonafides.render import HandIn, View, render
from bonafides.render.clean import visible
from bonafides.render.handed import pdf as module
from bonafides.render.handed import sheet
from bonafides.render.handed.glyphs import is_strange, numbered, refused
from bonafides.render.phrases import languages, phrases
from tests.render import fiction
from tests.render.handed.hostile import TEXTS
from tests.required import needs_typst

VIEW = View(titles=fiction.TITLES)
needs_typst()


def pages(data: bytes) -> list[str]:
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def squeezed(text: str) -> str:
    """What is left of a text on paper whatever its line breaks: no blanks, ligatures as letters."""
    return re.sub(r"[\s\u200b\u00ad\u0002]", "", unicodedata.normalize("NFKC", text))


def thread(*texts: str, who: str = "Dana") -> Report:
    found = Conversation(id="c1", messages=tuple(Message(speaker=who, text=text) for text in texts))
    return fiction.report(Entry(conversation=found, assessment=fiction.quiet(), advice=None), problems=())


def test_the_same_report_gives_the_same_bytes_without_date_or_name() -> None:
    one, two = (render(fiction.demo(), "pdf", VIEW) for _ in range(2))
    assert one == two
    for each in (b"CreationDate", b"ModDate", b"/Author", b"xmp:CreateDate", b"/JavaScript", b"/OpenAction", b"/URI"):
        assert each not in one


def test_it_is_tagged_and_says_its_title_and_language() -> None:
    data = render(fiction.demo(), "pdf", replace(VIEW, lang="da"))
    assert b"/MarkInfo" in data
    assert b"/StructTreeRoot" in data
    assert re.search(rb"/Lang ?\(da\)", data)
    assert b"pdfuaid:part" in data


@pytest.mark.parametrize("lang", languages())
def test_page_and_pdf_say_the_same(lang: str) -> None:
    view = replace(VIEW, lang=lang, hand_in=HandIn(own_words=True))
    found, printed = sheet(fiction.demo(), view), squeezed("".join(pages(render(fiction.demo(), "pdf", view))))
    page = render(fiction.demo(), "html", view)
    shown = squeezed(unescape(re.sub(r"(?s)<style>.*?</style>|<[^>]+>", "", page)))
    (case,) = found.cases
    texts = [found.title, found.lead, *found.notes, *found.asked, *found.problems, *case.looks]
    texts += [line for row in (*case.rows, *found.facts) for line in row.lines]
    texts += [each for sign in (*case.signs, *case.signs_against) for each in (sign.title, sign.why, sign.sources)]
    texts += [event.what for event in case.timeline] + [each.sha256 for each in found.files]
    texts += [piece.text for line in case.lines for piece in line.pieces]
    for text in filter(None, map(squeezed, texts)):
        assert text in printed, text
        assert text in shown, text


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_the_summary_is_one_page_however_much_there_is_to_say(lang: str, paper: str) -> None:
    view = replace(VIEW, lang=lang, redact=True, hand_in=HandIn(own_name=True, paper=paper))
    printed = pages(render(crowded(), "pdf", view))
    words = phrases(lang)
    assert words("handed.fill.reference") in printed[0]
    assert squeezed(words("handed.heading.all_signs")) in squeezed(printed[1])


def crowded() -> Report:
    """A thread whose every part of the summary is as long as can be."""
    entry = fiction.alarming()
    long = "Could we please continue this on another channel where nobody of your department reads along, "
    messages = tuple(replace(message, text=message.text + long * 5) for message in entry.conversation.messages)
    names = [Party(name=f"Bartholomew Featherstonehaugh-Cholmondeley the {n}th") for n in range(9)]
    address = "a-very-long-address-of-somebody@a-very-long-host-name-of-some-department.example"
    known = Party(name="Dana", identifiers=frozenset(f"email:{n}{address}" for n in range(20)))
    whole = replace(entry.conversation, messages=messages, parties=(*entry.conversation.parties, *names, known))
    judged = replace(entry.assessment, because=entry.assessment.because * 3, against=entry.assessment.against * 3)
    return fiction.report(replace(entry, conversation=whole, assessment=judged))


@pytest.mark.parametrize("at", range(0, len(TEXTS), 40))
def test_whatever_was_written_is_printed_as_it_was_written(at: int) -> None:
    texts = TEXTS[at : at + 40]
    printed = squeezed("".join(pages(render(thread(*texts), "pdf", VIEW))))
    assert "root:x:0" not in printed
    for text in texts:
        wanted = squeezed(visible(text, lines=True))
        wanted = wanted[:60] if len(wanted) > 150 else wanted  # it may go over to the next page
        if _turns(text):  # what is read from right to left is found in the order of the eye
            assert not set(wanted) - set(printed)
            continue
        assert wanted in printed or _by_number(wanted) in printed, text[:80]


def test_hostile_names_files_and_problems_stay_text() -> None:
    for name in ('#eval("1")', "$x$ *b* = h", "</text>", "\\u{41}", "a" * 300):
        report = thread("hello", who=name)
        inputs = (replace(report.provenance.inputs[0], name=name),)
        printed = squeezed(
            "".join(pages(render(replace(report, provenance=replace(report.provenance, inputs=inputs)), "pdf")))
        )
        assert printed.count(squeezed(name[:50])) >= 3


def _turns(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def _by_number(text: str) -> str:
    return "".join(f"[U+{ord(char):04X}]" if unicodedata.category(char) in ("Cn", "Co") else char for char in text)


def test_a_long_thread_stays_a_report() -> None:
    report = thread(*(f"Message {n} of many, with some words in it." for n in range(5_000)))
    printed = pages(render(report, "pdf", VIEW))
    assert len(printed) < 40
    assert "5,000" in "".join(printed)


def test_a_letter_that_no_font_has_is_shown_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    own = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(module, "_fonts", lambda *, system: own)
    printed = "".join(pages(render(thread("你好 hello"), "pdf", VIEW)))
    assert "[U+4F60][U+597D] hello" in printed
    assert "U+4F60, U+597D" in squeezed_blanks(printed)


def squeezed_blanks(text: str) -> str:
    return " ".join(text.split())


def test_without_typst_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(RenderError, match=r'pip install "bonafides\[pdf\]"'):
        render(fiction.demo(), "pdf", VIEW)


def test_the_template_opens_no_file_and_reads_no_markup() -> None:
    text = (Path(module.__file__).parents[1] / "templates" / "handed.typ").read_text("utf-8")
    code = re.sub(r"//.*", "", text)
    assert not re.search(r"\b(eval|read|include|import|image|plugin|csv|yaml|toml|cbor|xml)\b\s*\(?", code)
    assert code.count("json(bytes(sys.inputs.sheet))") == code.count("json(") == 1


@pytest.mark.parametrize(
    ("said", "characters"),
    [
        ('error: the text `"你"` could not be displayed with font `"L"`', ("你",)),
        ('PDF/UA-1 error: the text `"\\u{e31}"` could not be displayed', ("\u0e31",)),
        ('PDF/UA-1 error: the text `"é\\u{351}"` could not be displayed', ("\u0351",)),
        ('error: the text `"ɐ"` x\nerror: the text `"ɐ"` x', ("ɐ",)),
        ('error: the text contains the disallowed codepoint `"\\u{0}"`', ()),
        ("error: something else", ()),
    ],
)
def test_what_typst_could_not_show_is_read_from_what_it_says(said: str, characters: tuple[str, ...]) -> None:
    assert refused(said) == characters


def test_numbers_take_the_place_of_characters() -> None:
    assert numbered('{"a": "你b"}', "你") == '{"a": "[U+4F60]b"}'
    assert is_strange("你")
    assert not is_strange("Grüße, «ça» – Привет € …")


@pytest.mark.parametrize("redact", [True, False])
@pytest.mark.parametrize("name", ["nothing", "plain", "unread", "hidden", "archive", "hostile", "told"])
def test_any_report_becomes_a_pdf(name: str, redact: bool) -> None:
    fatal = Problem(what="It could not be read.", where="/home/alex/b.zip", fatal=True)
    makers: dict[str, Callable[[], Report]] = {
        "nothing": fiction.report,
        "plain": lambda: fiction.report(fiction.plain(1)),
        "unread": lambda: fiction.report(problems=(fatal,)),
        "hidden": lambda: fiction.report(fiction.plain(1), fiction.plain(2)),
        "archive": fiction.archive,
        "hostile": fiction.hostile,
        "told": lambda: examine_told(Case(answers={each.id: "yes" for each in questions()})),
    }
    report = makers[name]()
    level = Level.ALARM if name == "hidden" else None
    printed = pages(render(report, "pdf", replace(VIEW, redact=redact, min_level=level)))
    assert "What is asked of you" in printed[0]
    assert "What this report rests on" in printed[-1]
    assert "/home/alex" not in "".join(printed)
