"""Takes a domain apart: what anybody could register, what stands before it, and the letters that a reader sees."""

from __future__ import annotations

import ipaddress
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

LONGEST = 253
"""Characters of a host name (RFC 1035)."""
_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")
"""Full stops that browsers read as a dot (UTS #46)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A host name. All letters are lower case, and those of other scripts as a reader sees them."""

    host: str
    """The whole name."""
    registered: str
    """The part that somebody registered, such as `firm.co.uk`; the whole name where no rule says so."""
    label: str
    """What was chosen in it: `firm`."""
    suffix: str
    """What was not: `co.uk`."""
    shared: bool = False
    """Whether the suffix is somebody's service under which others are given names (`github.io`)."""

    @property
    def before(self) -> tuple[str, ...]:
        """The labels before the registered part, the outermost first."""
        rest = self.host.removesuffix(self.registered).strip(".")
        return tuple(rest.split(".")) if rest else ()

    @property
    def ending(self) -> str:
        """The last label."""
        return self.suffix.rpartition(".")[2]


def host_of(text: str) -> str:
    """The host in an address of whatever kind: `name@firm.com`, `https://firm.com/x`, `firm.com`; empty for none.

    What stands before an `@` in a web address is no part of the host, however much it looks like one.
    """
    text = text.strip().translate(_DOTS)
    if not text or len(text) > 8_192:
        return ""
    if "://" in text or text.startswith("//"):
        try:
            return (urlsplit(text).hostname or "").strip(".").lower()
        except ValueError:
            return ""
    text = text.split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    return text.rpartition("@")[2].partition(":")[0].strip(" .<>\"'").lower()


@cache
def domain_of(text: str) -> Domain | None:
    """The domain in an address or host name; None for what is none: no dot, an IP address, impossible characters."""
    host = host_of(text)
    labels = tuple(map(_seen, host.split(".")))
    if len(labels) < 2 or len(host) > LONGEST or not all(map(_possible, labels)) or is_number(host):
        return None
    seen = ".".join(labels)
    registered = _list().privatesuffix(seen)
    if registered is None:
        return Domain(host=seen, registered=seen, label=labels[0], suffix=".".join(labels[1:]))
    label, _, suffix = registered.partition(".")
    return Domain(host=seen, registered=registered, label=label, suffix=suffix, shared=_is_shared(seen, suffix))


def is_number(host: str) -> bool:
    """Whether a host is an IP address, in any of the ways that browsers read one."""
    bare = host.strip("[]")
    if bare.isdigit() or (bare.startswith("0x") and "." not in bare):
        return True
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        return False
    return True


def _is_shared(host: str, suffix: str) -> bool:
    """Whether the suffix is in the private part of the list, but for those that are sold like a country's ending."""
    if _list(icann=True).publicsuffix(host) == suffix:
        return False
    first, _, rest = suffix.partition(".")
    return not (rest in ("com", "net", "org") and len(first) == 2)


def _seen(label: str) -> str:
    """A label as a reader sees it: `xn--` undone, compatibility forms resolved."""
    if label.startswith("xn--"):
        try:
            seen = label[4:].encode("ascii").decode("punycode")
            label = label if seen.isascii() else seen  # plain letters are never written so
        except (UnicodeError, ValueError, OverflowError):
            return label
    return unicodedata.normalize("NFKC", label).lower()


def _possible(label: str) -> bool:
    """Whether it can be a label: letters, marks, digits and hyphens."""
    return 0 < len(label) <= 63 and all(
        char in "-_" or unicodedata.category(char)[0] in "LMN" or char in "\u200c\u200d\u00b7\u30fb" for char in label
    )


@cache
def _list(*, icann: bool = False) -> PublicSuffixList:
    """The public suffix list (publicsuffix.org) as it came with the library; nothing is fetched."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=icann)
