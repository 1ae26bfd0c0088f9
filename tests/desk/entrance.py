"""A desk with a clock that tests turn, and people who come in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

import pyotp

from bonafides.desk.chain import verify
from bonafides.desk.desk import Desk
from bonafides.desk.people import accounts, own_account, second_factor
from bonafides.desk.people.own_account import Enrolled
from bonafides.desk.people.sign_in import Denied, NeedsSecondFactor, sign_in
from bonafides.desk.people.visits import Opened
from bonafides.desk.permissions import Actor
from bonafides.store import Store
from bonafides.store.memory import Memory
from bonafides.store.records import Account, Entry

PASSWORD = "four plain words, said slowly"
NEW_PASSWORD = "a lantern under the old bridge"
HERE = "192.0.2.7"
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Clock:
    """A clock that stands until a test turns it."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass(slots=True, kw_only=True)
class Entrance:
    """The desk, its clock, its first admin, and one officer."""

    clock: Clock = field(default_factory=Clock)
    store: Store = field(default_factory=Memory)
    desk: Desk = field(init=False)
    admin: Account = field(init=False)
    officer: Account = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(store=self.store, now=self.clock)
        self.admin = accounts.first_admin(self.desk, name="root", password=PASSWORD)
        self.officer = accounts.open_account(self.desk, self.acts, name="officer", role="officer", password=PASSWORD)

    @property
    def acts(self) -> Actor:
        """The admin, who acts."""
        return actor(self.admin)

    def held(self, account: Account) -> Account:
        """The account as it is kept now."""
        with self.desk.store.reading() as reading:
            found = reading.get(Account, account.id)
        assert found is not None
        return found

    def come_in(self, name: str = "officer", password: str = PASSWORD, address: str = HERE) -> Opened:
        """Sign in with the password alone."""
        opened = sign_in(self.desk, name, password, address=address)
        assert isinstance(opened, Opened), opened
        return opened

    def halfway(self, name: str = "officer") -> NeedsSecondFactor:
        """Sign in as far as the question for the code."""
        half = sign_in(self.desk, name, PASSWORD, address=HERE)
        assert isinstance(half, NeedsSecondFactor), half
        return half

    def enrolled(self, name: str = "officer") -> tuple[str, Enrolled]:
        """Sign in and set up a second factor: its seed, and what came of it. Afterwards the next code is due."""
        seed = second_factor.new_seed()
        opened = self.come_in(name)
        made = own_account.enrol(
            self.desk, opened.cookie, seed=seed, code=self.code(seed), proof=PASSWORD, address=HERE
        )
        assert isinstance(made, Enrolled), made
        self.clock.turn(seconds=90)
        return seed, made

    def code(self, seed: str, steps: int = 0) -> str:
        """What the app shows, now or some steps of 30 seconds from now."""
        return pyotp.TOTP(seed).at(self.clock(), counter_offset=steps)

    def actions(self) -> list[str]:
        """What the chain says was done; it verifies."""
        with self.desk.store.reading() as reading:
            assert verify(reading).faults == ()
            return [entry.action for entry in reading.find(Entry, order="seq")]


@cache
def standing(module: str) -> Entrance:
    """An entrance that a module's tests look at and leave as it is."""
    return Entrance()


def actor(account: Account) -> Actor:
    return Actor(account=account.id, role=account.role, name=account.name)


def denied(result: object) -> Denied:
    assert isinstance(result, Denied), result
    return result
