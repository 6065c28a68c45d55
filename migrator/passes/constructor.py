"""``__init__`` as a function that gives the new object: what it sets are locals first, and the object is made at the end.

Works on untyped IR, before ``webs``. Only the plain form is taken, in which nothing can see the object half made: every
attribute is first set at the top level of the body, and ``self`` is not handed to anything.

    before:  self.x = x; self.norm = self.x * 2        after:  x_2 = x; norm = x_2 * 2; return Point(x=x_2, norm=norm)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from migrator.ir import nodes as n
from migrator.ir.walk import new_name, rebuild, walk
from migrator.model.diagnostic import Diagnostic


class NotPlain(Exception):
    """The ``__init__`` is more than attributes that are set; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def constructor(init: n.Function, cls: str, is_value: Callable[[str], bool]) -> n.Function:
    """Return the function that takes what ``init`` takes behind ``self``, and returns the new instance of ``cls``.

    ``is_value``: whether a name is a plain value in the body of the class.

    Raises:
        NotPlain: where ``init`` has another form.
    """
    receiver, *params = init.params
    taken = {node.name for node in walk(init) if isinstance(node, n.Local | n.NameTarget)} | {p.name for p in params}
    order = list(dict.fromkeys(_set_at_top(init.body, receiver.name)))
    whole = _taken_over(init, receiver.name)
    names: dict[str, str] = {}
    for attribute in order:
        if attribute in whole:
            continue
        names[attribute] = new_name(attribute, taken)

    def change(node: n.Node) -> n.Node:
        match node:
            case n.Attr(base=n.Local(name=name), name=attribute) if name == receiver.name and attribute in whole:
                return dataclasses.replace(whole[attribute], line=node.line)
            case n.Attr(base=n.Local(name=name), name=attribute) if name == receiver.name and attribute in names:
                return n.Local(name=names[attribute], line=node.line)
            case n.AttrTarget(base=n.Local(name=name), name=attribute) if name == receiver.name and attribute in names:
                return n.NameTarget(name=names[attribute], line=node.line)
            case n.Attr(base=n.Local(name=name), name=attribute) if name == receiver.name and is_value(attribute):
                return n.ClassConstant(cls=cls, name=attribute, line=node.line)
            case n.Local(name=name) if name == receiver.name:
                message = f"`__init__` of `{cls}` does more with the new object than set its attributes"
                raise NotPlain(Diagnostic("M132", node.line or init.line, message))
            case n.Return() if node is not init.body[-1]:
                raise NotPlain(Diagnostic("M132", node.line, f"`__init__` of `{cls}` may end early"))
            case _:
                return rebuild(node, change)

    body = [change(stmt) for stmt in init.body if not isinstance(stmt, n.Return) and not _only_names(stmt, whole)]
    fields = tuple(whole.get(attribute) or n.Local(name=names[attribute], line=init.line) for attribute in order)
    made = n.NewObject(cls=cls, names=tuple(order), values=fields, line=init.line)
    statements = tuple(s for s in body if isinstance(s, n.Stmt))
    return dataclasses.replace(init, params=tuple(params), body=(*statements, n.Return(value=made, line=init.line)))


def _taken_over(init: n.Function, receiver: str) -> dict[str, n.Expr]:
    """Attributes that are nothing but a parameter or a constant for good, with that."""
    bound = {node.name for node in walk(init) if isinstance(node, n.NameTarget)}
    times = [x.name for x in walk(init) if isinstance(x, n.AttrTarget)]
    params = {p.name for p in init.params} - bound - {receiver}
    return {
        stmt.target.name: stmt.value
        for stmt in init.body
        if isinstance(stmt, n.Assign)
        and isinstance(stmt.target, n.AttrTarget)
        and isinstance(stmt.target.base, n.Local)
        and stmt.target.base.name == receiver
        and (isinstance(stmt.value, n.Const) or (isinstance(stmt.value, n.Local) and stmt.value.name in params))
        and times.count(stmt.target.name) == 1
    }


def _only_names(stmt: n.Stmt, whole: dict[str, n.Expr]) -> bool:
    """Whether ``stmt`` gives an attribute what already stands for it."""
    match stmt:
        case n.Assign(target=n.AttrTarget(name=attribute), value=value):
            return whole.get(attribute) is value
        case _:
            return False


def _set_at_top(body: tuple[n.Stmt, ...], receiver: str) -> list[str]:
    """The attributes that statements of the body itself set, in order."""
    found: list[str] = []
    for stmt in body:
        targets: tuple[n.Target, ...] = ()
        match stmt:
            case n.Assign(target=target):
                targets = (target,)
            case n.ParallelAssign(targets=several):
                targets = several
            case _:
                pass
        for target in targets:
            leaves = target.items if isinstance(target, n.TupleTarget) else (target,)
            for leaf in leaves:
                match leaf:
                    case n.AttrTarget(base=n.Local(name=name), name=attribute) if name == receiver:
                        found.append(attribute)
                    case _:
                        pass
    return found
