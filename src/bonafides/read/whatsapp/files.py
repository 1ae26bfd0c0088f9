"""The files that a WhatsApp line names: `<attached: 1-PHOTO.jpg>`, `IMG-1.jpg (file attached)`, `a.pdf • 3 pages`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bonafides.model import Attachment
from bonafides.read.whatsapp.marks import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOKED_AT = 4_000
"""Characters of a message in which a file is looked for; captions are no longer."""
_NAME = r"(?P<name>[^\r\n<>\x00]{1,200}\.\w{1,8})"
_PAGES = r"(?: • [^\r\n]{1,40}?)?"
_IPHONE = re.compile(rf"(?:^|(?<=[{MARKS}]))<[^<>:：\r\n]{{2,30}}[:：] ?{_NAME}>(?=[{MARKS}\s]{{0,4}}$)", re.MULTILINE)
_OLD_IPHONE = re.compile(rf"\A[{MARKS}]{{0,3}}{_NAME}{_PAGES} <[{MARKS}]{{1,3}}[^<>:\r\n]{{2,30}}>")
_LEFT_OUT = re.compile(rf"\A[{MARKS}]{{0,3}}{_NAME}{_PAGES} [{MARKS}]{{1,3}}[^\r\n.\d<>]{{3,40}}$", re.MULTILINE)
_ANDROID = re.compile(rf"\A(?P<mark>[{MARKS}]{{0,3}}){_NAME} \((?P<word>[^()\r\n\d]{{2,40}})\)[ \t]*$", re.MULTILINE)
_OWN_NAME = re.compile(r"[A-Z]{3}-\d{8}-WA\d{4}\.\w{1,8}")
_ATTACHED = frozenset(
    """
    file attached|datei angehängt|fichier joint|fichier attaché|archivo adjunto|file allegato|arquivo anexado
    ficheiro anexado|bestand bijgevoegd|fil vedhæftet|bifogad fil|fil bifogad|fil vedlagt|fil lagt ved|tiedosto liitetty
    liitetiedosto|załączono plik|plik załączony|plik dołączony|soubor přiložen|súbor priložený|fájl csatolva
    csatolt fájl|fișier atașat|файлът е прикачен|прикачен файл|файл добавлен|файл прикреплён|файл додано|файл вкладено
    dosya ekli|dosya eklendi|συνημμένο αρχείο|επισυναπτόμενο αρχείο|קובץ מצורף|הקובץ מצורף|الملف مرفق|ملف مرفق
    فایل پیوست شده|فایل پیوست شد|फ़ाइल संलग्न|फ़ाइल अटैच की गई|ফাইল সংযুক্ত|ไฟล์ที่แนบมา|แนบไฟล์|添付ファイル|ファイル添付
    파일 첨부됨|첨부파일|文件附件|文件已附加|附件|檔案附件|檔案已附加|已附加檔案
    tệp đính kèm|đính kèm tệp|file terlampir|fail dilampirkan
    fail terlampir|fitxer adjunt|faili imeambatishwa|lêer aangeheg|datoteka priložena|priložena datoteka
    """.strip()
    .replace("\n", "|")
    .replace("|    ", "|")
    .split("|")
)


def attachments(words: str) -> tuple[Attachment, ...]:
    """The files that a message names as sent with it; what is merely typed about files names none."""
    if "." not in words:
        return ()
    return tuple(Attachment(name=name) for name in dict.fromkeys(_names(words[:_LOOKED_AT])))


def _names(words: str) -> Iterator[str]:
    if "<" in words:
        found = [match["name"].strip() for match in _IPHONE.finditer(words)]
        old = _OLD_IPHONE.match(words)
        if found or old:
            yield from found or filter(None, (old and old["name"],))
            return
    android = _ANDROID.match(words)
    if android and (android["mark"] or _OWN_NAME.fullmatch(android["name"]) or android["word"].casefold() in _ATTACHED):
        yield android["name"]
    elif not android and (left_out := _LEFT_OUT.match(words)):
        yield left_out["name"]
