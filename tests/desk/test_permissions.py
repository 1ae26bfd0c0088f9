"""Who may do what: the whole matrix, role by action by object, and the reason for every decision."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from bonafides.desk.permissions import PROGRAM, Actor, Reach, Role, decide, matrix, require
from bonafides.errors import DeskError, RefusedError
from bonafides.store.records import Case
from tests.store.rows import row

ROLES = [role.value for role in Role]
DESK = Path(__file__).parents[2] / "src" / "bonafides"
OBJECTS = {
    "none": (None, ""),
    "own case": (row(Case, owner="me"), ""),
    "nobody's case": (row(Case, owner=""), ""),
    "another's case": (row(Case, owner="other"), ""),
    "own report": (row(Case, owner="other"), "me"),
    "another's report": (row(Case, owner="other"), "other"),
    "anonymous report": (row(Case, owner="other"), ""),
}
REACHED = {
    Reach.ANY: set(OBJECTS),
    Reach.OWN: {"own case", "nobody's case"},
    Reach.MINE: {"own case"},
    Reach.SELF: {"own report"},
}
TEXTS = {"case.read", "case.search", "case.attachment", "case.export", "case.note", "report.reporter", "access.export"}
"""What shows the words of reports or who reported."""


@pytest.mark.parametrize("action", sorted(matrix()))
@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_the_table_says_and_no_more(role: str, action: str) -> None:
    reach = matrix()[action].get(role)
    for name, (case, reporter) in OBJECTS.items():
        decision = decide(Actor(account="me", role=role), action, case=case, reporter=reporter)
        assert decision.allowed == (reach is not None and name in REACHED[reach]), name
        assert (decision.role, decision.action, decision.reach) == (role, action, reach.value if reach else "")


@pytest.mark.parametrize(("action", "name"), list(product(sorted(matrix()), OBJECTS)))
def test_nobody_may_by_another_name(action: str, name: str) -> None:
    case, reporter = OBJECTS[name]
    for role in ("", "program", "Admin", "admin ", "root", "any"):
        assert not decide(Actor(account="me", role=role), action, case=case, reporter=reporter).allowed


def test_who_reported_is_shown_to_nobody_but_leads_while_nobody_works_on_the_case() -> None:
    officer = Actor(account="me", role="officer")
    assert decide(officer, "report.reporter", case=row(Case, owner="me")).allowed
    assert not decide(officer, "report.reporter", case=row(Case, owner="")).allowed
    assert not decide(Actor(account="", role="officer"), "report.reporter", case=row(Case, owner="")).allowed
    assert decide(Actor(account="l", role="lead"), "report.reporter", case=row(Case, owner="")).allowed


def test_somebody_without_account_has_nothing_of_their_own() -> None:
    """Whoever reports without a name must not be taken for everybody else who did."""
    nobody = Actor(account="", role="reporter")
    assert not decide(nobody, "report.read", reporter="").allowed
    assert decide(nobody, "report.add").allowed


def test_an_action_that_nobody_knows_is_told() -> None:
    with pytest.raises(DeskError, match="no such action"):
        decide(Actor(account="me", role="admin"), "case.publish")


def test_a_refusal_says_which_rule_decides() -> None:
    with pytest.raises(RefusedError) as caught:
        require(Actor(account="me", role="auditor"), "case.judge", case=row(Case))
    assert caught.value.where == "case.judge"
    assert "auditor" in str(caught.value)
    require(Actor(account="me", role="lead"), "case.judge", case=row(Case, owner="other"))


@pytest.mark.parametrize("action", sorted(TEXTS))
def test_who_looks_after_the_desk_reads_no_report(action: str) -> None:
    """An admin and an auditor see neither the words of reports nor who reported."""
    assert not {"admin", "auditor", "reporter"} & set(matrix()[action])


def test_only_an_admin_manages_accounts_and_no_admin_judges() -> None:
    assert set(matrix()["account.manage"]) == set(matrix()["backup.make"]) == {"admin"}
    assert "admin" not in {role for action in matrix() if action.startswith("case.") for role in matrix()[action]}


def test_the_program_does_only_what_it_does_by_rule() -> None:
    allowed = {action for action in matrix() if decide(PROGRAM, action).allowed}
    assert allowed == {
        "report.add", "case.purge", "audit.verify", "audit.forget", "import.add", "account.manage", "backup.make",
    }  # fmt: skip
    assert not allowed & TEXTS
    assert not decide(Actor(account="x", role="program"), "case.purge").allowed


# --- the table and the code know the same actions


def _asked() -> Iterator[str]:
    """Actions that the code asks for by their names."""
    for path in (*(DESK / "desk").rglob("*.py"), *(DESK / "web").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                if called in {"acting", "looking", "require", "decide"}:
                    yield from (
                        each.value
                        for each in node.args[:2]
                        if isinstance(each, ast.Constant) and isinstance(each.value, str)
                    )


def test_every_action_that_is_asked_for_is_in_the_table() -> None:
    asked = set(_asked())
    assert "case.judge" in asked
    assert asked <= set(matrix())
