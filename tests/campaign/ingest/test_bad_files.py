"""What is damaged, missing or forbidden: the rest is read, and the loss is said; never a traceback."""

from __future__ import annotations

import contextlib
import gzip
import io
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bonafides.campaign.ingest import files as files_module
from bonafides.errors import CampaignError
from tests.campaign.ingest.conftest import HEADER, Reader, Writer

T = 1_772_323_200
GOOD = f"{HEADER}\ngood,t,{T}\n"


def many(rows: int, start: int = 0) -> str:
    return "".join(f"a{n},t{n * 7919 % 10007},{T + n}\n" for n in range(start, start + rows))


def parquet(rows: int, **settings: object) -> bytes:
    sink = io.BytesIO()
    numbers = range(rows)
    table = pa.table(
        {
            "account": [f"a{n}" for n in numbers],
            "target": [f"t{n}" for n in numbers],
            "sent_at": [T + n for n in numbers],
        }
    )
    pq.write_table(table, sink, **settings)
    return sink.getvalue()


LINES = {
    "open quote": ('b,"t,1772323200', 1),
    "too few fields": ("b,t", 1),
    "too many fields": ("b,t,1772323200,x,y", 1),
    "text after quotes": ('b,"t"x,1772323200', 1),
    "garbage": ("\x01\x02\x03", 1),
}


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_bad_line_of_csv_costs_itself_only(name: str, end: str, read: Reader, write: Writer) -> None:
    line, lost = LINES[name]
    text = "\n".join([HEADER, f"a,t,{T}", line, f'"c ""q"", d","t{chr(10)}u",{T}', f"e,t,{T}", ""]).replace("\n", end)
    found = read(write("a.csv", text))
    assert [account for account, _ in found.pairs()] == ["a", 'c "q", d', "e"]
    (loss,) = [loss for loss in found.result.dropped if "no record" in loss.what]
    assert (loss.count, loss.examples, loss.fatal) == (lost, ("line 3",), False)


def test_bad_lines_of_jsonl(read: Reader, write: Writer) -> None:
    good = '{"account":%s,"target":"t","sent_at":1772323200}'
    lines = [good % 1, "{broken", "[1, 2]", "", good % 12345678901234567890, "null", good % '"x\\ud83d"', '{"account":']
    found = read(write("a.jsonl", "\n".join(lines)))
    assert sorted(found.column("account")) == ["1", "12345678901234567890", "x?"]
    (loss,) = [loss for loss in found.result.dropped if "no JSON object" in loss.what]
    assert (loss.count, loss.examples) == (4, ("line 2", "line 3", "line 6", "line 8"))


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_invalid_utf8_is_replaced_and_counted(suffix: str, read: Reader, write: Writer) -> None:
    content = f"{HEADER},text\na,t,{T},caf\ufffe\nb,t,{T},legal \ufffd\n"
    if suffix == "jsonl":
        content = f'{{"account":"a","target":"t","sent_at":{T},"text":"caf\ufffe"}}\n'
        content += f'{{"account":"b","target":"t","sent_at":{T},"text":"legal \ufffd"}}\n'
    found = read(write(f"a.{suffix}", content.encode().replace("\ufffe".encode(), b"\xe9")))
    assert found.column("text") == ["caf\ufffd", "legal \ufffd"]
    assert found.dropped("bytes that are no text") == 1


def test_invalid_utf8_in_parquet(read: Reader, tmp_path: Path) -> None:
    text = pa.array([b"caf\xe9", b"fine"], pa.binary()).view(pa.string())
    table = pa.table({"account": ["a", "b"], "target": ["t", "t"], "sent_at": [T, T], "text": text})
    pq.write_table(table, tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert found.column("text") == ["caf\ufffd", "fine"]
    assert found.dropped("bytes that are no text") == 1


def cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


WHOLE = (HEADER + "\n" + many(20_000)).encode()
JSON = "".join(f'{{"account":"a{n}","target":"t","sent_at":{T + n}}}\n' for n in range(20_000)).encode()
CUT = {
    "a.csv.gz": cut(gzip.compress(WHOLE)),
    "a.csv.zst": cut(pa.Codec("zstd").compress(WHOLE, asbytes=True)),
    "a.jsonl.gz": cut(gzip.compress(JSON)),
    "a.jsonl.zst": cut(pa.Codec("zstd").compress(JSON, asbytes=True)),
}


@pytest.mark.parametrize("name", CUT)
def test_what_comes_before_the_cut_is_kept(name: str, read: Reader, write: Writer) -> None:
    found = read(write(name, CUT[name]), write("b.csv", GOOD))
    assert found.fatal()[0].endswith(name)
    assert 5_000 < len(found.rows()) < 20_000
    assert "good" in found.column("account")


LOST = {
    "cut.parquet": cut(parquet(1000)),
    "cut.parquet.gz": cut(gzip.compress(parquet(1000))),
    "noise.parquet": random.Random(1).randbytes(5000),
    "noise.csv": random.Random(2).randbytes(5000),
    "noise.jsonl": random.Random(3).randbytes(5000),
    "noise": random.Random(4).randbytes(5000),
    "noise.csv.gz": gzip.compress(b"x" * 9)[:6] + random.Random(5).randbytes(5000),
    "magic.parquet": b"PAR1",
    "list.json": b'[{"account":"a"}]',
    "header.zst": b"\x28\xb5\x2f\xfd",
}


@pytest.mark.parametrize("name", LOST)
def test_one_lost_file_among_many(name: str, read: Reader, write: Writer, tmp_path: Path) -> None:
    for n in range(5):
        write(f"log/{n}.csv", f"{HEADER}\na{n},t,{T}\n")
    lost = write(f"log/{name}", LOST[name])
    found = read(tmp_path / "log", lost)
    assert len(found.rows()) == 5
    assert len(found.fatal()) == 1
    assert name in found.fatal()[0]


@pytest.mark.parametrize("name", LOST)
def test_nothing_readable_at_all(name: str, read: Reader, write: Writer) -> None:
    with pytest.raises(CampaignError, match=name):
        read(write(name, LOST[name]))


def test_damaged_files_are_found_among_alike_ones(read: Reader, write: Writer, tmp_path: Path) -> None:
    for n in range(9):
        write(f"log/{n}.csv", f"{HEADER}\na{n},t,{T}\n" + ("b,t\n" if n in {3, 7} else ""))
    found = read(tmp_path / "log")
    assert found.column("account") == [f"a{n}" for n in range(9)]
    assert sorted(loss.where for loss in found.result.dropped if "no record" in loss.what) == ["3.csv", "7.csv"]
    assert found.result.counts["events_read"] == 9


def test_a_damaged_row_group(read: Reader, tmp_path: Path) -> None:
    data = bytearray(parquet(3000, row_group_size=1000, compression="snappy", use_dictionary=False))
    column = pq.ParquetFile(io.BytesIO(bytes(data))).metadata.row_group(1).column(0)
    start = column.data_page_offset
    data[start + 40 : start + column.total_compressed_size] = bytes(column.total_compressed_size - 40)
    (tmp_path / "a.parquet").write_bytes(bytes(data))
    found = read(tmp_path / "a.parquet")
    assert len(found.rows()) == 2000
    (loss,) = [loss for loss in found.result.dropped if loss.fatal]
    assert (loss.what, loss.examples) == ("row group cannot be decoded", ("row group 1",))


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_empty_files(content: str, read: Reader, write: Writer) -> None:
    found = read(write("empty.csv", content), write("empty.parquet", content), write("b.csv", GOOD))
    assert found.pairs() == [("good", "t")]
    assert found.dropped("is empty") == 2
    assert not found.fatal()


@pytest.mark.parametrize("content", ["", HEADER, HEADER + "\n"])
def test_no_event_at_all(content: str, read: Reader, write: Writer) -> None:
    with pytest.raises(CampaignError):
        read(write("a.csv", content))


def test_header_only_among_others(read: Reader, write: Writer) -> None:
    assert read(write("a.csv", HEADER + "\n"), write("b.csv", GOOD)).pairs() == [("good", "t")]


def test_an_empty_table_of_parquet(read: Reader, write: Writer) -> None:
    assert read(write("a.parquet", parquet(0)), write("b.csv", GOOD)).pairs() == [("good", "t")]


@pytest.mark.parametrize("source", ["no-such-file.csv", "no-such-folder/", "*.csv", "[ab].parquet"])
def test_what_is_not_there(source: str, read: Reader, tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match=r"no such file|no file has a name like that") as error:
        read(tmp_path / source)
    assert error.value.next_step


def test_no_permission(read: Reader, write: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = write("secret.csv", GOOD)
    real = files_module.head

    def refuse(path: Path, size: int = 1) -> bytes:
        if path == secret:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, size)

    monkeypatch.setattr("bonafides.campaign.ingest.heads.head", refuse)
    found = read(secret, write("b.csv", GOOD))
    (loss,) = [loss for loss in found.result.dropped if loss.fatal]
    assert (loss.where, loss.why) == (str(secret), "permission denied")
    with pytest.raises(CampaignError, match="permission denied"):
        read(secret)


def test_an_empty_directory(read: Reader, tmp_path: Path) -> None:
    with pytest.raises(CampaignError):
        read(tmp_path)


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(CELLS, min_size=1, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n"]),
    damaged=st.booleans(),
)
def test_any_text_survives_csv(
    texts: list[str], delimiter: str, end: str, damaged: bool, read: Reader, write: Writer
) -> None:
    def line(*cells: str) -> str:
        return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells) + end

    rows = [line(f"a{n}", "t", str(T), text) for n, text in enumerate(texts)]
    header = delimiter.join(["account", "target", "sent_at", "text"]) + end
    found = read(write("a.csv", header + "".join(rows) + (f"only-one-field{end}" if damaged else "")))
    assert found.column("text") == texts
    assert found.dropped("no record") == damaged


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=300),
    name=st.sampled_from(["x.csv", "x.jsonl", "x.parquet", "x.csv.gz", "x", "x.jsonl.zst"]),
)
def test_no_bytes_bring_more_than_a_campaign_error(data: bytes, name: str, read: Reader, write: Writer) -> None:
    good = f'{{"account":"a","target":"t","sent_at":{T}}}\n' if "jsonl" in name else GOOD
    for content in (data, good.encode() + data):
        with contextlib.suppress(CampaignError):
            read(write(name, content))
