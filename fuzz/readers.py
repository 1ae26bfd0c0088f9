"""`python -m fuzz.readers [NAME ...] [--seconds N]`: each reader in turn, from its samples on; crashes are kept."""

from __future__ import annotations

import argparse
import io
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "fuzz"
"""A folder per reader: `corpus` grows from run to run, `crashes` holds what crashed it."""
WHOLE = "all"
"""The name of the whole room: recognition, reading, joining."""
SECONDS = 20
_LONGEST = 8_192
_HANGS = 20
"""Seconds after which one input counts as a hang."""
_SLOW = 3
"""Seconds after which one input is kept as `slow-unit-...`, though it is no crash."""
_MEGABYTES = 2_048
_INSIDE = "--inside"
"""How this module calls itself, for one reader in a process of its own."""


def main(arguments: Sequence[str]) -> int:
    """Runs the readers one after another, each in a process of its own. Returns how many of them crashed."""
    if arguments[:1] == [_INSIDE]:
        _fuzz(arguments[1], int(arguments[2]))
    from bonafides.read import READERS  # after the above, which must see it imported to follow what is reached

    names = [*(reader.name for reader in READERS), WHOLE]
    options = _options(arguments, names)
    crashed = [name for name in options.names or names if not _in_a_process(name, options.seconds)]
    for name in crashed:
        sys.stdout.write(f"{name} crashed; the input is in {KEPT / name / 'crashes'}\n")
    sys.stdout.write(f"{len(crashed)} of {len(options.names or names)} crashed, {options.seconds} s each\n")
    return min(len(crashed), 100)


def _options(arguments: Sequence[str], names: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz.readers", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*names, []], help=", ".join(names))
    parser.add_argument("--seconds", type=int, default=SECONDS, help="time for each reader")
    return parser.parse_args(arguments)


def _in_a_process(name: str, seconds: int) -> bool:
    """Whether a reader came through; what the fuzzer says about a crash goes to standard error."""
    _prepared(name)
    sys.stdout.write(f"{name}: ")
    sys.stdout.flush()
    command = [sys.executable, "-m", "fuzz.readers", _INSIDE, name, str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, cwd=ROOT)  # noqa: S603
    runs = [line for line in done.stderr.splitlines() if line.startswith(("Done ", "stat::"))]
    sys.stdout.write((runs[0] if runs and not done.returncode else "crashed") + "\n")
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if not line.startswith("INFO: ")]
        sys.stderr.write("\n".join(said)[-4_000:] + "\n")
    return not done.returncode


def _prepared(name: str) -> None:
    """The samples that a reader starts from, and a place for what crashes it."""
    corpus = KEPT / name / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    (KEPT / name / "crashes").mkdir(exist_ok=True)
    for number, raw in enumerate(_samples(name)):
        (corpus / f"sample-{number}").write_bytes(raw)


def _samples(name: str) -> Iterator[bytes]:
    from tests.contracts.samples import chosen, samples

    for sample in samples():
        if len(sample.raw) <= _LONGEST and name in (WHOLE, chosen(sample).name):
            yield sample.raw


def _fuzz(name: str, seconds: int) -> None:
    """Fuzzes in this process; libFuzzer ends the process by itself, with a code of its own where something crashed."""
    import atheris

    with atheris.instrument_imports(include=["bonafides.read"]):
        target = _target(name)
        for each in pkgutil.walk_packages(import_module("bonafides.read").__path__, "bonafides.read."):
            import_module(each.name)  # readers are imported at need: now, so that their coverage is seen
    place = KEPT / name
    flags = [
        f"-max_total_time={seconds}",
        f"-max_len={_LONGEST}",
        f"-timeout={_HANGS}",
        f"-report_slow_units={_SLOW}",
        f"-rss_limit_mb={_MEGABYTES}",
        f"-dict={Path(__file__).parent / 'marks.dict'}",
        f"-artifact_prefix={place / 'crashes'}/",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *flags, str(place / "corpus")], target)
    atheris.Fuzz()


def _target(name: str) -> Callable[[bytes], None]:
    """What is called with every input: anything but a BonafidesError that comes out of it is a crash."""
    from bonafides.errors import BonafidesError
    from bonafides.read import READERS, read
    from tests.contracts.samples import OPTIONS, head, source

    def whole(raw: bytes) -> None:
        read(["-"], stdin=lambda: io.BytesIO(raw))

    def one(raw: bytes) -> None:
        reader.recognises(head(raw, "file.txt"))
        with suppress(BonafidesError):
            reader.read(source(raw, "file.txt"), OPTIONS)

    if name == WHOLE:
        return whole
    reader = next(each for each in READERS if each.name == name)
    return one


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
