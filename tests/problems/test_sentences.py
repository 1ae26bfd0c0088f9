"""Nobody forgets a sentence: what the code can say is in the words, and what is in the words is said by the code."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from bonafides.detect import language_name
from bonafides.model import Problem
from bonafides.problems import languages, said
from bonafides.problems.template import NUMBERS, Collection, Template
from tests.problems.sentences import PATHS, SOURCE, sentences

WORDS = SOURCE / "problems" / "words"
OTHERS = tuple(lang for lang in languages() if lang != "en")
NOT_ON_THE_PAGE = re.compile(
    r"--|\bpip\b|docs/|bonafides (?:read|check)|bonafides\[|\bfolder inside"
    r"|standard input|entrée standard|Standardeingabe|standardinput|entrada estándar"
    r"|text file|fichier texte|Textdatei|tekstfil|archivo de texto"
    r"|\b(?:pass|donnez|geben Sie|ponga|skriv) -|\b(?:Indiquez|indiquez|Indique|[Nn]ennen Sie|[Aa]ngiv)\b"
    r"|\b[Nn]ame (?:it|the|a|an|LinkedIn's) "
)
"""Words of the command line, which nobody can follow on a phone."""
_GAP = re.compile(r"\{(\w+)\}")


@cache
def _tables(lang: str) -> dict[str, dict[str, str]]:
    """The sentences of a language: key -> its forms."""
    return {
        key: table
        for key, table in tomllib.loads((WORDS / f"{lang}.toml").read_text("utf-8")).items()
        if key not in ("number", "value")
    }


@cache
def _written() -> list[tuple[str, str]]:
    return sentences()


def test_every_sentence_of_the_code_has_its_words() -> None:
    known = Collection.of((key, forms["text"]) for key, forms in _tables("en").items())
    assert [(place, text) for place, text in _written() if known.find(text) is None] == []


def test_every_word_is_said_by_the_code() -> None:
    known = Collection.of((key, forms["text"]) for key, forms in _tables("en").items())
    used = {found[0] for _, text in _written() if (found := known.find(text))}
    assert set(_tables("en")) - used == set()


def test_no_module_elsewhere_makes_problems() -> None:
    """Else the two tests above would not see them."""
    makers = {
        path
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem"
    }
    assert makers - set(PATHS) == set()


def test_no_two_sentences_are_one() -> None:
    """Each is found as itself, not as a broader one."""
    known = Collection.of((key, forms["text"]) for key, forms in _tables("en").items())
    for key, forms in _tables("en").items():
        filled = _GAP.sub(lambda gap: "7" if gap[1] in NUMBERS else "Amy Lin", forms["text"])
        found = known.find(filled)
        assert found is not None
        assert found[0] == key


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_fills_the_same_gaps(lang: str) -> None:
    for key, english in _tables("en").items():
        forms = _tables(lang)[key]
        assert forms.keys() == english.keys(), key
        assert sorted(_GAP.findall(forms["text"])) == sorted(_GAP.findall(english["text"])), key
        for form in english:
            assert set(_GAP.findall(forms[form])) <= set(_GAP.findall(english["text"])), key
            assert bool(forms[form]) == bool(english[form]), key
            assert forms[form] != english[form] or not english[form], key
            assert "  " not in forms[form], key


@pytest.mark.parametrize("lang", OTHERS)
def test_the_words_for_gaps_fill_the_same_gaps(lang: str) -> None:
    values = tomllib.loads((WORDS / f"{lang}.toml").read_text("utf-8"))["value"]
    for name, table in tomllib.loads((WORDS / "en.toml").read_text("utf-8"))["value"].items():
        for key, text in table.items():
            assert sorted(_GAP.findall(values[name][key])) == sorted(_GAP.findall(text)), (name, key)


def test_every_language_that_is_not_read_is_named_in_each() -> None:
    names = tomllib.loads((SOURCE / "detect" / "languages.toml").read_text("utf-8"))["names"]
    english = tomllib.loads((WORDS / "en.toml").read_text("utf-8"))["value"]["language"]
    assert names == english
    assert all(language_name(code) == name for code, name in english.items())


@pytest.mark.parametrize("lang", languages())
def test_the_page_names_nothing_that_it_lacks(lang: str) -> None:
    for _, text in _written():
        shown = said(Problem(what=text, where="chat.txt", next_step=text), lang=lang, on_page=True)
        assert NOT_ON_THE_PAGE.search(shown.what) is None, shown.what
        assert NOT_ON_THE_PAGE.search(shown.next_step) is None, shown.next_step


@pytest.mark.parametrize("lang", languages())
def test_the_command_line_has_every_option_that_english_names(lang: str) -> None:
    for key, english in _tables("en").items():
        text = _tables(lang)[key]["text"]
        for option in re.findall(
            r"--[a-z-]+|docs/[a-z]+\.md|python3 -m pip install '[^']+'|`bonafides read`", english["text"]
        ):
            assert option in text, key


@pytest.mark.parametrize("lang", languages())
def test_nothing_is_called_safe(lang: str) -> None:
    raw = Path(WORDS / f"{lang}.toml").read_text("utf-8")
    assert re.search(r"\b(?:safe|sicher|sans danger|ungefährlich|sikker|ufarlig|seguro|segura)\b", raw, re.I) is None


def test_a_template_is_its_own_text() -> None:
    for forms in _tables("en").values():
        made = Template.of(forms["text"])
        assert made.filled({name: f"{{{name}}}" for name in made.names}) == forms["text"]
