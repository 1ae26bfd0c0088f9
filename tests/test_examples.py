"""The examples are what their sources say, byte for byte, and hold the story that the demo tells."""

from __future__ import annotations

import importlib.util
import re
import zipfile
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from bonafides.library import check, read
from bonafides.model import FLAGGED, Conversation, Form, Kind, Level

EXAMPLES = Path(__file__).parents[1] / "examples"
JOINED = [("adrian-vale", "adrian-vale-2")]
"""What the demo states: the WhatsApp chat shares only a name with the LinkedIn thread."""
ARCHIVES = ("WhatsApp Chat with Adrian Vale.zip", "linkedin-export.zip")


def _builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("examples_build", EXAMPLES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def conversations() -> dict[str, Conversation]:
    reading = read([EXAMPLES / name for name in ARCHIVES], timezone=ZoneInfo("Europe/London"), joined=JOINED)
    assert not [problem for problem in reading.problems if problem.fatal]
    return {conversation.id: conversation for conversation in reading.conversations}


def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    built = _builder().build(tmp_path)
    assert sorted(path.name for path in built) == sorted(ARCHIVES)
    for path in built:
        assert path.read_bytes() == (EXAMPLES / path.name).read_bytes(), f"run python examples/build.py: {path.name}"


def test_every_source_is_packed() -> None:
    for name in ARCHIVES:
        folder = EXAMPLES / "source" / name.removesuffix(".zip")
        with zipfile.ZipFile(EXAMPLES / name) as archive:
            assert archive.namelist() == sorted(path.name for path in folder.iterdir())


def test_the_approach_is_one_thread_over_both_exports(conversations: dict[str, Conversation]) -> None:
    approach = conversations["adrian-vale"]
    assert approach.channels == ("linkedin", "whatsapp")
    assert approach.counterparts == ("Adrian Vale",)
    assert approach.joins
    times = [message.sent_at for message in approach.messages if message.sent_at]
    assert len(times) == len(approach.messages)
    assert times == sorted(times)
    assert (times[-1] - times[0]).days > 21


def test_the_owner_wrote_in_every_ordinary_conversation(conversations: dict[str, Conversation]) -> None:
    assert len(conversations) == 13
    for conversation in conversations.values():
        mine = {message.speaker for message in conversation.messages if message.mine}
        assert mine == {"Maren Holt"}, conversation.id
    drafts = [m for c in conversations.values() for m in c.messages if m.form is Form.DRAFT]
    assert len(drafts) == 1


def test_the_approach_is_found_among_ordinary_conversations() -> None:
    report = check([EXAMPLES / name for name in ARCHIVES], timezone=ZoneInfo("Europe/London"), joined=JOINED)
    flagged = {e.conversation.id: e.assessment for e in report.entries if e.assessment.level.rank >= FLAGGED.rank}
    assert set(flagged) == {"adrian-vale"}
    assert flagged["adrian-vale"].level is Level.ALARM
    assert flagged["adrian-vale"].kind is Kind.APPROACH
    assert len(flagged["adrian-vale"].progression) >= 4


def test_telephone_numbers_and_addresses_are_fictional() -> None:
    text = "\n".join(path.read_text("utf-8") for path in (EXAMPLES / "source").rglob("*.*"))
    assert "+44 7700 900" in text
    hosts = re.findall(r"[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,4}(?=/|[\s,).])", text)
    assert {host for host in hosts if not host.endswith((".example", ".com", ".pdf"))} == set()
    assert {host for host in hosts if host.endswith(".com")} == {"example.com", "www.linkedin.com"}
    assert text.count("linkedin.com/in/") == text.count("linkedin.com/in/fictional-")
