"""Arguments that an attribute is bound to: ``self.inputs = x``.

The attribute must hold the very object afterwards. As nothing changes it in place during the call, Rust holds a copy of it, and
a note which argument it is. Who calls such a function from Rust must hand it an argument of its own, too. Part of the
ownership pass; on typed IR.

    before:  self.inputs = x                  after:  self.inputs = given(x)
"""

from __future__ import annotations

import dataclasses

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import rebuild, walk
from migrator.model.diagnostic import Diagnostic
from migrator.passes.convert import TypeFailure
from migrator.passes.effects import rebound
from migrator.passes.kept_copies import KeptBy, is_plain_list


def give_arguments(function: n.Function, kept_by: KeptBy) -> tuple[n.Function, frozenset[int]]:
    """Return ``function`` with its arguments given to attributes, and which ones these are, here or in what it calls.

    Raises:
        TypeFailure: where something else than an argument is handed to a call that gives it to an attribute.
    """
    counts = rebound(function.body)
    places = {
        p.name: i
        for i, p in enumerate(function.params)
        if not counts.get(p.name) and (is_plain_list(p.type) or isinstance(p.type, t.ArrayOf))
    }
    found: set[int] = set()
    for call in (node for node in walk(function) if isinstance(node, n.Invoke)):
        if kept_by(call).result:
            _fail(call.line, "the call returns what an attribute holds")
        for position in sorted(kept_by(call).attributes):
            found.add(_handed_on(call, call.args[position], places))

    def change(node: n.Node) -> n.Node:
        match node:
            case n.Assign(target=n.AttrTarget(anew=True, base=base), value=value) if _is_plain(base):
                name = _argument(value)
                if name in places:
                    found.add(places[name])
                    return dataclasses.replace(node, value=_given(value))
        return rebuild(node, change)

    made = change(function)
    assert isinstance(made, n.Function)
    return made, frozenset(found)


def return_attribute(function: n.Function) -> n.Function:
    """Return ``function`` where it returns what an attribute of an argument holds: Python is handed that very object.

    Called from Rust it has no result.
    """
    returned = {_attribute(node.value) for node in walk(function) if isinstance(node, n.Return)}
    params = {p.name: i for i, p in enumerate(function.params) if isinstance(p.type, t.ObjectOf)}
    attribute = returned.pop() if len(returned) == 1 else None
    if attribute is None or attribute[0] not in params or rebound(function.body).get(attribute[0]):
        return function
    name, held, kind = attribute
    if not _is_looked_at(function, name, held):
        return function

    def change(node: n.Node) -> n.Node:
        if isinstance(node, n.Return):
            return dataclasses.replace(node, value=n.Const(value=None, type=t.NONE, line=node.line))
        return rebuild(node, change)

    made = change(function)
    assert isinstance(made, n.Function)
    return dataclasses.replace(made, returns=t.AttrOf(params[name], held, kind))


def _is_looked_at(function: n.Function, name: str, held: str) -> bool:
    """Whether the function works with the attribute besides: so it is found in order before, as it must be."""
    results = {id(node.value) for node in walk(function) if isinstance(node, n.Return)}
    return any(
        isinstance(node, n.Attr | n.AttrTarget)
        and id(node) not in results
        and node.name == held
        and isinstance(node.base, n.Local)
        and node.base.name == name
        for node in walk(function)
    )


def _attribute(value: n.Expr | None) -> tuple[str, str, t.Type] | None:
    """The variable, the attribute and its type, where ``value`` is a list or array that an attribute holds."""
    match value:
        case n.Attr(base=n.Local(name=name), name=held, type=kind) if kind.mutable and not isinstance(kind, t.ObjectOf):
            return name, held, kind
        case _:
            return None


def check_unchanged(function: n.Function, given: frozenset[int]) -> None:
    """Raise ``TypeFailure`` where an argument that is given to an attribute changes in place."""
    for place in sorted(given):
        param = function.params[place]
        if param.mutated:
            _fail(function.line, f"the argument `{param.name}` is kept in an attribute, and is changed in place")


def _handed_on(call: n.Invoke, arg: n.Expr, places: dict[str, int]) -> int:
    if not isinstance(arg, n.Local) or arg.name not in places:
        _fail(call.line, "the call keeps in an attribute what it is given, which is no argument here")
    assert isinstance(arg, n.Local)
    return places[arg.name]


def _fail(line: int, message: str) -> None:
    hint = "Make a copy where one is meant: `list(x)` or `x[:]`."
    raise TypeFailure(Diagnostic("M303", line, message, hint))


def _is_plain(base: n.Expr) -> bool:
    """Whether ``base`` is a variable, or an attribute of an object that one holds."""
    return isinstance(base, n.Local) or (isinstance(base, n.Attr) and _is_plain(base.base))


def _argument(value: n.Expr) -> str:
    """The variable that ``value`` is, as a place that may hold None takes it; empty where it is something else."""
    match value:
        case n.Local(name=name):
            return name
        case n.Convert(type=t.OptionalOf(inner=inner), value=n.Local(name=name, type=kind)) if inner == kind:
            return name
        case _:
            return ""


def _given(value: n.Expr) -> n.Expr:
    match value:
        case n.Local(name=name, type=kind, line=line):
            copy: n.Expr = n.ArrayOp(op="copy", args=(value,), type=kind, line=line)
            if isinstance(kind, t.ListOf):
                copy = n.Apply(op="list.copy", args=(value,), form=0, type=kind, line=line)
            return n.Given(argument=name, value=copy, type=kind, line=line)
        case n.Convert(value=inner):
            return dataclasses.replace(value, value=_given(inner))
        case _:
            raise AssertionError(f"{type(value).__name__} is no argument")
