"""Sign-in by the organisation's own service: OpenID Connect, authorization code with PKCE, state and nonce.

What the service says of a person is checked (signature, issuer, audience, time, nonce) and becomes an Identity;
the role comes from one table of the desk's settings and from nothing else.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import OAuth2Client
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oidc.core import CodeIDToken
from joserfc import jwe, jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, OctKey

from bonafides.desk.people.oidc_wire import Fault, Line, OidcError, origin
from bonafides.desk.permissions import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
"""Signatures by a key that only the service has: neither `none`, nor a secret that both sides know."""
LEEWAY = 60
"""Seconds by which the two clocks may differ."""
BEGUN = timedelta(minutes=10)
"""How long a sign-in at the service may take."""
_KNOWN_FOR = timedelta(hours=1)
_ASKED_AGAIN = timedelta(minutes=1)
_STRONG = frozenset({"mfa", "otp", "hwk", "swk", "sc"})
"""Ways of signing in (RFC 8176) that are, or go with, a second factor."""
_KEY = OctKey.generate_key(256)
"""Made anew each time the program starts: a sign-in that was under way then is begun again."""
_LONGEST = 4096
_SUBJECT = re.compile(r"[\x20-\x7e]{1,255}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """What the settings say of the organisation's service."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    roles: tuple[tuple[str, str], ...]
    """Group at the service and role at the desk; the first line whose group somebody is in decides."""
    claim: str = "groups"
    """Where the service says the groups: the name of a claim, or its path with dots (`realm_access.roles`)."""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    hosts: tuple[str, ...] = ()
    """Further addresses (`https://host`) that may be asked, where the service keeps keys or tokens at another host."""

    def line(self) -> Line:
        """The line to it. Raises OidcError for an address that is not https, or for a role that there is not."""
        if unknown := {role for _, role in self.roles} - set(Role):
            raise OidcError(Fault.SETTINGS, f"there is no role {min(unknown)!r}")
        return Line(origins=frozenset(map(origin, (self.issuer, *self.hosts))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A sign-in under way: where the browser is sent, and what it keeps meanwhile."""

    address: str
    kept: str
    """For a cookie (HttpOnly, Secure, SameSite=Lax, ten minutes): encrypted, of no use elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whom the service has signed in."""

    subject: str
    """`issuer|sub`: all that an account is bound by."""
    name: str
    email: str
    """Only where the service has verified it; else empty."""
    role: str
    """By the table of roles; empty where nothing in it fits."""
    strong: bool
    """Whether the service says that it asked for a second factor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    state: str
    nonce: str
    verifier: str
    issuer: str
    until: float


@dataclass(slots=True)
class Service:
    """The organisation's service, and what it says of itself: asked once an hour, its keys again when they change."""

    provider: Provider
    line: Line = field(init=False)
    _says: dict[str, Any] = field(init=False, default_factory=dict)
    _keys: KeySet = field(init=False, default_factory=lambda: KeySet([]))
    _asked_at: datetime | None = field(init=False, default=None)
    _keys_at: datetime | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.line = self.provider.line()

    def begin(self, now: datetime) -> Begun:
        """Begin a sign-in. Raises OidcError where the service cannot be asked."""
        says = self._metadata(now)
        pending = _Pending(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            issuer=self.provider.issuer,
            until=(now + BEGUN).timestamp(),
        )
        client = OAuth2Client(
            None,
            client_id=self.provider.client_id,
            redirect_uri=self.provider.redirect_uri,
            scope=" ".join(self.provider.scopes),
            code_challenge_method="S256",
        )
        address, _ = client.create_authorization_url(
            self.line.permitted(_text(says, "authorization_endpoint")),
            state=pending.state,
            nonce=pending.nonce,
            code_verifier=pending.verifier,
        )
        return Begun(address=address, kept=_sealed(pending))

    def finish(self, kept: str, answer: Mapping[str, str], now: datetime) -> Identity:
        """Whom the service has signed in, from the query that the browser came back with and what it kept.

        Raises OidcError for anything that does not hold.
        """
        pending = _opened(kept, now)
        if not _same(pending.state, answer.get("state", "")) or pending.issuer != self.provider.issuer:
            raise OidcError(Fault.STATE, "this browser did not begin this sign-in")
        says = self._metadata(now)
        self._check_issuer(says, answer)
        if "error" in answer or not answer.get("code"):
            raise OidcError(Fault.DECLINED, "it did not sign the person in")
        token = self._exchanged(says, answer["code"], pending)
        return self._identity(self._claims(token, pending, now))

    # --- what the service says of itself

    def _metadata(self, now: datetime) -> dict[str, Any]:
        if self._asked_at is None or now - self._asked_at >= _KNOWN_FOR:
            says = self.line.get(self.provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
            if says.get("issuer") != self.provider.issuer:
                raise OidcError(Fault.SETTINGS, "it says that it is another issuer than the settings name")
            self._says, self._keys, self._keys_at, self._asked_at = says, self._key_set(says), now, now
        return self._says

    def _key_set(self, says: Mapping[str, Any]) -> KeySet:
        try:
            found: Any = self.line.get(_text(says, "jwks_uri"))
            return KeySet.import_key_set({"keys": [key for key in found["keys"] if key.get("use", "sig") == "sig"]})
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise OidcError(Fault.SERVICE, "its keys cannot be read") from None

    def _check_issuer(self, says: Mapping[str, Any], answer: Mapping[str, str]) -> None:
        """RFC 9207: an answer that another service sent is not taken to this one."""
        told = answer.get("iss")
        if told is None and says.get("authorization_response_iss_parameter_supported") is not True:
            return
        if told != self.provider.issuer:
            raise OidcError(Fault.STATE, "the answer comes from another issuer")

    # --- what it says of the person

    def _exchanged(self, says: Mapping[str, Any], code: str, pending: _Pending) -> dict[str, Any]:
        body = prepare_token_request(
            "authorization_code", code=code, redirect_uri=self.provider.redirect_uri, code_verifier=pending.verifier
        )
        ways = says.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        way = next((each for each in ("client_secret_basic", "client_secret_post") if each in ways), "none")
        auth = ClientAuth(self.provider.client_id, self.provider.client_secret, way)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            address, headers, body = auth.prepare("POST", _text(says, "token_endpoint"), form, body)
        except UnicodeError:
            raise OidcError(Fault.SETTINGS, "the client secret has signs that HTTP cannot carry") from None
        token = self.line.post(address, headers, body)
        if "error" in token or not isinstance(token.get("id_token"), str):
            raise OidcError(Fault.DECLINED, "it did not accept the code")
        return token

    def _claims(self, token: Mapping[str, Any], pending: _Pending, now: datetime) -> dict[str, Any]:
        try:
            signed = self._verified(token["id_token"], now)
            claims: Any = CodeIDToken(
                signed.claims,
                signed.header,
                options={"iss": _exactly(self.provider.issuer), "aud": _exactly(self.provider.client_id)},
                params={
                    "nonce": pending.nonce,
                    "client_id": self.provider.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise OidcError(Fault.CLAIMS, f"what it said does not hold ({type(error).__name__})") from None
        if not _same(pending.nonce, claims.get("nonce")):
            raise OidcError(Fault.CLAIMS, "what it said belongs to another sign-in")
        if not _SUBJECT.fullmatch(str(claims["sub"])):
            raise OidcError(Fault.CLAIMS, "it names the person in a way that the standard does not know")
        return dict(claims)

    def _verified(self, id_token: str, now: datetime) -> jwt.Token:
        """The token, if one of the service's keys has signed it; its keys are fetched again for one that is new."""
        try:
            return jwt.decode(id_token, self._keys, algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            if self._keys_at and now - self._keys_at < _ASKED_AGAIN:
                raise
        self._keys, self._keys_at = self._key_set(self._says), now
        return jwt.decode(id_token, self._keys, algorithms=ALGORITHMS)

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        verified = claims.get("email_verified") is True
        ways = claims.get("amr")
        return Identity(
            subject=f"{self.provider.issuer}|{claims['sub']}",
            name=_first(claims, "preferred_username", "name", "sub"),
            email=_first(claims, "email").casefold() if verified else "",
            role=role_of(self.provider, claims),
            strong=isinstance(ways, list) and any(isinstance(way, str) and way in _STRONG for way in ways),
        )


def role_of(provider: Provider, claims: Mapping[str, Any]) -> str:
    """The role that the table gives to these claims; empty where none of its groups is among them."""
    found = _at(claims, provider.claim)
    groups = [found] if isinstance(found, str) else found
    if not isinstance(groups, list):
        return ""
    return next((role for group, role in provider.roles if group in groups), "")


def _at(claims: Mapping[str, Any], path: str) -> Any:
    if path in claims:  # names of claims may have dots themselves: many are web addresses
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _first(claims: Mapping[str, Any], *names: str) -> str:
    return next((value for name in names if isinstance(value := claims.get(name), str) and value), "")


def _text(says: Mapping[str, Any], name: str) -> str:
    value = says.get(name)
    if not isinstance(value, str):
        raise OidcError(Fault.SERVICE, f"it does not say its {name}")
    return value


def _exactly(value: str) -> dict[str, Any]:
    return {"essential": True, "value": value}


def _same(one: object, other: object) -> bool:
    texts = isinstance(one, str) and isinstance(other, str)
    return texts and hmac.compare_digest(str(one).encode("utf-8", "replace"), str(other).encode("utf-8", "replace"))


# --- what the browser keeps


def _sealed(pending: _Pending) -> str:
    return jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, json.dumps(asdict(pending)).encode(), _KEY)


def _opened(kept: str, now: datetime) -> _Pending:
    try:
        if len(kept) > _LONGEST:
            raise ValueError
        plain = jwe.decrypt_compact(kept, _KEY, algorithms=["dir", "A256GCM"]).plaintext
        pending = _Pending(**json.loads(plain or b""))
    except (JoseError, ValueError, TypeError):
        raise OidcError(Fault.STATE, "this browser did not begin a sign-in here") from None
    if now.timestamp() > pending.until:
        raise OidcError(Fault.STATE, "this sign-in was begun too long ago")
    return pending
