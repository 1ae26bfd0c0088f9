"""What the description promises, against the application: made-up requests to every address, by everybody's token.

NUL, lone surrogates, huge numbers and the like are among them: none is answered with a fault, and every answer is as
described.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import cycle
from typing import Any, TypeVar, cast
from urllib.parse import quote

import httpx
import pytest
import schemathesis
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.python import asgi
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bonafides.desk.people.visits import digest
from bonafides.desk.permissions import matrix
from bonafides.store import equals
from bonafides.store.records import Report, new_id
from bonafides.web.api.errors import PLACE
from bonafides.web.api.serve import description
from tests.web.api.callers import HOST, ROLES, Callers, callers
from tests.web.api.samples import bodies, world

P = TypeVar("P")
V = TypeVar("V")
pytestmark = pytest.mark.usefixtures("quick_hashes")
EXAMPLES = 6
"""Made-up requests as described, and as many that are not, to each address."""
LONG = 400
"""Texts and lists with a larger limit are made up as if they had none: reaching it takes the generator minutes, and a
test of its own goes beyond each of them."""
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection,
]  # fmt: skip
BEYOND_TYPES = {
    "add_report", "add_report_form", "open_account", "reset_password", "change_email", "change_settings",
    "export_access", "judge_case",
}  # fmt: skip
"""Addresses that refuse some requests of the right types, by a rule in words: a password that is easy to guess, a
report with nothing in it."""


def _lean(part: Any) -> Any:
    """The description without large limits, and without tokens: the tests bring them, `test_route` tests them."""
    if isinstance(part, list):
        return [_lean(each) for each in part]
    if not isinstance(part, dict):
        return part
    large = {name for name in ("maxLength", "maxItems") if isinstance(part.get(name), int) and part[name] > LONG}
    return {name: _lean(each) for name, each in part.items() if name not in large | {"security", "securitySchemes"}}


WHOLE = json.loads(description())
SCHEMA = schemathesis.openapi.from_dict(_lean(WHOLE))
OPERATIONS = {
    each.ok().definition.raw["operationId"]: each.ok() for each in SCHEMA.get_all_operations() if isinstance(each, Ok)
}
RAW: dict[str, dict[str, Any]] = {
    each["operationId"]: each for methods in WHOLE["paths"].values() for each in methods.values()
}
WITH_INPUT = [name for name, each in RAW.items() if each.get("parameters") or "requestBody" in each]
MADE_UP = [(name, GenerationMode.POSITIVE) for name in RAW] + [(name, GenerationMode.NEGATIVE) for name in WITH_INPUT]


@dataclass
class Scene:
    """A desk of its own for each test, so that none stands in what another left: names of something of everything."""

    there: Callers
    names: dict[str, str]


def _scene(operation: str, loop: BlockingPortal) -> Scene:
    there = callers()
    there.client.portal = loop
    names = dict(world(there, owner="officer-id").names)
    if operation == "add_to_report":
        own = there.case(reporter="reporter-id")
        with there.desk.store.reading() as reading:
            names["report"] = reading.find(Report, equals("case", own.id))[0].id
    if "receipt" in operation:
        brought = there.ask("reporter", "POST", "/reports", json={"said": "Somebody asked.", "anonymous": True})
        names["receipt"] = brought.json()["receipt"]
    return Scene(there, names)


@pytest.fixture(scope="module")
def loop() -> Iterator[BlockingPortal]:
    """One event loop for all requests: to start one for each would take longer than to answer it."""
    with start_blocking_portal() as found:
        yield found


@pytest.mark.parametrize(("operation", "mode"), MADE_UP, ids=lambda each: getattr(each, "value", each))
def test_every_answer_is_as_described(operation: str, mode: GenerationMode, loop: BlockingPortal) -> None:
    """Requests as described are taken, or refused for what stands in the desk; others are refused."""
    checks = CHECKS if operation in BEYOND_TYPES else [*CHECKS, positive_data_acceptance]
    scene = _scene(operation, loop)
    session = asgi.get_client(cast("Any", scene.there.client.app))

    @given(
        case=OPERATIONS[operation].as_strategy(generation_mode=mode), role=st.sampled_from(ROLES), real=st.booleans()
    )  # fmt: skip
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    def asked(case: schemathesis.Case[Any], role: str, real: bool) -> None:
        if real and mode is GenerationMode.POSITIVE:
            case.path_parameters.update({name: scene.names[name] for name in case.path_parameters})
        headers = {"Authorization": f"Bearer {scene.there.secrets[role]}"}
        answer = case.call(base_url=f"http://{HOST}{PLACE}", session=session, headers=headers)
        case.validate_response(answer, checks=checks)
        assert answer.headers["x-content-type-options"] == ["nosniff"]

    asked()


ODD = (
    "\0",
    "a\0b",
    "\ud800",
    "x\udfff",
    "\udc80\ud83d",
    "\U0010ffff",
    "\ufffe",
    "\u202e",
    "\x1b[31m",
    "=1+1",
    "9" * 400,
    "-1",
    "1e400",
    "NaN",
    "",
    " ",
    "\x1c",
    "%00",
    "%",
    "..",
    "../../settings",
    "' or 1=1 --",
    "<script>x</script>",
    "٣",
    "0000-00-00",
    "9999-12-31T23:59:60-23:59",
)
"""What may break a database, a number, a day, or a path."""
ODD_JSON = (
    "null", "true", "-1", "0", "1.5", "9223372036854775808", "1e400", "-1e400", "NaN", "Infinity", "9" * 400,
    "9" * 5_000, "[]", "{}", "[null]", '{"a":1}', '{"\\u0000":"\\ud800"}', '["\\u0000"]', "[" * 400 + "]" * 400,
)  # fmt: skip
"""What may stand in JSON instead of a text."""
ODD_BODIES = (
    b"", b"\0", b"{", b"\xff", b'"\xed\xa0\x80"', b"null", b"[]", b"0", b'"x"', b"NaN", b"9" * 5_000, b"[" * 100_000,
    b'{"a":' * 50_000, b'{"\xff": 1}', b'{"\\ud800": 1}', b'{"": 1}', "{}".encode("utf-16"), b"\xef\xbb\xbf{}",
)  # fmt: skip
JSON = {"content-type": "application/json"}
SHARE = 5
"""Of up to so many places in a request, each is filled with another share of the odd values: all of them together."""
_HOLE = "here-it-goes"
_NAMES = {
    name: f"--{name}--" for name in (
        "case", "other", "report", "attachment", "task", "link", "merge", "campaign", "year", "kind", "account",
        "token", "receipt", "new",
    )
}  # fmt: skip
_FULL: Mapping[str, dict[str, Any]] = {
    "add_report": {
        "said": "Somebody asked.", "conversation": "Ann: Hello", "role": "researcher", "anonymous": False,
        "occasion": "", "files": [{"name": "a.txt", "data": "QW5uOiBIZWxsbw==", "media_type": "text/plain"}],
    },
    "open_receipt": {"code": "--receipt--"},
    "add_by_receipt": {"code": "--receipt--", "text": "One thing more."},
    "judge_case": {
        "verdict": "unclear", "reason": "Seen.", "answer": {"kind": "free", "lang": "en", "text": "Ask us."},
    },
    "open_account": {"name": "new --new--", "role": "officer", "email": "--new--@example.org"},
}  # fmt: skip
"""Requests with more parts than the sample has, or with what it has not."""
UNDONE: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "judge_case": ("DELETE", "/cases/{case}/judgement", {}),
    "start_campaign": ("PUT", "/cases/{case}/campaign", {"json": {"campaign": ""}}),
}
"""How something is undone that takes no second request of the same."""


def _fields(operation: str, kind: str) -> list[str]:
    """The parts of a body of that kind; none where the address takes no such body."""
    content = RAW[operation].get("requestBody", {}).get("content", {})
    if kind not in content:
        return []
    return list(WHOLE["components"]["schemas"][content[kind]["schema"]["$ref"].split("/")[-1]]["properties"])


def _parameters(operation: str, place: str) -> list[str]:
    return [each["name"] for each in RAW[operation].get("parameters", ()) if each["in"] == place]


def _holes(part: Any) -> Iterator[Any]:
    """Copies of what is sent, each with another place to be filled in."""
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in pairs:
        for inner in (_HOLE, *_holes(value)):
            found = deepcopy(part)
            found[key] = inner
            yield found


def _usual(operation: str) -> dict[str, Any]:
    """A request that does something, as arguments of the client; ids in it are of `_NAMES`."""
    sample = bodies(_NAMES).get(operation, {})
    if "json" not in sample:
        return {"place": OPERATIONS[operation].path.format(**_NAMES), **sample}
    raw = json.dumps(_FULL.get(operation, sample["json"])).encode()
    return {"place": OPERATIONS[operation].path.format(**_NAMES), "content": raw, "headers": JSON}


def _quoted(odd: bytes) -> str:
    """As a part of a path; two dots are written so that the client does not go up by itself."""
    return quote(odd, safe="").replace("..", "%2E%2E")


def _shared(places: Sequence[P], values: Sequence[V]) -> Iterator[tuple[P, V]]:
    for at, place in enumerate(places):
        for value in values[at % SHARE :: min(len(places), SHARE)]:
            yield place, value


def _odd_places(operation: str) -> Iterator[dict[str, Any]]:
    usual, odd = _usual(operation), [each.encode("utf-8", "surrogatepass") for each in ODD]
    for name, value in _shared(_parameters(operation, "path"), odd):
        yield {**usual, "place": OPERATIONS[operation].path.format(**{**_NAMES, name: _quoted(value)})}
    for name, value in _shared(_parameters(operation, "query"), odd):
        yield {**usual, "params": {**usual.get("params", {}), name: value}}


def _odd_json(operation: str) -> Iterator[dict[str, Any]]:
    fields, usual = _fields(operation, "application/json"), _usual(operation)
    sample = json.loads(usual["content"]) if fields else {}
    holes = [*_holes(sample), *({**sample, name: _HOLE} for name in fields if name not in sample)]
    for holed, odd in _shared(holes, [*(json.dumps(each) for each in ODD), *ODD_JSON]):
        yield {**usual, "content": json.dumps(holed).replace(json.dumps(_HOLE), odd).encode()}
    for raw in ODD_BODIES if fields else ():
        yield {**usual, "content": raw}


def _odd_forms(operation: str) -> Iterator[dict[str, Any]]:
    fields, place = _fields(operation, "multipart/form-data"), OPERATIONS[operation].path
    for odd in ODD if fields else ():
        raw = odd.encode("utf-8", "surrogatepass")
        for name in fields:
            yield {"place": place, "data": {"said": "Somebody asked.", name: raw}, "files": {"files": b"x"}}
        yield {"place": place, "files": {"files": (odd.encode("utf-8", "replace").decode(), raw, "text/plain")}}
        yield {"place": place, "content": raw, "headers": {"content-type": "multipart/form-data; boundary=x"}}


def _odd(operation: str) -> list[dict[str, Any]]:
    return [*_odd_places(operation), *_odd_json(operation), *_odd_forms(operation)]


def _filled(sent: Any, names: Mapping[str, str]) -> Any:
    """With the names of a world."""
    if isinstance(sent, dict):
        return {key: _filled(each, names) for key, each in sent.items()}
    for name, kept in _NAMES.items():
        if isinstance(sent, bytes):
            sent = sent.replace(kept.encode(), names.get(name, "").encode())
        elif isinstance(sent, str):
            sent = sent.replace(kept, names.get(name, ""))
    return sent


def _may(operation: str) -> list[str]:
    """Roles that may do it; to a reporter's own report only that reporter adds."""
    action = RAW[operation].get("x-action")
    return ["reporter"] if operation == "add_to_report" else [r for r in ROLES if not action or r in matrix()[action]]


def _barred(operation: str) -> list[str]:
    action = RAW[operation].get("x-action")
    return [role for role in ROLES if action and role not in matrix()[action]]


def _asked(operation: str, scene: Scene, role: str, sent: dict[str, Any]) -> httpx.Response:
    """The answer, which must be no fault, must be as described, and must tell an error in the one form."""
    names = {**scene.names, "new": new_id()}
    if operation == "end_token":
        names["token"] = digest(scene.there.token(role))
    if operation == "reopen_case":
        judged = {"verdict": "unclear", "reason": "Seen."}
        scene.there.ask("lead", "POST", f"/cases/{names['case']}/judgement", json=judged)
    more = _filled(sent, names)
    answer = scene.there.ask(role, OPERATIONS[operation].method.upper(), more.pop("place"), **more)
    about = (role, answer.status_code, answer.text[:300], repr(sent)[:300])
    assert answer.status_code < 500, about
    assert answer.headers["x-content-type-options"] == "nosniff"
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/json", about
        assert list(answer.json()) == ["error"], about
        assert set(answer.json()["error"]) == {"code", "what", "where", "next_step"}, about
        assert all(isinstance(each, str) for each in answer.json()["error"].values()), about
    elif answer.status_code != 204:
        OPERATIONS[operation].validate_response(answer)
    return answer


@pytest.mark.parametrize("operation", RAW)
def test_odd_values_are_answered_in_the_one_form(operation: str, loop: BlockingPortal) -> None:
    """Each odd value in the place of each part of a request that would do something, by every role."""
    odd, scene, done = _odd(operation), _scene(operation, loop), set()
    may = _may(operation)
    barred = [(role, each) for role in _barred(operation) for each in [_usual(operation), *odd[::10]]]
    for role, sent in [*((role, _usual(operation)) for role in may), *zip(cycle(may), odd, strict=False), *barred]:
        answer = _asked(operation, scene, role, sent)
        done.add((role not in _barred(operation), answer.status_code))
        if answer.status_code == 429:
            scene = _scene(operation, loop)
        elif operation in UNDONE and answer.is_success:
            undo, place, more = UNDONE[operation]
            assert scene.there.ask("lead", undo, place.format(**scene.names), **more).is_success
    assert all(status in (403, 404) for allowed, status in done if not allowed), done
    assert any(allowed and status < 400 for allowed, status in done), done


@pytest.mark.parametrize("operation", [name for name in RAW if _fields(name, "application/json")])
def test_what_is_too_long_is_refused(operation: str, loop: BlockingPortal) -> None:
    """Beyond the limits that the generator of requests is not told; each part of a body has one."""
    scene, usual, role = _scene(operation, loop), _usual(operation), _may(operation)[0]
    sample = json.loads(usual["content"])
    fields = [{**sample, name: _HOLE} for name in _fields(operation, "application/json") if name not in sample]
    for holed in [*_holes(sample), *fields]:
        for long in ("x" * 100_001, ["x"] * 1_001):
            raw = json.dumps(holed).replace(json.dumps(_HOLE), json.dumps(long)).encode()
            assert _asked(operation, scene, role, {**usual, "content": raw}).status_code == 422, holed
