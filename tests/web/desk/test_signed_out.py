"""A form that comes after its visit has ended: nothing is done, and nothing that somebody wrote is lost."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from bonafides.desk.people import visits
from bonafides.store.records import Note
from tests.web.desk.seats import Office, Seat

WROTE = "She rang him back.\nThe firm's number is <nobody's> & does not exist."
HALF = timedelta(minutes=20)


def _left_alone(office: Office) -> None:
    office.clock.at += visits.IDLE + timedelta(minutes=1)


def _shown(seat: Seat) -> list[str]:
    found = re.findall(r"<textarea[^>]*readonly[^>]*>\n(.*?)</textarea>", seat.page.text, re.S)
    return [html.unescape(each) for each in found]


@pytest.mark.parametrize(
    ("place", "fields", "wrote", "back"),
    [
        ("/desk/case/1/note", {"text": WROTE}, [WROTE], "/sign-in?next=/desk/case/1"),
        ("/desk/case/1/close", {"text": WROTE, "verdict": "scam", "reason": "Three signs."}, [WROTE, "Three signs."],
         "/sign-in?next=/desk/case/1"),
        ("/desk/case/1/merge", {"other": "2"}, [], ""),
        ("/account/password", {"old": "seven unrelated teapots", "new": "eight unrelated teapots"}, [], ""),
    ],
)  # fmt: skip
def test_what_was_written_comes_back_and_nothing_is_done(
    office: Office, officer: Seat, place: str, fields: dict[str, str], wrote: list[str], back: str
) -> None:
    _left_alone(office)
    officer.post(place, fields, follow=False)
    if wrote:
        assert officer.page.status_code == 403
        assert _shown(officer) == wrote
        assert f'href="{back}"' in officer.page.text
    else:
        assert (officer.page.status_code, officer.page.headers["location"]) == (303, "/sign-in?gone=1")
    assert "teapots" not in officer.page.text
    with office.desk.store.reading() as reading:
        assert reading.find(Note) == []


def test_another_site_gets_nothing_shown(office: Office, officer: Seat) -> None:
    _left_alone(office)
    assert officer.post("/desk/case/1/note", {"text": WROTE}, form="wrong") == 403
    assert _shown(officer) == []


def test_files_are_named_as_lost_only_where_there_were_any(office: Office) -> None:
    seat = office.seat("reporter")
    seat.get("/mine")
    _left_alone(office)
    seat.post("/mine/none", {"text": WROTE})
    assert "Files have to be chosen again." not in seat.text
    seat.post("/mine/none", {"text": WROTE}, files=[("files", ("a.txt", b"Hello", "text/plain"))])
    assert "Files have to be chosen again." in seat.text
    assert _shown(seat) == [WROTE]


def test_more_time_is_given_to_whoever_is_signed_in_and_asks(office: Office, officer: Seat) -> None:
    for _ in range(3):
        office.clock.at += HALF
        assert officer.get("/account/still-here") == 200
        assert officer.page.headers["content-type"].startswith("image/")
    assert officer.get("/desk/case/1") == 200
    _left_alone(office)
    assert officer.get("/account/still-here") == 404
    assert office.seat().get("/account/still-here") == 404
