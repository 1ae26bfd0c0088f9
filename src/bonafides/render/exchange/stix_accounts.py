"""Addresses of a persona as observables of STIX, and patterns that find them elsewhere."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bonafides.render.exchange.value import Persona

Json = dict[str, Any]
_MAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,253}")
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_SAFE = "/?:@!$&'()*+,;=-._~%#[]"
_LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One observable."""

    object: Json
    looked_for: tuple[str, str] | None
    """(path, value) of a pattern that finds it; None for what many people share."""


def accounts(persona: Persona) -> Iterator[Account]:
    """The observables of a persona; identifiers that STIX has no observable for, or not in this shape, give none."""
    if persona.account:
        yield _account(user_id=persona.account)
    yield from addresses(persona.identifiers)


def addresses(identifiers: Iterable[str]) -> Iterator[Account]:
    """The observables of identifiers."""
    for identifier in identifiers:
        kind, _, value = identifier.partition(":")
        match kind:
            case "email" if _MAIL.fullmatch(value) and host(value.rpartition("@")[2]):
                yield _made("email-addr", ("value", value), value=value)
            case "url" if whole := uri(value):
                yield _made("url", ("value", whole), value=whole)
            case "domain" if (named := host(value)) and "_" not in value:
                # other letters in ASCII: what may stand in them differs between the versions of IDNA
                yield _made("domain-name", None, value=value if value.isascii() else named)
            case "phone" if value:
                yield _account(user_id=value, account_type="phone")
            case "handle" if value:
                platform, slash, handle = value.partition("/")
                login = handle if slash and handle else value
                yield _account(account_login=login, **({"account_type": platform} if login is handle else {}))


def host(value: str) -> str:
    """A host name in ASCII (IDNA); empty for what is none."""
    labels = value.rstrip(".").split(".")
    if len(value) > 253 or not all(_LABEL.fullmatch(each) for each in labels):
        return ""
    try:
        return value.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def uri(value: str) -> str:
    """A link as RFC 3986 has it, `https` where it names no scheme; empty for what is none."""
    scheme, mark, rest = value.rpartition("://")
    where, slash, path = rest.partition("/")
    name, colon, port = where.partition(":")
    named = host(name)
    right = named and (not colon or port.isdecimal()) and (not mark or scheme.lower() in ("http", "https"))
    if not right or len(value) > _LONGEST or any(char.isspace() or not char.isprintable() for char in value):
        return ""
    return f"{scheme or 'https'}://{named}{colon}{port}{slash}{quote(path, safe=_SAFE)}"


def firms(persona: Persona) -> tuple[str, ...]:
    """The firms that a persona names."""
    named = (each.removeprefix("firm:") for each in persona.identifiers if each.startswith("firm:"))
    return tuple(each for each in named if each.strip())


def pattern(path: str, value: str) -> str:
    """A pattern of STIX that finds `value`, with quotes and backslashes escaped: `[url:value = '...']`."""
    from stix2 import EqualityComparisonExpression, ObservationExpression, StringConstant

    return str(ObservationExpression(EqualityComparisonExpression(path, StringConstant(value))))


def _account(**properties: str) -> Account:
    """An account is looked for by its number or its login: its name may be anybody's."""
    key = "user_id" if "user_id" in properties else "account_login"
    return _made("user-account", (key, properties[key]), **properties)


def _made(kind: str, looked_for: tuple[str, str] | None, **properties: str) -> Account:
    from stix2 import v21

    classes = {
        "email-addr": v21.EmailAddress,
        "url": v21.URL,
        "domain-name": v21.DomainName,
        "user-account": v21.UserAccount,
    }
    found: Json = json.loads(classes[kind](**properties).serialize())
    path = (f"{kind}:{looked_for[0]}", looked_for[1]) if looked_for else None
    return Account(object=found, looked_for=path)
