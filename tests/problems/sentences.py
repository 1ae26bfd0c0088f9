"""Every sentence that the code can say of what it could not read, found by following its syntax, not by running it.

Each text that is handed to a Problem, an error or one of their kin is followed through names, dictionaries, lists,
parameters, branches and f-strings to the words that it may be. What cannot be followed is an error, so that no sentence
is overlooked.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "bonafides"
PATHS = (
    *sorted(SOURCE.glob("read/**/*.py")),
    *sorted(SOURCE.glob("second_reader/*.py")),
    *sorted(SOURCE.glob("desk/intake/*.py")),
    SOURCE / "examine.py",
    SOURCE / "exposure" / "judging.py",
    SOURCE / "exposure" / "summing.py",
    SOURCE / "seen.py",
)

TAKES: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "Problem": (0, ("what", "next_step")),
    "Remark": (0, ("what", "next_step")),
    "Foreign": (0, ("what", "next_step")),
    "Doubt": (0, ("one", "many", "next_step")),
    "ReadError": (1, ("next_step",)),
    "StoppedError": (0, ("next_step",)),
    "_BadLine": (1, ()),
    "lost.append": (1, ()),
    "_lost.append": (1, ()),
}
"""Calls that are given whole sentences: in how many of their places, and by which names."""
PARTS = {"StoppedError": "stop", "NoAnswerError": "failure", "_NoDirectoryError": "damage", "notes.add": "note"}
"""Calls that are given the part of a sentence that another module finishes."""
PARTS_IN_NAMES = {"read/linkedin/text.py": ("note", ("HTML", "DOUBLED"))}
"""Names of modules that stand for such parts, and are imported under them."""
FINISHED = {
    "error.what": "stop",
    "stop.what": "stop",
    "self._stopped.what": "stop",
    "failure.what": "failure",
    "archive.py str(error)": "damage",
    "columns.py what": "note",
}
"""Where it does so."""
WRITTEN_ELSEWHERE = frozenset(
    """error.what error.next_step stop.next_step self._stopped.next_step str(error) kind.what kind.next_step
    self.doubt.one self.doubt.many self.doubt.next_step self.lost sorted(undone) stopped.what
    stopped.next_step words('shared.nothing') words('shared.nothing_next')""".split()
)
"""Whole sentences that are only handed on."""
SAMPLES = {
    "hunch.because": "the name Amy Lin",
    "language_name(language)": "Portuguese",
    "', '.join(gone)": "TO, DATE",
    "_numbers(cut)": "number 2, 5, ...",
    "_numbers(broken)": "number 3",
    "spelled": "day/month/year",
    "_spelled(assumed)": "day/month/year",
    "order.partition(' ')[0]": "dmy",
    "SCHEMA": "bonafides.conversation/",
}
"""What is filled in where it is no number and no words of the code."""
NUMBER = "7"
KNOWN_ELSEWHERE = WRITTEN_ELSEWHERE | {"decode.py what", "doubt.py what"}
"""These, and the names of some modules that stand for nothing else."""
NEVER = ("It holds more than 7 MiB.", "The file can be read only to some place; nothing of it was used.")
"""What the parts could make, but the code does not."""

Bound = tuple[ast.expr, str | int]
"""An expression, and what of it: `all`, `keys`, `values`, `items`, or a place in it."""


class LostTrackError(Exception):
    """A text that could not be followed to its words."""


class Module:
    """One module's syntax, in which texts are followed to their words."""

    def __init__(self, path: Path, parts: Mapping[str, frozenset[str]]) -> None:
        self.path = path
        self.parts = parts
        self.tree = ast.parse(path.read_text("utf-8"))
        self.followed: list[tuple[str, ast.AST | None]] = []
        """Names that are being followed just now."""
        self.above = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def calls(self) -> list[ast.Call]:
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]

    def sentences(self) -> Iterator[tuple[str, str]]:
        """Where it is written, and the sentence."""
        for call in self.calls:
            places, names = TAKES.get(_called(call), (0, ()))
            for given in (*call.args[:places], *(each.value for each in call.keywords if each.arg in names)):
                found = [] if ast.unparse(given) in WRITTEN_ELSEWHERE else self.texts(given)
                if not found and not {ast.unparse(given), f"{self.path.name} {ast.unparse(given)}"} & KNOWN_ELSEWHERE:
                    raise LostTrackError(f"{self.path.name}:{call.lineno}: {ast.unparse(given)}")
                for text in found:
                    if text and text not in NEVER:
                        yield f"{self.path.relative_to(SOURCE)}:{call.lineno}", text.replace("{count}", NUMBER)

    def unfinished(self) -> Iterator[tuple[str, str]]:
        """Kind and words of the parts of sentences."""
        kind, names = PARTS_IN_NAMES.get(self.path.relative_to(SOURCE).as_posix(), ("", ()))
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in names:
                yield from ((kind, text) for text in self.texts(node.value))
        for call in self.calls:
            for finished in filter(None, (PARTS.get(_called(call)),)):
                yield from ((finished, text) for text in self.texts(call.args[0]) if text)

    def texts(self, node: ast.expr) -> list[str]:
        """Every text that an expression may be."""
        spelled = ast.unparse(node)
        if kind := FINISHED.get(f"{self.path.name} {spelled}", FINISHED.get(spelled, "")):
            return sorted(self.parts.get(kind, ()))
        if spelled in WRITTEN_ELSEWHERE:
            return []
        found: list[str] | None = None
        match node:
            case ast.Constant(value=str(text)):
                found = [text]
            case ast.IfExp(body=one, orelse=other):
                found = self.texts(one) + self.texts(other)
            case ast.BoolOp(values=values):
                found = [text for each in values for text in self.texts(each)]
            case ast.JoinedStr(values=values):
                found = ["".join(each) for each in product(*map(self._piece, values))]
            case ast.Call(func=ast.Attribute(value=inner, attr=verb)):
                found = self._called_on(inner, verb, node.args)
            case ast.Name() | ast.Attribute(value=ast.Name(id="self")):
                found = self._named(node)
        if found is None:
            raise LostTrackError(f"{self.path.name}:{node.lineno}: {spelled}")
        return found

    def _called_on(self, inner: ast.expr, verb: str, given: Sequence[ast.expr]) -> list[str] | None:
        """`WORDS.format(...)` and `" and ".join(doubts)`."""
        if verb == "format":
            return [text.format(NUMBER, count=NUMBER) for text in self.texts(inner)]
        if verb == "join" and isinstance(inner, ast.Constant) and isinstance(given[0], ast.Name):
            each = [text for item in self._members(given[0], "items") for text in self.texts(item)]
            return [*each, str(inner.value).join(each)]
        return None

    def _named(self, node: ast.Name | ast.Attribute) -> list[str] | None:
        """What a name may stand for; nothing more where it is being followed already (`self.a = self.a or B`)."""
        followed = (ast.unparse(node), self._scope(node) if isinstance(node, ast.Name) else None)
        if followed in self.followed:
            return []
        bound = self._bound(node)
        self.followed.append(followed)
        try:
            return [text for each in bound for text in self._picked(*each)] if bound else None
        finally:
            self.followed.pop()

    def _piece(self, node: ast.expr) -> list[str]:
        """What a piece of an f-string may be; a number where it is no text of the code."""
        if not isinstance(node, ast.FormattedValue):
            return self.texts(node)
        if sample := SAMPLES.get(ast.unparse(node.value)):
            return [sample]
        try:
            return [text for text in self.texts(node.value) if text] or [NUMBER]
        except LostTrackError:
            return [NUMBER]

    def _picked(self, node: ast.expr, what: str | int) -> list[str]:
        if what == "all":
            return self.texts(node)
        if ast.unparse(node) in WRITTEN_ELSEWHERE:
            return []
        return [text for each in self._members(node, what) for text in self.texts(each)]

    def _members(self, node: ast.expr, what: str | int) -> list[ast.expr]:
        """The keys, values or items of a container, or what stands at a place in it."""
        match node:
            case ast.Dict(keys=keys, values=values):
                return [each for each in (keys if what == "keys" else values) if each is not None]
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return [items[what]] if isinstance(what, int) else items
            case ast.Name():
                return [each for value, _ in self._bound(node) for each in self._members(value, what)] + [
                    each for name, kind, each in self._added if name == node.id and kind == what
                ]
            case ast.Call(func=ast.Name(id=name)):
                returns = [
                    each for each in ast.walk(self._function(name)) if isinstance(each, ast.Return) and each.value
                ]
                return [each for one in returns if one.value for each in self._members(one.value, what)]
        raise LostTrackError(f"{self.path.name}:{node.lineno}: {ast.unparse(node)}")

    @cached_property
    def _added(self) -> list[tuple[str, str, ast.expr]]:
        """Name of a container, what of it, and what is put in later: `counts[WORDS] = 1`, `found.append(WORDS)`."""
        found: list[tuple[str, str, ast.expr]] = []
        for node in ast.walk(self.tree):
            match node:
                case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=key)]):
                    found.append((name, "keys", key))
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[item]):
                    found.append((name, "items", item))
        return found

    def _function(self, name: str) -> ast.AST:
        named = (n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef) and n.name == name)
        if found := next(named, None):
            return found
        raise LostTrackError(f"{self.path.name}: {name}()")

    # --- names

    def _bound(self, node: ast.expr) -> list[Bound]:
        """What a name stands for where it is used."""
        if isinstance(node, ast.Attribute):
            return self._attribute(node.attr)
        assert isinstance(node, ast.Name)
        around = list(self._around(node))
        for scope in around:
            if isinstance(scope, ast.FunctionDef | ast.Module):
                if found := self._assigned(node, scope, around):
                    return found
                if isinstance(scope, ast.FunctionDef) and (given := self._given(node.id, scope)):
                    return given
        return []

    def _around(self, node: ast.AST) -> Iterator[ast.AST]:
        while (node := self.above.get(node, node)) is not self.tree:
            yield node
        yield self.tree

    def _assigned(self, node: ast.Name, scope: ast.AST, around: Sequence[ast.AST]) -> list[Bound]:
        """What was last assigned to a name before it is used, in each of the branches that may have led there."""
        found: list[Bound] = []
        for place in sorted(ast.walk(scope), key=lambda each: getattr(each, "lineno", 0)):
            if not isinstance(place, ast.stmt | ast.comprehension | ast.NamedExpr) or self._scope(place) is not scope:
                continue
            bound = [(value, what) for name, value, what in _bindings(place) if name == node.id]
            if bound and (
                isinstance(scope, ast.Module) or isinstance(place, ast.comprehension) or place.lineno <= node.lineno
            ):
                kept = [] if self.above[place] in around or place in around else found
                found = [*kept, *bound]
        return found

    def _scope(self, node: ast.AST) -> ast.AST:
        return next(each for each in self._around(node) if isinstance(each, ast.FunctionDef | ast.Module))

    def _given(self, name: str, function: ast.FunctionDef) -> list[Bound]:
        """What the callers of a function give for one of its parameters."""
        named = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
        if name not in named:
            return []
        place = named.index(name)
        found: list[Bound] = []
        for call in self.calls:
            if _called(call).rpartition(".")[2] == function.name:
                by_name = [each.value for each in call.keywords if each.arg == name]
                found += [(each, "all") for each in by_name or call.args[place : place + 1]]
        return found

    def _attribute(self, name: str) -> list[Bound]:
        """What is assigned to `self.name` anywhere, or given for it by name."""
        found: list[Bound] = [(each.value, "all") for call in self.calls for each in call.keywords if each.arg == name]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign) and f"self.{name}" in map(ast.unparse, node.targets):
                found.append((node.value, "all"))
        return found


def _called(call: ast.Call) -> str:
    """`Problem`, or `lost.append` for `self.lost.append`."""
    return ".".join(ast.unparse(call.func).split(".")[-2:]) if "(" not in ast.unparse(call.func) else ""


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr, str | int]]:
    """Name, expression and what of it, for what a statement or a loop gives a name to."""
    match node:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.NamedExpr(target=ast.Name(id=name), value=value)
        ):
            yield name, value, "all"
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value, "all"
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=value):
            yield from ((each.id, value, place) for place, each in enumerate(targets) if isinstance(each, ast.Name))
        case ast.For(target=ast.Name(id=name), iter=value) | ast.comprehension(target=ast.Name(id=name), iter=value):
            yield name, value, "items"
        case (
            ast.For(target=ast.Tuple(elts=targets), iter=items)
            | ast.comprehension(target=ast.Tuple(elts=targets), iter=items)
        ):
            if isinstance(items, ast.Call) and ast.unparse(items.func).endswith(".items"):
                assert isinstance(items.func, ast.Attribute)
                for each, what in zip(targets, ("keys", "values"), strict=False):
                    if isinstance(each, ast.Name):
                        yield each.id, items.func.value, what


def _parts(follow: Callable[[Module], Iterator[tuple[str, str]]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {kind: set() for kind in PARTS.values()}
    for path in PATHS:
        for kind, text in follow(Module(path, {})):
            found[kind].add(text)
    return {kind: frozenset(texts) for kind, texts in found.items()}


def sentences() -> list[tuple[str, str]]:
    """Where each sentence is written, and the sentence."""
    parts = _parts(Module.unfinished)
    return [each for path in PATHS for each in Module(path, parts).sentences()]
