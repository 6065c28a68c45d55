"""An element goes into its list after its last use by name, where nothing looks at the list before.

Rust moves what is appended, so a name cannot be used afterwards; Python's list and name share the object. As long as the
statements behind only read the object, and leave the list alone, the order makes no difference. Runs on typed IR, before
ownership.

    before:  rows.append(row); total += len(row); n += 1        after:  total += len(row); rows.append(row); n += 1
"""

from __future__ import annotations

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import Path, names_bound, place_path, rebuild, target_names, walk, with_blocks
from migrator.passes.effects import MutatedParams, changes


def postpone(function: n.Function, callee: MutatedParams) -> n.Function:
    """Return ``function`` with such appends behind the last use of what they append."""
    made = _Postpone(function, callee).node(function)
    assert isinstance(made, n.Function)
    return made


class _Postpone:
    def __init__(self, function: n.Function, callee: MutatedParams) -> None:
        self.callee = callee
        self.shared = _shared(function)
        self.not_fresh = {p.name for p in function.params} | {g.name for g in function.globals} | _named_parts(function)

    def node(self, node: n.Node) -> n.Node:
        changed = rebuild(node, self.node)
        return with_blocks(changed, self._block)

    def _block(self, stmts: tuple[n.Stmt, ...]) -> tuple[n.Stmt, ...]:
        result = list(stmts)
        for index in range(len(result) - 1, -1, -1):
            to = self._behind(result, index)
            if to > index:
                result.insert(to, result.pop(index))
        return tuple(result)

    def _behind(self, stmts: list[n.Stmt], index: int) -> int:
        """The place of the last use of what ``stmts[index]`` appends; ``index`` where it must stay."""
        match stmts[index]:
            case n.Eval(value=n.Apply(op="list.append", args=(place, n.Local(name=name) as value))):
                path = place_path(place)
            case _:
                return index
        alone = path is not None and not self.shared & {path, (name,)} and name not in self.not_fresh
        if not value.type.mutable or isinstance(value.type, t.ArrayOf) or not alone or not _is_path(place):
            return index
        uses = [i for i in range(index + 1, len(stmts)) if any(name == c.name for c in _locals(stmts[i]))]
        between = stmts[index + 1 : uses[-1] + 1] if uses else []
        for stmt in between:
            if _leaves(stmt) or _touches(stmt, place) or self._changes(stmt, name):
                return index
        return uses[-1] if uses else index

    def _changes(self, stmt: n.Stmt, name: str) -> bool:
        """Whether ``stmt`` changes the object called ``name``, binds the name anew, or gives the object away."""
        given = any(name in {c.name for c in _locals(v)} for v in _given(stmt))
        return given or name in names_bound((stmt,)) or any(p[0] == name for p, _ in changes(stmt, self.callee))


def _locals(node: n.Node) -> list[n.Local]:
    return [c for c in walk(node) if isinstance(c, n.Local)]


def _is_path(node: n.Expr) -> bool:
    return isinstance(node, n.Local) or (isinstance(node, n.Attr) and isinstance(node.base, n.Local))


def _shared(function: n.Function) -> set[Path]:
    """The places whose objects get a second name or place by an assignment."""
    found: set[Path] = set()
    for node in walk(function):
        values: tuple[n.Expr, ...] = ()
        match node:
            case n.Assign(value=value):
                values = (value,)
            case n.ParallelAssign(values=several):
                values = several
            case _:
                pass
        for value in values:
            inner = _given_by(value)
            found |= {path for each in inner if (path := place_path(each)) is not None}
    return found


def _given_by(value: n.Expr) -> list[n.Expr]:
    """The places that ``value`` may be, itself or as a part of what it makes."""
    match value:
        case n.TupleExpr(items=items) | n.ListExpr(items=items) | n.DictExpr(values=items) | n.NewObject(values=items):
            return [each for item in items for each in _given_by(item)]
        case n.Cond(then=then, orelse=orelse):
            return [*_given_by(then), *_given_by(orelse)]
        case n.Logic(left=left, right=right):
            return [*_given_by(left), *_given_by(right)]
        case n.Convert(value=inner) | n.BlockExpr(value=inner):
            return _given_by(inner)
        case _:
            return [value]


def _given(stmt: n.Stmt) -> list[n.Expr]:
    """What goes into other containers in ``stmt``, below it too."""
    found: list[n.Expr] = []
    for node in walk(stmt):
        match node:
            case n.Assign(target=n.IndexTarget() | n.AttrTarget(), value=value):
                found += _given_by(value)
            case n.Apply(op="list.append" | "list.insert" | "dict.setdefault" | "list.yielded", args=args):
                found += [each for arg in args[1:] for each in _given_by(arg)]
            case _:
                pass
    return [each for each in found if each.type.mutable]


def _named_parts(function: n.Function) -> set[str]:
    """Names that may mean a part of another object: bound to a place, to a call's result or by a loop."""
    found: set[str] = set()
    for node in walk(function):
        match node:
            case n.Assign(target=target, value=value):
                if not isinstance(value, n.ListExpr | n.DictExpr | n.SetExpr | n.NewObject | n.BlockExpr):
                    found |= set(target_names(target))
            case n.ParallelAssign(targets=targets):
                found |= {name for target in targets for name in target_names(target)}
            case n.For(target=target):
                found |= set(target_names(target))
            case n.Alias(name=name):
                found.add(name)
            case _:
                pass
    return found


def _touches(stmt: n.Stmt, place: n.Expr) -> bool:
    """Whether ``stmt`` may look at the list at ``place``, or bind its name or attribute to another one."""
    root = place.base if isinstance(place, n.Attr) else place
    own = place.name if isinstance(place, n.Attr) else ""
    assert isinstance(root, n.Local)
    others = 0
    for node in walk(stmt):
        match node:
            case (
                n.Attr(base=n.Local(name=name), name=attribute) | n.AttrTarget(base=n.Local(name=name), name=attribute)
            ) if name == root.name:
                if attribute == own:
                    return True
                others += 1
            case _:
                pass
    return len([c for c in _locals(stmt) if c.name == root.name]) != others or root.name in names_bound((stmt,))


def _leaves(stmt: n.Stmt, in_loop: bool = False) -> bool:
    """Whether control may leave the block at ``stmt`` other than by a trap."""
    match stmt:
        case n.Return():
            return True
        case n.Break() | n.Continue():
            return not in_loop
        case n.If(body=body, orelse=orelse):
            return any(_leaves(s, in_loop) for s in (*body, *orelse))
        case n.While(body=body, orelse=orelse) | n.For(body=body, orelse=orelse):
            return any(_leaves(s, True) for s in body) or any(_leaves(s, in_loop) for s in orelse)
        case _:
            return False
