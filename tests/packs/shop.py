"""A publisher with a key, its lures, and a reader's shelf: real signatures and real files, slow digests made cheap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import minisign  # type: ignore[import-untyped]

from bonafides.packs import Confirmed, Made, Publisher, Shelf, packed
from bonafides.packs.form import Pack
from bonafides.packs.held import signed_comment
from bonafides.packs.signing import Signer
from bonafides.seen import cut

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LURE = (
    "I lead a small research consultancy and came across your publications on maritime logistics. Our client would "
    "like a short paper about current shipping policy and the decisions expected this autumn. The fee is generous, "
    "eight hundred dollars per page, and the deadline is flexible. Please keep this confidential; we could continue on "
    "WhatsApp so that my assistant can send the contract. Would you have time for a call this week?"
)
REWORDED = (
    "I lead a little research consultancy and came across your recent publications on maritime logistics. Our customer "
    "would like a short paper about current shipping policy and decisions expected this winter. The fee is very "
    "generous, nine hundred euros per page, and the deadline is flexible. Please keep this confidential; we could "
    "continue on Signal so that my colleague can send the contract."
)
ORDINARY = (
    "I lead the logistics team at the harbour and came across your profile. We are hiring a planner for our office; "
    "the advert with the salary and the name of the manager is on our site. Please apply through the portal, and "
    "write to our people department with any questions about the contract before the end of the month."
)
PHONE, MAIL, HANDLE, PROFILE, DOMAIN = ADDRESSES = (
    "phone:+447700900123", "email:vale@northgate-insight.example", "handle:telegram/amy_lin",
    "url:https://www.linkedin.com/in/adrian-vale-1/", "domain:northgate-insight.example",
)  # fmt: skip
CONFIRMED = Confirmed(
    kind="approach", since="2025-11", reports=4, identifiers=ADDRESSES, texts=(LURE,), note="Asks for a paper first."
)


def signer(number: int = 0) -> Signer:
    """A secret key, the same for the same number within a run."""
    return _signer(number)


@cache
def _signer(number: int) -> Signer:
    return Signer(secret=minisign.KeyPair.generate().secret_key)


def publisher(number: int = 0, **more: object) -> Publisher:
    return replace(Publisher(verifier=signer(number).verifier, name="Service X", contact="wrong@x.example"), **more)  # type: ignore[arg-type]


def made(*confirmed: Confirmed, number: int = 0, now: datetime = NOW, previous: Pack | None = None,
         **more: object) -> Made:  # fmt: skip
    return packed(confirmed or (CONFIRMED,), publisher(number, **more), cut, now=now, previous=previous)


def signed(folder: Path, done: Made, *, number: int = 0, name: str = "lures.bfpack") -> Path:
    """The pack as a file with its signature beside it."""
    path = folder / name
    path.write_bytes(done.data)
    path.with_name(name + ".minisig").write_bytes(signer(number).sign(path, signed_comment(done.header)))
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who trusts the publisher."""

    folder: Path
    shelf: Shelf

    def add(self, done: Made, *, number: int = 0, now: datetime = NOW) -> None:
        """Take a pack as it arrives."""
        arrived = self.folder / "arrived"
        arrived.mkdir(exist_ok=True)
        self.shelf.add(signed(arrived, done, number=number), now=now)


def reader(folder: Path) -> Reader:
    shelf = Shelf(folder=folder / "packs")
    shelf.trust(signer().verifier, "Service X", now=NOW)
    return Reader(folder=folder, shelf=shelf)


def later(days: float) -> datetime:
    return NOW + timedelta(days=days)
