"""``__init__`` as a function that gives the new object: what it sets are locals first, and the object is made at the end.

Works on untyped IR, before ``webs`` and after ``inline_init``. Only the form is taken in which nothing can see the object
half made: every attribute is first set however the body runs, and ``self`` is handed to something only when all are set.

    before:  self.x = x; self.norm = self.x * 2        after:  x_2 = x; norm = x_2 * 2; return Point(x=x_2, norm=norm)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from migrator.ir import nodes as n
from migrator.ir.walk import children, new_name, rebuild, walk
from migrator.model.diagnostic import Diagnostic


class NotPlain(Exception):
    """The ``__init__`` is more than attributes that are set; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def data_init(post: n.Function, fields: Sequence[str]) -> n.Function:
    """The ``__init__`` that ``dataclasses`` makes of ``fields``, where the class has the ``__post_init__`` ``post``."""
    receiver = post.params[0]
    whole = n.Local(name=receiver.name, line=post.line)
    taken = {receiver.name}
    names = {field: new_name(field, taken) for field in fields}
    stores = tuple(
        n.Assign(
            target=n.AttrTarget(base=whole, name=field, line=post.line),
            value=n.Local(name=name, line=post.line),
            line=post.line,
        )
        for field, name in names.items()
    )
    last = n.Eval(value=n.MethodCall(base=whole, name="__post_init__", args=(), line=post.line), line=post.line)
    params = (dataclasses.replace(receiver, read=True), *(n.Param(name=name) for name in names.values()))
    bare = n.Function(id=post.id, name=post.name, params=params, body=(*stores, last), doc=post.doc, line=post.line)
    return dataclasses.replace(bare, signature=post.signature)


def constructor(
    init: n.Function, cls: str, is_value: Callable[[str], bool], found: tuple[n.FoundMethod, ...] = ()
) -> n.Function:
    """Return the function that takes what ``init`` takes behind ``self``, and returns the new instance of ``cls``.

    ``is_value``: whether a name is a plain value in the body of the class. ``found``: the methods that are written out in it.

    Raises:
        NotPlain: where ``init`` has another form.
    """
    receiver, *params = init.params
    taken = {node.name for node in walk(init) if isinstance(node, n.Local | n.NameTarget)} | {p.name for p in params}
    init, rest = _apart(init, receiver.name)
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
    made = n.NewObject(cls=cls, names=tuple(order), values=fields, found=found, line=init.line)
    statements = tuple(s for s in body if isinstance(s, n.Stmt))
    end: tuple[n.Stmt, ...] = (n.Return(value=made, line=init.line),)
    if rest:
        # From here on it is an object like any other.
        whole_object = n.Local(name=receiver.name, line=init.line)
        kept = n.Assign(target=n.NameTarget(name=receiver.name, line=init.line), value=made, line=init.line)
        end = (kept, *rest, n.Return(value=whole_object, line=init.line))
    return dataclasses.replace(init, params=tuple(params), body=(*statements, *end))


def _apart(init: n.Function, receiver: str) -> tuple[n.Function, tuple[n.Stmt, ...]]:
    """``init`` up to where it does more with the object than set its attributes, and the rest, which sets no new ones.

    All of it is the first part where there is no such place.
    """
    places = [i for i, stmt in enumerate(init.body) if any(_is_whole(node, receiver) for node in walk(stmt))]
    names = _set_at_top(init.body[: places[0]], receiver) if places else []
    rest = init.body[places[0] :] if places else ()
    further = {name for stmt in rest for node in walk(stmt) if (name := _set_by(node, receiver))} - set(names)
    if not names or further or any(isinstance(s, n.Return) and s is not init.body[-1] for x in rest for s in walk(x)):
        return init, ()
    ends = isinstance(rest[-1], n.Return)
    return dataclasses.replace(init, body=init.body[: places[0]]), rest[:-1] if ends else rest


def _is_whole(node: n.Node, receiver: str) -> bool:
    """Whether ``node`` takes the object itself, and not an attribute of it."""
    if isinstance(node, n.Attr | n.AttrTarget) or not isinstance(node, n.Node):
        return False
    return any(isinstance(child, n.Local) and child.name == receiver for child in children(node))


def _set_by(node: n.Node, receiver: str) -> str:
    """The attribute of the object that ``node`` sets; empty where it sets none."""
    own = isinstance(node, n.AttrTarget) and isinstance(node.base, n.Local) and node.base.name == receiver
    return node.name if isinstance(node, n.AttrTarget) and own else ""


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


def _set_in_both(then: list[str], orelse: list[str], stmt: n.If) -> list[str]:
    """The attributes that both branches set in the same order, or the one that does not give up."""
    if stmt.orelse and isinstance(stmt.orelse[-1], n.TrapStmt):
        return then
    if stmt.body and isinstance(stmt.body[-1], n.TrapStmt):
        return orelse
    return then if list(dict.fromkeys(then)) == list(dict.fromkeys(orelse)) else []


def _set_at_top(body: tuple[n.Stmt, ...], receiver: str) -> list[str]:
    """The attributes that the body sets however it runs, in order."""
    found: list[str] = []
    for stmt in body:
        targets: tuple[n.Target, ...] = ()
        match stmt:
            case n.Assign(target=target):
                targets = (target,)
            case n.ParallelAssign(targets=several):
                targets = several
            case n.If(body=then, orelse=orelse):
                found += _set_in_both(_set_at_top(then, receiver), _set_at_top(orelse, receiver), stmt)
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
