"""What the desk may publish of its cases: gathered, shown in plain to a lead line by line, and confirmed.

Only cases that a person judged deceptive count, and only what at least three people reported who do not stand for one
another. The pack itself is made where the lead's key is; here, nothing is signed and nothing is sent.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bonafides.desk.linking.addresses import own_domain
from bonafides.desk.linking.lists import listed
from bonafides.desk.settings import desk_settings
from bonafides.errors import ConflictError, DeskError
from bonafides.model import Conversation
from bonafides.packs.confirmed import Confirmed
from bonafides.packs.form import FEWEST_REPORTS, VERDICTS
from bonafides.packs.identifier import Identifier, identifier
from bonafides.packs.sketch import AGREE, FEWEST_KEYS, SHARE, cut_words
from bonafides.read import read_text
from bonafides.seen import addresses, messages_cut
from bonafides.store import equals, one_of
from bonafides.store.records import Account, Case, Report, Setting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from bonafides.desk.desk import Desk
    from bonafides.desk.permissions import Actor
    from bonafides.store import Reading

ACTION = "pack.make"
IMPERSONATED = "packs-impersonated"
"""Name of the setting that holds the cases in which a real person was imitated."""
MOST_CASES = 5_000
"""Cases that are looked at, the latest."""
ANONYMOUS = ""
"""All who report without a name count as one: nobody can tell whether they are two."""
TEXT = "text"
_SAME = 0.5
"""Share of keys from which two texts are one lure."""
_ORDINARY = ("ordinary", "unclear")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that may go out, as the lead sees it."""

    number: int
    """Place in the list, from 1."""
    kind: str
    """phone, mail, handle, profile, domain or text."""
    value: str
    """The address as it is digested; of a text, its content words: what is not among them does not go out."""
    verdict: str
    since: str
    """Month of the first report."""
    reporters: int
    """People who reported it; those without a name together are one."""
    cases: tuple[int, ...]
    """Numbers of the cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """All that may go out."""

    lines: tuple[Line, ...]
    cases: tuple[tuple[int, str], ...]
    """Number and persona of the cases that were looked at and may be marked as imitating a real person."""
    impersonated: frozenset[int]
    digest: str
    """Of all of the above: what is confirmed is what was seen."""


@dataclass(slots=True, kw_only=True)
class _Borne:
    """What was gathered of one address or text."""

    reporters: set[str] = field(default_factory=set)
    cases: set[int] = field(default_factory=set)
    months: set[str] = field(default_factory=set)
    verdicts: list[str] = field(default_factory=list)

    def add(self, case: Case, reporter: str, month: str) -> None:
        self.reporters.add(reporter)
        self.cases.add(case.number)
        self.months.add(month)
        self.verdicts.append(case.verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One report as it counts here."""

    case: Case
    reporter: str
    month: str
    addresses: tuple[Identifier, ...]
    words: str
    """The content words of the other side, a message a line."""


def preview(desk: Desk, actor: Actor, impersonated: frozenset[int] | None = None) -> Preview:
    """What a lead may confirm. `impersonated`: numbers of cases in which a real person was imitated; those that were
    marked before where it is None.

    Raises Refused for whoever may not, DeskError for a case that is none of those looked at.
    """
    with desk.looking(actor, ACTION) as reading:
        return _preview(reading, impersonated)


def confirm(
    desk: Desk, actor: Actor, *, seen: str, left_out: Collection[int] = (), impersonated: frozenset[int],
    notes: Mapping[int, str] | None = None,
) -> tuple[Confirmed, ...]:  # fmt: skip
    """The confirmed lures, to be made into a pack; it is entered in the audit chain.

    `seen`: the digest of the preview that was looked at. `left_out`: numbers of lines that do not go out. `notes`: a
    sentence for lines. Raises ConflictError where what is to be seen has changed since.
    """
    with desk.acting(actor, ACTION) as work:
        found = _preview(work.writing, impersonated)
        if found.digest != seen:
            raise ConflictError("what may go out has changed since", where="packs", next_step="Look at it again.")
        lines = [line for line in found.lines if line.number not in left_out]
        if not lines:
            raise DeskError("nothing is left to go out", where="packs", next_step="Leave at least one line in.")
        row = Setting(id=IMPERSONATED, value=json.dumps(sorted(impersonated)))
        (work.change if work.writing.get(Setting, IMPERSONATED) else work.add)(row)
        made = tuple(_confirmed(line, (notes or {}).get(line.number, "")) for line in lines)
        work.plain |= {"lines": len(lines), "left_out": len(found.lines) - len(lines)}
        work.detail["sha256"] = hashlib.sha256(as_file(made)).hexdigest()
    return made


def as_file(made: Iterable[Confirmed]) -> bytes:
    """Confirmed lures as the file from which `bonafides packs make` makes a pack."""
    return "".join(each.line() for each in made).encode("utf-8", "replace")


def _confirmed(line: Line, note: str) -> Confirmed:
    plain = " ".join(note.split())
    if len(plain) > 500 or not plain.isprintable():
        raise DeskError("a note is one sentence", where="note", next_step="At most 500 characters.")
    text = line.kind == TEXT
    return Confirmed(
        kind=line.verdict, since=line.since, reports=line.reporters, note=plain,
        identifiers=() if text else (f"{line.kind}:{line.value}",), words=(line.value,) if text else (),
    )  # fmt: skip


def _preview(reading: Reading, impersonated: frozenset[int] | None) -> Preview:
    marked = _marked(reading) if impersonated is None else impersonated
    told = list(_told(reading, VERDICTS))
    cases = {each.case.number: each.case.persona for each in told}
    if impersonated is not None and not marked <= cases.keys():
        raise DeskError("such a case is not among those that may go out", where="impersonated")
    marked &= cases.keys()
    ordinary = list(_told(reading, _ORDINARY))
    addressed = _addressed([each for each in told if each.case.number not in marked], _not_ours(reading), ordinary)
    found = [*addressed, *_texts(told, ordinary)]
    lines = tuple(replace(line, number=number) for number, line in enumerate(found, start=1))
    shown = [(line.kind, line.value, line.verdict, line.since, line.reporters, line.cases) for line in lines]
    digest = hashlib.sha256(json.dumps([shown, sorted(marked)]).encode()).hexdigest()
    return Preview(lines=lines, cases=tuple(sorted(cases.items())), impersonated=frozenset(marked), digest=digest)


def _told(reading: Reading, verdicts: Sequence[str]) -> Iterator[_Told]:
    """The reports of the cases that were closed with one of these verdicts, as far as they can be read."""
    tests = (one_of("verdict", verdicts), equals("status", "closed"), equals("merged_into", ""))
    cases = {case.id: case for case in reading.find(Case, *tests, order="-number", limit=MOST_CASES)}
    people = {account.id: account.email for account in reading.find(Account)}
    ids = sorted(cases)
    for start in range(0, len(ids), _AT_ONCE):
        for report in reading.find(Report, one_of("case", ids[start : start + _AT_ONCE]), order="received_at,id"):
            conversation = _conversation(report)
            yield _Told(
                case=cases[report.case],
                reporter=_person(people.get(report.reporter) or report.reporter),
                month=f"{report.received_at:%Y-%m}",
                addresses=tuple(addresses(conversation)),
                words=messages_cut(conversation),
            )


def _conversation(report: Report) -> Conversation:
    """The first conversation of a report; what is with a second person is another matter."""
    found = read_text(report.conversation, name="report", join=False).conversations if report.conversation else ()
    return found[0] if found else Conversation(id="report", messages=())


def _person(reporter: str) -> str:
    """One person under one name: a mailbox without what stands behind a plus."""
    plain = reporter.strip().casefold()
    mail = identifier(f"email:{plain}")
    return mail.value if mail else plain


def _not_ours(reading: Reading) -> frozenset[str]:
    """Mailboxes of those who reported or work here, their domains, and the organisation's own: never to go out."""
    own = {each.strip().casefold() for each in desk_settings(reading)["domains"].split(",") if each.strip()}
    people = {account.email for account in reading.find(Account) if account.email}
    people |= {name for (name,) in reading.pick(Report, ("reporter",)) if "@" in name}
    mails = {_person(each) for each in people}
    return frozenset(own | mails | {own_domain(each.rpartition("@")[2]) for each in mails} - {""})


def _addressed(told: Sequence[_Told], ours: frozenset[str], ordinary: Sequence[_Told]) -> Iterator[Line]:
    """Addresses that enough people reported, without those that ordinary contacts have too."""
    borne: dict[Identifier, _Borne] = defaultdict(_Borne)
    for each in told:
        for address in each.addresses:
            if _may_go_out(address, ours):
                borne[address].add(each.case, each.reporter, each.month)
    honest = {address for each in ordinary for address in each.addresses}
    for address, who in sorted(borne.items()):
        if len(who.reporters) >= FEWEST_REPORTS and address not in honest:
            yield _line(address.kind, address.value, who)


def _may_go_out(found: Identifier, ours: frozenset[str]) -> bool:
    """Whether it can be the other side's own: no mailbox of an office, no platform, nothing of this organisation."""
    match found.kind:
        case "mail":
            name, _, host = found.value.partition("@")
            return name not in listed("offices") and own_domain(host) not in ours and found.value not in ours
        case "domain":
            return own_domain(found.value) == found.value and found.value not in ours
        case "profile":
            start = next((each for each in listed("profiles") if found.value.startswith(each)), "")
            return bool(start) and found.value[len(start) :].partition("/")[0] not in listed("not_profiles")
    return True


def _texts(told: Sequence[_Told], ordinary: Sequence[_Told]) -> Iterator[Line]:
    """Texts of which enough people got one much like it, each lure once, without those that ordinary contacts write."""
    keys = [frozenset(cut_words(each.words)) for each in told]
    having: dict[bytes, list[int]] = defaultdict(list)
    for at, some in enumerate(keys):
        for key in some:
            having[key].append(at)
    honest = [frozenset(cut_words(each.words)) for each in ordinary]
    done: set[int] = set()
    for at in sorted(range(len(told)), key=lambda at: (-len(keys[at]), at)):
        if at in done or len(keys[at]) < FEWEST_KEYS:
            continue
        shared: dict[int, int] = defaultdict(int)
        for key in keys[at]:
            for other in having[key]:
                shared[other] += 1
        like = [other for other, count in shared.items() if count >= _enough(keys[at])]
        who = _Borne()
        for other in like:
            who.add(told[other].case, told[other].reporter, told[other].month)
        if len(who.reporters) < FEWEST_REPORTS or any(len(keys[at] & each) >= _enough(keys[at]) for each in honest):
            continue
        done |= {other for other in like if shared[other] >= _SAME * min(len(keys[at]), len(keys[other]) or 1)}
        yield _line(TEXT, told[at].words, who)


def _enough(keys: Collection[bytes]) -> float:
    return max(AGREE, SHARE * len(keys))


def _line(kind: str, value: str, who: _Borne) -> Line:
    verdict = max(VERDICTS, key=who.verdicts.count)
    return Line(
        number=0, kind=kind, value=value, verdict=verdict, since=min(who.months), reporters=len(who.reporters),
        cases=tuple(sorted(who.cases)),
    )  # fmt: skip


def _marked(reading: Reading) -> frozenset[int]:
    row = reading.get(Setting, IMPERSONATED)
    try:
        return frozenset(int(each) for each in json.loads(row.value)) if row else frozenset()
    except (ValueError, TypeError):
        return frozenset()
