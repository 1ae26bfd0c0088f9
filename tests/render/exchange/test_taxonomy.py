"""Techniques: every sign and stage that the table names is one of ours, every id has its name."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from bonafides.detect import INDICATORS
from bonafides.model import Stage
from bonafides.render.exchange.taxonomy import ATTACK, known, of_sign
from bonafides.render.exchange.value import Sign

TABLE = tomllib.loads(files("bonafides.render.exchange").joinpath("taxonomy.toml").read_text("utf-8"))


def test_the_table_names_only_what_there_is() -> None:
    assert set(TABLE["indicators"]) <= {each.id for each in INDICATORS}
    assert set(TABLE["stages"]) <= {each.value for each in Stage}
    groups = (TABLE[name].values() for name in ("stages", "indicators", "network", "impersonation"))
    used = {each for group in groups for ids in group for each in ids}
    assert used == {each.id for each in known()}


def test_every_sign_of_a_stage_is_an_instance_of_something_and_evidence_against_of_nothing() -> None:
    for each in INDICATORS:
        sign = Sign(
            indicator=each.id, polarity=each.polarity.value, kind=each.kind.value, contribution=1.0,
            stage=each.stage.value if each.stage else "",
        )  # fmt: skip
        found = of_sign(sign)
        assert bool(found) == (each.stage is not None and each.polarity.value == "for"), each.id


def test_names_tags_and_places() -> None:
    by_id = {each.id: each for each in known()}
    assert by_id["T1684.001"].tag == 'misp-galaxy:mitre-attack-pattern="Impersonation - T1684.001"'
    assert by_id["T1684.001"].url == "https://attack.mitre.org/techniques/T1684/001"
    assert by_id["T0097.106"].tag == 'misp-galaxy:disarm-techniques="Recruiter Persona"'
    assert "T1656" not in by_id
    assert {each.source for each in known()} == {ATTACK, "DISARM"}
