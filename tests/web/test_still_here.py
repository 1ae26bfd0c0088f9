"""More time before a sitting is forgotten."""

from __future__ import annotations

from bonafides.web.sittings import IDLE
from tests.web.walk import THREAD, Person


def test_a_sitting_that_holds_something_can_be_kept_from_being_forgotten(person: Person) -> None:
    now = 0.0
    sittings = person.app.state.sittings
    sittings.clock = lambda: now
    person.open("/bring")
    assert "data-time" not in person.text, "nothing was brought yet"
    assert person.client.get("/still-here").status_code == 404
    person.bring(THREAD)
    assert f'data-idle="{IDLE}"' in person.page.text
    for _ in range(3):
        now += IDLE - 1
        found = person.client.get("/still-here")
        assert (found.status_code, found.headers["content-type"]) == (200, "image/svg+xml")
    now += IDLE + 1
    assert person.client.get("/still-here").status_code == 404
