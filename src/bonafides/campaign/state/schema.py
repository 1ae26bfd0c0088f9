"""What a state holds: its tables, and the few facts about itself that say whether a run may go on with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bonafides.campaign.signals.sketch import BANDS
from bonafides.errors import CampaignError
from bonafides.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bonafides.campaign.state.engine import StateEngine

SCHEMA = "bonafides.state/1"
_INT = "BIGINT NOT NULL"
_KEYS = ", ".join(f"key_{band} BIGINT" for band in range(BANDS))
TABLES = {
    "about": "name VARCHAR, value VARCHAR",
    "inputs": "sha256 VARCHAR, file VARCHAR, bytes BIGINT",
    "campaigns": "id VARCHAR, status VARCHAR, contacts BIGINT, last BIGINT, members VARCHAR[]",
    "account_numbers": f"value VARCHAR, n {_INT}",
    "target_numbers": f"value VARCHAR, n {_INT}",
    "accounts": "account VARCHAR, created_at BIGINT, employer VARCHAR, headline VARCHAR, bio VARCHAR, "
    "photo_hash VARCHAR, network VARCHAR",
    "targets": "target VARCHAR, sector VARCHAR, employer VARCHAR",
    "mirror": f"t {_INT}, a {_INT}",
    "tails": f"a {_INT}, t {_INT}, moment {_INT}",
    "threads": f"a {_INT}, t {_INT}, moment {_INT}, text VARCHAR, content_basis VARCHAR",
}
"""Of the whole log. `tails` holds the last contacts of each account, where the
order of employers goes on; `mirror` the targets that are accounts themselves; `threads` what was written of late."""
OF_FAMILY = {
    "incidence": f"a {_INT}, item {_INT}, moment {_INT}",
    "popularity": f"item {_INT}, d {_INT}",
    "met": f"a {_INT}, b {_INT}, n INTEGER NOT NULL",
    "measured": f"a {_INT}, b {_INT}, time_window VARCHAR, shared {_INT}, observed {_INT}, expected DOUBLE, "
    "surplus DOUBLE",
    "texts": f"fingerprint {_INT}, {_KEYS}",
    "clusters": f"fingerprint {_INT}, item {_INT}",
}
"""Of each family of signals. `met` grows by a row for each pair and day; `popularity` has items of two accounts up;
`texts` and `clusters` are sketches and their groups, for families that compare what is alike."""

_TEXT = "CAST(NULL AS VARCHAR) AS"
_NUMBER = "CAST(NULL AS BIGINT) AS"
DAY = {
    "events": f"{_TEXT} account, {_TEXT} target, {_NUMBER} moment, {_TEXT} kind, {_TEXT} text, {_TEXT} text_hash, "
    f"{_TEXT} url, {_TEXT} handle, {_TEXT} content_basis",
    "accounts": f"{_TEXT} account, {_NUMBER} created_at, {_TEXT} employer, {_TEXT} headline, {_TEXT} bio, "
    f"{_TEXT} photo_hash, {_TEXT} network",
    "targets": f"{_TEXT} target, {_TEXT} sector, {_TEXT} employer",
}
"""The columns of what a day brings, for a day that brings nothing."""


def create(families: Sequence[str], about: Mapping[str, object]) -> list[str]:
    """The statements that make an empty state."""
    made = [f"CREATE TABLE state.{name} ({columns})" for name, columns in TABLES.items()]
    made += [
        f"CREATE TABLE state.{name}_{family} ({columns})" for family in families for name, columns in OF_FAMILY.items()
    ]
    return [*made, *said({"schema": SCHEMA, "version": __version__, **about})]


def said(about: Mapping[str, object]) -> list[str]:
    """The statements that record facts about the state, in place of what was said of the same."""
    statements = []
    for name, value in about.items():
        text = json.dumps(value, sort_keys=True).replace("'", "''")
        statements += [
            f"DELETE FROM state.about WHERE name = '{name}'",
            f"INSERT INTO state.about VALUES ('{name}', '{text}')",
        ]
    return statements


def read(engine: StateEngine) -> dict[str, object]:
    """What the state says of itself; nothing where it is new."""
    there = engine.rows(
        "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'state' AND table_schema = 'main'"
    )
    if "about" not in there.column(0).to_pylist():
        return {}
    rows = engine.rows("SELECT name, value FROM state.about ORDER BY name")
    return {row["name"]: json.loads(row["value"]) for row in rows.to_pylist()}


def check(about: Mapping[str, object], wanted: Mapping[str, object], where: str) -> None:
    """Refuse to go on with a state that was made otherwise. Raises CampaignError."""
    if about["schema"] != SCHEMA:
        raise CampaignError(
            f"the state is of another form ({about['schema']}; this program writes {SCHEMA})",
            where=where,
            next_step=f"Use the program that wrote it ({about.get('version')}), or begin a new state.",
        )
    for name, value in wanted.items():
        if about.get(name) != value:
            raise CampaignError(
                f"the state was made with other settings ({name.replace('_', ' ')})",
                where=where,
                next_step="Give the same settings again, or name an empty folder: counts of both kinds do not add up.",
            )
