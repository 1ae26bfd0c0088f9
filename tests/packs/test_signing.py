"""Signatures: minisign's own format, whole files, one key; what does not hold is refused."""

from __future__ import annotations

import re
from pathlib import Path

import minisign  # type: ignore[import-untyped]
import pytest

from bonafides.errors import PacksError
from bonafides.packs.signing import Verifier, named_key, new_key, public_key, secret_key
from tests.packs.shop import signer


def test_a_key_pair_signs_and_checks(tmp_path: Path) -> None:
    made = new_key(tmp_path / "k", "long password")
    held = secret_key(tmp_path / "k", "long password")
    (tmp_path / "f").write_bytes(b"x" * 100_000)
    signature = held.sign(tmp_path / "f", "bonafides")
    assert made.check(tmp_path / "f", signature) == "bonafides"
    assert named_key(signature, "f") == made.id
    minisign.PublicKey.from_file(tmp_path / "k.pub").verify_file(
        tmp_path / "f", minisign.Signature.from_bytes(signature)
    )
    assert public_key((tmp_path / "k.pub").read_text()) == made
    assert (tmp_path / "k").stat().st_mode & 0o077 == 0
    assert made.id in (tmp_path / "k.pub").read_text()


def test_a_key_is_never_written_over_and_needs_its_password(tmp_path: Path) -> None:
    new_key(tmp_path / "k", "long password")
    before = (tmp_path / "k").read_bytes()
    for bad in (lambda: new_key(tmp_path / "k", "other"), lambda: new_key(tmp_path / "k2", ""),
                lambda: secret_key(tmp_path / "k", "wrong"), lambda: secret_key(tmp_path / "k.pub", "x"),
                lambda: secret_key(tmp_path / "none", "x")):  # fmt: skip
        with pytest.raises(PacksError):
            bad()
    assert (tmp_path / "k").read_bytes() == before


@pytest.mark.parametrize("text", ["", "RW", "not a key", "x" * 100_000, "untrusted comment: x\nRWxx", "RWQf6LRC\u00e9"])
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(PacksError):
        public_key(text)


def test_every_changed_byte_of_file_or_signature_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "f"
    data = bytes(range(256))
    path.write_bytes(data)
    signature = signer().sign(path, "c")
    verifier = signer().verifier
    assert verifier.check(path, signature) == "c"
    for at in range(0, len(data), 17):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(PacksError):
            verifier.check(path, signature)
    path.write_bytes(data)
    lines = signature.splitlines(keepends=True)
    start = len(lines[0])  # the first line is a comment that nothing vouches for
    for at in range(start, len(signature) - 1, 3):
        broken = signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :]
        with pytest.raises(PacksError):
            verifier.check(path, broken)
    for cut in (b"", signature[:50], signature * 2):
        with pytest.raises(PacksError):
            verifier.check(path, cut)


def test_another_key_of_the_same_id_does_not_pass(tmp_path: Path) -> None:
    import base64

    path = tmp_path / "f"
    path.write_bytes(b"x")
    own, other = (base64.b64decode(signer(n).verifier.text) for n in (0, 1))
    forged = Verifier(text=base64.b64encode(own[:10] + other[10:]).decode())
    assert forged.id == signer().verifier.id
    assert forged.spoken != signer().verifier.spoken
    with pytest.raises(PacksError):
        forged.check(path, signer().sign(path, "c"))


def test_the_fingerprint_can_be_read_out_loud() -> None:
    spoken = [signer(number).verifier.spoken for number in range(3)]
    assert len(set(spoken)) == 3
    for each in spoken:
        assert re.fullmatch(r"(?:[bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz]-?){8}", each)
