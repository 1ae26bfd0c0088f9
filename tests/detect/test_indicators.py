"""Every indicator proves itself, is weighed, is sourced, and cannot read what policy excludes."""

from __future__ import annotations

import ast
import inspect
import sys
import tomllib
from pathlib import Path

import pytest

from bonafides.assess.scorecard import SCORECARD
from bonafides.detect import INDICATORS, slots
from bonafides.detect.closed import names
from bonafides.detect.fold import fold
from bonafides.detect.indicator import Indicator
from bonafides.detect.lexicon import load
from bonafides.detect.progress import PROGRESS
from bonafides.detect.proof import unproven
from bonafides.detect.tokens import sentences
from bonafides.explain import sources
from bonafides.model import Kind, Message, Polarity

IDS = [indicator.id for indicator in INDICATORS]
ROOM = Path(inspect.getfile(Indicator)).parent


@pytest.mark.parametrize("indicator", INDICATORS, ids=IDS)
def test_catches_and_spares(indicator: Indicator) -> None:
    assert list(unproven(indicator)) == []


@pytest.mark.parametrize("indicator", INDICATORS, ids=IDS)
def test_says_why_and_who_says_so(indicator: Indicator) -> None:
    assert indicator.name
    assert indicator.why.endswith(".")
    assert indicator.sources
    assert set(indicator.sources) <= set(sources())
    assert (indicator.polarity is Polarity.AGAINST) == (indicator.kind is Kind.ORDINARY)
    assert indicator in PROGRESS or indicator.id == "moved-channel" or (indicator.catches and indicator.spares)


def test_ids_are_unique_and_each_is_weighed_in_its_own_direction() -> None:
    assert len(set(IDS)) == len(IDS)
    assert set(SCORECARD) == set(IDS)
    for indicator in INDICATORS:
        assert (SCORECARD[indicator.id].weight < 0) == (indicator.polarity is Polarity.AGAINST), indicator.id


def test_every_lexicon_entry_is_read_by_some_indicator() -> None:
    code = "".join(path.read_text("utf-8") for path in ROOM.glob("*.py"))
    assert [entry for entry in load().entries if f'"{entry}"' not in code] == []


# What policy excludes (names, nationality, language, phone prefix, brand, spelling) must be impossible to express.


def test_an_indicator_sees_lexicon_hits_never_the_speaker() -> None:
    """No module of the room but those that prepare a thread, one by taking names out of it, may read whose it is."""
    forbidden = {"speaker", "parties", "identifiers", "counterparts", "original"}
    for path in ROOM.rglob("*.py"):
        if path.name in {"fold.py", "named.py", "proof.py"}:
            continue
        names = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        assert not names & forbidden, path.name


def test_the_room_knows_no_library_that_guesses_language_or_country() -> None:
    allowed = set(sys.stdlib_module_names) | {"bonafides", "confusable_homoglyphs"}
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {module.split(".")[0] for module in modules} <= allowed, path.name


def test_the_vocabulary_knows_no_brand_currency_title_date_or_nationality() -> None:
    """Whatever a lexicon says, such words become slots before they could be matched."""
    vocabulary = load().vocabulary
    always = (slots.APPS - slots.AMBIGUOUS) | slots.CURRENCIES | slots.TIMES
    assert not [word for word in always if word in vocabulary]
    origins = "chinese russian iranian american british german french korean israeli indian asian african european"
    assert not [word for word in origins.split() if word in vocabulary]
    for title in slots.TITLES:
        (sentence,) = sentences(fold(f"thank you {title} for it"))
        assert names(sentence, lambda _: True)[2]


def test_a_message_has_no_field_that_could_carry_origin() -> None:
    fields = {"speaker", "text", "mine", "sent_at", "channel", "form", "subject", "attachments", "doubtful"}
    assert set(Message.__dataclass_fields__) == fields


@pytest.mark.parametrize("lang", ["fr", "de", "da", "es"])
def test_a_publisher_that_is_described_is_described_in_every_language(lang: str) -> None:
    rows = tomllib.loads((ROOM / "sources.toml").read_text("utf-8"))
    described = [id_ for id_, row in rows.items() if isinstance(row["publisher"], dict)]
    assert {"practice", "5eyes-2024"} <= set(described)
    assert [id_ for id_ in described if sources(lang)[id_].publisher == sources()[id_].publisher] == []
    assert not any(" and " in source.publisher for source in sources(lang).values())
