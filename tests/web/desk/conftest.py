"""A desk with its pages, with one case, fresh for each test."""

from __future__ import annotations

import pytest

from tests.web.desk.seats import Office, Seat


@pytest.fixture
def office() -> Office:
    """A desk where an approach was reported, anonymously."""
    found = Office()
    found.report(said="This felt odd.")
    return found


@pytest.fixture
def officer(office: Office) -> Seat:
    """An officer at it."""
    return office.seat("officer")


@pytest.fixture
def lead(office: Office) -> Seat:
    """The lead of it."""
    return office.seat("lead")
