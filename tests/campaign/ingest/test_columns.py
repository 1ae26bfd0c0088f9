"""Names of columns: what is missing is said with what is there, and any name can be mapped."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bonafides.errors import CampaignError
from tests.campaign.ingest.conftest import HEADER, Reader, Writer

T = 1_772_323_200
ODD = [
    "select",
    "from",
    "order",
    'quo"te',
    "it's",
    "a`b",
    "{brace}",
    "with space",
    "ünïcode",
    "semi;colon",
    "dot.ted",
    "at",
]


def files(theirs: str, folder: Path) -> dict[str, Path]:
    quoted = '"' + theirs.replace('"', '""') + '"'
    (folder / "a.csv").write_text(f"{quoted},target,sent_at,extra\na,t,{T},1\n")
    pq.write_table(pa.table({theirs: ["a"], "target": ["t"], "sent_at": [T], "extra": [1]}), folder / "a.parquet")
    key = theirs.replace('"', '\\"')
    (folder / "a.jsonl").write_text(f'{{"{key}":"a","target":"t","sent_at":{T},"extra":{{"x":1}}}}\n')
    return {path.suffix: path for path in folder.iterdir()}


@pytest.mark.parametrize("theirs", ODD)
@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".jsonl"])
def test_any_name_can_be_mapped(theirs: str, suffix: str, read: Reader, tmp_path: Path) -> None:
    found = read(files(theirs, tmp_path)[suffix], renamed={theirs: "account"})
    assert found.pairs() == [("a", "t")]


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".jsonl"])
def test_upper_case_names_are_ours(suffix: str, read: Reader, tmp_path: Path) -> None:
    assert read(files("Account", tmp_path)[suffix]).pairs() == [("a", "t")]


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".jsonl"])
def test_a_missing_column_is_said(suffix: str, read: Reader, tmp_path: Path) -> None:
    path = files("sender", tmp_path)[suffix]
    with pytest.raises(CampaignError) as error:
        read(path)
    told = str(error.value)
    assert all(
        part in told for part in (str(path), "no column account", "sender, target, sent_at", "--map THEIRS=account")
    )


def test_a_file_without_header_shows_no_words(read: Reader, write: Writer) -> None:
    with pytest.raises(CampaignError) as error:
        read(write("a.csv", f"a17,t,{T},I would like to talk about a private matter with you\n"))
    assert "private matter" not in str(error.value)


def test_a_mapped_column_wins_over_one_of_the_name(read: Reader, write: Writer) -> None:
    path = write("a.csv", f"account,sender,target,sent_at\nx,a,t,{T}\n")
    assert read(path, renamed={"sender": "account"}).pairs() == [("a", "t")]


def test_names_can_be_swapped(read: Reader, write: Writer) -> None:
    path = write("a.csv", f"target,account,sent_at\na,t,{T}\n")
    assert read(path, renamed={"target": "account", "account": "target"}).pairs() == [("a", "t")]


def test_names_that_differ_in_case_only(read: Reader, write: Writer, tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"Account": ["no"], "account": ["a"], "target": ["t"], "sent_at": [T]}), tmp_path / "a.parquet"
    )
    write("b.jsonl", f'{{"Account":"no","account":"a","target":"u","sent_at":{T}}}\n')
    write("c.csv", f"Account,account,target,sent_at\nno,a,v,{T}\n")
    assert read(tmp_path).pairs() == [("a", "t"), ("a", "u"), ("a", "v")]


@pytest.mark.parametrize(
    ("renamed", "word"), [({"x": "nothing"}, "no column nothing"), ({"sendr": "account"}, "sendr")]
)
def test_a_map_that_leads_nowhere(renamed: dict[str, str], word: str, read: Reader, write: Writer) -> None:
    with pytest.raises(CampaignError, match=word):
        read(write("a.csv", f"{HEADER}\na,t,{T}\n"), renamed=renamed)


WRONG = {
    "account": pa.array([[1]]),
    "target": pa.array([True]),
    "sent_at": pa.array([{"x": 1}]),
    "text": pa.array([["a"]]),
}


@pytest.mark.parametrize("name", WRONG)
def test_types_that_cannot_be_read(name: str, read: Reader, tmp_path: Path) -> None:
    columns = {"account": pa.array(["a"]), "target": pa.array(["t"]), "sent_at": pa.array([T]), name: WRONG[name]}
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    with pytest.raises(CampaignError, match=f"a.parquet.*column {name} cannot be read"):
        read(tmp_path / "a.parquet")


def test_a_mapped_partition_column(read: Reader, write: Writer, tmp_path: Path) -> None:
    write("log/sender=a/x.csv", f"target,sent_at\nt,{T}\n")
    assert read(tmp_path / "log", renamed={"sender": "account"}).pairs() == [("a", "t")]
