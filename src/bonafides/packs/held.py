"""The packs kept on this machine, and the keys that its user trusts; every change is done whole or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bonafides.errors import PacksError
from bonafides.packs import form
from bonafides.packs.form import opened
from bonafides.packs.match import Lookup
from bonafides.packs.signing import SUFFIX as SIGNED
from bonafides.packs.signing import Verifier, named_key
from bonafides.packs.state import Held, State, Trusted, changing, read, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bonafides.packs.form import Header, Pack

AHEAD = timedelta(days=2)
"""How far a publisher's clock may be ahead of this one."""
_SMALL = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The folder in which packs are kept."""

    folder: Path

    def trusted(self) -> tuple[Trusted, ...]:
        """The keys that the user trusts."""
        return read(self.folder).trusted

    def held(self) -> tuple[Held, ...]:
        """The packs that are here, expired ones too."""
        return read(self.folder).held

    def trust(self, key: Verifier, name: str, *, now: datetime) -> Trusted:
        """Pin a key under a name; raises PacksError where that name or key is there already."""
        plain = " ".join(name.split())
        if not plain or len(plain) > 200 or not plain.isprintable():
            raise PacksError("the publisher needs a name", where="--name", next_step="Say who it is in a few words.")
        new = Trusted(key=key.text, name=plain, added_at=_stamp(now))
        with changing(self.folder) as state:
            _refuse_known(new, state.trusted)
            write(self.folder, replace(state, trusted=(*state.trusted, new)))
        return new

    def distrust(self, name: str) -> Trusted:
        """Take a key back, by name or id; its packs go with it. Raises PacksError where there is none."""
        with changing(self.folder) as state:
            found = self._named(state, name)
            packs = tuple(each for each in state.held if each.key != found.key)
            write(self.folder, replace(state, trusted=tuple(e for e in state.trusted if e != found), held=packs))
            self._tidy(packs)
        return found

    def verify(self, path: Path, *, now: datetime) -> tuple[Header, Trusted]:
        """Check a pack and its signature (FILE.minisig) against the trusted keys; raises PacksError."""
        return self._verified(path, read(self.folder), now)

    def add(self, path: Path, *, now: datetime) -> tuple[Header, Trusted]:
        """Keep a pack in place of the publisher's earlier one. Raises PacksError, and then all is as it was."""
        with changing(self.folder) as state:
            self._tidy(state.held)
            header, who, new = self._taken(path, state, now)
            others = tuple(each for each in state.held if (each.key, each.series) != (new.key, new.series))
            highest = {**state.highest, f"{who.key}/{header.series}": header.sequence}
            write(self.folder, replace(state, held=(*others, new), highest=highest))
            self._tidy((*others, new))
        return header, who

    def _taken(self, path: Path, state: State, now: datetime) -> tuple[Header, Trusted, Held]:
        """A checked copy of a pack on the shelf, which the state does not name yet."""
        signature = signature_of(path)
        partial = self.folder / f".{os.getpid()}.partial{form.SUFFIX}"
        try:
            _check_size(path)
            os.close(
                os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            )  # whom you trust is your own affair
            shutil.copyfile(path, partial)  # what is checked is what is kept, whoever changes the file meanwhile
            header, who = self._verified(partial, state, now, signature, shown=path.name)
            _refuse_older(header, state.highest.get(f"{who.key}/{header.series}", 0), path.name)
            new = Held(
                key=who.key, series=header.series, sequence=header.sequence, added_at=_stamp(now),
                file=f"{who.verifier.id}-{header.series}-{header.sequence}{form.SUFFIX}",
            )  # fmt: skip
            _settle(partial, self.folder / new.file)
        except OSError as error:
            raise PacksError(
                f"the pack cannot be kept ({error.strerror})", where=str(path), next_step="Check the file and the disk."
            ) from error
        finally:
            partial.unlink(missing_ok=True)
        return header, who, new

    def remove(self, name: str) -> Held:
        """Take a pack away, by its file name or by its publisher's name; raises PacksError where there is none.

        That it was here is remembered, so that no older one takes its place.
        """
        with changing(self.folder) as state:
            names = {each.key: each.name for each in state.trusted}
            found = [e for e in state.held if name in (e.file, f"{names[e.key]}/{e.series}", names[e.key])]
            if len(found) != 1:
                what = "several packs are called so" if found else "there is no such pack"
                raise PacksError(what, where=name, next_step="Name it as `bonafides packs list` does.")
            left = tuple(each for each in state.held if each != found[0])
            write(self.folder, replace(state, held=left))
            self._tidy(left)
        return found[0]

    @contextmanager
    def open(self) -> Iterator[tuple[list[tuple[Trusted, Lookup]], list[PacksError]]]:
        """The packs, opened to be asked, and why one cannot be; raises PacksError where nothing can be read."""
        state = read(self.folder)
        names = {each.key: each for each in state.trusted}
        packs: list[tuple[Held, Pack]] = []
        damaged: list[PacksError] = []
        with ExitStack() as stack:
            for each in state.held:
                try:
                    packs.append((each, stack.enter_context(opened(self.folder / each.file))))
                except PacksError as error:
                    damaged.append(PacksError(error.what, where=each.file, next_step="Add it again, or remove it."))
            yield [(names[e.key], Lookup(pack=pack, others=_kin(e, pack, packs))) for e, pack in packs], damaged

    def _verified(
        self, path: Path, state: State, now: datetime, signature: bytes | None = None, shown: str = ""
    ) -> tuple[Header, Trusted]:
        shown = shown or path.name
        _check_size(path, shown)
        given = signature or signature_of(path)
        who = _signer(given, state.trusted, shown)
        comment = who.verifier.check(path, given, shown)
        header = _header_of(path, shown)
        if comment != signed_comment(header):
            raise PacksError("the signature belongs to another pack", where=shown, next_step="Get both again.")
        if header.published_at > now + AHEAD:
            raise PacksError(
                "it was published in the future", where=shown, next_step="Check this machine's clock, or ask."
            )
        if header.expires_at <= now:
            raise PacksError(
                f"it expired on {header.expires_at:%Y-%m-%d}", where=shown, next_step="Ask for a newer one."
            )
        return header, who

    def _named(self, state: State, name: str) -> Trusted:
        found = [e for e in state.trusted if name.casefold() == e.name.casefold() or name in (e.key, e.verifier.id)]
        if len(found) != 1:
            raise PacksError("there is no such trusted key", where=name, next_step="See `bonafides packs list`.")
        return found[0]

    def _tidy(self, held: tuple[Held, ...]) -> None:
        """Remove files that belong to no pack that is held: of packs replaced, and of additions cut short."""
        known = {each.file for each in held}
        for path in (*self.folder.glob(f"*{form.SUFFIX}"), *self.folder.glob(".*.partial")):
            if path.name not in known:
                with suppress(OSError):  # another program may hold it; the next addition tries again
                    path.unlink()


def shelf(home: Path) -> Shelf:
    """The packs kept under the folder for what is to be kept."""
    return Shelf(folder=home / "packs")


def signed_comment(header: Header) -> str:
    """What is signed beside the file, so that other tools show it too."""
    return f"bonafides pack {header.series} {header.sequence} until {header.expires_at:%Y-%m-%d}"


def _kin(held: Held, pack: Pack, packs: list[tuple[Held, Pack]]) -> tuple[Pack, ...]:
    """The other packs of one publisher whose withdrawals can be read under the same salt."""
    one, asked = pack.header, (each for each in packs if each[0].key == held.key and each[0] is not held)
    return tuple(other for _, other in asked if (other.header.salt, other.header.slow) == (one.salt, one.slow))


def _signer(signature: bytes, trusted: tuple[Trusted, ...], shown: str) -> Trusted:
    """The trusted key that a signature names. Which one it names is no proof; the check that follows is."""
    named = named_key(signature, shown)
    for each in trusted:
        if each.verifier.id == named:
            return each
    raise PacksError(
        f"it is signed with the key {named}, which you do not trust",
        where=shown,
        next_step="Get the publisher's key from the publisher, compare its words, then: bonafides packs trust KEY.",
    )


def signature_of(path: Path) -> bytes:
    """The bytes of the signature beside a pack; raises PacksError where there is none."""
    beside = path.with_name(path.name + SIGNED)
    try:
        with beside.open("rb") as stream:
            found = stream.read(_SMALL + 1)
    except OSError as error:
        raise PacksError(
            "there is no signature beside it", where=beside.name, next_step="Keep the pack and its .minisig together."
        ) from error
    if len(found) > _SMALL:
        raise PacksError("this is no signature", where=beside.name, next_step="Get it again from the publisher.")
    return found


def _header_of(path: Path, shown: str) -> Header:
    """The header of a pack whose records were all looked at; what is wrong is said of the file that the user named."""
    try:
        with opened(path) as pack:
            return pack.checked().header
    except PacksError as error:
        raise PacksError(error.what, where=shown, next_step=error.next_step) from error


def _check_size(path: Path, shown: str = "") -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise PacksError("there is no such pack", where=str(path), next_step="Check its name.") from error
    if not path.is_file() or size > form.MOST_BYTES:
        raise PacksError(
            f"this is no pack: packs have at most {form.MOST_BYTES // 1024**2} MB", where=shown or path.name,
            next_step="Check which file it is.",
        )  # fmt: skip


def _refuse_known(new: Trusted, trusted: tuple[Trusted, ...]) -> None:
    for each in trusted:
        if each.key == new.key or each.verifier.id == new.verifier.id or each.name.casefold() == new.name.casefold():
            raise PacksError(
                "there is such a key or such a name already",
                where=each.name,
                next_step="See `bonafides packs list`; `bonafides packs distrust` takes a key back.",
            )


def _refuse_older(header: Header, highest: int, shown: str) -> None:
    if header.sequence < highest:
        raise PacksError(
            "it is older than one that was added before: it may hold what was corrected since",
            where=shown,
            next_step="Ask the publisher for the newest one.",
        )


def _settle(partial: Path, place: Path) -> None:
    with partial.open("rb+") as stream:
        os.fsync(stream.fileno())
    partial.replace(place)


def _stamp(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
