"""Opens the desk over the store that a setting names."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from bonafides.errors import DeskError
from bonafides.settings import home

if TYPE_CHECKING:
    from bonafides.desk.desk import Desk

FILE = "desk.sqlite"
_NEEDS = ("sqlalchemy", "alembic", "argon2", "pyotp", "pyarrow", "graspologic_native")


def place(address: str) -> str:
    """The address of the store: the one that is given, else a file in the folder for what is kept."""
    return address or str(home() / FILE)


def open_desk(address: str, *, new: bool = False) -> Desk:
    """The desk over the store at that address ("" for the usual file); `new`: it is made where there is none.

    Raises DeskError where the extra is not installed, StoreError where the store cannot be opened.
    """
    check_installed()
    from bonafides.desk.desk import Desk
    from bonafides.store.opening import open_store

    return Desk(store=open_store(place(address), new=new))


def check_installed() -> None:
    """Raise DeskError where the extra is not installed."""
    if missing := [name for name in _NEEDS if find_spec(name) is None]:
        raise DeskError(
            f"the desk needs parts that are not installed ({', '.join(missing)})",
            next_step="Install them: pip install 'bonafides[desk]'",
        )
