"""What every reader promises: it knows its own files only, loses nothing, and no file can make it fail or hang."""

from __future__ import annotations

import io
import pkgutil
import random
import signal
import time
from collections.abc import Iterator
from datetime import UTC
from importlib import import_module
from pathlib import Path

import pytest

from bonafides.errors import BonafidesError
from bonafides.model import Reading
from bonafides.read import READERS, read
from bonafides.read.reader import Extract, Reader
from tests.contracts.exports import FIRST_ONLY, WRITERS, Writer
from tests.contracts.fields import missing_words
from tests.contracts.samples import CASES, OPTIONS, PARTICULAR, Sample, chosen, head, samples, source, talk

TEXTUAL = [reader for reader in READERS if any(chosen(sample) is reader for sample in samples())]
"""Readers with samples; pictures have theirs where they are rendered."""
MANY = [writer for writer in WRITERS if writer not in FIRST_ONLY]
CUTS, FLIPS = 60, 60
"""Cuts of a larger sample, and damaged copies of each reader's smallest."""
LONGEST_BY_BYTE = 3_000
"""A smallest sample above this is cut at some of its bytes only."""
_KINDS = {"mail": ("eml", "mbox", "msg"), "messenger": ("meta-",), "instagram": ("meta-", "instagram-")}
"""Formats whose readers are not called after them."""

ALIKE = {("signal-text", "whatsapp")}
"""Pairs of which a file may look like both: their lines are dated alike. The first one is asked first."""


def _is_of(reader: Reader, kind: str) -> bool:
    """Whether a folder of cases is of this reader's format."""
    return reader.name == kind or reader.name.startswith(_KINDS.get(kind, (f"{kind}-",)))


def _own(reader: Reader) -> list[Sample]:
    """Samples that go to this reader, the smallest first."""
    return sorted((each for each in samples() if chosen(each) is reader), key=lambda each: len(each.raw))


def _read(reader: Reader, raw: bytes, file: str) -> Extract | None:
    """None where it says that it cannot; everything else is a fault."""
    try:
        return reader.read(source(raw, file), OPTIONS)
    except BonafidesError:
        return None


def _read_whole(raw: bytes) -> Reading:
    return read(["-"], stdin=lambda: io.BytesIO(raw))


def _named(value: Reader | Writer) -> str:
    return value.name


# --- recognition


@pytest.mark.parametrize("reader", PARTICULAR, ids=_named)
def test_it_recognises_no_sample_of_another_format(reader: Reader) -> None:
    mine = [each for each in samples() if reader.recognises(each.head)]
    strange = [each.name for each in mine if not _is_of(reader, each.format) and not _is_alike(reader, chosen(each))]
    assert strange == []


@pytest.mark.parametrize("reader", TEXTUAL, ids=_named)
def test_its_samples_are_recognised_by_it_alone(reader: Reader) -> None:
    for sample in _own(reader):
        others = [each for each in PARTICULAR if each is not reader and each.recognises(sample.head)]
        assert [each.name for each in others if not _is_alike(each, reader)] == [], sample.name


@pytest.mark.parametrize("writer", WRITERS, ids=_named)
def test_what_a_program_exports_goes_to_its_reader(writer: Writer) -> None:
    raw = writer.write(talk(writer), UTC)
    found = [reader for reader in PARTICULAR if reader.recognises(head(raw, writer.file))]
    assert found[0].name == writer.reader
    assert [each.name for each in found[1:] if not _is_alike(each, found[0])] == []


def _is_alike(later: Reader, earlier: Reader) -> bool:
    """Whether `later` may recognise what goes to `earlier`."""
    return (earlier.name, later.name) in ALIKE or (earlier is later and any(later.name in pair for pair in ALIKE))


@pytest.mark.parametrize("reader", READERS, ids=_named)
def test_recognition_never_fails(reader: Reader) -> None:
    for raw in _noise():
        assert isinstance(reader.recognises(head(raw, "x")), bool)


DEFINED = [
    value
    for module in pkgutil.walk_packages(import_module("bonafides.read").__path__, "bonafides.read.")
    for value in vars(import_module(module.name)).values()
    if isinstance(value, Reader)
]
"""The readers as their modules define them, which READERS mostly defers; PASTE stands in the PDF's module too."""


def test_every_reader_is_listed_under_its_own_name() -> None:
    listed, defined = ({(each.name, each.slow) for each in readers} for readers in (READERS, DEFINED))
    assert listed == defined
    assert len(READERS) == len({id(each) for each in DEFINED})


def test_no_opening_keeps_a_file_from_its_reader() -> None:
    for beginning in (*(each.head for each in samples()), *(head(raw, "x") for raw in _noise())):
        listed, defined = ({r.name for r in readers if r.recognises(beginning)} for readers in (READERS, DEFINED))
        assert listed == defined, beginning.name


def _noise() -> Iterator[bytes]:
    chance = random.Random(7)
    yield from (b"", b"\0", b"\xff\xfe", b"{", b"[", b"[[[[" * 5_000, b'{"a":' * 5_000, b"\n" * 70_000, b"From ", b"%")
    yield from (chance.randbytes(chance.randrange(1, 3_000)) for _ in range(50))


# --- nothing is lost


@pytest.mark.parametrize("reader", TEXTUAL, ids=_named)
def test_every_word_of_its_samples_is_in_a_message_or_a_problem_says_what_is_not(reader: Reader) -> None:
    for sample in _own(reader):
        extract = _read(reader, sample.raw, sample.file)
        if extract is not None and not extract.problems:
            assert missing_words(sample, extract) == [], sample.name


@pytest.mark.parametrize("reader", TEXTUAL, ids=_named)
def test_reading_twice_gives_the_same(reader: Reader) -> None:
    for sample in _own(reader)[:20]:
        assert _read(reader, sample.raw, sample.file) == _read(reader, sample.raw, sample.file), sample.name


# --- bad input


@pytest.mark.parametrize("reader", TEXTUAL, ids=_named)
def test_its_smallest_sample_may_be_cut_at_every_byte(reader: Reader) -> None:
    sample = _own(reader)[0]
    step = 1 if len(sample.raw) <= LONGEST_BY_BYTE else len(sample.raw) // LONGEST_BY_BYTE + 1
    for cut in range(0, len(sample.raw), step):
        _read(reader, sample.raw[:cut], sample.file)
        if cut % 4 == 0:
            _read_whole(sample.raw[:cut])


@pytest.mark.parametrize("reader", TEXTUAL, ids=_named)
def test_a_large_sample_may_be_cut_anywhere(reader: Reader) -> None:
    sample = _own(reader)[-1]
    chance = random.Random(11)
    for _ in range(CUTS if len(sample.raw) < 100_000 else 5):
        cut = chance.randrange(len(sample.raw))
        _read(reader, sample.raw[:cut], sample.file)
        _read(reader, sample.raw[cut:], sample.file)


@pytest.mark.parametrize("reader", TEXTUAL, ids=_named)
def test_any_byte_may_be_wrong(reader: Reader) -> None:
    for sample in (_own(reader)[0], _own(reader)[len(_own(reader)) // 2]):
        for damaged in _damaged(sample.raw, FLIPS):
            _read(reader, damaged, sample.file)
            _read_whole(damaged)


ODD = (
    "<![if x]>", "<![CDATA[", "<!DOCTYPE a [<!x", "<!ELEMENT", "<?", "</", "<a/", "&#99999999999;",
    "&#" + "9" * 5_000 + ";", "9" * 5_000, "1e999", "-1e400", "NaN", "Infinity", '"\\ud83d"', "\\u",
    '{"a": ' * 200, "[" * 2_000, '"' * 99, "\0" * 50, "=?utf-8?b?" * 20, "\r" * 50,
    "99/99/9999, 99:99 - x: y\n", "0000-00-00", "10000-01-01T00:00:00Z", "+99:99",
)  # fmt: skip
"""Marks on which parsers are known to give up."""


@pytest.mark.parametrize("reader", TEXTUAL, ids=_named)
def test_odd_marks_may_stand_anywhere(reader: Reader) -> None:
    for sample in _own(reader)[:3]:
        for at in (0, *(len(sample.raw) * part // 5 for part in range(1, 6))):
            for mark in ODD:
                _read(reader, sample.raw[:at] + mark.encode() + sample.raw[at:], sample.file)


def _damaged(raw: bytes, count: int) -> Iterator[bytes]:
    """Copies with bytes changed, left out, doubled or put in."""
    chance = random.Random(len(raw))
    for _ in range(count):
        broken = bytearray(raw)
        for _ in range(chance.randrange(1, 5)):
            at = chance.randrange(len(broken))
            stretch = slice(at, at + chance.randrange(1, 12))
            broken[stretch] = chance.choice((b"", chance.randbytes(1), broken[stretch] * 2, b"\0", b'"', b"{", b"\n"))
            broken = broken or bytearray(b"?")
        yield bytes(broken)


@pytest.mark.parametrize("reader", READERS, ids=_named)
@pytest.mark.parametrize(
    "raw", [b"", b"\0", b"\n\n", b"\xef\xbb\xbf", b"\xff" * 50, b"[]", b"{}", b"null", b"[" * 9_000]
)
def test_a_file_without_anything_in_it(reader: Reader, raw: bytes) -> None:
    _read(reader, raw, "x")
    assert _read_whole(raw).problems or raw in (b"{}", b"[]", b"null", b"[" * 9_000)


# --- time

TRIES = 4  # a busy machine may slow one measurement down, hardly four


@pytest.mark.parametrize("writer", MANY, ids=_named)
def test_time_grows_with_the_length_and_no_faster(writer: Writer) -> None:
    reader = next(each for each in READERS if each.name == writer.reader)
    # Four times as much; what is quadratic takes sixteen times as long, however often it is tried.
    assert any(_seconds(reader, writer, 400) < 10 * _seconds(reader, writer, 100) + 0.05 for _ in range(TRIES))


def _seconds(reader: Reader, writer: Writer, count: int) -> float:
    raw = writer.write(talk(writer, count), UTC)
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        assert _read(reader, raw, writer.file) is not None
        best = min(best, time.process_time() - started)
    return best


UNITS = (
    "<", "<a b='", "<!--", "</p><p", "&#", "&amp;", "[", '{"a":', '"', '\\"', "\\u00", ",", "\n", "\r", "\t ",
    ": ", "- ", "> ", ">", "From ", "\nFrom x Mon 2026\n", "On 3 Mar 10:15 ", "1/2/24, ", "[1/2/24, 9:15 ", "(",
    "=?utf-8?q?", "=\n", "--x\n", "a" * 50 + " ", "\u200e", "\ufeff", "é", "Ã©", "+44 7700 ", "a@", "https://a",
    "Amy: ", "*", "_",
)  # fmt: skip


@pytest.mark.parametrize("reader", TEXTUAL, ids=_named)
def test_no_repetition_takes_more_than_linear_time(reader: Reader) -> None:
    sample = _own(reader)[0]
    at = len(sample.raw) * 3 // 4
    for unit in UNITS:
        few, many = ((reader, sample, at, unit, count) for count in (5_000, 40_000))
        # Eight times as much; what is quadratic takes sixty-four times as long, however often it is tried.
        assert any(_cost(*many) < 20 * _cost(*few) + 0.3 for _ in range(TRIES)), unit


def _cost(reader: Reader, sample: Sample, at: int, unit: str, characters: int) -> float:
    """Seconds for a sample with so many characters of a repeated unit inside."""
    raw = sample.raw[:at] + (unit * (characters // len(unit))).encode() + sample.raw[at:]
    started = time.process_time()
    reader.recognises(head(raw, sample.file))
    _read(reader, raw, sample.file)
    return time.process_time() - started


# --- what once went wrong

CRASHES = sorted((CASES / "crashes").glob("*"))
PATIENCE = 20
"""Seconds for a file that once made a reader hang."""


@pytest.fixture
def impatient() -> Iterator[None]:
    """Ends what takes too long, where the platform can."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("path", CRASHES, ids=lambda path: str(path.name))
def test_what_once_crashed_a_reader_crashes_none(path: Path) -> None:
    raw = path.read_bytes()
    for reader in READERS:
        reader.recognises(head(raw, path.name))
        _read(reader, raw, path.name)
    _read_whole(raw)
