"""Passwords: which ones are taken, how they are kept (Argon2id), and how one is checked without saying who exists."""

from __future__ import annotations

import re
import secrets
import unicodedata
from enum import StrEnum
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from bonafides.errors import DeskError

SHORTEST = 12
"""Characters that a password has at least."""
LONGEST = 256
"""Characters that it has at most, so that nobody can keep the desk busy with one."""
_OWN_AT_LEAST = 8
"""Characters that remain at least once the account's own name is taken out."""
_VARIED = 5
"""Different characters that it has at least."""
_TURNS = BoundedSemaphore(1)
"""Each check takes 64 MiB for a moment; many at once must not fill the machine, which several processes may share."""
_HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_LOOKS = str.maketrans("013457@$!", "oieastasi")
_ROWS = (
    "01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)  # fmt: skip
"""Along which fingers go when nothing comes to mind."""
_WORDS = frozenset(
    """password passwort passwd motdepasse contrasena adgangskode letmein letmeinnow welcome willkommen bienvenue
    administrator admin changeme changemenow iloveyou trustno football baseball superman starwars sunshine princess
    monkey dragon master shadow qwerty asdfgh default secret secretpassword mypassword passwordpassword bonafides
    correcthorsebatterystaple""".split()
)
"""The stems of the most common long passwords."""


class Weakness(StrEnum):
    """Why a password is not taken; each is a key of the words for people."""

    SHORT = "password.short"
    LONG = "password.long"
    COMMON = "password.common"
    NAME = "password.name"


class PasswordError(DeskError):
    """A new password is too easy to guess, or too long."""

    def __init__(self, weakness: Weakness) -> None:
        super().__init__(_WHAT[weakness], where="password", next_step="Take several words that nobody would guess.")
        self.weakness = weakness


_WHAT = {
    Weakness.SHORT: f"it has fewer than {SHORTEST} characters",
    Weakness.LONG: f"it has more than {LONGEST} characters",
    Weakness.COMMON: "it is one of those that are guessed first",
    Weakness.NAME: "it is little more than the account's own name",
}


def hashed(password: str, *names: str) -> str:
    """The Argon2id hash under which a new password is kept; `names` are the account's own (name, e-mail address).

    Raises PasswordError for one that is too easy to guess.
    """
    if weakness := weakness_of(password, *names):
        raise PasswordError(weakness)
    with _TURNS:
        return _HASHER.hash(_same(password))


def holds(secret: str, password: str) -> bool:
    """Whether a password is the one behind a hash; takes as long where there is no hash (`""`), and says no."""
    with _TURNS:  # made once, but several may ask at first
        nobody = _nobody(_HASHER)
    right = _matches(secret or nobody, password[: LONGEST + 1])
    return right and bool(secret) and len(password) <= LONGEST


def outdated(secret: str) -> bool:
    """Whether a hash was made with other parameters than are used now, so that it is made again at sign-in."""
    return _HASHER.check_needs_rehash(secret)


def renewed(password: str) -> str:
    """The hash of a password that was just shown to be right, made with the parameters of now."""
    with _TURNS:
        return _HASHER.hash(_same(password))


def weakness_of(password: str, *names: str) -> Weakness | None:
    """Why a password would not be taken, or None where it would be."""
    if len(password) < SHORTEST:
        return Weakness.SHORT
    if len(password) > LONGEST:
        return Weakness.LONG
    folded = _same(password).casefold()
    if _common(folded):
        return Weakness.COMMON
    return Weakness.NAME if _named(folded, names) else None


def _common(folded: str) -> bool:
    if len(set(folded)) < _VARIED or _repeats(folded) or _runs(folded):
        return True
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    spelled = (text for part in (folded, core) for text in (part, part.translate(_LOOKS)))
    return any(re.sub(r"[\W\d_]", "", text) in _WORDS for text in spelled)


def _repeats(folded: str) -> bool:
    """Whether it is one short piece again and again, such as `abcabcabcabc`."""
    return any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, 5))


def _runs(folded: str) -> bool:
    """Whether it lies along a row of keys, the alphabet or the numbers, onwards or backwards."""
    return any(folded in row or folded in row[::-1] for row in _ROWS)


def _named(folded: str, names: tuple[str, ...]) -> bool:
    parts = {part for name in names for part in re.split(r"[\W_]+", _same(name).casefold()) if len(part) > 2}
    rest = folded
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(part, "")
    return rest != folded and len(rest) < _OWN_AT_LEAST


def _matches(secret: str, password: str) -> bool:
    try:
        with _TURNS:
            return _HASHER.verify(secret, _same(password))
    except (VerificationError, InvalidHashError):
        return False


def _same(text: str) -> str:
    """One spelling for what keyboards and systems spell in several ways; what no keyboard makes is still a text."""
    return unicodedata.normalize("NFKC", text).encode("utf-8", "replace").decode("utf-8")


@cache
def _nobody(hasher: PasswordHasher) -> str:
    """A hash that no password is behind: checking against it takes the time that a real one takes."""
    return hasher.hash(secrets.token_bytes(32))
