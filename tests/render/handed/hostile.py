"""Texts that would do harm, or look like something else, if a layout read them as more than text."""

from __future__ import annotations

from itertools import product

_CODE = (
    "{}", "#{}", "#({})", "#[{}]", "$#{}$", "*{}*", "= {}", "#eval(\"{}\")", "#let x = {}", "`{}`", "```typ\n#{}\n```",
    "<{}>", "@{}", "// {}", "/* {} */", "\\u{{{}}}", "#show: {}", "#set text({})", "](javascript:{})", "{{{{ {} }}}}",
)  # fmt: skip
_ACTS = (
    'read("/etc/passwd")', 'include "/etc/passwd"', 'image("/etc/hostname")', 'import "@preview/cetz:0.3.0"',
    'json("../../pyproject.toml")', "sys.inputs.sheet", "pagebreak()", "panic(1)",
)  # fmt: skip
_ODD = (
    "", " ", "\n\n\n", "\t\ttabs\t", "\\", "\\\\server\\share", "a\\nb", "~tilde~", "--- -- ... '",
    "\"quotes\" 'q' “c”",
    "https://example.org/a?b=1&c=2#frag", "mailto:a@b.example", "100 % $5 & < > \" '", "[a](b)",
    "a_b_c *d* _e_", "+ 1\n- 2\n/ t: d",
    "[left out: what the person reporting wrote]", "[U+4F60]", "&lt;b&gt;", "<script>alert(1)</script>",
    "{{ it.title }}",
    "{n} {of} {shown}", "%s %d %(x)s", "\x00nul", "\x1b[31mred", "\x07\x08", "\x7f\x80\x9f", "\u202egnp.exe\u202c",
    "\u2066\u2067iso\u2069\u2069", "\u200b\u200dzero\ufeff", "\u00adsoft\u00adhyphen", "\u2028line\u2029para",
    "\ufffd\ufffe\uffff",
    "\ud800", "\udfff low", "\ue000\uf8ff private", "\U000f0000\U0010ffff", "\u0378\u0530 unassigned",
    "\U000e0041tag",
    "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308" * 8, "Z\u0351\u036b\u0343\u036a\u0302\u036b",
    "\u0300 leading mark",
    "مرحبا بالعالم", "שלום עולם", "مرحبا world שלום", "你好，世界", "こんにちは", "안녕하세요", "สวัสดี", "नमस्ते",
    "Привет", "Γειά", "Ընդունել",
    "გამარჯობა", "ሰላም", "😀👩‍👩‍👧‍👦🇩🇰", "𓀀𒀀", "ﬁ ﬂ ﬃ", "ǅ ĳ ŉ",
    "x" * 4_000, "你" * 3_000, "a\u0301" * 900, "word " * 1_500,
    "-" * 500, "." * 500, "\n" * 300 + "end", "1234567890" * 60, "ABC/" * 300, "😀" * 300,
)  # fmt: skip
TEXTS = (*(form.format(act) for form, act in product(_CODE, _ACTS)), *_ODD)
