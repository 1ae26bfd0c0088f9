"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for a lost phone."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from io import BytesIO
from typing import TYPE_CHECKING

import pyotp
import segno

if TYPE_CHECKING:
    from datetime import datetime

WINDOW = 1
"""Steps of 30 seconds by which a phone's clock may be off."""
RECOVERY_CODES = 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No sign that is taken for another when copied from paper."""
_GROUPS, _GROUP = 4, 4
"""16 signs are 79 bits: nothing that can be guessed, so that a plain SHA-256 keeps them."""
_SEED_BYTES = 20


def new_seed() -> str:
    """A new seed: 160 random bits in base 32, as RFC 4226 advises."""
    return pyotp.random_base32()


def seed_of(text: str) -> str | None:
    """The seed that came back from a form, or None where it is none that `new_seed` makes."""
    seed = re.sub(r"\s", "", text).upper()
    try:
        return seed if len(base64.b32decode(seed)) == _SEED_BYTES else None
    except (binascii.Error, ValueError):
        return None


def address(seed: str, *, account: str, desk: str) -> str:
    """The `otpauth://` address that authenticator apps read."""
    return pyotp.TOTP(seed).provisioning_uri(name=account, issuer_name=desk)


def picture(address: str) -> str:
    """Its QR code as an SVG element for a page; dark on light in every colour scheme, without any style."""
    out = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, scale=5, dark="#000", light="#fff", nl=False)
    return out.getvalue().decode()


def step_of(seed: str, code: str, *, now: datetime, last: int) -> int | None:
    """The time step that a code belongs to; None where it is wrong, or where its step or a later one was used before.

    All steps of the window are compared, so that the time taken says nothing.
    """
    digits = re.sub(r"\s", "", code)
    totp = pyotp.TOTP(seed)
    here = totp.timecode(now)
    found = None
    for step in range(here - WINDOW, here + WINDOW + 1):
        right = hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode("utf-8", "replace"))
        found = step if right and step > last else found
    return found


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes, each good for one sign-in without the phone; shown once, kept only as hashes."""
    return tuple("-".join(_piece() for _ in range(_GROUPS)) for _ in range(RECOVERY_CODES))


def recovery_hash(code: str) -> str:
    """What is kept of a recovery code; spaces, dashes and capitals do not matter."""
    return hashlib.sha256(re.sub(r"[\s-]", "", code).lower().encode("utf-8", "replace")).hexdigest()


def without(code: str, hashes: tuple[str, ...]) -> tuple[str, ...] | None:
    """The hashes that are left once this code is used; None where it is none of them."""
    given = recovery_hash(code)
    left = tuple(each for each in hashes if not hmac.compare_digest(each, given))
    return None if len(left) == len(hashes) else left


def _piece() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP))
