"""The folder of a run: everything written beside its place, moved there when whole, `_SUCCESS` last of all."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from bonafides.campaign.accounts_file import write_accounts
from bonafides.campaign.pack.campaign_line import line
from bonafides.campaign.pack.facts_file import write_facts
from bonafides.errors import CampaignError
from bonafides.render.campaigns import html

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bonafides.campaign.engine.engine import Engine
    from bonafides.hunt import Found
    from bonafides.purpose import PurposeFinding

DONE = "_SUCCESS"
WRITTEN = frozenset(
    "_SUCCESS accounts.parquet campaigns.jsonl dropped.json edges.parquet facts.parquet links.parquet purposes.jsonl "
    "report.html run.json seeds.json selective.json".split()
)
"""Files of a run: a later one replaces them, and leaves all others where they are."""


def write(engine: Engine, found: Found, out: Path, *, more: Mapping[str, str] = MappingProxyType({})) -> None:
    """Write a run's folder in place of an earlier one. Raises CampaignError; then the earlier one is as it was.

    `more` are further files, name to text.
    """
    with _replacing(out) as folder:
        lines = "".join(f"{line(campaign)}\n" for campaign in found.hunt.campaigns)
        (folder / "campaigns.jsonl").write_text(lines, encoding="utf-8", newline="\n")
        pq.write_table(found.swept.edges, folder / "edges.parquet", compression="zstd")
        write_accounts(engine, found.swept, found.shown, folder / "accounts.parquet")
        salt = bytes.fromhex(str(found.hunt.run["salt"]))
        write_facts(folder / "facts.parquet", found.shown, salt, {"targets": _target_names(engine, found)})
        reasons = "".join(f"{_purpose(one, finding)}\n" for one, finding in found.purposes.items())
        (folder / "purposes.jsonl").write_text(reasons, encoding="utf-8", newline="\n")
        _write_json(folder / "dropped.json", {"dropped": [asdict(each) for each in found.hunt.dropped]})
        _write_json(folder / "selective.json", {"selective": [asdict(each) for each in found.hunt.selective]})
        _write_json(folder / "run.json", {**found.hunt.run, "held_back": dict(found.hunt.held_back)})
        (folder / "report.html").write_text(html(found.hunt), encoding="utf-8", newline="\n")
        for name, text in more.items():
            (folder / name).write_text(text, encoding="utf-8")
        (folder / DONE).touch()


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def _purpose(campaign: str, finding: PurposeFinding) -> str:
    """On what a campaign's purpose rests, as one line."""
    return json.dumps({"campaign": campaign, **asdict(finding)}, sort_keys=True, ensure_ascii=False)


def _target_names(engine: Engine, found: Found) -> dict[int, str]:
    """Target ids by number, of the shown campaigns: only their pseudonyms are written."""
    import pyarrow as pa

    wanted = sorted({int(n) for _, one in found.shown for n in one.group.presence["targets"].item})
    engine.put("wanted", pa.table({"n": pa.array(wanted, pa.int64())}))
    rows = engine.rows("SELECT t.n, t.value FROM target_numbers t JOIN wanted w ON t.n = w.n")
    engine.drop("wanted")
    return dict(zip(rows.column("n").to_pylist(), rows.column("value").to_pylist(), strict=True))


def _carry_over(earlier: Path, folder: Path) -> None:
    """Keep what a run did not write itself: packs that were exported, who was given identities, a reviewer's notes."""
    for path in sorted(earlier.iterdir()) if earlier.is_dir() else ():
        if path.name in WRITTEN or (folder / path.name).exists():
            continue
        if path.is_dir():
            shutil.copytree(path, folder / path.name, symlinks=True)
        else:
            shutil.copy2(path, folder / path.name, follow_symlinks=False)


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """A new folder beside `out` that takes its place at the end; what is there stays until then, and where it fails."""
    partial, old = (out.with_name(f".{out.name}.{kind}") for kind in ("partial", "old"))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if old.exists() and not out.exists():  # a run was ended between the two renames below
            old.rename(out)
        for left in (partial, old):
            shutil.rmtree(left, ignore_errors=True)
        partial.mkdir(mode=0o700)  # with run.json's key, who the pseudonyms are could be tried out
        yield partial
        _carry_over(out, partial)
        if out.exists():
            out.rename(old)
        partial.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise CampaignError(
            f"the run cannot be written ({error.strerror or error})",
            where=str(out),
            next_step="Free space, or choose another place with --out.",
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
