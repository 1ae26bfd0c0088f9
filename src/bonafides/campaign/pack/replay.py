"""Reproduces a finding from its pack alone, without network and log, and says exactly what differs."""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bonafides.campaign.pack import archive
from bonafides.campaign.pack.canonical import Difference, differences, parse, text
from bonafides.campaign.pack.consistency import contradictions
from bonafides.campaign.pack.contents import GIVEN, SCHEMA, results_of, rules_hash
from bonafides.campaign.pack.export import seal, seal_beside
from bonafides.campaign.pack.fact_lines import read, read_edges
from bonafides.campaign.pack.finding import find
from bonafides.campaign.pack.log_json import log_from_json
from bonafides.campaign.pack.run_folder import given, parameters_from
from bonafides.campaign.phrases import load_words
from bonafides.errors import CampaignError
from bonafides.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bonafides.campaign.pack.finding import Finding

MOST = 50
"""Differences that are listed."""
GROUNDS = ("campaign.json", "facts.jsonl", "links.jsonl", "edges.jsonl", "log.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What a replay found."""

    campaign: str
    seal: str
    """SHA-256 of the manifest: to be compared with the one that was given by another way."""
    sealed: bool
    """Whether the file beside the pack holds the same seal; False where there is none."""
    same: bool
    """Whether everything that follows from the facts is in the pack as it follows, byte for byte."""
    differences: tuple[Difference, ...]
    """At most MOST of them."""
    notes: tuple[str, ...]
    """What a reader should know, such as another version of the program."""
    not_recomputed: tuple[str, ...] = GIVEN
    """Fields of the campaign that are sealed only."""

    def text(self) -> str:
        """What was found, for people."""
        say = load_words().say
        told = [
            say("replay.same" if self.same else "replay.other", campaign=self.campaign),
            say("replay.seal", seal=self.seal),
            say("replay.sealed" if self.sealed else "replay.unsealed"),
            *self.notes,
            *(
                say("replay.difference", where=one.where, stored=one.stored, recomputed=one.recomputed)
                for one in self.differences
            ),
            say("replay.not_recomputed", fields=", ".join(self.not_recomputed)),
        ]
        return "\n".join(told)


def replay(pack: Path) -> Replayed:
    """Verify every hash of a pack and compute its finding anew.

    Raises CampaignError where the pack is damaged, tampered with (a file is not as its manifest says, or the manifest
    not as the seal beside it says), or not a pack.
    """
    files = archive.unpack(pack)
    manifest = _verified(files, pack.name)
    sealed = _sealed(pack, files[archive.MANIFEST])
    finding = _found(files, manifest)
    found = tuple(itertools.islice(_compared(files, finding), MOST))
    return Replayed(
        campaign=finding.campaign.campaign,
        seal=seal(files[archive.MANIFEST]),
        sealed=sealed,
        same=not found,
        differences=found,
        notes=tuple(_notes(manifest, finding)),
    )


def _verified(files: Mapping[str, bytes], where: str) -> dict[str, Any]:
    """The manifest, after every file was found to be as it says."""
    if archive.MANIFEST not in files:
        raise CampaignError("there is no manifest in the pack", where=where, next_step="Ask for the pack again.")
    manifest = parse(files[archive.MANIFEST], archive.MANIFEST)
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise CampaignError("this is no manifest", where=archive.MANIFEST, next_step="Ask for the pack again.")
    if manifest.get("schema") != SCHEMA:
        raise CampaignError(
            "the pack is of a kind that this version does not know", where=where, next_step="Update bonafides."
        )
    listed = manifest["files"]
    for name in sorted({*listed, *files, *GROUNDS} - {archive.MANIFEST}):
        if name not in files:
            raise CampaignError("a file of the pack is missing", where=name[:80], next_step="Ask for the pack again.")
        if listed.get(name) != hashlib.sha256(files[name]).hexdigest():
            raise CampaignError(
                "this file is not the one that was sealed: its SHA-256 differs from the manifest's",
                where=name,
                next_step="Somebody or something changed it. Ask for the pack again.",
            )
    return manifest


def _sealed(pack: Path, raw: bytes) -> bool:
    """Whether the seal beside the pack is that of its manifest. Raises CampaignError where it is another."""
    try:
        words = seal_beside(pack).read_text("ascii")[:200].split()
    except (OSError, ValueError):
        return False
    if not words or words[0] != seal(raw):
        raise CampaignError(
            "the manifest is not the one that was sealed",
            where=seal_beside(pack).name,
            next_step="Pack and seal do not belong together, or somebody changed one. Ask for both again.",
        )
    return True


def _found(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Finding:
    stored = parse(files["campaign.json"], "campaign.json")
    log = log_from_json(parse(files["log.json"], "log.json"))
    try:
        facts = read(files["facts.jsonl"], files["links.jsonl"], list(log.families))
        return find(
            facts,
            log,
            read_edges(files["edges.jsonl"], facts),
            given(stored, "campaign.json"),
            parameters_from(manifest.get("parameters"), archive.MANIFEST),
            float(manifest["accepted_from"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError, IndexError, ArithmeticError) as error:
        raise CampaignError(
            "the facts in the pack contradict each other", where="facts.jsonl", next_step="Ask for the pack again."
        ) from error


def _compared(files: Mapping[str, bytes], finding: Finding) -> Iterator[Difference]:
    """Every place at which the pack is not what follows from its facts."""
    yield from contradictions(finding)
    results = results_of(finding)
    kept = {name for name in files if name.startswith("records/")} | {"README.txt", "campaign.json"}
    for name in sorted(kept | set(results), key=lambda name: (name != "campaign.json", name)):
        stored, again = files.get(name), results.get(name)
        if stored == again:
            continue
        if stored is None or again is None:
            yield Difference(where=name, stored=_there(stored), recomputed=_there(again))
        elif name.endswith(".json"):
            places = list(differences(parse(stored, name), parse(again, name), name))
            yield from places or [Difference(where=name, stored="other bytes", recomputed="the canonical form")]
        else:
            yield _first_line(name, stored, again)


def _there(raw: bytes | None) -> str:
    return "(absent)" if raw is None else f"{len(raw)} bytes"


def _first_line(name: str, stored: bytes, again: bytes) -> Difference:
    pairs = itertools.zip_longest(stored.splitlines(), again.splitlines(), fillvalue=b"(absent)")
    number, (one, other) = next(
        ((number, pair) for number, pair in enumerate(pairs, start=1) if pair[0] != pair[1]), (0, (b"", b""))
    )
    words = (line[:200].decode("utf-8", "replace") for line in (one, other))
    return Difference(where=f"{name} line {number}", stored=next(words), recomputed=next(words))


def _notes(manifest: Mapping[str, Any], finding: Finding) -> Iterator[str]:
    say = load_words().say
    program = manifest.get("program")
    program = program if isinstance(program, dict) else {}
    if program.get("version") != __version__:
        yield say("replay.version", version=str(program.get("version"))[:20], own=__version__)
    if program.get("rules") != rules_hash():
        yield say("replay.rules")
    known = json.loads(text(asdict(finding.parameters)))
    if manifest.get("parameters") != known or manifest.get("parameters_hash") != finding.parameters.hash:
        yield say("replay.parameters")
    if manifest.get("campaign") != finding.campaign.campaign:
        yield say("replay.name")
