"""What the description promises, against the application: made-up requests to every address, by everybody's token.

NUL, lone surrogates, huge numbers and the like are among them: none is answered with a fault, and every answer is as
described.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import cycle
from typing import Any, cast
from urllib.parse import quote

import httpx
import pytest
import schemathesis
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
from bonafides.store import equals, present
from bonafides.store.records import Attempt, Report
from bonafides.web.api.errors import PLACE
from bonafides.web.api.serve import description
from tests.web.api.callers import HOST, ROLES, Callers, account, callers
from tests.web.api.samples import bodies, world

pytestmark = pytest.mark.usefixtures("quick_hashes")
EXAMPLES = 10
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


@pytest.fixture(scope="module")
def there() -> Iterator[Callers]:
    found = callers()
    yield found
    found.desk.store.close()


@pytest.fixture(scope="module")
def session(there: Callers) -> Iterator[Any]:
    with asgi.get_client(cast("Any", there.client.app)) as found:
        yield found


def _anew(there: Callers) -> dict[str, str]:
    """Names of something of everything, with tokens, an account and no tries: earlier requests may have ended them."""
    there.secrets = {role: there.token(role) for role in ROLES}
    names = dict(world(there, owner="officer-id").names)
    person, own = f"person-{names['case']}", there.case(reporter="reporter-id")
    with there.desk.store.writing() as writing:
        writing.remove(Attempt, present("at"))
        writing.add(account(person, "officer"))
        names |= {"own": writing.find(Report, equals("case", own.id))[0].id, "account": f"{person}-id", "new": person}
    there.ask("admin", "PATCH", "/settings", json={"anonymous": "yes", "timezone": "Europe/Berlin"})
    names["token"] = digest(there.token("officer"))
    brought = there.ask("admin", "POST", "/reports", json={"said": "Somebody asked.", "anonymous": True})
    return {**names, "receipt": brought.json()["receipt"]}


@pytest.mark.parametrize(("operation", "mode"), MADE_UP, ids=lambda each: getattr(each, "value", each))
def test_every_answer_is_as_described(operation: str, mode: GenerationMode, there: Callers, session: Any) -> None:
    """Requests as described are taken, or refused for what stands in the desk; others are refused."""
    checks = CHECKS if operation in BEYOND_TYPES else [*CHECKS, positive_data_acceptance]
    names = _anew(there)

    @given(
        case=OPERATIONS[operation].as_strategy(generation_mode=mode), role=st.sampled_from(ROLES), real=st.booleans()
    )  # fmt: skip
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    def asked(case: schemathesis.Case[Any], role: str, real: bool) -> None:
        if real and mode is GenerationMode.POSITIVE:
            case.path_parameters.update({name: names[name] for name in case.path_parameters})
        headers = {"Authorization": f"Bearer {there.secrets[role]}"}
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
    "open_account": {"name": "new --new--", "role": "officer", "email": "new---new--@example.org"},
}  # fmt: skip
"""Requests with more parts than the sample has, or with what it has not."""
ONCE = {"judge_case", "open_account", "start_campaign"}
"""What takes no second request of the same after one that did something: there is a new world for each."""


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


def _odd_places(operation: str) -> Iterator[dict[str, Any]]:
    usual = _usual(operation)
    for odd in (each.encode("utf-8", "surrogatepass") for each in ODD):
        for name in _parameters(operation, "path"):
            yield {**usual, "place": OPERATIONS[operation].path.format(**{**_NAMES, name: quote(odd, safe="")})}
        for name in _parameters(operation, "query"):
            yield {**usual, "params": {**usual.get("params", {}), name: odd}}


def _odd_json(operation: str) -> Iterator[dict[str, Any]]:
    fields, usual = _fields(operation, "application/json"), _usual(operation)
    sample = json.loads(usual["content"]) if fields else {}
    holes = [*_holes(sample), *({**sample, name: _HOLE} for name in fields if name not in sample)]
    for holed in holes:
        for odd in (*(json.dumps(each) for each in ODD), *ODD_JSON):
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
            sent = sent.replace(kept.encode(), names[name].encode())
        elif isinstance(sent, str):
            sent = sent.replace(kept, names[name])
    return sent


def _told(answer: httpx.Response, operation: str, sent: object) -> None:
    """An answer is no fault, is as described, and tells an error in the one form."""
    about = (operation, answer.status_code, answer.text[:300], repr(sent)[:300])
    assert answer.status_code < 500, about
    assert answer.headers["x-content-type-options"] == "nosniff"
    if answer.status_code >= 400:
        assert list(answer.json()) == ["error"], about
        assert set(answer.json()["error"]) == {"code", "what", "where", "next_step"}, about
        assert all(isinstance(each, str) for each in answer.json()["error"].values()), about
    elif answer.status_code != 204:
        OPERATIONS[operation].validate_response(answer)


@pytest.mark.parametrize("operation", RAW)
def test_odd_values_are_answered_in_the_one_form(operation: str, there: Callers) -> None:
    """Each odd value in the place of each part of a request that would do something, by every role."""
    method, action = OPERATIONS[operation].method.upper(), RAW[operation].get("x-action")
    may = [role for role in ROLES if not action or role in matrix()[action]]
    if operation == "add_to_report":
        may = ["reporter"]  # whose report it is
    names = _anew(there)
    odd = _odd(operation)
    refused = [(role, each) for role in ROLES if role not in may for each in [_usual(operation), *odd[::10]]]
    let_in = zip(cycle(may), odd, strict=False)
    done = set()
    for role, sent in [*((role, _usual(operation)) for role in may), *let_in, *refused]:
        if operation == "add_to_report":
            names["report"] = names["own"]
        if operation == "end_token":
            names["token"] = digest(there.token(role))
        more = _filled(sent, names)
        answer = there.ask(role, method, more.pop("place"), **more)
        _told(answer, operation, sent)
        done.add((role in may, answer.status_code))
        if answer.status_code == 429 or (operation in ONCE and answer.is_success):
            names = _anew(there)
    assert all(status in (403, 404) for allowed, status in done if not allowed), done
    assert any(allowed and status < 400 for allowed, status in done), done
