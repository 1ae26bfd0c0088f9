"""Writes the web pages that Telegram Desktop and Meta export where nothing else is chosen."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import timedelta, tzinfo

from tests.contracts.exports.writing import Said, Writer, local

_BLANKS = re.compile(r"[^\S\n ]|  |^ | $|[\0-\x09\x0b-\x1f\x7f-\x9f]", re.MULTILINE)
_TELEGRAM = """<!DOCTYPE html>
<html>
 <head>
  <meta charset="utf-8"/>
<title>Exported Data</title>
  <link href="css/style.css" rel="stylesheet"/>
 </head>
 <body onload="CheckLocation();">
  <div class="page_wrap">
   <div class="page_header">
    <div class="content">
     <div class="text bold">
{title}\x20
     </div>
    </div>
   </div>
   <div class="page_body chat_page">
    <div class="history">
     <div class="message service" id="message-1">
      <div class="body details">
25 January 2026
      </div>
     </div>
{messages}    </div>
   </div>
  </div>
 </body>
</html>
"""
_TELEGRAM_MESSAGE = """     <div class="message default clearfix{joined}" id="message{number}">
      <div class="body">
       <div class="pull_right date details" title="{stamp}">
{clock}
       </div>
{sender}       <div class="text">
{text}
       </div>
      </div>
     </div>
"""
_TELEGRAM_SENDER = """       <div class="from_name">
{name}\x20
       </div>
"""
_META = (
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /><title>{title}</title></head>'
    '<body class="_5vb_ _2yq _a7o5"><div class="_a705"><main class="_a706" role="main">{messages}</main></div></body>'
    "</html>"
)
_META_MESSAGE = (
    '<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><h2 class="_3-95 _2pim _a6-h _a6-i">{name}</h2>'
    '<div class="_3-95 _a6-p"><div><div></div><div>{text}</div><div></div><div></div></div></div>'
    '<div class="_3-94 _a6-o">{stamp}</div></div>'
)


def shown(text: str) -> bool:
    """Whether a page shows the text as it is: blanks at ends of lines and control characters have no form in HTML."""
    return bool(text.strip()) and text.strip() == text and not _BLANKS.search(text)


def _markup(text: str) -> str:
    return html.escape(text).replace("&#x27;", "&#039;")


def _telegram(messages: Sequence[Said], zone: tzinfo) -> bytes:
    rows = []
    for number, said in enumerate(messages, start=1):
        joined = number > 1 and messages[number - 2].speaker == said.speaker
        at = local(said, zone)
        offset = f"{at:%z}"
        rows.append(
            _TELEGRAM_MESSAGE.format(
                joined=" joined" if joined else "",
                number=number,
                stamp=f"{at:%d.%m.%Y %H:%M:%S} UTC{offset[:3]}:{offset[3:]}",
                clock=f"{at:%H:%M}",
                sender="" if joined else _TELEGRAM_SENDER.format(name=_markup(said.speaker)),
                text=_markup(said.text).replace("\n", "<br>"),
            )
        )
    return _TELEGRAM.format(title=_markup(messages[0].speaker), messages="".join(rows)).encode()


def _meta(messages: Sequence[Said], zone: tzinfo) -> bytes:
    """The newest on top, times to the minute by the clock of the person."""
    rows = (
        _META_MESSAGE.format(
            name=_markup(said.speaker),
            text=_markup(said.text).replace("\n", "<br />"),
            stamp=f"{local(said, zone):%b %d, %Y %I:%M %p}".replace(" 0", " ").replace("AM", "am").replace("PM", "pm"),
        )
        for said in reversed(messages)
    )
    return _META.format(title=_markup(messages[0].speaker), messages="".join(rows)).encode()


WRITERS = (
    Writer(name="telegram-html-page", reader="telegram-html", file="messages.html", write=_telegram, holds=shown),
    Writer(
        name="meta-html-page",
        reader="meta-html",
        file="message_1.html",
        write=_meta,
        holds=shown,
        tick=timedelta(minutes=1),
    ),
)
