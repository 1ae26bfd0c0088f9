"""`python -m bench.big_files [NAME...]`: seconds and memory to read inputs of about 1 GB, and hostile ones of 5 GiB."""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_GIB = 1024**3
_MIB = 1024**2
_READ = """
import sys, resource, time
from bonafides.read import read
start = time.perf_counter()
reading = read([sys.argv[1]], me=("Jane Roe",))
seconds = time.perf_counter() - start
messages = sum(len(each.messages) for each in reading.conversations)
try:  # the kernel counts the parent's memory into ru_maxrss
    peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) // 1024
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
formats = ",".join(sorted({each.format for each in reading.provenance.inputs}))
said = reading.problems[0].what[:90] if reading.problems else ""
print(f"{formats} | {messages:,} | {seconds:.1f} | {peak:,} | {said}")
"""
_HEADER = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER"
)
_NAMES = "Alda Bram Cleo Dario Elin Faro Gita Hanno Ilse Joren Kaya Lior Mads Nela Otto Pia".split()
_WORDS = (
    "the project report you asked for is nearly done and we could talk about it on Tuesday or later this week if that "
    "suits you better because our team is away until then and nobody has read the last chapter yet"
).split()


def _texts(words: int, seed: int = 1) -> Iterator[str]:
    """Invented texts that do not pack much better than real ones."""
    chance = random.Random(seed)
    while True:
        yield " ".join(chance.choices(_WORDS, k=words)) + f" {chance.random()}"


def _rows(size: int) -> Iterator[str]:
    """LinkedIn messages of `size` bytes in all."""
    yield f"{_HEADER}\n"
    written = 0
    for number, text in enumerate(_texts(60)):
        who = number // 40 % 5_000
        name = f"{_NAMES[who % len(_NAMES)]} {who}"
        url = f"https://www.linkedin.com/in/example-{who}"
        sent = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(1_600_000_000 + number * 30))
        mine = "https://www.linkedin.com/in/jane-roe-example"
        parties = ("Jane Roe", mine, name, url) if number % 2 else (name, url, "Jane Roe", mine)
        row = f"c-{who},,{','.join(parties)},{sent},,{text},INBOX\n"
        yield row
        written += len(row)
        if written > size:
            return


def _linkedin(out: Path) -> None:
    """An archive whose messages are 1 GB unpacked."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("Profile.csv", "First Name,Last Name,Headline\nJane,Roe,Engineer\n")
        with archive.open("messages.csv", "w", force_zip64=True) as table:
            for row in _rows(_GIB):
                table.write(row.encode())


def _media(out: Path) -> None:
    """An archive of 1 GB: 990 MB of films and a chat of 10 MB."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number in range(10):
            archive.writestr(f"VID-{number}.mp4", b"\0\0\0\x18ftypmp42" + os.urandom(99 * _MIB))
        archive.writestr("WhatsApp Chat with Amy Lin.txt", "".join(_chat(10 * _MIB)), zipfile.ZIP_DEFLATED)


def _chat(size: int) -> Iterator[str]:
    written = 0
    for number, text in enumerate(_texts(12)):
        stamp = time.strftime("%d/%m/%Y, %H:%M", time.gmtime(1_600_000_000 + number * 60))
        row = f"{stamp} - {('Amy Lin', 'Jane Roe')[number % 2]}: {text}\n"
        yield row
        written += len(row)
        if written > size:
            return


def _whatsapp(out: Path) -> None:
    """One chat of 70 MB, a little more than the most that is held as one text."""
    out.write_text("".join(_chat(70 * _MIB)), encoding="utf-8")


def _telegram(out: Path) -> None:
    """One chat of 1 GB of JSON."""
    with out.open("w", encoding="utf-8") as stream:
        stream.write('{"name": "Amy Lin", "type": "personal_chat", "id": 4711, "messages": [\n')
        written = 0
        for number, text in enumerate(_texts(60), start=1):
            message = {
                "id": number,
                "type": "message",
                "date": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(1_600_000_000 + number * 30)),
                "date_unixtime": str(1_600_000_000 + number * 30),
                "from": "Amy Lin" if number % 2 else "Jane Roe",
                "from_id": f"user{4711 + number % 2}",
                "text": text,
                "text_entities": [{"type": "plain", "text": text}],
            }
            row = json.dumps(message, indent=1)
            written += len(row)
            stream.write(f"{row}\n" if written > _GIB else f"{row},\n")
            if written > _GIB:
                break
        stream.write("]}\n")


def _interchange(out: Path) -> None:
    """Conversations of 1 GB."""
    texts = _texts(60)
    with out.open("w", encoding="utf-8") as stream:
        for number in range(_GIB // 9_500):
            turns = [{"speaker": ("them", "me")[turn % 2], "text": next(texts)} for turn in range(20)]
            stream.write(json.dumps({"id": str(number), "messages": turns}) + "\n")


def _mbox(out: Path) -> None:
    """500,000 mails of about 1 GB."""
    texts = _texts(170)
    with out.open("w", encoding="utf-8") as stream:
        for number in range(500_000):
            stamp = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(1_500_000_000 + number * 60))
            who = number % 5_000
            stream.write(
                f"From amy{who}@example.com Mon Mar  2 09:00:00 2026\nMessage-ID: <{number}@example.com>\n"
                f"From: Amy {who} <amy{who}@example.com>\nTo: Jane Roe <jane@example.com>\n"
                "Delivered-To: jane@example.com\n"
                f"Date: {stamp}\nSubject: Report {who}\nReceived: by mx.example.com; {stamp}\n"
                f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{next(texts)}\n\n"
            )


def _sparse(start: str) -> Callable[[Path], None]:
    """5 GiB of zeros below a good beginning."""

    def write(out: Path) -> None:
        with out.open("wb") as stream:
            stream.write(start.encode())
            stream.truncate(5 * _GIB)

    return write


def _cell(line: str) -> Callable[[Path], None]:
    """One cell of 200 MB that is made of such lines, between two good records."""

    def write(out: Path) -> None:
        good = "c1,,Amy Lin,,Jane Roe,,2026-03-01 09:00:00 UTC,,{},INBOX\n"
        with out.open("w", encoding="utf-8") as stream:
            stream.write(f"{_HEADER}\n{good.format('one')}")
            stream.write(good.format('"' + line * (200 * _MIB // len(line)) + '"') + good.format("three"))

    return write


def _bomb(out: Path) -> None:
    """An archive just below the ratio that is refused: messages of 4 GB in 14 MB."""
    row = "c1,,Amy Lin,,Jane Roe,,2026-03-01 09:00:00 UTC,,hello,INBOX\n" * 20_000
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("messages.csv", "w", force_zip64=True) as table,
    ):
        table.write(f"{_HEADER}\n".encode())
        for _ in range(4 * _GIB // len(row) - 1):
            table.write(row.encode())


def _folder(out: Path) -> None:
    """A folder of 50,000 files."""
    out.mkdir()
    for number in range(50_000):
        (out / f"{number:05}.txt").write_text(f"Amy {number}: hello\n", encoding="utf-8")


_GOOD = f"{_HEADER}\nc1,,Amy Lin,,Jane Roe,,2026-03-01 09:00:00 UTC,,hello,INBOX\n"
INPUTS: dict[str, Callable[[Path], None]] = {
    "linkedin.zip": _linkedin,
    "media.zip": _media,
    "whatsapp.txt": _whatsapp,
    "result.json": _telegram,
    "interchange.jsonl": _interchange,
    "mails.mbox": _mbox,
    "zeros.bin": _sparse(""),
    "zeros.csv": _sparse(_GOOD),
    "zeros.jsonl": _sparse('{"id": "c", "messages": [{"speaker": "them", "text": "hello"}]}\n'),
    "zeros.txt": _sparse("20/09/2026, 21:15 - Amy: hello\n20/09/2026, 21:16 - Jane: hi\n"),
    "zeros.json": _sparse('{"name": "Amy", "type": "personal_chat", "id": 1, "messages": [{"id": 1,'),
    "zeros.mbox": _sparse("From a Mon Mar  2 09:00:00 2026\nFrom: a@example.com\nTo: b@example.com\n\nhello\n"),
    "zeros.eml": _sparse("From: a@example.com\nTo: b@example.com\nSubject: x\n\nhello\n"),
    "zeros.zip": _sparse("PK\x03\x04"),
    "tiny-lines.csv": _cell("\n"),
    "short-lines.csv": _cell("a,\n"),
    "one-line.csv": _cell("abcdefgh"),
    "bomb.zip": _bomb,
    "folder": _folder,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write each input, read it in a process of its own, delete it; print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m bench.big_files", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(INPUTS)}")
    names = parser.parse_args(arguments).names or list(INPUTS)
    print("| input | MB | read as | messages | seconds | peak MB | said first |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            INPUTS[name](path)
            command = [sys.executable, "-c", _READ, str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            found = done.stdout.strip() or f"- | - | - | - | exit {done.returncode} {done.stderr[-100:].strip()}"
            print(f"| {name} | {path.stat().st_size // 10**6:,} | {found} |", flush=True)


if __name__ == "__main__":
    main()
