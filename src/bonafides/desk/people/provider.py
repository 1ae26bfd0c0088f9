"""The organisation's sign-in service, as the desk's settings name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.desk.people.oidc import Provider
from bonafides.errors import DeskError
from bonafides.settings import home

if TYPE_CHECKING:
    from bonafides.desk.settings import DeskSettings

BACK = "/sign-in/service/back"
"""Where the service sends people back to."""
SECRET = "oidc-secret"  # noqa: S105 - the name of a file
"""The file that holds what the service knows the desk by."""


def provider(settings: DeskSettings) -> Provider | None:
    """The service, or None where the settings name none. Raises DeskError where they cannot be used."""
    if not settings["oidc-issuer"]:
        return None
    return Provider(
        issuer=settings["oidc-issuer"],
        client_id=settings["oidc-client"],
        client_secret=_secret(),
        redirect_uri=settings["address"].rstrip("/") + BACK,
        roles=tuple(_roles(settings["oidc-roles"])),
        claim=settings["oidc-claim"],
    )


def _secret() -> str:
    """The first line of a file of that name in the folder for what is kept.

    In the settings it would be in every backup, and a path there would let a page read any file.
    """
    place = home() / SECRET
    try:
        with place.open(encoding="utf-8") as lines:
            return lines.readline().strip()
    except FileNotFoundError:
        return ""  # a public client has none
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError("the secret for the sign-in service cannot be read", where=str(place)) from error


def _roles(table: str) -> list[tuple[str, str]]:
    pairs = (each.partition("=") for each in table.split(",") if each.strip())
    return [(group.strip(), role.strip()) for group, _, role in pairs]
