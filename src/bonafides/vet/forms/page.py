"""Finds the links of an HTML page, each with the words that it shows.

Plain searches within bounds, since the parser of the standard library takes quadratic time on what strangers write.
"""

from __future__ import annotations

import html
import re

from bonafides.vet.told import Link

LARGEST = 2 * 1024 * 1024
"""Characters of a page that are looked through."""
MOST = 1_000
"""Links that are kept."""
_TAG, _WORDS = 4_096, 4_096
"""Characters of one tag, and of the words of one link, that are read."""
_HREF = re.compile(
    r"""[\s"'/]href\s{0,20}=\s{0,20}(?:"([^"]{0,4000})"|'([^']{0,4000})'|([^\s"'>]{1,4000}))""", re.IGNORECASE
)
_TAGS = re.compile(r"<[^<>]{0,2000}>")


def links_in(page: str) -> tuple[Link, ...]:
    """The links that lead to other pages, each once, in their order."""
    page = page[:LARGEST]
    low, at, found = page.lower() if page.isascii() else "".join(map(_lower, page)), 0, dict[Link, None]()
    while len(found) < MOST and (at := low.find("<a", at)) >= 0:
        at += 2
        end = page.find(">", at, at + _TAG)
        if end < 0 or low[at : at + 1].isalnum():  # no tag, or another one, such as <article>
            continue
        href = _HREF.search(page, at, end)
        target = html.unescape(next(filter(None, href.groups()), "")).strip() if href else ""
        if target.lower().startswith(("http:", "https:", "//")):
            found[Link(text=_words(page, low, end + 1), target=target[:2_000])] = None
        at = end
    return tuple(found)


def _words(page: str, low: str, start: int) -> str:
    """What stands between a link's tag and its end, or the next link, without the tags in it."""
    stop = start + _WORDS
    ends = [place for mark in ("</a", "<a ") if (place := low.find(mark, start, stop)) >= 0]
    return " ".join(html.unescape(_TAGS.sub("", page[start : min(ends, default=stop)])).split())[:500]


def _lower(char: str) -> str:
    """Lower case, as many characters as before."""
    return char.lower() if len(char.lower()) == 1 else char
