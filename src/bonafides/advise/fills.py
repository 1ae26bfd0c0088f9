"""What can be put into a field of a form: each is a frozen value that holds a pure function, listed in FILLS."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING

from bonafides.advise.limits import fits
from bonafides.advise.platforms import platforms_of
from bonafides.model import Form, Polarity, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from bonafides.advise.words import Words
    from bonafides.model import Attachment, Conversation, Entry, Finding, InputFile, Message, Span

QUOTE = 400
"""Characters of one quote."""
NAMES = 5
"""Names of the other side that are given."""
TITLES = 3
"""Signs named for one quote."""
LONGEST = 60_000
"""Characters of one block where the form knows no limit."""
_EARLY = (Stage.EXPOSURE, Stage.CONTACT, Stage.HOOK)
_IDENTIFIERS = ("email", "phone", "url", "handle", "firm", "domain")
_UNTOLD = ("paste", "screenshot", "told")
"""What a message came in by that is no channel of the account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """All that a report may draw on."""

    entry: Entry
    words: Words
    """Of the language that the service is written to in."""
    titles: Mapping[str, str]
    """What each sign is called in that language, by indicator."""
    addresses: tuple[str, ...] = ()
    """Addresses, numbers and links that stand in the account's own messages."""
    attachments: tuple[Attachment, ...] = ()
    """Files that came with the account's messages."""
    inputs: tuple[InputFile, ...] = ()
    own: bool = False
    """Whether the person's own messages, and what they told, may be quoted."""
    clean: Callable[[str], str] = str
    """Makes foreign text fit to look at."""

    @property
    def conversation(self) -> Conversation:
        """What was exchanged."""
        return self.entry.conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """One way to fill a field in."""

    key: str
    """What `fill = ...` calls it in a form's file."""
    write: Callable[[Matter], str]
    """Empty where what was read says nothing about it."""


def name(matter: Matter) -> str:
    """What the account calls itself."""
    return ", ".join(_names(matter))


def who(matter: Matter) -> str:
    """Who made contact: always an account that presents itself as somebody."""
    named, over = name(matter), channels(matter)
    key = f"form.who{'' if named else '_nameless'}{'_over' if over else ''}"
    return matter.words.say(key, names=named, channels=over)


def channels(matter: Matter) -> str:
    """Where it was written, in the order of first use."""
    return ", ".join(_channel(each, matter.words) for each in matter.conversation.channels if each not in _UNTOLD)


def first(matter: Matter) -> str:
    """Day of the first message."""
    times = _times(matter)
    return _day(times[0]) if times else ""


def last(matter: Matter) -> str:
    """Day of the last message."""
    times = _times(matter)
    return _day(times[-1]) if times else ""


def when(matter: Matter) -> str:
    """From when to when, and how much."""
    count, times = len(_sent(matter)), _times(matter)
    if not count:
        return ""
    if not times:
        return matter.words.say("form.undated", n=count)
    key = "form.when" if _day(times[0]) != _day(times[-1]) else "form.when_day"
    return matter.words.say(key, first=_day(times[0]), last=_day(times[-1]), n=count)


def how(matter: Matter) -> str:
    """How it began: where, when, and the account's first words."""
    began = next((each for each in matter.conversation.messages if each.judged and each.content.strip()), None)
    if began is None:
        return ""
    over, at = began.channel not in ("", *_UNTOLD), began.sent_at is not None
    key = f"form.how{'_over' if over else ''}{'_on' if at else ''}"
    said = matter.words.say(
        key, channel=_channel(began.channel, matter.words), date=_day(began.sent_at) if began.sent_at else ""
    )
    return f"{said} {matter.words.say('form.quote', quote=_quoted(began.content, matter))}"


def identifiers(matter: Matter) -> str:
    """Addresses, numbers, links and names by which the account can be found again, one on each line."""
    known = sorted(
        identifier for party in matter.conversation.parties if not party.mine for identifier in party.identifiers
    )
    lines = [_identifier(each, matter) for each in known]
    shown = "\n".join(lines).casefold()
    found = [f"- {matter.clean(each)}" for each in matter.addresses if each.casefold() not in shown]
    return "\n".join(dict.fromkeys([*lines, *found]))


def offered(matter: Matter) -> str:
    """What was offered, in the account's own words."""
    return _quoted_signs(matter, lambda found: found.stage is Stage.HOOK)


def asked(matter: Matter) -> str:
    """What was asked or demanded, in the account's own words."""
    return _quoted_signs(matter, lambda found: found.stage not in _EARLY)


def signs(matter: Matter) -> str:
    """Everything that public warnings name as a sign, in the account's own words."""
    return _quoted_signs(matter, lambda found: True)


def attachments(matter: Matter) -> str:
    """Files that came with messages: name, kind, size, SHA-256; nothing of them was opened."""
    described = ((each.name, each.media_type, each.size, each.sha256) for each in matter.attachments)
    return "\n".join(dict.fromkeys(_file(*each, matter=matter) for each in described))


def files(matter: Matter) -> str:
    """The files that the person kept and can hand over, with their SHA-256."""
    return "\n".join(
        _file(each.name.replace("\\", "/").rpartition("/")[2], "", each.size, each.sha256, matter=matter)
        for each in matter.inputs
    )


def messages(matter: Matter) -> str:
    """What was written, with day and channel; the person's own turns only where they want that."""
    return "\n".join(_transcript(matter))


def summary(matter: Matter) -> str:
    """Who it was and what was seen in it, in two sentences."""
    found = _found(matter)
    return " ".join(filter(None, (who(matter), found, matter.words.say("form.you_is_me") if found else "")))


def _found(matter: Matter) -> str:
    """What was seen in it; empty where nothing was."""
    quoted = (part.finding for part in matter.entry.assessment.because if _quotable(part.finding, matter))
    titles = dict.fromkeys(_title(found, matter) for found in quoted)
    return matter.words.say("form.found", titles="; ".join(tuple(titles)[:6])) if titles else ""


def account(matter: Matter) -> str:
    """The whole, for a form that has a single field."""
    parts = (("identifiers", identifiers), ("signs", signs), ("attachments", attachments))
    written = ((key, write(matter)) for key, write in parts)
    headed = [f"{_heading(key, matter)}\n{text}" for key, text in written if text]
    began = " ".join(filter(None, (when(matter), how(matter))))
    in_short = " ".join(filter(None, (who(matter), _found(matter))))  # who "you" is, the signs say at their end
    return "\n\n".join(filter(None, (in_short, began, *headed)))


def _heading(key: str, matter: Matter) -> str:
    return matter.words.say("form.headed", label=matter.words.say(f"form.label.{key}"))


_ALL = (
    Fill(key="summary", write=summary),
    Fill(key="account", write=account),
    Fill(key="name", write=name),
    Fill(key="who", write=who),
    Fill(key="channels", write=channels),
    Fill(key="when", write=when),
    Fill(key="first", write=first),
    Fill(key="last", write=last),
    Fill(key="how", write=how),
    Fill(key="identifiers", write=identifiers),
    Fill(key="offered", write=offered),
    Fill(key="asked", write=asked),
    Fill(key="signs", write=signs),
    Fill(key="attachments", write=attachments),
    Fill(key="files", write=files),
    Fill(key="messages", write=messages),
)
FILLS: Mapping[str, Fill] = {each.key: each for each in _ALL}
"""Every filling, by the word that form files use."""


def _names(matter: Matter) -> list[str]:
    named = (" ".join(matter.clean(each).split()) for each in matter.conversation.counterparts)
    return [each[:80] for each in named if each and each.casefold() != "them"][:NAMES]


def _channel(channel: str, words: Words) -> str:
    """A platform by its name where it is known and one, else what the file says, at most thirty letters of it."""
    known = next((each for each in platforms_of((channel,)) if channel.strip().casefold() in each.channels), None)
    plain = {"email", "e-mail", "mail", "gmail", "outlook"}
    if channel.strip().casefold() in plain:
        return words.say("form.email")
    return known.called(words) if known else " ".join(channel.split())[:30]


def _sent(matter: Matter) -> list[Message]:
    return [each for each in matter.conversation.messages if each.form is Form.SENT]


def _times(matter: Matter) -> list[datetime]:
    return sorted(each.sent_at for each in _sent(matter) if each.sent_at is not None)


def _day(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d")


def _quoted(text: str, matter: Matter) -> str:
    cut = fits(" ".join(matter.clean(text).split()), QUOTE)
    return f"{cut.kept} …" if cut.rest else cut.kept


def _title(found: Finding, matter: Matter) -> str:
    return matter.titles.get(found.indicator, found.indicator)


def _quoted_signs(matter: Matter, wanted: Callable[[Finding], bool]) -> str:
    """The quotes, and whom the names of the signs mean by "you": they were written for the person who copies them."""
    quoted = _quotes(matter, wanted)
    return f"{quoted}\n{matter.words.say('form.you_is_me')}" if quoted else ""


def _quotes(matter: Matter, wanted: Callable[[Finding], bool]) -> str:
    """One line for each place, in the order of the messages, with what it is a sign of; places that overlap are one."""
    placed: list[tuple[Span, list[str]]] = []
    chosen = ((part.finding, _quotable(part.finding, matter)) for part in matter.entry.assessment.because)
    spans = [(span, found) for found, span in chosen if span is not None and wanted(found)]
    for span, found in sorted(spans, key=lambda each: (each[0].message, each[0].start, -each[0].end)):
        before = placed[-1][0] if placed else None
        if before is not None and span.message == before.message and span.start < before.end:
            placed[-1] = (replace(before, end=max(before.end, span.end)), [*placed[-1][1], _title(found, matter)])
        else:
            placed.append((span, [_title(found, matter)]))
    return "\n".join(_line(span, titles, matter) for span, titles in placed)


def _quotable(found: Finding, matter: Matter) -> Span | None:
    """The first place of a sign that may be quoted: one in the account's own words, unless the person wants theirs."""
    if found.polarity is not Polarity.FOR:
        return None
    messages = matter.conversation.messages
    return next((each for each in found.spans if matter.own or messages[each.message].judged), None)


def _line(span: Span, titles: list[str], matter: Matter) -> str:
    message = matter.conversation.messages[span.message]
    key = "form.sign_on" if message.sent_at else "form.sign"
    return matter.words.say(
        key,
        titles="; ".join(tuple(dict.fromkeys(titles))[:TITLES]),
        quote=_quoted(message.content[span.start : span.end], matter),
        n=span.message + 1,
        date=_day(message.sent_at) if message.sent_at else "",
    )


def _identifier(identifier: str, matter: Matter) -> str:
    kind, _, value = identifier.partition(":")
    if kind not in _IDENTIFIERS:
        return f"- {matter.clean(identifier)}"
    label = matter.words.say("form.headed", label=matter.words.say(f"form.identifier.{kind}"))
    return f"- {label} {matter.clean(value)}"


def _file(called: str, media_type: str, size: int | None, sha256: str, *, matter: Matter) -> str:
    parts = (
        matter.clean(called)[:120],
        matter.clean(media_type)[:60],
        matter.words.say("form.size", n=size) if size is not None else "",
        f"SHA-256 {sha256}" if sha256 else matter.words.say("form.no_hash"),
    )
    return f"- {', '.join(filter(None, parts))}"


def _transcript(matter: Matter) -> Iterator[str]:
    """The lines of it; several own messages in a row are one mark."""
    hidden = False
    for number, message in enumerate(matter.conversation.messages, start=1):
        if message.form not in (Form.SENT, Form.TOLD) or not message.content.strip():
            continue
        if not message.judged and not matter.own:
            if not hidden:
                yield matter.words.say("form.mine_left_out")
            hidden = True
            continue
        hidden = False
        yield _spoken(number, message, matter)


def _spoken(number: int, message: Message, matter: Matter) -> str:
    said = matter.words.say("form.me") if message.mine else matter.words.say("form.account")
    place = (_day(message.sent_at) if message.sent_at else "", *_over((message.channel,), matter))
    where = ", ".join(filter(None, place))
    return f"[{number}{f', {where}' if where else ''}] {said}: {' '.join(matter.clean(message.content).split())}"


def _over(found: Iterable[str], matter: Matter) -> Iterator[str]:
    yield from (_channel(each, matter.words) for each in found if each and each not in _UNTOLD)
