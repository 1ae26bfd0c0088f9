"""The held-out generator: shapes, the same log for the same seed, labels that fit the events, and clear refusals."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numpy")
pq = pytest.importorskip("pyarrow.parquet")

from bonafides.errors import BonafidesError  # noqa: E402
from evals.campaigns_blind import Summary, write_log  # noqa: E402
from evals.campaigns_blind.__main__ import main  # noqa: E402
from evals.campaigns_blind.gatherings import table  # noqa: E402
from evals.campaigns_blind.rings import sizes  # noqa: E402
from evals.campaigns_blind.wording import LANGUAGES, SLOT, lure, words  # noqa: E402

EVENTS, SEED = 20_000, 5
FILES = {
    "events": ["account", "target", "sent_at", "kind", "text", "url", "handle", "content_basis"],
    "accounts": ["account", "created_at", "employer", "headline", "bio", "photo_hash", "network"],
    "targets": ["target", "sector", "employer"],
}
HOUR = 3_600


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return write_log(tmp_path_factory.mktemp("log"), events=EVENTS, seed=SEED, small_rings=2)


def column(folder: Path, file: str, name: str) -> list[Any]:
    values: list[Any] = pq.read_table(folder / f"{file}.parquet", columns=[name])[name].to_pylist()
    return values


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named(folder: Path, file: str, name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows(folder / file):
        found[row[name]].add(row["account"])
    return found


def contacts(folder: Path, members: set[str]) -> dict[str, list[tuple[float, str]]]:
    """(seconds, account) of each contact by the members, by target."""
    columns = (column(folder, "events", name) for name in ("account", "target", "sent_at"))
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for account, target, sent in zip(*columns, strict=True):
        if account in members:
            found[target].append((sent.timestamp(), account))
    return found


@pytest.mark.parametrize("file", FILES)
def test_every_table_has_its_columns(made: Summary, file: str) -> None:
    assert pq.read_schema(made.folder / f"{file}.parquet").names == FILES[file]


def test_the_log_has_exactly_the_events_asked_for_ten_per_account_within_its_days(made: Summary) -> None:
    sent = column(made.folder, "events", "sent_at")
    assert len(sent) == made.events == EVENTS
    assert made.accounts == EVENTS // 10
    assert sent == sorted(sent)
    assert 30 <= made.days <= 90
    assert (sent[-1] - sent[0]).days < made.days
    assert sent[0].utcoffset() is not None


def test_ids_in_the_log_are_in_the_tables_and_no_id_is_both(made: Summary) -> None:
    accounts, targets = (set(column(made.folder, *it)) for it in (("accounts", "account"), ("targets", "target")))
    assert len(accounts) == made.accounts
    assert len(targets) == made.targets
    assert set(column(made.folder, "events", "account")) <= accounts
    assert set(column(made.folder, "events", "target")) <= targets
    assert not accounts & targets


def test_the_traffic_has_a_heavy_tail(made: Summary) -> None:
    sent: dict[str, int] = defaultdict(int)
    for account in column(made.folder, "events", "account"):
        sent[account] += 1
    counts = sorted(sent.values())
    assert counts[-1] > 10 * counts[len(counts) // 2]


def test_pictures_are_sixteen_hexadecimal_digits_or_none(made: Summary) -> None:
    photos = column(made.folder, "accounts", "photo_hash")
    assert {len(photo) for photo in photos if photo} == {16}
    assert all(int(photo, 16) >= 0 for photo in photos if photo)
    assert None in photos


def test_only_texts_have_a_basis_and_every_slot_is_filled(made: Summary) -> None:
    texts, bases = (column(made.folder, "events", name) for name in ("text", "content_basis"))
    assert set(bases) == {"", "lawful", "reported"}
    assert {basis for text, basis in zip(texts, bases, strict=True) if text is None} == {""}
    assert [text for text in texts if text and SLOT.search(text)] == []


def test_labels_lookalikes_and_groups_are_apart(made: Summary) -> None:
    campaigns = named(made.folder, "labels.csv", "campaign")
    lookalikes = named(made.folder, "lookalikes.csv", "lookalike")
    groups = named(made.folder, "groups.csv", "group")
    assert set(lookalikes) == {row.name for row in table() if row.kind == "look-alike"}
    assert set(groups) == {row.name for row in table() if row.kind == "group"}
    assert len(lookalikes["executive-search"]) == 30
    everybody = [account for many in (campaigns, lookalikes, groups) for held in many.values() for account in held]
    assert len(everybody) == len(set(everybody))
    assert set(everybody) <= set(column(made.folder, "accounts", "account"))


def test_campaigns_have_the_sizes_asked_for(made: Summary) -> None:
    campaigns = named(made.folder, "labels.csv", "campaign")
    large = [len(members) for name, members in campaigns.items() if name.startswith("c")]
    small = [len(members) for name, members in campaigns.items() if name.startswith("s")]
    assert len(large) >= 3
    assert all(8 <= size <= 40 for size in large)
    assert [4 <= size <= 7 for size in small] == [True, True]
    assert made.campaigns == len(campaigns)
    assert made.planted == sum(large) + sum(small)


def test_a_campaign_shares_its_targets_within_a_fortnight(made: Summary) -> None:
    campaigns = named(made.folder, "labels.csv", "campaign")
    for members in (members for name, members in campaigns.items() if name.startswith("c")):
        by_target = contacts(made.folder, members)
        after = {who: {name for _, name in held} for who, held in by_target.items()}
        pool = [who for who, names in after.items() if len(names) > 1 and len(names) >= 0.25 * len(members)]
        assert len(pool) >= 8
        middles = sorted(sorted(when for when, _ in by_target[who])[len(by_target[who]) // 2] for who in pool)
        assert middles[-1] - middles[0] <= 14 * 24 * HOUR


def test_three_tenths_of_a_campaigns_events_are_camouflage(made: Summary) -> None:
    members = set().union(*named(made.folder, "labels.csv", "campaign").values())
    written = column(made.folder, "events", "account")
    lures = sum(map(len, contacts(made.folder, members).values()))
    alone = sum(len(held) for held in contacts(made.folder, members).values() if len({who for _, who in held}) == 1)
    assert len(written) > lures
    assert 0.1 <= alone / lures <= 0.45


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_log(made: Summary, tmp_path: Path) -> None:
    again = write_log(tmp_path / "again", events=EVENTS, seed=SEED, small_rings=2)
    other = write_log(tmp_path / "other", events=EVENTS, seed=SEED + 1, small_rings=2)
    for path in made.folder.iterdir():
        assert (again.folder / path.name).read_bytes() == path.read_bytes()
        assert (other.folder / path.name).read_bytes() != path.read_bytes()
    assert made.density != other.density
    assert all(0.4 <= it.density <= 1.0 for it in (made, other))


def test_an_organic_log_has_no_labels_but_all_lookalikes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--events", str(EVENTS), "--seed", "3", "--out", str(tmp_path), "--no-rings"]) == 0
    assert "0 campaigns of 0 accounts" in capsys.readouterr().out
    assert (tmp_path / "labels.csv").read_text(encoding="utf-8") == "account,campaign\n"
    assert len(named(tmp_path, "lookalikes.csv", "lookalike")) == 6
    assert len(named(tmp_path, "groups.csv", "group")) == 8


@pytest.mark.parametrize("wrong", [{"events": 100}, {"seed": -1}, {"small_rings": -2}, {"small_rings": 500}])
def test_what_cannot_be_made_is_refused(wrong: dict[str, int], tmp_path: Path) -> None:
    with pytest.raises(BonafidesError):
        write_log(tmp_path / "log", **{"events": EVENTS, "seed": 1, **wrong})  # type: ignore[arg-type]
    assert not (tmp_path / "log").exists()


def test_a_refusal_is_one_line_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--events", "10", "--seed", "1", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(("accounts", "least"), [(1_000, 3), (100_000, 3), (1_000_000, 25)])
def test_campaigns_are_one_account_in_a_thousand_and_at_least_three(accounts: int, least: int) -> None:
    found = sizes(accounts, random.Random(1))
    assert len(found) >= least
    assert sum(found) >= accounts / 1_000
    assert len(found) == 3 or sum(found) < accounts / 1_000 + 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_the_lures_say_the_same_in_other_words(language: str) -> None:
    dice = random.Random(4)
    one = lure(language, "Hazelgate Talent", dice)
    said = {one.paraphrase("@office", dice)[0] for _ in range(30)}
    assert len(said) > 25
    assert one.verbatim("@office") == one.verbatim("@office")
    assert {slot for text in said for slot in SLOT.findall(text)} <= {"name"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_parts(language: str) -> None:
    assert words(language).lure.keys() == words("en").lure.keys()
    assert set(words(language).plain) >= {"note", "sentence", "job"}
