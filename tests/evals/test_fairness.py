"""Swaps hardly move the risk in a part of what `python -m evals.fairness` measures; and the measure itself can fail."""

from __future__ import annotations

import re

import pytest

from evals.fairness import figures, pairs
from evals.swaps import GROUPS, LANGUAGES, Outcome, Swap, Template, Value, spoken, swap, templates, values

TRIED = 2
"""Values of each group that the tests put into each hole; the evaluation tries all of them."""


def part(language: str) -> list[Template]:
    """The first deceptive and the first ordinary template."""
    deceptive, ordinary = ([t for t in templates(language) if t.deceptive is kind] for kind in (True, False))
    return [deceptive[0], ordinary[0]]


def largest(language: str, *groups: str) -> float:
    """The largest change of risk in a part of the templates."""
    found = (swap(template, hole, only=TRIED, groups=groups) for template in part(language) for hole in template.holes)
    return max(s.change for s in found)


# The target is 0. These are what holds today; the gate (`make eval`) lets neither grow.
NAMES, WORDS = 0.05, 0.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_swap_hardly_moves_the_risk(language: str) -> None:
    assert largest(language, "plain", "script") <= NAMES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_is_an_ordinary_word_moves_it_little(language: str) -> None:
    assert largest(language, "word") <= WORDS


# --- the data


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_of_the_templates_are_deceptive_and_every_hole_is_filled(language: str) -> None:
    found = templates(language)
    assert len(found) >= 6
    assert 2 * sum(template.deceptive for template in found) == len(found)
    assert len({template.id for template in found}) == len(found)
    for template in found:
        conversation = template.filled(template.standard())
        assert all(message.text.strip() for message in conversation.messages)
        assert not any(set("{}") & set(message.text) for message in conversation.messages)
        assert any(message.judged for message in conversation.messages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_hole_has_values_enough_each_once(language: str) -> None:
    for kind in {hole.rstrip("0123456789") for template in templates(language) for hole in template.holes}:
        written = [str(value) for value in values(language, kind)]
        assert len(written) >= 4, kind
        assert len(written) == len(set(written)), kind
    assert {value.group for value in values(language, "name")} == set(GROUPS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_value_of_several_forms_has_each_of_them(language: str) -> None:
    """`{country.gen}` takes the genitive where the language's own values give one."""
    for template in templates(language):
        for kind, form in {
            (m[1], m[2]) for _, text in template.turns for m in re.finditer(r"{(\w+?)\d?\.(\w+)}", text)
        }:
            own = [value for value in values(language, kind) if len(value.forms) > 1]
            assert form in {"lower", "upper"} or (own and all(value.forms.get(form) for value in own)), (kind, form)


def test_a_hole_takes_the_form_that_is_asked_for() -> None:
    rome = Value(forms={"": "Рим", "prep": "Риме"}, group="plain")
    turns = ((False, "{city}: в {city.prep}, {city.lower}, {city.upper}, {city.gen}"),)
    template = Template(id="x", language="ru", deceptive=False, turns=turns)
    assert template.holes == ("city",)
    assert template.filled({"city": rome}).messages[0].text == "Рим: в Риме, рим, РИМ, Рим"


def test_a_line_says_who_speaks() -> None:
    assert spoken("me: well: yes") == (True, "well: yes")
    assert spoken("them: hello") == (False, "hello")
    with pytest.raises(ValueError, match="neither"):
        spoken("somebody: hello")


# --- the measure


def made(*risks: tuple[float, ...], groups: tuple[str, ...] = ()) -> Swap:
    """A swap with these risks after each message, one value for each."""
    kinds = groups or ("plain",) * len(risks)
    outcomes = tuple(
        Outcome(value=Value(forms={"": f"value {at}"}, group=kind), risks=found, flagged=found[-1] > 0.5)
        for at, (found, kind) in enumerate(zip(risks, kinds, strict=True))
    )
    template = Template(id="made-up", language="en", deceptive=True, turns=((False, "{name}"),))
    return Swap(template=template, hole="name2", outcomes=outcomes)


def test_the_measure_sees_what_moves() -> None:
    found = made((0.1, 0.25), (0.1, 0.25), (0.4, 0.75))
    assert found.kind == "name"
    assert found.usual == 0.25
    assert [str(outcome.value) for outcome in found.moved] == ["value 2"]
    assert found.change == 0.5
    assert found.change_anywhere == 0.5
    assert found.change_of_log_odds == pytest.approx(2.1972, abs=1e-4)
    assert found.turned == 1


def test_a_change_on_the_way_counts_too() -> None:
    found = made((0.1, 0.25), (0.9, 0.25))
    assert found.change == 0.0
    assert found.change_anywhere == pytest.approx(0.8)


def test_a_group_is_held_against_the_usual_case() -> None:
    found = made((0.2,), (0.2,), (0.7,), groups=("plain", "plain", "word"))
    assert found.of("plain").change == 0.0
    assert found.of("word").change == pytest.approx(0.5)
    assert found.of("script").change == 0.0


def test_half_of_the_pairs_are_deceptive_and_no_two_wordings_are_alike() -> None:
    found = pairs()
    assert len(found) >= 24
    assert abs(2 * sum(pair.deceptive for pair in found) - len(found)) <= 2
    assert len({pair.id for pair in found}) == len(found)
    assert all(-1 <= pair.gap <= 1 for pair in found)


def test_figures_are_named_for_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.fairness.swaps", lambda: (made((0.2,), (0.3,), groups=("plain", "word")),))
    found = figures()
    assert found["swap: largest change of risk"] == pytest.approx(0.1)
    assert found["swap: share of conversations whose risk moves"] == 0.5
    assert all(isinstance(value, float) and value >= 0 for value in found.values())
