"""Writes WhatsApp's "Export chat" text as Android phones and iPhones do in several locales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bonafides.read.whatsapp.header import headers
from bonafides.read.whatsapp.marks import unmarked
from tests.contracts.exports.writing import Said, Writer, local

ENCRYPTED = "Messages and calls are end-to-end encrypted. Only people in this chat can read them."


@dataclass(frozen=True, slots=True)
class _Locale:
    name: str
    date: str
    """`{d}`, `{m}` plain, `{dd}`, `{mm}` padded, `{y}`, `{yy}`."""
    clock: str
    """`{H}` of 24 hours padded, `{h}` of 12, `{M}`, `{S}`, `{half}`."""
    bracketed: bool
    halves: tuple[str, str] = ("AM", "PM")

    @property
    def tick(self) -> timedelta:
        return timedelta(seconds=1) if "{S}" in self.clock else timedelta(minutes=1)

    def line(self, at: datetime, words: str) -> str:
        """One dated line."""
        date = self.date.format(
            d=at.day, m=at.month, dd=f"{at:%d}", mm=f"{at:%m}", y=at.year, yy=f"{at:%y}", thai=at.year + 543
        )
        half = self.halves[at.hour >= 12]
        clock = self.clock.format(H=f"{at:%H}", h=at.hour % 12 or 12, M=f"{at:%M}", S=f"{at:%S}", half=half)
        stamp = f"{date}{clock}"
        return f"[{stamp}] {words}" if self.bracketed else f"{stamp} - {words}"


_LOCALES = (
    _Locale("android-en-gb", "{dd}/{mm}/{y}", ", {H}:{M}", bracketed=False),
    _Locale("android-en-us", "{m}/{d}/{yy}", ", {h}:{M}\u202f{half}", bracketed=False),
    _Locale("android-de", "{dd}.{mm}.{yy}", ", {H}:{M}", bracketed=False),
    _Locale("android-es", "{d}/{m}/{y}", ", {h}:{M} {half}", bracketed=False, halves=("a. m.", "p. m.")),
    _Locale("android-zh", "{y}/{m}/{d}", " {half}{h}:{M}", bracketed=False, halves=("上午", "下午")),
    _Locale("android-iso", "{y}-{mm}-{dd}", ", {H}:{M}", bracketed=False),
    _Locale("android-ko", "{y}년 {m}월 {d}일", " {half} {h}:{M}", bracketed=False, halves=("오전", "오후")),
    _Locale("ios-en-gb", "{dd}/{mm}/{y}", ", {H}:{M}:{S}", bracketed=True),
    _Locale("ios-en-us", "{m}/{d}/{yy}", ", {h}:{M}:{S}\u202f{half}", bracketed=True),
    _Locale("ios-fi", "{d}.{m}.{y}", " klo {H}.{M}.{S}", bracketed=True),
    _Locale("ios-nl", "{dd}-{mm}-{y}", " {H}:{M}:{S}", bracketed=True),
    _Locale("ios-ja", "{y}/{mm}/{dd}", " {H}:{M}:{S}", bracketed=True),
)


def one_message(text: str) -> bool:
    """Whether no line of it looks like the beginning of another message, which nobody could tell from one.

    A "\\r" at its end could be half of a line end as Windows writes it. A mark of direction at its beginning is how
    WhatsApp marks its own words. A second line that is the header of another export's table decides for that export.
    """
    if not unmarked(text) or text.startswith("\u200e") or text.endswith("\r") or "\nFROM,TO," in text:
        return False
    return not any(headers("\n" + text))


def _writer(form: _Locale) -> Writer:
    def write(messages: Sequence[Said], zone: tzinfo) -> bytes:
        return "".join(_line(form, each, zone) for each in messages).encode()

    return Writer(
        name=f"whatsapp-{form.name}",
        reader="whatsapp",
        file="_chat.txt",
        write=write,
        holds=one_message,
        tick=form.tick,
        events=not form.bracketed,
    )


def _line(form: _Locale, said: Said, zone: tzinfo) -> str:
    words = said.text if said.event else f"{said.speaker}: {said.text}"
    return form.line(local(said, zone), words) + "\n"


WRITERS = tuple(_writer(form) for form in _LOCALES)
