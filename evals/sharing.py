"""How much of what is shared comes back: STIX 2.1 and MISP, written, read by the reference library, and read again.

`python -m evals.sharing` prints, for each format, how many fields came back the same, directly and by way of the
reference library (stix2, PyMISP), and how many bundles the official validator (stix2-validator) takes.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from bonafides.render.exchange.misp import event
from bonafides.render.exchange.misp_read import read_misp
from bonafides.render.exchange.stix import bundle
from bonafides.render.exchange.stix_read import Read, read_stix
from bonafides.render.exchange.value import Shared
from evals.sharing_cases import leaves, matters

CASES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What came back of all cases in one way."""

    way: str
    cases: int
    fields: int
    same: int
    seconds: float
    """For each case, on average."""


def by_stix2(text: str) -> str:
    """As the reference library writes what it read."""
    import stix2

    return str(stix2.parse(text, allow_custom=True).serialize())


def by_pymisp(text: str) -> str:
    """As PyMISP writes what it read."""
    from pymisp import MISPEvent

    logging.getLogger("pymisp").setLevel(logging.ERROR)
    found = MISPEvent()
    found.load(text)
    return str(found.to_json())


WAYS: tuple[tuple[str, Callable[[Shared], str], Callable[[str], str], Callable[[bytes], Read]], ...] = (
    ("stix", bundle, str, read_stix),
    ("stix by stix2", bundle, by_stix2, read_stix),
    ("misp", event, str, read_misp),
    ("misp by pymisp", event, by_pymisp, read_misp),
)


def measured(cases: Iterable[Shared]) -> list[Measured]:
    """What comes back in each way."""
    given = list(cases)
    found = []
    for way, write, through, read in WAYS:
        began = time.perf_counter()
        counts = [_fields(each, read(through(write(each)).encode())) for each in given]
        taken = (time.perf_counter() - began) / len(given)
        fields, same = (sum(numbers) for numbers in zip(*counts, strict=True))
        found.append(Measured(way=way, cases=len(given), fields=fields, same=same, seconds=round(taken, 4)))
    return found


def _fields(given: Shared, read: Read) -> tuple[int, int]:
    """(fields, those that came back the same)."""
    known, back = leaves(given), leaves(read.shared[0]) if len(read.shared) == 1 else {}
    return len(known), sum(back.get(path, known) == leaf for path, leaf in known.items())


def invalid(cases: Iterable[Shared], *, strict: bool) -> int:
    """How many bundles the official validator refuses; strictly, with warnings as errors, but for two: ids that are no
    random UUIDs (ours are the same for the same input), and account types beyond the open vocabulary (linkedin).
    """
    from stix2validator import ValidationOptions, validate_string

    disabled = "uuid-check,account-type" if strict else ""
    options = ValidationOptions(version="2.1", strict=strict, disabled=disabled)
    return sum(not validate_string(bundle(each), options).is_valid for each in cases)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--seed", type=int, default=2026, help="Development used 8.")
    chosen = parser.parse_args()
    cases = matters(chosen.cases, seed=chosen.seed)
    for each in measured(cases):
        print(json.dumps(asdict(each)))
    plain = matters(chosen.cases, seed=chosen.seed, hostile=False)
    refused = {
        "refused": invalid(cases, strict=False),
        "refused strictly": invalid(cases, strict=True),
        "refused strictly, plain texts": invalid(plain, strict=True),
    }
    print(json.dumps({"way": "official validator", "cases": len(cases), **refused}))


if __name__ == "__main__":
    main()
