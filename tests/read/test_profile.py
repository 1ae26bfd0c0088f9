"""A person's own export: every table, in several languages, and whatever else somebody may hand in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from bonafides.errors import ReadError
from bonafides.model.exposure import OwnProfile, Table
from bonafides.read.profile import own_profile, rows
from bonafides.read.profile.columns import column, key, stem, table_of, tables
from bonafides.read.profile.rows import CHARACTERS

PROFILE = "First Name,Last Name,Headline\nA,B,Engineer\n"


def written(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        place = folder / f"{name.replace('__', '/')}.csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def cells(profile: OwnProfile, table: Table) -> list[dict[str, str]]:
    return [{field.name: field.text for field in row.fields} for row in profile.rows if row.table is table]


def test_a_folder_a_zip_and_a_table_are_read_alike(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", Profile=PROFILE, Skills="Name\nPython\n")
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.iterdir():
            archive.write(path, f"Basic_Export/{path.name}")
    assert own_profile(folder).rows == own_profile(packed).rows
    assert own_profile(folder / "Profile.csv").rows[0].text("headline") == "Engineer"


def test_files_are_named_from_where_the_export_begins(tmp_path: Path) -> None:
    preferences = "Open To Recruiters\nYes\n"
    folder = written(tmp_path, Profile=PROFILE, **{"Jobs__Job Seeker Preferences": preferences})
    assert {row.file for row in own_profile(folder).rows} == {"Profile.csv", "Jobs/Job Seeker Preferences.csv"}


@pytest.mark.parametrize(
    ("file", "header", "record", "table", "name"),
    [
        ("Positions", "Company Name,Title,Description", "F,T,D", Table.POSITIONS, "description"),
        ("Positionen", "Unternehmensname;Titel;Beschreibung", "F;T;D", Table.POSITIONS, "description"),
        ("Postes", "Nom de l'entreprise,Intitulé du poste,Description", "F,T,D", Table.POSITIONS, "title"),
        ("Stillinger", "Virksomhedsnavn,Stilling,Beskrivelse", "F,T,D", Table.POSITIONS, "company name"),
        ("Puestos", "Nombre de la empresa\tCargo\tDescripción", "F\tT\tD", Table.POSITIONS, "title"),
        ("renamed", "Company Name,Title,Description", "F,T,D", Table.POSITIONS, "title"),
        ("Education (1)", "School Name,Degree Name", "S,D", Table.EDUCATION, "degree name"),
        ("Skills", "Name", "Python", Table.SKILLS, "name"),
        ("Kenntnisse", "Name", "Python", Table.SKILLS, "name"),
        ("Profile Summary", "Profile Summary", "Text", Table.SUMMARY, "profile summary"),
        ("Shares", "Date,ShareLink,ShareCommentary", "2024,x,Text", Table.SHARES, "share commentary"),
    ],
)
def test_tables_are_known_in_several_languages(
    tmp_path: Path, file: str, header: str, record: str, table: Table, name: str
) -> None:
    folder = written(tmp_path, **{file: f"\ufeff{header}\r\n{record}\r\n"})
    [row] = own_profile(folder).rows
    assert row.table is table
    assert row.text(name)


def test_connections_have_notes_before_their_header(tmp_path: Path) -> None:
    text = 'Notes:\n"When, exporting"\n\nFirst Name,Last Name,Company,Position,Connected On\nA,B,F,T,01 Jan 2024\n'
    [row] = own_profile(written(tmp_path, Connections=text)).rows
    assert (row.table, row.row, row.line, row.text("position")) == (Table.CONNECTIONS, 1, 5, "T")


def test_a_list_without_quotes_keeps_its_commas(tmp_path: Path) -> None:
    profile = own_profile(written(tmp_path, Skills="Name\nC, C++\nGo\n"))
    assert [row["name"] for row in cells(profile, Table.SKILLS)] == ["C, C++", "Go"]


def test_one_broken_record_hides_no_other(tmp_path: Path) -> None:
    text = 'Company Name,Title,Description\nF,T,"never closed\nG,U,fine\nH,V,fine too\n'
    found = cells(own_profile(written(tmp_path, Positions=text)), Table.POSITIONS)
    assert {"H", "G"} <= {row.get("company name") for row in found}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "First Name,Last Name,Headline\nJosé,Müller,Ingénieur\n".encode(encoding)
    assert own_profile(written(tmp_path, Profile=text)).rows[0].text("headline") == "Ingénieur"


def test_nul_characters_and_long_cells_are_said(tmp_path: Path) -> None:
    text = f"First Name,Last Name,Headline\nA\0,B,{'x' * (CHARACTERS + 5)}\n"
    profile = own_profile(written(tmp_path, Profile=text))
    assert profile.rows[0].text("first name") == "A"
    assert len(profile.rows[0].text("headline")) == CHARACTERS
    assert len(profile.problems) == 2


def test_too_many_rows_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "ROWS", 10)
    profile = own_profile(written(tmp_path, Skills="Name\n" + "x\n" * 12))
    assert len(profile.rows) == 10
    assert "10 rows" in profile.problems[0].what


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({}, "no LinkedIn export"),
        ({"messages": "FROM,TO,CONTENT\na,b,c\n"}, "messages and no profile"),
        ({"Profile": "First Name,Last Name,Headline\n"}, "empty"),
        ({"numbers": "1,2,3\n4,5,6\n"}, "no LinkedIn export"),
        ({"Profile": PROFILE, "other__Profile": PROFILE.replace("A,B", "C,D")}, "more than one person"),
        ({"Profile": PROFILE + "C,D,Baker\n"}, "more than one person"),
        ({"a__Positions": "Company Name,Title\nX,Y\n", "b__Positions": "Company Name,Title\nX,Z\n"}, "two careers"),
    ],
)
def test_what_is_no_profile_of_one_person_is_refused(tmp_path: Path, files: dict[str, str], what: str) -> None:
    with pytest.raises(ReadError, match=what):
        own_profile(written(tmp_path, **files))


def test_two_exports_in_one_folder_are_refused(tmp_path: Path) -> None:
    for number, name in enumerate(("A,B", "C,D")):
        with zipfile.ZipFile(tmp_path / f"{number}.zip", "w") as archive:
            archive.writestr("Profile.csv", PROFILE.replace("A,B", name))
    with pytest.raises(ReadError, match="more than one person"):
        own_profile(tmp_path)


def test_a_bomb_is_stopped(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Skills.csv", b"Name\n" + b"x" * (64 * 1024**2))
    (tmp_path / "bomb.zip").write_bytes(out.getvalue())
    with pytest.raises(ReadError):
        own_profile(tmp_path / "bomb.zip")


@pytest.mark.parametrize(
    "raw", [b"", b"\0" * 100, b"PK\x03\x04", b"\x89PNG\r\n", b"%PDF-1.4", b"\xff\xfe\x00\x00", b'"' * 99]
)
def test_no_bytes_break_it(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "Profile.csv").write_bytes(raw)
    with pytest.raises(ReadError):
        own_profile(tmp_path / "Profile.csv")


def test_names_are_compared_without_case_accents_and_signs() -> None:
    assert key("Intitulé du poste") == "intituleduposte"
    assert key("Sprog-Ø") == "sprogo"
    assert stem("Export/Email Addresses (2).csv") == "emailaddresses"
    assert column("Beschreibung") == "description"
    assert column("Something New") == "something new"
    assert table_of("x.csv", None) is None
    assert {known.table for known in tables()} == set(Table)
