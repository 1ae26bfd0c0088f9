"""Texts are used only where they may be."""

from __future__ import annotations

import json

import pytest

from bonafides.model.campaign import Dropped
from tests.campaign.ingest.conftest import HEADER, Read, Reader, Writer

T = 1_772_323_200
FULL = f"{HEADER},text,text_hash,url,handle,content_basis\n"


def content(found: Read) -> dict[str, list[str | None]]:
    return {row["account"]: [row["text"], row["text_hash"], row["url"]] for row in found.rows()}


@pytest.mark.parametrize(
    ("basis", "kept", "allowed"),
    [("reported", "reported", True), (" Lawful ", "lawful", True), ("", None, False), ("consent", None, False)],
)
def test_basis(basis: str, kept: str | None, allowed: bool, read: Reader, write: Writer) -> None:
    found = read(write("a.csv", f"{FULL}a,t,{T},hello,abc,https://x.example,@h,{basis}\n"))
    (row,) = found.rows()
    assert content(found)["a"] == (["hello", "abc", "https://x.example"] if allowed else [None] * 3)
    assert (row["handle"], row["content_basis"]) == ("@h", kept)
    assert found.dropped("does not allow") == (not allowed)
    assert found.dropped("neither reported") == (basis == "consent")
    counts = found.result.counts
    assert (counts["texts_there"], counts["texts_allowed"], counts["texts_without_basis"]) == (1, int(allowed), 0)


def test_without_the_column_it_is_the_operators_word(read: Reader, write: Writer) -> None:
    found = read(write("a.csv", f"{HEADER},text\na,t,{T},hello\nb,t,{T},\n"))
    assert found.column("text") == ["hello", None]
    assert found.result.counts["texts_without_basis"] == 1
    assert found.dropped("without content_basis, used") == 1


def test_one_file_with_the_column_binds_all(read: Reader, write: Writer) -> None:
    one = write("a.csv", f"{HEADER},text\na,t,{T},hello\n")
    two = write("b.csv", f"{HEADER},text,content_basis\nb,t,{T},hello,\nc,t,{T},hello,lawful\n")
    found = read(one, two)
    assert found.column("text") == [None, None, "hello"]
    assert found.dropped("does not allow") == 2


def test_a_late_basis_of_jsonl_counts(read: Reader, write: Writer) -> None:
    rows = [{"account": f"a{n}", "target": "t", "sent_at": T, "text": "x" * 100} for n in range(2000)]
    rows.append({**rows[0], "account": "b", "content_basis": "reported"})
    found = read(write("a.jsonl", "\n".join(map(json.dumps, rows))))
    assert [row["account"] for row in found.rows() if row["text"]] == ["b"]
    assert found.result.counts["texts_allowed"] == 1


def test_no_content_mode(read: Reader, write: Writer) -> None:
    accounts = write("accounts.csv", "account,headline,bio,employer\na,H,B,Example Ltd\n")
    path = write("a.csv", f"{FULL}a,t,{T},hello,abc,https://x.example,@h,reported\n")
    found = read(path, accounts=accounts, content=False)
    assert content(found)["a"] == [None] * 3
    assert found.column("handle") == ["@h"]
    assert found.column("content_basis") == ["reported"]
    (row,) = found.rows("accounts")
    assert (row["headline"], row["bio"], row["employer"]) == (None, None, "Example Ltd")


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_very_long_texts(suffix: str, read: Reader, write: Writer) -> None:
    text = "ä" * 5_000_000
    line = f"{HEADER},text\na,t,{T},{text}\nb,t,{T},{'x' * 20_000}\n"
    if suffix == "jsonl":
        rows = [{"account": "a", "text": text}, {"account": "b", "text": "x" * 20_000}]
        line = "".join(json.dumps({**row, "target": "t", "sent_at": T}, ensure_ascii=False) + "\n" for row in rows)
    found = read(write(f"a.{suffix}", line))
    assert found.column("text") == ["ä" * 20_000, "x" * 20_000]
    assert found.dropped("longer than 20,000") == 1
    assert not found.fatal()


def test_null_bytes_go_and_all_else_of_a_text_stays(read: Reader, write: Writer) -> None:
    found = read(write("a.csv", f'{HEADER},text\na,t,{T},"  a\0b \u200b\U0001f600\n "\n'))
    assert found.column("text") == ["  ab \u200b\U0001f600\n "]


def test_no_report_holds_a_text(read: Reader, write: Writer) -> None:
    secret = "my-secret-words"
    bad = f"{FULL}a,t,{T},{secret},{secret},{secret},@h,{secret}\n"
    bad += f'b,"{secret},{secret}\n{secret}\nc,t,{secret},{secret},,,,\n'
    found = read(write("a.csv", bad), write("b.jsonl", f'{{"account":"a","target":"t","sent_at":{T}}}\n{secret}\n'))
    assert found.rows()
    assert all(secret not in repr(loss) for loss in found.result.dropped)
    assert all(isinstance(loss, Dropped) for loss in found.result.dropped)
