"""While the program works, the pages answer, say how far it is without scripts, and the work can be cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest

from bonafides.errors import ReadError
from bonafides.model import Reading
from bonafides.read import read
from bonafides.web import sitting as module
from tests.web.test_correct import TWO, sitting
from tests.web.walk import THREAD, Person

PATIENCE = 30


@pytest.fixture
def go() -> Iterator[Event]:
    """Set: the reading may go on."""
    found = Event()
    yield found
    found.set()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, go: Event) -> None:
    """Reading that takes until it is told to go on."""

    def reading(inputs: Any, *, progress: Callable[[str, int, int], None], **how: Any) -> Reading:
        progress("a.txt", 1_000_000, 2_000_000)
        go.wait(PATIENCE)
        return read(inputs, progress=progress, **how)

    monkeypatch.setattr(module, "read", reading)


def begin(person: Person) -> None:
    data = {"csrf": person.token, "text": ""}
    person.page = person.client.post("/bring", data=data, files=list(TWO))


@pytest.mark.usefixtures("slow")
def test_the_page_asks_again_by_itself_and_goes_on(person: Person, go: Event) -> None:
    begin(person)
    assert person.place == "/working"
    assert person.page.headers["refresh"] == "1"
    assert person.heading == "Reading what you gave"
    assert "<progress" in person.page.text
    assert person.client.get("/wipe").status_code == 200, "other pages answer meanwhile"
    go.set()
    person.open("/working")
    assert person.place == "/correct"
    assert "refresh" not in person.page.headers


@pytest.mark.usefixtures("slow")
def test_it_is_cancelled(person: Person, go: Event) -> None:
    begin(person)
    work, folder = sitting(person).work, sitting(person).folder
    assert work
    assert folder
    person.send("/working")
    assert person.place == "/bring"
    assert "Cancelled" in person.text
    go.set()
    assert work.wait(PATIENCE)
    assert sitting(person).reading is None
    assert not folder.exists()
    person.open("/correct")
    assert person.place == "/bring"


@pytest.mark.usefixtures("slow")
def test_bringing_something_else_drops_what_was_under_way(person: Person, go: Event) -> None:
    begin(person)
    work = sitting(person).work
    person.bring(THREAD)
    assert person.place == "/correct"
    go.set()
    assert work
    assert work.wait(PATIENCE)
    reading = sitting(person).reading
    assert reading
    assert len(reading.conversations) == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ReadError("It is too odd", next_step="Bring another."), "It is too odd Bring another."),
        (MemoryError(), "too much for the memory"),
        (RuntimeError("a secret text"), "Something went wrong inside the program"),
    ],
)
def test_a_fault_leads_back_and_is_told_once(
    person: Person, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fails(*_: Any, **__: Any) -> Reading:
        raise error

    monkeypatch.setattr(module, "read", fails)
    person.bring(files=TWO)
    assert person.place == "/bring"
    assert said in person.text
    assert "secret" not in person.text
    assert said not in person.open("/bring").text
