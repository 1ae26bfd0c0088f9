"""What the desk says of itself: every name has words in every language, and the form says what it must."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bonafides.desk import notices
from bonafides.desk.cases import REPORTER_ADDED, VERDICTS
from bonafides.desk.chain import FORGET, PURGE
from bonafides.desk.linking.suggesting import Reason
from bonafides.desk.linking.weights import FAMILIES
from bonafides.desk.links import SAME_LURE
from bonafides.desk.permissions import Actor, Role, decide, matrix
from bonafides.desk.retention import DECIDED
from bonafides.desk.settings import RULES, DeskSettings
from bonafides.render.phrases import languages, phrases

ROOM = "bonafides.desk"
LANGUAGES = languages(ROOM)
DESK = Path(__file__).parents[2] / "src" / "bonafides" / "desk"
ENTERED = {"acting", "looked", "record", "_entered", "note", "_note"}
"""Functions of the desk that enter an action in the chain, and take its name."""
NAMED = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")


def settings(**values: str) -> DeskSettings:
    base = {"name": "Research security", "contact": "room 12", "controller": "", "anonymous": "yes"}
    kept = {f"keep-{rule.name}": str(rule.days) for rule in RULES}
    return DeskSettings(values={**base, **kept, **values})


def entered() -> Iterator[str]:
    """Every action that the desk's code enters in the audit chain."""
    yield from (PURGE, FORGET)
    for path in DESK.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                yield from (_text(each) for each in node.args if called in ENTERED)
            elif isinstance(node, ast.Assign) and any(getattr(to, "attr", "") == "action" for to in node.targets):
                yield _text(node.value)


def _text(node: ast.expr) -> str:
    found = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return found if NAMED.fullmatch(found) else ""


ACTIONS = sorted(set(entered()) - {""})


def test_actions_of_the_code_are_found() -> None:
    assert {"case.judge", "case.reopen", "account.closed", "audit.forget"} <= set(ACTIONS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_that_is_entered_has_words(action: str, lang: str) -> None:
    assert notices.happened(action, lang) != action


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("action", sorted(matrix()))
def test_every_action_of_the_permissions_has_words(action: str, lang: str) -> None:
    assert notices.may(action, lang) != action
    assert notices.may(action, lang) in notices.happened(f"{action}.looked", lang) or action in (
        "case.read",
        "case.attachment",
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_status_verdict_and_role_has_a_name_and_a_meaning(lang: str) -> None:
    named = {"status": ("new", "open", "waiting", "closed"), "verdict": VERDICTS, "role": tuple(Role)}
    for what, values in named.items():
        assert len({notices.name_of(what, value, lang) for value in values}) == len(values)
        assert all(phrases(lang, "bonafides.desk")(f"{what}.{value}.meaning") for value in values)
    assert all(phrases(lang, "bonafides.desk")(f"status.{value}.reporter") for value in named["status"])
    assert notices.name_of("verdict", "no-such", lang) == "no-such"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_family_of_link_is_a_sentence(family: str, lang: str) -> None:
    said = notices.shared(family, "+44 1632 960001", lang)
    assert ("+44 1632 960001" in said) == (family != "photo"), "a picture's fingerprint says nothing to a reader"
    assert family not in (said, notices.shared(family, "", lang))
    assert "{" not in said


def test_a_reason_says_how_many_others_bear_it_or_that_it_says_little() -> None:
    strong = Reason(family="mail", shown="a@b.example", cases=3, strength=4.0)
    weak = Reason(family="firm", shown="Hoff Ltd", cases=40, strength=0.0)
    assert notices.reason(strong, "en") == "The same e-mail address: a@b.example. Found in 2 other cases."
    assert notices.reason(weak, "en").endswith("Found in 40 cases, so it says little by itself.")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_of_retention_has_a_name(lang: str) -> None:
    names = [notices.rule_name(rule, lang) for rule in (*(rule.name for rule in RULES), DECIDED)]
    assert len(set(names)) == len(names)
    other = phrases(lang, ROOM)("retention.rule.other", rule="x")
    assert notices.rule_name("x", lang) == other
    assert other not in names
    assert len(notices.kept_for(settings(), lang)) == len(RULES)


def test_times_to_keep_are_counted_from_something() -> None:
    assert notices.days_kept("not-about-behaviour", 0, "en") == "at once"
    assert notices.days_kept("ordinary", 1, "en") == "1 day, counted from the day on which the case is closed"
    assert notices.days_kept("backup", 30, "en") == "30 days"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_notice_of_collection_says_who_why_how_long_and_which_rights(lang: str) -> None:
    words = phrases(lang, ROOM)
    text = "\n".join(line for section in notices.collection(settings(), lang) for line in section.lines)
    for key in ("why", "why_case", "who_program", "pass", "how_long", "rights", "anonymous", "free", "others"):
        assert words(f"notice.{key}") in text
    assert "Research security" in text
    assert "room 12" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_desk_without_anonymous_reports_does_not_promise_them(lang: str) -> None:
    text = str(notices.collection(settings(anonymous="no", name="", contact=""), lang))
    assert phrases(lang, ROOM)("notice.anonymous_heading") not in text
    assert phrases(lang, ROOM)("notice.desk") in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_says_what_to_tell_what_not_and_what_to_think_of(lang: str) -> None:
    tell, leave, before = notices.what_to_tell(lang)
    assert tell.listed
    assert leave.listed
    assert len(leave.lines) == 4
    assert phrases(lang, ROOM)("form.protected") in before.lines
    assert phrases(lang, ROOM)("behaviour.reporter") in notices.not_about_behaviour(lang).lines


@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_somebody_may_is_answered_for_them_and_for_others(lang: str) -> None:
    officer = Actor(account="a", role="officer")
    said = [
        notices.why(decide(officer, action), lang, name=name)
        for action in ("case.judge", "case.purge", "case.read")
        for name in ("", "Ada")
    ]
    assert len(set(said)) == 4, "allowed or not, to whom; own cases are refused where no case is named"
    assert all(("Ada" in line) == (at % 2 == 1) for at, line in enumerate(said))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_check_of_the_chain_finds_has_words(lang: str) -> None:
    kinds = set(re.findall(r"f?\"([a-z]+(?:-[a-z]+)*):", (DESK / "chain.py").read_text("utf-8")))
    assert {"gap", "changed", "head-missing"} <= kinds
    for kind in kinds:
        assert notices.chain_fault(f"{kind}:7", lang) != f"{kind}:7"
    assert notices.chain_fault("other:7", lang) == "other:7"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_error_says_what_to_do_next(lang: str) -> None:
    kinds = {key.split(".")[1] for key in phrases(lang, ROOM).table if key.startswith("error.")}
    for kind in kinds:
        found = notices.trouble(kind, lang, limit=3, name="x.pdf", minutes=4, length=12)
        assert found.what
        assert found.next_step
        assert "{" not in found.what + found.next_step
    assert notices.trouble("no-such", lang) == notices.trouble("fault", lang)


def test_an_alert_has_words() -> None:
    for lang in LANGUAGES:
        words = phrases(lang, ROOM)
        for kind in (SAME_LURE, "cases-alike"):
            assert "3" in words.count(f"alert.{kind}", 3)
        assert words(f"alert.{REPORTER_ADDED}") != words(f"alert.{REPORTER_ADDED}_note")


SAFE = {"en": "safe", "fr": "sûr", "de": "sicher", "da": "sikker", "es": "segur"}
LET = {
    "en": set(),
    "fr": {"bien sûr"},
    "de": {"sicherheit", "sicherung", "nicht sicher"},
    "da": {"sikkerhed", "ikke være sikker"},
    "es": {"seguridad", "seguridade"},
}
"""Words that only sound alike: security, backups, being certain."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_called_safe(lang: str) -> None:
    for key, line in phrases(lang, ROOM).table.items():
        text = (line if isinstance(line, str) else " ".join(line)).lower()
        for allowed in LET[lang]:
            text = text.replace(allowed, "")
        assert SAFE[lang] not in text, key
