"""Looks numbers up in the world's numbering plans: whether such a number can exist, never where it is from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bonafides.vet.check import Check
from bonafides.vet.told import Told
from bonafides.vet.vetting import Stance, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ID = "phone"


@cache
def _kinds() -> Mapping[int, str]:
    """What is worth saying of a number's kind. A country is not, nor whether it is a mobile."""
    from phonenumbers import PhoneNumberType

    return {
        PhoneNumberType.PREMIUM_RATE: "premium",
        PhoneNumberType.SHARED_COST: "premium",
        PhoneNumberType.VOIP: "internet",
        PhoneNumberType.PERSONAL_NUMBER: "personal",
    }


def _find(told: Told) -> Iterator[Statement]:
    for phone in told.phones:
        key, stance = _read(phone)
        yield Statement(check=ID, key=f"{ID}.{key}", stance=stance, value=phone)


def _read(phone: str) -> tuple[str, Stance]:
    import phonenumbers

    bare = phone.strip()[:80].removeprefix("tel:")
    if bare.startswith("+"):
        bare = f"+{bare.lstrip('+ ')}"
    if bare.startswith("00"):
        bare = f"+{bare[2:]}"
    try:
        number = phonenumbers.parse(bare, None)
    except phonenumbers.NumberParseException as error:
        words = error.error_type == phonenumbers.NumberParseException.NOT_A_NUMBER
        local = words or (
            error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE and "+" not in bare
        )
        return ("local", Stance.UNCHECKED) if local else ("none", Stance.CONTRADICTS)
    if not phonenumbers.is_valid_number(number):
        return "none", Stance.CONTRADICTS
    return _kinds().get(phonenumbers.number_type(number), "exists"), Stance.UNCHECKED


PHONES = Check(
    id=ID,
    sources=("ITU-T E.164", "libphonenumber"),
    ways=("call",),
    find=_find,
    catches=(Told(phones=("+44 20 0000",)), Told(phones=("+999 123 456 789",))),
    spares=(
        Told(phones=("+44 20 7946 0000",)),
        Told(firms=("Airbus",), phones=("+86 10 6552 9988", "020 7946 0000", "+49 30 901820")),
    ),
)
