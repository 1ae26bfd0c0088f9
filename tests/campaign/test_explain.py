"""Answers from the folder of a run: why two accounts are linked or not, and why an account is in no campaign."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

pytest.importorskip("duckdb")
pytest.importorskip("graspologic_native")
import pyarrow.parquet as pq

from bonafides.campaign.accounts_file import write_accounts
from bonafides.campaign.explain import as_json, explain, why_not
from bonafides.campaign.parameters import Parameters
from bonafides.campaign.sweep import sweep
from bonafides.errors import CampaignError
from tests.campaign.logs import DAY, START, contact, names, organic, put_log, ring, small_duck


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One ring is shown, another is held back, a pair is linked and no more."""
    folder = tmp_path_factory.mktemp("run")
    events = organic(200) + ring(8) + ring(6, name="other", seed=7, begins=12 * DAY)
    events += [contact(f"pair-{end}", f"unseen-{k}", START + k * DAY + end) for end in (0, 1) for k in range(8)]
    with small_duck() as engine:
        put_log(engine, events)
        found = sweep(engine, Parameters())
        shown = [("c-1", one) for one in found.candidates if frozenset(one.names) == names("ring", 8)]
        write_accounts(engine, found, shown, folder / "accounts.parquet")
    pq.write_table(found.edges, folder / "edges.parquet")
    values = {"parameters": asdict(Parameters()), "held_back": {"over-budget": 0, "purpose-unknown": 1}}
    (folder / "run.json").write_text(json.dumps(values))
    (folder / "_SUCCESS").touch()
    return folder


@pytest.mark.parametrize(
    ("a", "b", "said", "unsaid"),
    [
        (
            "ring-0",
            "ring-1",
            ["ring-0 and ring-1 are linked", "targets: they share", "Both are in campaign c-1"],
            ["not"],
        ),
        ("ring-1", "ring-0", ["ring-1 and ring-0 are linked", "Both are in campaign c-1"], []),
        ("pair-0", "pair-1", ["are linked", "they share 8 people they turned to; 8 within 1h"], ["campaign"]),
        ("other-0", "other-1", ["are linked"], ["campaign"]),
        ("ring-0", "other-0", ["are not linked", "people contacted"], ["Both are in"]),
        ("ring-0", "member-0001", ["are not linked"], ["Both are in"]),
    ],
)
def test_why_two_are_linked_or_not(run: Path, a: str, b: str, said: list[str], unsaid: list[str]) -> None:
    text = explain(run, a, b)
    for words in said:
        assert words in text, text
    for words in unsaid:
        assert words not in text, text


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ("ring-3", ["It is in campaign c-1", "Its strongest links", "ring-"]),
        ("other-2", ["not shown", "1 groups are without lures", "--purpose any"]),
        ("pair-0", ["linked to others, but not to enough", "at least 3 partners", "pair-1"]),
        ("member-0003", ["No link to another account is beyond chance", "0.01"]),
    ],
)
def test_why_an_account_is_in_no_campaign(run: Path, account: str, said: list[str]) -> None:
    text = why_not(run, account)
    for words in said:
        assert words in text, text
    assert text.startswith(f"{account}: ")


def test_no_target_is_named(run: Path) -> None:
    for text in (explain(run, "ring-0", "ring-1"), why_not(run, "ring-0"), why_not(run, "pair-0")):
        assert "person-" not in text
        assert "unseen-" not in text


@pytest.mark.parametrize("account", ["nobody", "", "person-00001", "x" * 9_999, "'; DROP TABLE x"])
def test_an_account_that_the_log_does_not_know(run: Path, account: str) -> None:
    for second in (True, False):
        with pytest.raises(CampaignError) as caught:
            explain(run, "ring-0", account) if second else why_not(run, account)
        assert caught.value.next_step
        assert len(str(caught.value)) < 600


@pytest.mark.parametrize("missing", ["_SUCCESS", "run.json", "accounts.parquet", "edges.parquet"])
@pytest.mark.parametrize("how", ["gone", "spoilt"])
def test_a_folder_that_is_not_whole(run: Path, tmp_path: Path, missing: str, how: str) -> None:
    for path in run.iterdir():
        if path.name != missing:
            (tmp_path / path.name).write_bytes(path.read_bytes())
        elif how == "spoilt":
            (tmp_path / path.name).write_bytes(b"\x00nothing")
    if (missing, how) == ("_SUCCESS", "spoilt"):
        assert why_not(tmp_path, "ring-0"), "what is in it does not matter"
        return
    with pytest.raises(CampaignError):
        why_not(tmp_path, "ring-0")


def test_one_line_of_json() -> None:
    assert as_json({"b": "ц", "a": "1\n2"}) == '{"a": "1\\n2", "b": "ц"}'
