"""The IR as text, in Python's shape with types: what ``migrator explain`` shows after each pass."""

from __future__ import annotations

from migrator.ir import nodes as n
from migrator.types import UNKNOWN, Type


def show(function: n.Function) -> str:
    """Return ``function`` as text.

    >>> show(n.Function(id="m:f", name="f", params=(), body=(n.Return(value=n.Const(value=1)),)))
    'def f():\\n    return 1\\n'
    """
    params = ", ".join(("&mut " if p.mutated else "") + _typed(p.name, p.type) for p in function.params)
    returns = "" if function.returns == UNKNOWN else f" -> {function.returns}"
    lines = [f"def {function.name}({params}){returns}:"]
    lines += [f"    hidden {_typed(g.name, g.type)} = {g.module}.{g.path}" for g in function.globals]
    lines += [f"    guard {g.path} is {g.kind} {g.expect}" for g in function.guards]
    lines += _block(function.body, 1)
    return "\n".join(lines) + "\n"


def _typed(name: str, kind: Type) -> str:
    return name if kind == UNKNOWN else f"{name}: {kind}"


def _block(stmts: tuple[n.Stmt, ...], depth: int) -> list[str]:
    pad = "    " * depth
    if not stmts:
        return [f"{pad}pass"]
    return [line for stmt in stmts for line in _stmt(stmt, depth, pad)]


def _stmt(stmt: n.Stmt, depth: int, pad: str) -> list[str]:
    match stmt:
        case n.Assign(target=target, value=value):
            return [f"{pad}{_target(target)} = {expr(value)}"]
        case n.ParallelAssign(targets=targets, values=values):
            left, right = ", ".join(map(_target, targets)), ", ".join(map(expr, values))
            return [f"{pad}{left} = {right}"]
        case n.Alias(name=name, place=place, mutable=mutable):
            return [f"{pad}alias {'&mut ' if mutable else ''}{name} = {expr(place)}"]
        case n.Store(place=place, value=value, mask=mask, picks=picks):
            chosen = picks if mask is None else (mask,)
            where = f"[{', '.join(map(expr, chosen))}]" if chosen else "[...]"
            return [f"{pad}{expr(place)}{where} = {expr(value)}"]
        case n.Eval(value=value):
            return [f"{pad}{expr(value)}"]
        case n.If(test=test, body=body, orelse=orelse):
            return [f"{pad}if {expr(test)}:", *_block(body, depth + 1), *_else(orelse, depth, pad)]
        case n.While(test=test, body=body, orelse=orelse):
            return [f"{pad}while {expr(test)}:", *_block(body, depth + 1), *_else(orelse, depth, pad)]
        case n.For(target=target, iter=iterable, body=body, orelse=orelse, watch=watch):
            head = f"{pad}for {_target(target)} in {_iter(iterable)}:{f'  # settles {watch}' if watch else ''}"
            head += "  # in parallel" if stmt.parallel else ""
            return [head, *_block(body, depth + 1), *_else(orelse, depth, pad)]
        case n.Return(value=value):
            return [f"{pad}return {expr(value)}"]
        case n.TrapStmt(reason=reason, diagnostic=diagnostic):
            why = f"  # {diagnostic.code}: {diagnostic.message}" if diagnostic else ""
            return [f"{pad}trap {reason}{why}"]
        case n.Within(value=value, power=power):
            return [f"{pad}within {expr(value)} {power}"]
        case n.Break():
            return [f"{pad}break"]
        case _:
            return [f"{pad}{type(stmt).__name__.lower()}"]


def _else(orelse: tuple[n.Stmt, ...], depth: int, pad: str) -> list[str]:
    return [f"{pad}else:", *_block(orelse, depth + 1)] if orelse else []


def _target(target: n.Target) -> str:
    match target:
        case n.NameTarget(name=name, type=kind):
            return _typed(name, kind)
        case n.TupleTarget(items=items):
            return f"({', '.join(map(_target, items))})"
        case n.IndexTarget(base=base, index=index):
            return f"{expr(base)}[{expr(index)}]"
        case n.CellTarget(base=base, indices=indices):
            return f"{expr(base)}[{', '.join(map(expr, indices))}]"
        case n.PartTarget(place=place):
            return expr(place)
        case n.AttrTarget(base=base, name=name):
            return f"{expr(base)}.{name}"


def _item(item: n.Expr | n.SliceItem | n.AxisItem) -> str:
    match item:
        case n.SliceItem(lower=lower, upper=upper, step=step):
            parts = [expr(x) if x is not None else "" for x in (lower, upper)]
            return ":".join([*parts, expr(step)] if step is not None else parts)
        case n.AxisItem(rest=rest):
            return "..." if rest else "None"
        case _:
            return expr(item)


def _iter(iterable: n.Iter) -> str:
    match iterable:
        case n.RangeIter(start=start, stop=stop, step=step):
            parts = [expr(start), expr(stop)] + ([expr(step)] if step is not None else [])
            return f"range({', '.join(parts)})"
        case n.SequenceIter(value=value, reverse=reverse, live=live):
            text = f"reversed({expr(value)})" if reverse else expr(value)
            return f"live({text})" if live else text
        case n.EnumerateIter(inner=inner, start=start):
            return f"enumerate({_iter(inner)}, {expr(start)})"
        case n.ZipIter(inner=inners):
            return f"zip({', '.join(map(_iter, inners))})"


def expr(node: n.Expr) -> str:
    """One expression as text."""
    match node:
        case n.Const(value=value):
            return repr(value)
        case n.Local(name=name):
            return name
        case n.Apply(op=op, args=args, proven=proven, watch=watch):
            return f"{op}{'!' if proven else '~' if node.low else ''}{f'@{watch}' if watch else ''}({', '.join(map(expr, args))})"
        case n.Invoke(function=function, args=args):
            return f"{function}({', '.join(map(expr, args))})"
        case n.IsFunction(value=value, function=function):
            return f"{expr(value)} is {function}"
        case n.FunctionRef(function=function):
            return f"&{function}"
        case n.Closure(function=function, held=held):
            return f"&{function}[{', '.join(map(expr, held))}]"
        case n.Held(closure=closure, index=index):
            return f"{expr(closure)}[{index}]"
        case n.MethodCall(base=base, name=name, args=args):
            return f"{expr(base)}.{name}({', '.join(map(expr, args))})"
        case n.Starred(value=value):
            return f"*{expr(value)}"
        case n.StarCall(function=function, args=args):
            return f"{function}({', '.join(map(expr, args))})"
        case n.New(cls=cls, args=args):
            return f"{cls}({', '.join(map(expr, args))})"
        case n.NewObject(cls=cls, names=names, values=values):
            inner = ", ".join(f"{name}={expr(value)}" for name, value in zip(names, values, strict=True))
            return f"new {cls}({inner})"
        case n.Ask(base=base, name=name, how=how, key=key):
            return f"{expr(base)}.{name}.{how}({expr(key) if key is not None else ''})"
        case n.Same(left=left, right=right):
            return f"({expr(left)} is {expr(right)})"
        case n.Attr(base=base, name=name) | n.Read(base=base, name=name):
            return f"{expr(base)}.{name}"
        case n.Logic(kind=kind, left=left, right=right):
            return f"({expr(left)} {kind} {expr(right)})"
        case n.Not(value=value):
            return f"not {expr(value)}"
        case n.Truth(value=value):
            return f"truth({expr(value)})"
        case n.Cond(test=test, then=then, orelse=orelse):
            return f"({expr(then)} if {expr(test)} else {expr(orelse)})"
        case n.IsNone(value=value, negated=negated):
            return f"({expr(value)} is {'not ' if negated else ''}None)"
        case n.TupleExpr(items=items):
            return f"({', '.join(map(expr, items))},)"
        case n.ListExpr(items=items):
            return f"[{', '.join(map(expr, items))}]"
        case n.DictExpr(keys=keys, values=values):
            return f"{{{', '.join(f'{expr(k)}: {expr(v)}' for k, v in zip(keys, values, strict=True))}}}"
        case n.SetExpr(items=items):
            return f"{{{', '.join(map(expr, items))}}}" if items else "set()"
        case n.Index(base=base, index=index):
            return f"{expr(base)}[{expr(index)}]"
        case n.Cell(base=base, indices=indices):
            return f"{expr(base)}[{', '.join(map(expr, indices))}]"
        case n.Line(base=base, indices=indices):
            return f"line({', '.join(map(expr, (base, *indices)))})"
        case n.Shared(value=value):
            return f"shared({expr(value)})"
        case n.Part(base=base, transposed=True):
            return f"{expr(base)}.T"
        case n.Part(base=base, items=items):
            return f"{expr(base)}[{', '.join(map(_item, items))}]"
        case n.LibraryCall(target=target, args=args, keywords=keywords):
            prefixes = ["" for _ in range(len(args) - len(keywords))] + [f"{k}=" for k in keywords]
            return f"{target}({', '.join(k + expr(a) for k, a in zip(prefixes, args, strict=True))})"
        case n.ArrayOp(op=op, args=args, option=option):
            return f"{op}{f'<{option}>' if option else ''}({', '.join(map(expr, args))})"
        case n.NewArray(shape=shape, dtype=dtype, fill=fill):
            filled = f", {expr(fill)}" if fill is not None else ""
            return f"array[{dtype}]({', '.join(map(expr, shape))}{filled})"
        case n.Rows(base=base, lower=lower, upper=upper):
            return f"{expr(base)}[{expr(lower)}:{expr(upper)}]"
        case n.Convert(value=value, type=kind):
            return f"<{kind}>{expr(value)}"
        case n.BlockExpr(body=body, value=value):
            inner = "; ".join(line.strip() for line in _block(body, 0))
            return f"{{{inner}; {expr(value)}}}"
        case n.Given(argument=argument):
            return f"given({argument})"
        case n.HoleExpr(diagnostic=diagnostic):
            return f"hole({diagnostic.code})"
        case _:
            raise AssertionError(f"unknown expression {type(node).__name__}")
