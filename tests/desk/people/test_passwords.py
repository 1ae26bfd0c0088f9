from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY
from hypothesis import given, settings
from hypothesis import strategies as st

from bonafides.desk.people import passwords
from bonafides.desk.people.passwords import LONGEST, SHORTEST, PasswordError, Weakness, weakness_of
from tests.desk.entrance import PASSWORD

TEXTS = st.text(min_size=SHORTEST, max_size=40)


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("", Weakness.SHORT),
        ("elevenchars", Weakness.SHORT),
        ("x1y2" * 65, Weakness.LONG),
        ("password1234", Weakness.COMMON),
        ("P@ssw0rd2026!", Weakness.COMMON),
        ("Willkommen2026", Weakness.COMMON),
        ("2026motdepasse", Weakness.COMMON),
        ("administrator", Weakness.COMMON),
        ("correct horse battery staple", Weakness.COMMON),
        ("123456789012", Weakness.COMMON),
        ("210987654321", Weakness.COMMON),
        ("qwertyuiopasdf", Weakness.COMMON),
        ("1q2w3e4r5t6y", Weakness.COMMON),
        ("aaaaaaaaaaaaaaaa", Weakness.COMMON),
        ("abababababab", Weakness.COMMON),
        ("abcdabcdabcdab", Weakness.COMMON),
        ("marta.gomez2026", Weakness.NAME),
        ("Gomez-Marta-1990", Weakness.NAME),
        ("desk.example1", Weakness.NAME),
    ],
)
def test_what_is_guessed_first_is_not_taken(password: str, weakness: Weakness) -> None:
    assert weakness_of(password, "Marta Gomez", "m.gomez@desk.example") is weakness
    with pytest.raises(PasswordError) as caught:
        passwords.hashed(password, "Marta Gomez", "m.gomez@desk.example")
    assert caught.value.weakness is weakness
    assert not password or password not in str(caught.value)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "marta walks twelve kilometres",
        "пароль из четырёх слов",
        "一二三四五六七八九十百千",
        "kL9#vR2$mQ7!",
        "x" * 5 + "lantern" * 4,
        "zażółć gęślą jaźń",
    ],
)
def test_what_nobody_guesses_is_taken_in_any_script(password: str) -> None:
    assert weakness_of(password, "Marta Gomez", "m.gomez@desk.example") is None


@settings(max_examples=8, deadline=None)
@given(TEXTS.filter(lambda text: weakness_of(text) is None), TEXTS)
def test_only_the_same_password_holds(one: str, other: str) -> None:
    secret = passwords.hashed(one)
    assert secret.startswith("$argon2id$")
    assert one not in secret
    assert passwords.holds(secret, one)
    assert passwords.holds(secret, other) == (passwords._same(one) == passwords._same(other))


def test_one_password_is_spelled_in_several_ways_by_keyboards() -> None:
    secret = passwords.hashed("un château à la campagne")
    assert passwords.holds(secret, "un cha\u0302teau a\u0300 la campagne")


@pytest.mark.parametrize("secret", ["", "no hash at all", "$argon2id$v=19$m=65536,t=3,p=4$broken"])
def test_nothing_holds_where_there_is_no_hash(secret: str) -> None:
    assert not passwords.holds(secret, PASSWORD)
    assert not passwords.holds(secret, "")


def test_an_endless_password_is_cut_before_it_is_hashed_and_never_holds() -> None:
    secret = passwords.hashed("ab cd ef " * 28)
    assert not passwords.holds(secret, "ab cd ef " * 28 + "x" * (LONGEST + 10_000_000))


def test_an_unknown_account_is_checked_against_a_hash_of_the_same_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    class Watching(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
            checked.append(str(hash).rsplit("$", 2)[0])
            return super().verify(hash, password)

    secret = passwords.hashed(PASSWORD)
    monkeypatch.setattr(passwords, "_HASHER", Watching.from_parameters(RFC_9106_LOW_MEMORY))
    assert passwords.holds(secret, PASSWORD)
    assert not passwords.holds("", PASSWORD)
    assert checked == ["$argon2id$v=19$m=65536,t=3,p=4"] * 2


def test_a_hash_of_other_parameters_is_outdated() -> None:
    old = PasswordHasher.from_parameters(CHEAPEST).hash(PASSWORD)
    assert passwords.holds(old, PASSWORD)
    assert passwords.outdated(old)
    assert not passwords.outdated(passwords.renewed(PASSWORD))
