"""Signatures on packs: minisign's format, by py-minisign, so that anybody can check one with other tools."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bonafides.errors import PacksError

if TYPE_CHECKING:
    from types import ModuleType


SUFFIX = ".minisig"
_SMALL = 16 * 1024
"""Bytes of a key or a signature file, at most."""
_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aiou"
_INSTALL = "Install what packs need: pip install 'bonafides[packs]'."


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """A publisher's public key."""

    text: str
    """In minisign's Base64: two letters, the id (8 bytes) and the key (32 bytes)."""

    @property
    def raw(self) -> bytes:
        """Id and key."""
        return base64.b64decode(self.text)[2:]

    @property
    def id(self) -> str:
        """What minisign calls it: sixteen hex digits. Anybody can make a key of the same id: it pins nothing."""
        return self.raw[:8][::-1].hex().upper()

    @property
    def spoken(self) -> str:
        """128 bits of its fingerprint as eight words to read out loud (proquints, Wilkerson 2009)."""
        digest = hashlib.blake2b(self.raw, digest_size=16, person=b"bonafides-key").digest()
        return "-".join(_proquint(int.from_bytes(digest[at : at + 2], "big")) for at in range(0, 16, 2))

    def check(self, path: Path, signature: bytes, shown: str = "") -> str:
        """The trusted comment of a signature that holds for the file; raises PacksError where it does not.

        `shown` is what the user calls the file, where that is a copy.
        """
        minisign = _minisign()
        try:
            found = minisign.Signature.from_bytes(signature)
            if not found.is_prehashed():
                raise minisign.VerifyError("legacy signature")
            with path.open("rb") as stream:
                _public(self.text).verify(stream, found)
        except (minisign.Error, UnicodeError) as error:
            raise PacksError(
                "the signature does not hold: it is not what this publisher signed, or it was changed or cut short",
                where=shown or path.name,
                next_step="Get the pack and its .minisig file again, both from the publisher.",
            ) from error
        return str(found.trusted_comment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A publisher's secret key, opened."""

    secret: Any

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(text=self.secret.get_public_key().to_base64().decode("ascii"))

    def sign(self, path: Path, comment: str) -> bytes:
        """The signature of a file, with a comment in ASCII that is signed too."""
        with path.open("rb") as stream:
            made = self.secret.sign(
                stream, untrusted_comment="signature of a Bonafides pack", trusted_comment=comment
            )  # fmt: skip
        return bytes(made) + b"\n"


def public_key(text: str) -> Verifier:
    """A public key from its Base64 or from the text of its file; raises PacksError."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or len(text) > _SMALL:
        raise PacksError("this is no public key", where="key", next_step="Give the line that begins with RW.")
    found = Verifier(text=lines[-1])
    _public(found.text)
    return found


def named_key(signature: bytes, shown: str) -> str:
    """The id of the key that a signature says it was made with; raises PacksError for what is no signature."""
    minisign = _minisign()
    try:
        found = minisign.Signature.from_bytes(signature)
    except (minisign.Error, UnicodeError) as error:
        raise PacksError(
            "its signature cannot be read", where=shown, next_step="Get it again from the publisher."
        ) from error
    key: bytes = found._key_id
    return key[::-1].hex().upper()


def secret_key(path: Path, password: str) -> Signer:
    """The secret key in a file, opened with its password; raises PacksError."""
    minisign = _minisign()
    try:
        if path.stat().st_size > _SMALL:
            raise minisign.ParseError("too long")
        secret = minisign.SecretKey.from_bytes(path.read_bytes().strip())
        secret.decrypt(password)
    except OSError as error:
        raise PacksError("the key cannot be read", where=str(path), next_step="Check its name.") from error
    except (minisign.Error, UnicodeError, ValueError) as error:
        raise PacksError(
            "the key cannot be opened",
            where=str(path),
            next_step="Check the password, and that this is the secret key and not the public one.",
        ) from error
    return Signer(secret=secret)


def new_key(path: Path, password: str) -> Verifier:
    """Make a key pair: the secret one at `path`, under the password, the public one beside it with `.pub`.

    Raises PacksError where one is there already or the password is empty.
    """
    if not password:
        raise PacksError("a key needs a password", where=str(path), next_step="Choose a long one.")
    beside = path.with_name(path.name + ".pub")
    made = _minisign().KeyPair.generate()
    found = public_key(made.public_key.to_base64().decode("ascii"))
    public = f"untrusted comment: minisign public key {found.id}\n{found.text}".encode("ascii")
    made.secret_key.encrypt(password)
    try:
        for place, data, mode in ((path, bytes(made.secret_key), 0o600), (beside, public, 0o644)):
            with os.fdopen(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as stream:
                stream.write(data + b"\n")
    except OSError as error:
        raise PacksError(
            f"the key cannot be written ({error.strerror})",
            where=str(path),
            next_step="Name a new file in a folder that is yours: a key is never written over.",
        ) from error
    return found


def _public(text: str) -> Any:
    minisign = _minisign()
    try:
        return minisign.PublicKey.from_base64(text)
    except (minisign.Error, UnicodeError, ValueError) as error:
        raise PacksError(
            "this is no minisign public key", where="key", next_step="Give the line that begins with RW."
        ) from error


def _minisign() -> ModuleType:
    try:
        import minisign  # type: ignore[import-untyped]
    except ImportError as error:
        raise PacksError("signatures cannot be checked here", next_step=_INSTALL) from error
    found: ModuleType = minisign
    return found


def _proquint(number: int) -> str:
    return "".join(
        (_CONSONANTS if places == 4 else _VOWELS)[(number >> shift) & (15 if places == 4 else 3)]
        for shift, places in ((12, 4), (10, 2), (6, 4), (4, 2), (0, 4))
    )
