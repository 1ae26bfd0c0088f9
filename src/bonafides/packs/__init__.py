"""The packs room: signed lists of digests of what others reported, matched here without telling anyone."""

from bonafides.packs.confirmed import Confirmed, confirmed_lines
from bonafides.packs.form import Header, Pack, opened
from bonafides.packs.held import Shelf, shelf
from bonafides.packs.identifier import KINDS, Identifier, identifier
from bonafides.packs.making import Made, Publisher, packed, withdrawn
from bonafides.packs.match import Hit, Lookup
from bonafides.packs.signing import Signer, Verifier
from bonafides.packs.sketch import Shingle, shingles
from bonafides.packs.state import Held, Trusted

__all__ = [
    "KINDS",
    "Confirmed",
    "Header",
    "Held",
    "Hit",
    "Identifier",
    "Lookup",
    "Made",
    "Pack",
    "Publisher",
    "Shelf",
    "Shingle",
    "Signer",
    "Trusted",
    "Verifier",
    "confirmed_lines",
    "identifier",
    "opened",
    "packed",
    "shelf",
    "shingles",
    "withdrawn",
]
