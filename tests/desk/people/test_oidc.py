from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OctKey, RSAKey

from bonafides.desk.people import oidc
from bonafides.desk.people.oidc import Identity, Provider, role_of
from bonafides.desk.people.oidc_wire import Fault, OidcError
from tests.desk import provider as services
from tests.desk.entrance import Clock
from tests.desk.provider import CLIENT, RETURN, SECRET, browser, signed

VALUES = st.recursive(
    st.none() | st.sampled_from(["security", "admin", ""]) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=5,
)
ROLES = (("desk-admins", "admin"), ("security", "officer"), ("everybody", "reporter"))
OTHER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
NEW = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(clock: Clock) -> Iterator[services.Service]:
    with services.running(clock) as running:
        yield running


def provider(service: services.Service, **changes: Any) -> Provider:
    own = Provider(issuer=service.address, client_id=CLIENT, client_secret=SECRET, redirect_uri=RETURN, roles=ROLES)
    return replace(own, **changes)


def signed_in(service: services.Service, clock: Clock, **changes: Any) -> Identity:
    """Go the whole way, through a browser."""
    ours = oidc.Service(provider(service, **changes))
    begun = ours.begin(clock())
    return ours.finish(begun.kept, browser(begun.address), clock())


def fault(act: Callable[[], object]) -> Fault:
    with pytest.raises(OidcError) as caught:
        act()
    assert SECRET not in str(caught.value)
    return caught.value.fault


# --- the way in


def test_the_whole_way(service: services.Service, clock: Clock) -> None:
    service.person |= {
        "preferred_username": "Marta",
        "email": "M.Gomez@Desk.Example",
        "email_verified": True,
        "amr": ["pwd", "otp"],
    }
    assert signed_in(service, clock) == Identity(
        subject=f"{service.address}|7", name="Marta", email="m.gomez@desk.example", role="officer", strong=True
    )


def test_the_browser_is_sent_with_state_nonce_and_challenge_and_never_with_a_secret(
    service: services.Service, clock: Clock
) -> None:
    ours = oidc.Service(provider(service))
    one, other = ours.begin(clock()), ours.begin(clock())
    asked = parse_qs(urlsplit(one.address).query)
    again = parse_qs(urlsplit(other.address).query)
    assert asked["scope"] == ["openid profile email"]
    assert asked["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name][0]) >= 43
        assert asked[name] != again[name]
    assert SECRET not in one.address + one.kept
    assert asked["state"][0] not in one.kept


@pytest.mark.parametrize("ways", [["client_secret_post"], ["client_secret_basic", "client_secret_post"], None])
def test_the_desk_shows_who_it_is_in_the_way_that_the_service_takes(
    service: services.Service, clock: Clock, ways: list[str] | None
) -> None:
    service.metadata["token_endpoint_auth_methods_supported"] = ways
    assert signed_in(service, clock).subject.endswith("|7")


@pytest.mark.parametrize(
    "key", [ECKey.generate_key("P-256", {"kid": "ec"}), RSAKey.generate_key(2048)], ids=["elliptic", "without a name"]
)
def test_other_kinds_of_keys_hold(service: services.Service, clock: Clock, key: RSAKey | ECKey) -> None:
    service.key = key
    assert signed_in(service, clock).role == "officer"


def test_new_keys_are_fetched_when_they_are_met_but_not_at_every_forgery(
    service: services.Service, clock: Clock
) -> None:
    ours = oidc.Service(provider(service))

    def come() -> Identity:
        begun = ours.begin(clock())
        return ours.finish(begun.kept, browser(begun.address), clock())

    come()
    service.key = NEW
    assert fault(come) is Fault.CLAIMS, "asked less than a minute ago"
    clock.turn(minutes=1)
    assert come().role == "officer"
    assert service.seen.count("/keys") == 2
    clock.turn(hours=1)
    come()
    assert service.seen.count("/.well-known/openid-configuration") == 2


# --- what does not hold

LIES: dict[str, dict[str, Any]] = {
    "nonce of another sign-in": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "nonce that is no text": {"nonce": 7},
    "another audience": {"aud": "another"},
    "another audience, by way of us": {"aud": "another", "azp": CLIENT},
    "no audience": {"aud": None},
    "empty audience": {"aud": []},
    "several audiences without saying for whom": {"aud": [CLIENT, "another"]},
    "several audiences, for another": {"aud": [CLIENT, "another"], "azp": "another"},
    "for another": {"azp": "another"},
    "another issuer": {"iss": "https://id.example"},
    "no issuer": {"iss": None},
    "expired": {"exp": 1_000_000},
    "without end": {"exp": None},
    "end that is no number": {"exp": "tomorrow"},
    "end that is not a number": {"exp": float("nan")},
    "not yet": {"nbf": 4_000_000_000},
    "from the future": {"iat": 4_000_000_000},
    "no time": {"iat": None},
    "nobody": {"sub": None},
    "empty person": {"sub": ""},
    "person that is a number": {"sub": 7},
    "person with a line break": {"sub": "7\n8"},
    "endless person": {"sub": "7" * 256},
    "digest of another access token": {"at_hash": "aaaaaaaaaaaaaaaaaaaaaa"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_what_the_service_says_must_hold(service: services.Service, clock: Clock, lie: dict[str, Any]) -> None:
    service.claims = lie
    assert fault(lambda: signed_in(service, clock)) is Fault.CLAIMS


@pytest.mark.parametrize(("seconds", "holds"), [(59, True), (61, False)])
def test_clocks_may_differ_by_a_minute(service: services.Service, clock: Clock, seconds: int, holds: bool) -> None:
    service.claims = {"exp": int(clock().timestamp()) - seconds}
    if holds:
        assert signed_in(service, clock)
    else:
        assert fault(lambda: signed_in(service, clock)) is Fault.CLAIMS


def _packed(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def _by_hand(claims: dict[str, Any], sign: Callable[[bytes], bytes], **header: Any) -> str:
    """A token that no library would make."""
    head = _packed(json.dumps({"kid": "one", **header}).encode())
    body = f"{head}.{_packed(json.dumps(claims).encode())}"
    return f"{body}.{_packed(sign(body.encode()))}"


def _by_public_key(claims: dict[str, Any], service: services.Service) -> str:
    """The old trick: the published key, taken for a shared secret."""
    public = service.key.as_pem(private=False)
    return _by_hand(claims, lambda body: hmac.digest(public, body, "sha256"), alg="HS256")


def _by_its_key(claims: dict[str, Any], service: services.Service, **header: Any) -> str:
    key = service.key.private_key
    assert isinstance(key, rsa.RSAPrivateKey)
    return _by_hand(claims, lambda body: key.sign(body, PKCS1v15(), SHA256()), alg="RS256", **header)


def test_a_token_made_by_hand_holds_where_it_is_signed(service: services.Service, clock: Clock) -> None:
    service.sign = _by_its_key
    assert signed_in(service, clock).role == "officer"


FORGERIES: dict[str, Callable[[dict[str, Any], services.Service], str]] = {
    "unsigned": lambda claims, _: _by_hand(claims, lambda body: b"", alg="none"),
    "unsigned, in other letters": lambda claims, _: _by_hand(claims, lambda body: b"", alg="NonE"),
    "without a kind of signature": lambda claims, _: _by_hand(claims, lambda body: b""),
    "by another key of the same name": lambda claims, _: signed(claims, OTHER),
    "by a key that is not published": lambda claims, _: signed(claims, NEW),
    "by a shared secret": lambda claims, _: signed(
        claims, OctKey.import_key(SECRET.encode().ljust(32, b"."), {"kid": "one"}), "HS256"
    ),
    "by the public key as a secret": _by_public_key,
    "by a key that it brings along": lambda claims, _: signed(claims, OTHER, jwk=OTHER.as_dict(private=False)),
    "with a demand that is not understood": lambda claims, service: _by_its_key(
        claims, service, crit=["unheard-of"], **{"unheard-of": True}
    ),
    "cut": lambda claims, service: signed(claims, service.key)[:-8],
    "changed": lambda claims, service: _changed(signed(claims, service.key)),
    "empty": lambda claims, service: "",
    "no token": lambda claims, service: "no token",
    "no object": lambda claims, service: _no_object(service),
}


def _changed(token: str) -> str:
    header, claims, signature = token.split(".")
    plain = json.loads(base64.urlsafe_b64decode(claims + "=="))
    forged = base64.urlsafe_b64encode(json.dumps({**plain, "groups": ["desk-admins"]}).encode()).rstrip(b"=").decode()
    return f"{header}.{forged}.{signature}"


def _no_object(service: services.Service) -> str:
    from joserfc import jws

    return jws.serialize_compact({"alg": "RS256", "kid": "one"}, b"[]", service.key)


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_only_what_the_service_has_signed_holds(
    service: services.Service, clock: Clock, forgery: Callable[[dict[str, Any], services.Service], str]
) -> None:
    service.published = [service.key]
    service.sign = forgery
    assert fault(lambda: signed_in(service, clock)) is Fault.CLAIMS


# --- the browser


def test_a_code_is_good_once(service: services.Service, clock: Clock) -> None:
    ours = oidc.Service(provider(service))
    begun = ours.begin(clock())
    brought = browser(begun.address)
    ours.finish(begun.kept, brought, clock())
    assert fault(lambda: ours.finish(begun.kept, brought, clock())) is Fault.DECLINED


def test_a_code_is_of_no_use_in_another_browser(service: services.Service, clock: Clock) -> None:
    ours = oidc.Service(provider(service))
    mine, theirs = ours.begin(clock()), ours.begin(clock())
    brought, stolen = browser(mine.address), browser(theirs.address)
    assert fault(lambda: ours.finish(mine.kept, stolen, clock())) is Fault.STATE
    mixed = {**brought, "code": stolen["code"]}
    assert fault(lambda: ours.finish(mine.kept, mixed, clock())) is Fault.DECLINED, "by its verifier"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"state": "another"}, Fault.STATE),
        ({"state": ""}, Fault.STATE),
        ({"state": "\ud800"}, Fault.STATE),
        ({"state": None}, Fault.STATE),
        ({"iss": "https://id.example"}, Fault.STATE),
        ({"code": None}, Fault.DECLINED),
        ({"code": "made up"}, Fault.DECLINED),
        ({"error": "access_denied"}, Fault.DECLINED),
        ({"error": "<script>"}, Fault.DECLINED),
    ],
)
def test_what_the_browser_brings_must_fit(
    service: services.Service, clock: Clock, change: dict[str, str | None], expected: Fault
) -> None:
    ours = oidc.Service(provider(service))
    begun = ours.begin(clock())
    mixed = {**browser(begun.address), **change}
    brought = {name: value for name, value in mixed.items() if value is not None}
    assert fault(lambda: ours.finish(begun.kept, brought, clock())) is expected
    assert ("/token" in service.seen) == (change == {"code": "made up"})


def test_a_service_that_says_whose_answer_it_is_must_say_so(service: services.Service, clock: Clock) -> None:
    service.metadata["authorization_response_iss_parameter_supported"] = True
    ours = oidc.Service(provider(service))
    begun = ours.begin(clock())
    brought = browser(begun.address)
    brought.pop("iss")
    assert fault(lambda: ours.finish(begun.kept, brought, clock())) is Fault.STATE


def test_a_sign_in_takes_ten_minutes_at_most(service: services.Service, clock: Clock) -> None:
    ours = oidc.Service(provider(service))
    begun = ours.begin(clock())
    brought = browser(begun.address)
    clock.turn(minutes=10, seconds=1)
    assert fault(lambda: ours.finish(begun.kept, brought, clock())) is Fault.STATE


def test_what_one_service_began_another_does_not_finish(service: services.Service, clock: Clock) -> None:
    with services.running(clock) as other:
        began = oidc.Service(provider(other)).begin(clock())
        brought = browser(began.address)
        brought.pop("iss")
        ours = oidc.Service(provider(service))
        assert fault(lambda: ours.finish(began.kept, brought, clock())) is Fault.STATE


@given(st.text(max_size=60) | st.text("x", min_size=5000, max_size=5001))
def test_what_the_browser_keeps_cannot_be_made_up(kept: str) -> None:
    assert fault(lambda: oidc._opened(kept, Clock()())) is Fault.STATE


# --- the service


def test_a_service_that_is_down_is_said_to_be(service: services.Service, clock: Clock) -> None:
    gone = provider(service)
    with services.running(clock) as another:
        gone = replace(gone, issuer=another.address)
    assert fault(lambda: oidc.Service(gone).begin(clock())) is Fault.SERVICE


def test_a_service_that_goes_down_half_way_is_said_to_be(service: services.Service, clock: Clock) -> None:
    ours = oidc.Service(provider(service))
    begun = ours.begin(clock())
    brought = browser(begun.address)
    service.answers["/token"] = (503, {}, b"")
    assert fault(lambda: ours.finish(begun.kept, brought, clock())) is Fault.SERVICE


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"issuer": "https://id.example"}, Fault.SETTINGS),
        ({"issuer": None}, Fault.SETTINGS),
        ({"jwks_uri": None}, Fault.SERVICE),
        ({"jwks_uri": 7}, Fault.SERVICE),
        ({"jwks_uri": "https://keys.example/keys"}, Fault.SETTINGS),
        ({"authorization_endpoint": "javascript:alert(1)"}, Fault.SETTINGS),
        ({"authorization_endpoint": "https://elsewhere.example/"}, Fault.SETTINGS),
        ({"authorization_endpoint": None}, Fault.SERVICE),
    ],
)
def test_what_the_service_says_of_itself_must_fit(
    service: services.Service, clock: Clock, metadata: dict[str, Any], expected: Fault
) -> None:
    service.metadata |= metadata
    assert fault(lambda: oidc.Service(provider(service)).begin(clock())) is expected


@pytest.mark.parametrize("endpoint", ["https://tokens.example/token", "http://169.254.169.254/token"])
def test_a_code_and_a_secret_go_to_no_other_host(service: services.Service, clock: Clock, endpoint: str) -> None:
    service.metadata["token_endpoint"] = endpoint
    assert fault(lambda: signed_in(service, clock)) is Fault.SETTINGS


def test_another_host_is_asked_where_the_settings_name_it(service: services.Service, clock: Clock) -> None:
    with services.running(clock) as keys:
        keys.key = service.key
        service.metadata["jwks_uri"] = f"{keys.address}/keys"
        assert fault(lambda: signed_in(service, clock)) is Fault.SETTINGS
        assert signed_in(service, clock, hosts=(keys.address,)).role == "officer"


@pytest.mark.parametrize("keys", [b"{}", b'{"keys": 7}', b'{"keys": [7]}', b'{"keys": [{"kty": "RSA"}]}', b"[]", b"no"])
def test_keys_that_cannot_be_read_are_said_to_be(service: services.Service, clock: Clock, keys: bytes) -> None:
    service.answers["/keys"] = (200, {}, keys)
    assert fault(lambda: oidc.Service(provider(service)).begin(clock())) is Fault.SERVICE


@pytest.mark.parametrize(
    "token", [b"{}", b'{"id_token": 7}', b'{"id_token": null}', b'{"error": "x", "id_token": "x"}']
)
def test_a_token_that_is_none_is_declined(service: services.Service, clock: Clock, token: bytes) -> None:
    service.answers["/token"] = (200, {}, token)
    assert fault(lambda: signed_in(service, clock)) is Fault.DECLINED


def test_a_wrong_client_secret_is_declined(service: services.Service, clock: Clock) -> None:
    assert fault(lambda: signed_in(service, clock, client_secret="another")) is Fault.DECLINED
    assert fault(lambda: signed_in(service, clock, client_secret="ключ")) is Fault.SETTINGS


def test_the_secret_is_not_shown_with_the_settings(service: services.Service) -> None:
    assert SECRET not in repr(provider(service))
    assert SECRET not in repr(oidc.Service(provider(service)))


# --- what is made of it


@pytest.mark.parametrize(
    ("claims", "claim", "role"),
    [
        ({"groups": ["security"]}, "groups", "officer"),
        ({"groups": ["everybody", "security"]}, "groups", "officer"),
        ({"groups": ["security", "desk-admins", "x"]}, "groups", "admin"),
        ({"groups": "security"}, "groups", "officer"),
        ({"groups": "security everybody"}, "groups", ""),
        ({"groups": ["Security"]}, "groups", ""),
        ({"groups": []}, "groups", ""),
        ({"groups": None}, "groups", ""),
        ({"groups": {"security": True}}, "groups", ""),
        ({"groups": [["security"], {"a": 1}, 7, None]}, "groups", ""),
        ({}, "groups", ""),
        ({"role": "admin", "roles": ["admin"]}, "groups", ""),
        ({"groups": ["admin", "officer"]}, "groups", ""),
        ({"realm_access": {"roles": ["security"]}}, "realm_access.roles", "officer"),
        ({"realm_access": ["roles"]}, "realm_access.roles", ""),
        ({"https://desk.example/groups": ["security"]}, "https://desk.example/groups", "officer"),
    ],
)
def test_the_table_alone_gives_a_role(claims: dict[str, Any], claim: str, role: str) -> None:
    ours = Provider(issuer="https://id", client_id="x", client_secret="", redirect_uri="", roles=ROLES, claim=claim)
    assert role_of(ours, claims) == role


@given(st.dictionaries(st.sampled_from(["a", "a.b", "b"]), VALUES))
def test_whatever_a_service_says_gives_a_role_of_the_table_or_none(claims: dict[str, Any]) -> None:
    ours = Provider(issuer="https://id", client_id="x", client_secret="", redirect_uri="", roles=ROLES, claim="a.b")
    assert role_of(ours, claims) in {"", *(role for _, role in ROLES)}


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_is_not_verified_is_not_heard(
    service: services.Service, clock: Clock, verified: object
) -> None:
    service.person |= {"email": "m@desk.example", "email_verified": verified}
    assert signed_in(service, clock).email == ""


@pytest.mark.parametrize(
    ("amr", "strong"), [(["pwd"], False), (["mfa"], True), (None, False), ([["mfa"], 7], False), ([], False)]
)
def test_a_second_factor_at_the_service_is_one(service: services.Service, clock: Clock, amr: Any, strong: bool) -> None:
    service.person["amr"] = amr
    assert signed_in(service, clock).strong is strong


def test_settings_that_cannot_be_are_refused() -> None:
    ours = Provider(issuer="https://id", client_id="x", client_secret="", redirect_uri="", roles=ROLES)
    for wrong in (
        replace(ours, issuer="http://id.example"),
        replace(ours, issuer="id.example"),
        replace(ours, roles=(("x", "emperor"),)),
        replace(ours, hosts=("http://id.example",)),
    ):
        assert fault(lambda wrong=wrong: oidc.Service(wrong)) is Fault.SETTINGS  # type: ignore[misc]
