"""``match``: each case is a test and some names that are bound, so the statement becomes a chain of ``if``."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.context import Context


class _NoRust(Exception):
    """A form of pattern without Rust; the text says which."""


@dataclass(frozen=True)
class _Pattern:
    """What a pattern asks (nothing: it always fits), and what it binds."""

    tests: tuple[n.Expr, ...] = ()
    bound: tuple[tuple[str, n.Expr], ...] = ()


_Subject = n.Expr | tuple[n.Expr, ...]
"""What is matched: a name or a part of one, or the items of a tuple display, each under a name."""


def lower_match(node: cst.Match, context: Context) -> list[n.Stmt]:
    """Lower a ``match`` statement."""
    before: list[n.Stmt] = []
    line = context.line(node)
    try:
        subject = _subject(node.subject, before, context)
        return [*before, *_cases(list(node.cases), subject, context, line)]
    except _NoRust as reason:
        hole = context.hole(node, "M101", f"`match` with {reason} has no Rust yet")
        return [n.TrapStmt(reason="Hole", diagnostic=hole.diagnostic, line=line)]


def _subject(node: cst.BaseExpression, before: list[n.Stmt], context: Context) -> _Subject:
    from migrator.lowering.expressions import lower_expression

    if isinstance(node, cst.Tuple):
        if any(isinstance(e, cst.StarredElement) for e in node.elements):
            raise _NoRust("a starred subject")
        return tuple(_named(lower_expression(e.value, context), before, context) for e in node.elements)
    return _named(lower_expression(node, context), before, context)


def _named(value: n.Expr, before: list[n.Stmt], context: Context) -> n.Expr:
    if isinstance(value, n.HoleExpr):
        raise _NoRust("this subject")
    name = context.fresh("subject")
    before.append(n.Assign(target=n.NameTarget(name=name, line=value.line), value=value, line=value.line))
    return n.Local(name=name, line=value.line)


def _cases(cases: list[cst.MatchCase], subject: _Subject, context: Context, line: int) -> list[n.Stmt]:
    from migrator.lowering.expressions import lower_expression
    from migrator.lowering.statements import lower_block

    if not cases:
        return []
    case, *others = cases
    pattern = _pattern(case.pattern, subject, context)
    binds = [
        n.Assign(target=n.NameTarget(name=name, line=line), value=value, line=line) for name, value in pattern.bound
    ]
    if case.guard is None:
        body = (*binds, *lower_block(case.body, context))
        if not pattern.tests:
            return list(body)
        rest = tuple(_cases(others, subject, context, line))
        return [n.If(test=_all(pattern.tests, line), body=body, orelse=rest, line=context.line(case))]
    guard = lower_expression(case.guard, context)
    if isinstance(guard, n.HoleExpr):
        raise _NoRust("this guard")
    if pattern.tests and binds:
        # The names are bound where the pattern fits, and stay bound where the guard then fails.
        guard, binds = n.BlockExpr(body=tuple(binds), value=guard, line=line), []
    body, rest = lower_block(case.body, context), tuple(_cases(others, subject, context, line))
    return [*binds, n.If(test=_all((*pattern.tests, guard), line), body=body, orelse=rest, line=context.line(case))]


def _all(tests: tuple[n.Expr, ...], line: int) -> n.Expr:
    result = tests[0]
    for test in tests[1:]:
        result = n.Logic(kind="and", left=result, right=test, line=line)
    return result


def _pattern(node: cst.MatchPattern, subject: _Subject, context: Context) -> _Pattern:
    line = context.line(node)
    match node:
        case cst.MatchAs(pattern=None, name=None):
            return _Pattern()
        case cst.MatchAs(pattern=inner, name=name) if name is not None and not isinstance(subject, tuple):
            found = _pattern(inner, subject, context) if inner is not None else _Pattern()
            own = context.local(name.value) or name.value
            return _Pattern(found.tests, (*found.bound, (own, subject)))
        case cst.MatchSequence(patterns=patterns):
            return _sequence(patterns, subject, context, line)
        case _ if isinstance(subject, tuple):
            raise _NoRust("this pattern for a tuple")
        case cst.MatchValue(value=value):
            return _Pattern((_equal(subject, value, context, line),))
        case cst.MatchSingleton(value=value):
            return _Pattern((_is(subject, value.value, line),))
        case cst.MatchOr(patterns=options):
            return _Pattern((_any([_pattern(o.pattern, subject, context) for o in options], line),))
        case cst.MatchClass():
            return _of_class(node, subject, context, line)
        case _:
            raise _NoRust("this pattern")


def _equal(subject: n.Expr, value: cst.BaseExpression, context: Context, line: int) -> n.Expr:
    from migrator.lowering.expressions import lower_expression

    wanted = lower_expression(value, context)
    if isinstance(wanted, n.HoleExpr):
        raise _NoRust("this value")
    return n.Apply(op="operator.eq", args=(subject, wanted), line=line)


def _is(subject: n.Expr, word: str, line: int) -> n.Expr:
    if word == "None":
        return n.IsNone(value=subject, negated=False, line=line)
    return n.Apply(op="bool.is", args=(subject, n.Const(value=word == "True", line=line)), line=line)


def _any(options: list[_Pattern], line: int) -> n.Expr:
    if any(option.bound for option in options) or not all(option.tests for option in options):
        raise _NoRust("names in alternatives")
    result = _all(options[0].tests, line)
    for option in options[1:]:
        result = n.Logic(kind="or", left=result, right=_all(option.tests, line), line=line)
    return result


def _sequence(patterns: object, subject: _Subject, context: Context, line: int) -> _Pattern:
    """``(x, 0)``: a list or tuple of that length; other sequences have no Rust, so their types are refused."""
    assert isinstance(patterns, list | tuple)
    items = [p.value for p in patterns if isinstance(p, cst.MatchSequenceElement)]
    if len(items) != len(patterns):
        raise _NoRust("a starred pattern")
    tests: tuple[n.Expr, ...] = ()
    if isinstance(subject, tuple):
        if len(items) != len(subject):
            raise _NoRust("a pattern of another length than the subject")
        places: tuple[n.Expr, ...] = subject
    else:
        kinds = n.Const(value="list|tuple", line=line)
        length = n.Apply(op="builtins.len", args=(subject,), line=line)
        tests = (
            n.Apply(op="builtins.isinstance", args=(subject, kinds), line=line),
            n.Apply(op="operator.eq", args=(length, n.Const(value=len(items), line=line)), line=line),
        )
        places = tuple(n.Index(base=subject, index=n.Const(value=i, line=line), line=line) for i in range(len(items)))
    bound: tuple[tuple[str, n.Expr], ...] = ()
    for item, place in zip(items, places, strict=True):
        found = _part(item, place, context)
        tests, bound = (*tests, *found.tests), (*bound, *found.bound)
    return _Pattern(tests, bound)


def _part(node: cst.MatchPattern, place: n.Expr, context: Context) -> _Pattern:
    """A pattern inside another one: a value, a name, alternatives of values."""
    if not isinstance(place, n.Local) and isinstance(node, cst.MatchSingleton | cst.MatchClass | cst.MatchSequence):
        raise _NoRust("a pattern this deep")
    return _pattern(node, place, context)


def _of_class(node: cst.MatchClass, subject: n.Expr, context: Context, line: int) -> _Pattern:
    """``int()``, ``Point(x=0, y=y)``."""
    from migrator.lowering.calls import is_instance

    if node.patterns:
        raise _NoRust("positional patterns of a class")
    test = is_instance(subject, node.cls, node, context)
    if isinstance(test, n.HoleExpr):
        raise _NoRust("this class")
    tests: tuple[n.Expr, ...] = (test,)
    bound: tuple[tuple[str, n.Expr], ...] = ()
    for each in node.kwds:
        place = n.Attr(base=subject, name=context.attribute(each.key.value), line=line)
        found = _part(each.pattern, place, context)
        tests, bound = (*tests, *found.tests), (*bound, *found.bound)
    return _Pattern(tests, bound)
