"""What a day brings that the state does not know: accounts, targets, contacts, profiles, and who was at which item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.campaign.contacts import number_contacts
from bonafides.campaign.signals.order import LENGTH
from bonafides.campaign.state import likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bonafides.campaign.signals.signal import Signal
    from bonafides.campaign.state.engine import StateEngine

ALIKE = {"text", "bio", "photo"}
"""Families whose items are groups of what is alike: they grow, and join, from day to day."""


def take_in(engine: StateEngine, signals: Sequence[Signal]) -> None:
    """From the day's `events`, `accounts` and `targets`, make what is new, and views of old and new together.

    For each family `fresh_<family>` (a, item, moment) holds the new incidences, and `regrouped_<family>` (item, root)
    old items that are part of another now. All tables that a sweep works on are there afterwards, as views.
    """
    _profiles(engine, "accounts", "account")
    _profiles(engine, "targets", "target")
    number_contacts(engine)
    engine.make("contacts_today", _unknown("contacts", "t", "targets"))
    _numbers_of_changed(engine)
    for signal in signals:
        _incidences(engine, signal)
    engine.make("fresh_mirror", _MIRROR)
    engine.make("fresh_threads", _THREADS)


def whole(engine: StateEngine, signals: Sequence[Signal]) -> None:
    """Views of the state with what the day adds to it: the tables that a sweep works on."""
    for table in ("account_numbers", "target_numbers"):
        engine.view(table, f"SELECT value, n FROM state.{table} UNION ALL SELECT value, n FROM fresh_{table}")
    for table, key in (("accounts", "account"), ("targets", "target")):
        engine.view(table, _latest(table, key))
    engine.view("contacts", "SELECT a, item AS t, moment FROM incidence_targets")
    engine.view("mirror", "SELECT t, a FROM state.mirror UNION ALL SELECT t, a FROM fresh_mirror")
    for signal in signals:
        # Contacts are asked for in so many ways that one copy costs less than plans over two tables.
        put = engine.make if signal.family == "targets" else engine.view
        put(f"incidence_{signal.family}", _joined(signal.family))


def _joined(family: str) -> str:
    old = f"SELECT s.a, s.item, s.moment FROM state.incidence_{family} s"
    if family in ALIKE:
        old += f" ANTI JOIN regrouped_{family} r ON s.item = r.item"
    return f"{old} UNION ALL SELECT a, item, moment FROM fresh_{family}"


def _profiles(engine: StateEngine, table: str, key: str) -> None:
    """Rows that are new or say something new; the day's row takes the place of an earlier one."""
    engine.make(f"news_{table}", f"SELECT * FROM {table} EXCEPT SELECT * FROM state.{table}")
    engine.make(table, f"SELECT * FROM news_{table}")


def _latest(table: str, key: str) -> str:
    return f"""
        SELECT s.* FROM state.{table} s ANTI JOIN news_{table} f ON s.{key} = f.{key}
        UNION ALL SELECT * FROM news_{table}"""


def _numbers_of_changed(engine: StateEngine) -> None:
    """Let the day's numbers hold accounts, silent today, of whom the profile is new; and the day's profiles accounts
    that are new today, of whom the profile was known."""
    engine.make("numbers_today", "SELECT value, n FROM account_numbers")
    engine.make(
        "account_numbers",
        """SELECT value, n FROM numbers_today UNION
           SELECT s.value, s.n FROM state.account_numbers s JOIN news_accounts f ON f.account = s.value""",
    )
    engine.make(
        "accounts_today",
        """SELECT * FROM news_accounts UNION ALL
           SELECT s.* FROM state.accounts s JOIN fresh_account_numbers f ON f.value = s.account
           ANTI JOIN news_accounts k ON k.account = s.account""",
    )
    engine.make(
        "active_today",
        f"SELECT p.* FROM ({_latest('accounts', 'account')}) p JOIN account_numbers n ON p.account = n.value",
    )


def _incidences(engine: StateEngine, signal: Signal) -> None:
    family = signal.family
    engine.make("accounts", f"SELECT * FROM {'accounts_today' if signal.behaviour else 'active_today'}")
    engine.make("contacts", "SELECT a, t, moment FROM contacts_today")
    if family in ALIKE:
        likeness.incidences(engine, signal)
        return
    if family == "order":
        _with_tails(engine)
    signal.incidences(engine)
    engine.make(f"regrouped_{family}", "SELECT CAST(0 AS BIGINT) AS item, CAST(0 AS BIGINT) AS root WHERE 1 = 0")
    if family == "order":
        _new_tails(engine)
    engine.make(f"fresh_{family}", _unknown(f"incidence_{family}", "item", family))


def _unknown(table: str, item: str, family: str) -> str:
    return f"""
        SELECT i.a, i.{item}, i.moment FROM {table} i
        ANTI JOIN state.incidence_{family} s ON s.a = i.a AND s.item = i.{item}"""


def _with_tails(engine: StateEngine) -> None:
    """The day's contacts after the last known ones of each account, with what is known of all their targets."""
    engine.make(
        "contacts",
        """SELECT a, t, moment FROM contacts_today UNION ALL
           SELECT s.a, s.t, s.moment FROM state.tails s SEMI JOIN contacts_today c ON s.a = c.a""",
    )
    engine.make(
        "target_numbers",
        """SELECT value, n FROM target_numbers UNION
           SELECT s.value, s.n FROM state.target_numbers s SEMI JOIN contacts c ON s.n = c.t""",
    )
    engine.make(
        "targets",
        f"SELECT p.* FROM ({_latest('targets', 'target')}) p SEMI JOIN target_numbers n ON p.target = n.value",
    )


def _new_tails(engine: StateEngine) -> None:
    engine.make(
        "fresh_tails",
        f"""SELECT a, t, moment FROM (
                SELECT c.a, c.t, c.moment,
                       row_number() OVER (PARTITION BY c.a ORDER BY c.moment DESC, c.t DESC) AS place
                FROM contacts c JOIN target_numbers n ON c.t = n.n JOIN targets p ON p.target = n.value
                WHERE coalesce(p.employer, p.sector) IS NOT NULL) s
            WHERE place < {LENGTH}""",
    )


_MIRROR = """
    SELECT t.n AS t, s.n AS a FROM fresh_target_numbers t JOIN fresh_account_numbers s ON t.value = s.value
    UNION ALL
    SELECT t.n AS t, s.n AS a FROM state.target_numbers t JOIN fresh_account_numbers s ON t.value = s.value
    UNION ALL
    SELECT t.n AS t, s.n AS a FROM fresh_target_numbers t JOIN state.account_numbers s ON t.value = s.value"""
_THREADS = """
    SELECT n.n AS a, t.n AS t, e.moment, e.text, e.content_basis
    FROM events e JOIN numbers_today n ON e.account = n.value JOIN target_numbers t ON e.target = t.value
    WHERE e.text IS NOT NULL"""
