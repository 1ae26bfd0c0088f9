"""Lists of accounts of any form: the same ids, and a clear word for what cannot be used."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

from bonafides.campaign.rosters import GROUP, LABEL, identified, read_roster  # noqa: E402
from bonafides.errors import CampaignError  # noqa: E402


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (42, "42"),
        (42.0, "42"),
        ("42", "42"),
        ("42.0", "42"),
        (" a b ", "a b"),
        ("1.23457E+11", None),
        (1e300, None),
        (float("nan"), None),
        ("", None),
        ("NULL", None),
        (None, None),
        (True, None),
        (["a"], None),
        (b"a1", "a1"),
        ("x" * 1001, None),
        ("007", "007"),
    ],
)
def test_an_id_is_one_whatever_its_type(value: object, expected: str | None) -> None:
    assert identified(value) == expected


ROWS = (("1", "choir"), ("2", "choir"), ("2", "band"))


def written(folder: Path, form: str) -> Path:
    path = folder / f"list.{form}"
    match form:
        case "csv":
            path.write_text("group,account\nchoir,1\nchoir,2\nband,2\nband,\n,3\n")
        case "tsv":
            path.write_text("Account\tother\tGROUP\n1\tx\tchoir\n2\tx\tchoir\n2\tx\tband\n\tx\tband\n3\tx\t\n")
        case "csv.gz":
            path.write_bytes(gzip.compress(b"account,group\n1,choir\n2,choir\n2,band\n,band\n3,\n"))
        case "jsonl":
            rows: list[object] = [{"account": 1, "group": "choir"}, {"account": 2.0, "group": ["choir", "band"]}, [1]]
            path.write_text("\n".join([*map(json.dumps, rows), "{"]))
        case "parquet":
            table = {"account": [1.0, 2.0, 2.0, None, 3.0], "group": ["choir", "choir", "band", "band", None]}
            pq.write_table(pa.table(table), path)
    return path


@pytest.mark.parametrize("form", ["csv", "tsv", "csv.gz", "jsonl", "parquet"])
def test_every_form_gives_the_same(form: str, tmp_path: Path) -> None:
    found = read_roster(written(tmp_path, form), group=GROUP)
    assert found.rows == ROWS
    assert found.skipped == 2
    assert found.groups == {"band": frozenset("2"), "choir": frozenset("12")}
    assert found.accounts == frozenset("12")


@pytest.mark.parametrize("content", ["7\n8\n8\n", "account\n7\n8\n", "\ufeffaccount,note\r\n7,x\r\n8,y\r\n", "7\n\n8"])
def test_a_plain_list_needs_no_header(content: str, tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    path.write_bytes(content.encode())
    assert read_roster(path).rows == (("7", ""), ("8", ""))


@pytest.mark.parametrize(("column", "others"), [("campaign", "label,group"), ("label", "group,x"), ("group", "x,y")])
def test_the_column_of_a_label_has_several_names(column: str, others: str, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(f"{others},{column},account\nu,v,mine,1\n")
    assert read_roster(path, group=LABEL).rows == (("1", "mine"),)


@pytest.mark.parametrize(
    ("content", "group", "words"),
    [
        (b"", GROUP, "empty"),
        (b"\n\n", GROUP, "empty"),
        (b"account,club\n1,x\n", GROUP, "missing"),
        (b"person,group\n1,x\n", GROUP, "missing"),
        (b"person,name\n1,x\n", (), "missing"),
        (b"account,group\n,x\n", GROUP, "none of the 1 rows"),
        (b"account,group\n", GROUP, "none of the 0 rows"),
        (b"PAR1 and then nothing", GROUP, "cannot be read"),
        (b'[{"account": 1}]', (), "cannot be read"),
        (gzip.compress(b"account,group\n1,x\n" * 20_000, mtime=0)[:60], GROUP, "damaged"),
    ],
)
def test_what_cannot_be_used_is_said(content: bytes, group: tuple[str, ...], words: str, tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(content)
    with pytest.raises(CampaignError, match=words) as caught:
        read_roster(path, group=group)
    assert caught.value.next_step
    assert caught.value.where == str(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="cannot be opened"):
        read_roster(tmp_path / "nowhere.csv")
