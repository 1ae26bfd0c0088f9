"""Digests under a pack's salt: slow ones (Argon2id, RFC 9106) for people's addresses, fast ones (BLAKE2b) for the rest.

How long a digest must be: among n entries and q questions a false agreement has the probability n * q / 2^bits. With
10 bytes, a million entries and 4,000 questions that is 3 in 10^15, and no text matches by one agreement alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bonafides.errors import PacksError

if TYPE_CHECKING:
    from bonafides.packs.identifier import Identifier

SIZE = 10
"""Bytes of a digest."""
SALT = 32
"""Bytes of a salt; all of it keys the fast digests, its first half salts the slow ones."""
_PERSON = b"bonafides-pack"
_LEAST_WORK, _MOST_WORK = 32 * 1024, 128 * 1024
"""Passes times KiB. Less would betray the people listed; more would let a pack burn the reader's machine."""
_MOST_MEMORY = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    """How slow digests are made. The default is one that OWASP's cheat sheet on password storage names (2023)."""

    passes: int = 3
    memory: int = 12 * 1024
    """KiB."""

    def checked(self) -> Slow:
        """Itself; raises PacksError where it is too weak for the people listed or too costly for the reader."""
        work = self.passes * self.memory
        if not (1 <= self.passes <= 16 and 8 <= self.memory <= _MOST_MEMORY and _LEAST_WORK <= work <= _MOST_WORK):
            raise PacksError(
                f"its slow digests are out of bounds ({self.passes} passes over {self.memory} KiB)",
                where="slow",
                next_step="Ask the publisher for a pack made as docs/packs.md says.",
            )
        return self


def can_slow() -> bool:
    """Whether slow digests can be made here: they need the package argon2-cffi."""
    return find_spec("argon2") is not None


@lru_cache(maxsize=1_024)
def slow(found: Identifier, salt: bytes, how: Slow) -> bytes:
    """The slow digest of an identifier; some 16 ms on a processor of 2020. Raises PacksError without argon2-cffi."""
    try:
        from argon2.low_level import Type, hash_secret_raw
    except ImportError as error:
        raise PacksError(
            "numbers and names cannot be compared with packs here",
            next_step="Install it with what packs need: pip install 'bonafides[packs]'.",
        ) from error
    return hash_secret_raw(
        _named(found), salt[: SALT // 2], time_cost=how.passes, memory_cost=how.memory, parallelism=1,
        hash_len=SIZE, type=Type.ID,
    )  # fmt: skip


def fast(found: Identifier, salt: bytes) -> bytes:
    """The fast digest of an identifier that stands for no person."""
    return hashlib.blake2b(_named(found), digest_size=SIZE, key=salt, person=_PERSON).digest()


def shingle(words: bytes, salt: bytes) -> bytes:
    """The fast digest of a few words in a row."""
    return hashlib.blake2b(words, digest_size=SIZE, key=salt, person=_PERSON).digest()


def salt_of(public_key: bytes, epoch: str) -> bytes:
    """The salt of a publisher's packs within an epoch: one for all, so that a reader digests each address once.

    It stands in every pack and is no secret; it keeps the packs of two publishers from being searched in one go.
    """
    return hashlib.blake2b(public_key + epoch.encode("ascii"), digest_size=SALT, person=_PERSON).digest()


def _named(found: Identifier) -> bytes:
    return f"{found.kind}:{found.value}".encode()
