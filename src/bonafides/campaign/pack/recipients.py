"""Public keys for whom the targets' identities may be encrypted: age or Ed25519 SSH keys, and nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyrage

from bonafides.errors import CampaignError

if TYPE_CHECKING:
    from collections.abc import Sequence

_HOW = "Make one with age-keygen -o FILE (from age, or apt install age) and give its public key, age1..."
_PGP = ("-----BEGIN PGP", "-----BEGIN GPG", "0x", "openpgp4fpr:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A key that can open what is encrypted for it."""

    key: Any
    fingerprint: str
    """SHA-256 of the public key as it was given, without comment; first 32 hex digits."""


def recipients(keys: Sequence[str]) -> tuple[Recipient, ...]:
    """The keys parsed. Raises CampaignError, which never repeats a key."""
    if not keys:
        raise CampaignError("nobody is named who may read it", where="--recipient", next_step=_HOW)
    return tuple(_recipient(" ".join(key.split())) for key in keys)


def _recipient(key: str) -> Recipient:
    if key.upper().startswith("AGE-SECRET-KEY") or "PRIVATE KEY" in key:
        raise CampaignError(
            "this is a private key, which belongs to nobody but its owner",
            where="--recipient",
            next_step="Give the public key (age1...). A key that was pasted here should be replaced.",
        )
    if key.startswith(_PGP) or _is_fingerprint(key):
        raise CampaignError("OpenPGP keys cannot be used", where="--recipient", next_step=_HOW)
    bare = " ".join(key.split()[:2]) if key.startswith("ssh-") else key
    try:
        return Recipient(key=_parsed(bare), fingerprint=hashlib.sha256(bare.encode()).hexdigest()[:32])
    except pyrage.RecipientError as error:
        raise CampaignError("this is no whole public key", where="--recipient", next_step=_HOW) from error


def _parsed(key: str) -> Any:
    if key.startswith("age1"):
        return pyrage.x25519.Recipient.from_str(key)
    if key.startswith("ssh-ed25519 "):
        return pyrage.ssh.Recipient.from_str(key)
    raise CampaignError("this is neither an age nor an Ed25519 SSH public key", where="--recipient", next_step=_HOW)


def _is_fingerprint(key: str) -> bool:
    digits = key.replace(" ", "")
    return len(digits) in {8, 16, 40} and all(digit in "0123456789abcdefABCDEF" for digit in digits)
