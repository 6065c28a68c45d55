"""One function definition to ``ir.Function``."""

from __future__ import annotations

import dataclasses
import inspect

import libcst as cst
import libcst.matchers as m

from migrator.ir import nodes as n
from migrator.ir.walk import names_read, walk
from migrator.lowering.context import Context, Refused
from migrator.lowering.defaults import defaults_of
from migrator.lowering.generators import collecting, yields
from migrator.lowering.imports import WithImports, local_imports
from migrator.lowering.inner import InnerFunction, rebound_names, steady_names
from migrator.lowering.names import Imported, Names, without_first
from migrator.lowering.statements import lower_block
from migrator.model.diagnostic import Diagnostic

__all__ = ["Refused", "lower_function"]


def lower_function(function_id: str, node: cst.FunctionDef, names: Names, owner: str = "") -> n.Function:
    """Return the untyped IR of ``node``, which stands in the class ``owner`` where one is named.

    Raises:
        Refused: where the function as a whole has no Rust (generators, ``*args``, ``global`` …).
    """
    known = _class_given(function_id, node, names)
    params = without_first(node.params) if known else node.params
    parameters = _parameters(params)
    bound = _assigned(node, names)
    if bound.keys() & known.keys():
        raise Refused(Diagnostic("M107", names.line(node), "it is a class method that binds its class anew"))
    imports = {name: origin for name, origin in local_imports(node, names).items() if bound.get(name) == 1}
    imports = {name: origin for name, origin in imports.items() if name not in {p.name for p in parameters}}
    imports |= known
    bound = {name: count for name, count in bound.items() if name not in imports}
    receiver = parameters[0].name if owner and parameters and not known else ""
    own = {p.name for p in parameters} | set(bound)
    seen = WithImports(names, imports) if imports else names
    context = Context(seen, own, owner=owner, receiver=receiver, function=function_id, imports=imports)
    if names.is_generator(function_id):
        context.items = context.fresh("items")
    context.bound = {**bound, **{p.name: bound.get(p.name, 0) + 1 for p in parameters}}
    context.steady = steady_names(node, [p.name for p in parameters], bound)
    context.keywords = _keywords(node, bound, names)
    return _lowered(node, params, context)


def _class_given(function_id: str, node: cst.FunctionDef, names: Names) -> dict[str, Imported]:
    """The first parameter of a class method, which means the class that defines it."""
    given = names.class_given(function_id)
    if not given:
        return {}
    first = _parameters(node.params)[0].name
    module, _, path = given.partition(":")
    return {first: Imported(module, path)}


def _keywords(node: cst.FunctionDef, bound: dict[str, int], names: Names) -> str:
    """The name of ``**kwargs``: a dict that is empty wherever Rust runs, and that nothing may change."""
    if node.params.star_kwarg is None:
        return ""
    name = node.params.star_kwarg.name.value
    if name in bound:
        raise Refused(Diagnostic("M106", names.line(node), f"it binds `{name}`, its `**{name}`, anew"))
    return name


def lower_inner(inner: InnerFunction, node: cst.FunctionDef, outer: Context) -> tuple[n.Function, frozenset[str]]:
    """Return the untyped IR of an inner function, and which variables of the functions around it it binds.

    Those variables are locals like any other there.

    Raises:
        Refused: as ``lower_function``.
    """
    names = outer.names
    parameters = _parameters(node.params)
    bound = _assigned(node, names)
    if yields(node):
        raise Refused(Diagnostic("M104", names.line(node), "it is a generator"))
    if any(p.star for p in parameters) or node.params.star_kwarg is not None:
        raise Refused(Diagnostic("M106", names.line(node), "it takes *args or **kwargs"))
    bound = {name: count for name, count in bound.items() if name not in rebound_names(node.body)}
    own = {p.name for p in parameters} | set(bound)
    context = Context(
        names, own | outer.locals, owner=outer.owner, function=inner.id, inner=outer.inner, imports=outer.imports
    )
    context.bound = {**bound, **{p.name: bound.get(p.name, 0) + 1 for p in parameters}}
    context.steady = steady_names(node, [p.name for p in parameters], bound) | (outer.steady - own)
    context.ranges = {name: over for name, over in outer.ranges.items() if name not in own}
    context.callables = {name: known for name, known in outer.callables.items() if name not in own}
    context.callables[node.name.value] = inner
    made = _lowered(node, node.params, context)
    if (own | set(inner.rebound)) & (_callable_names(outer) | set(outer.imports)):
        raise Refused(Diagnostic("M105", names.line(node), "it hides a function of the function around it"))
    outer.calls.update(context.calls)
    assigned = {c.name for stmt in made.body for c in walk(stmt) if isinstance(c, n.NameTarget)}
    return made, frozenset((assigned & outer.locals) - own)


def _callable_names(context: Context) -> set[str]:
    return set(context.callables)


def _lowered(node: cst.FunctionDef, params: cst.Parameters, context: Context) -> n.Function:
    names = context.names
    body = lower_block(node.body, context, whole=True)
    if context.items:
        body = collecting(body, context.items, names.line(node))
    body = (*body, n.Return(value=n.Const(value=None, line=0), line=0)) if _falls_out(body) else body
    read = {name for stmt in body for name in names_read(stmt)}
    return n.Function(
        id=context.function,
        name=node.name.value,
        params=tuple(dataclasses.replace(p, read=p.name in read) for p in _parameters(params)),
        body=body,
        doc=_docstring(node),
        globals=tuple(context.globals.values()),
        guards=tuple(context.guards.values()),
        calls=tuple(context.calls),
        defaults=dict(defaults_of(params, context)),
        signature=_signature(params),
        holes=tuple(context.holes),
        line=names.line(node),
        inner=context.inner,
        generator=bool(context.items),
    )


def _parameters(params: cst.Parameters) -> tuple[n.Param, ...]:
    positional = [n.Param(name=p.name.value) for p in (*params.posonly_params, *params.params)]
    if isinstance(params.star_arg, cst.Param):
        positional.append(n.Param(name=params.star_arg.name.value, star=True))
    return (*positional, *(n.Param(name=p.name.value, keyword_only=True) for p in params.kwonly_params))


def _signature(params: cst.Parameters) -> str:
    parts = [p.name.value for p in params.posonly_params]
    if parts:
        parts.append("/")
    parts += [p.name.value for p in params.params]
    if isinstance(params.star_arg, cst.Param):
        parts.append(f"*{params.star_arg.name.value}")
    elif params.kwonly_params:
        parts.append("*")
    parts += [p.name.value for p in params.kwonly_params]
    if params.star_kwarg is not None:
        parts.append(f"**{params.star_kwarg.name.value}")
    return ", ".join(parts)


def _docstring(node: cst.FunctionDef) -> str:
    text = node.get_docstring(clean=False)
    return inspect.cleandoc(text) if text else ""


class _Assigned(cst.CSTVisitor):
    """Collects the names that a function binds, and refuses what binds names elsewhere."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.names = names
        self.found: dict[str, int] = {}
        self.globals: list[tuple[str, cst.Global]] = []
        self.inside: list[str] = []
        """What inner functions rebind with ``nonlocal``."""
        self.importing_from = False

    def refuse(self, node: cst.CSTNode, code: str, message: str) -> None:
        raise Refused(Diagnostic(code, self.names.line(node), message))

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        self.bind(node.name)
        self.inside += [name for statement in m.findall(node, m.Nonlocal()) for name in _names_of(statement)]
        return False

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        self.refuse(node, "M101", f"it defines the class {node.name.value}")
        return False

    def visit_Lambda(self, node: cst.Lambda) -> bool:
        return False

    def visit_Global(self, node: cst.Global) -> None:
        self.globals += [(item.name.value, node) for item in node.names]

    def visit_Await(self, node: cst.Await) -> None:
        self.refuse(node, "M104", "it is a coroutine")

    def visit_ImportAlias(self, node: cst.ImportAlias) -> None:
        if node.asname is None:
            name: cst.BaseExpression = node.name
            while isinstance(name, cst.Attribute) and not self.importing_from:
                name = name.value
            self.bind(name)

    def visit_ImportFrom(self, node: cst.ImportFrom) -> None:
        self.importing_from = True

    def leave_ImportFrom(self, original_node: cst.ImportFrom) -> None:
        self.importing_from = False

    def visit_CompFor(self, node: cst.CompFor) -> bool:
        # A comprehension's variables are its own; only walrus targets leak.
        node.iter.visit(self)
        for test in node.ifs:
            test.visit(self)
        if node.inner_for_in is not None:
            node.inner_for_in.visit(self)
        return False

    def visit_AssignTarget(self, node: cst.AssignTarget) -> None:
        self.bind(node.target)

    def visit_AugAssign(self, node: cst.AugAssign) -> None:
        self.bind(node.target)

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        self.bind(node.target)

    def visit_NamedExpr(self, node: cst.NamedExpr) -> None:
        self.bind(node.target)

    def visit_For(self, node: cst.For) -> None:
        self.bind(node.target)

    def visit_MatchAs(self, node: cst.MatchAs) -> None:
        if node.name is not None:
            self.bind(node.name)

    def visit_MatchStar(self, node: cst.MatchStar) -> None:
        if node.name is not None:
            self.bind(node.name)

    def visit_AsName(self, node: cst.AsName) -> None:
        self.bind(node.name)

    def visit_Del(self, node: cst.Del) -> None:
        self.bind(node.target)

    def bind(self, target: cst.BaseExpression) -> None:
        if isinstance(target, cst.Name):
            self.found[target.value] = self.found.get(target.value, 0) + 1
        elif isinstance(target, cst.Tuple | cst.List):
            for element in target.elements:
                self.bind(element.value)


def _assigned(node: cst.FunctionDef, names: Names) -> dict[str, int]:
    """The names that the function binds, with the number of places where it does."""
    if node.asynchronous is not None:
        raise Refused(Diagnostic("M104", names.line(node), "it is a coroutine"))
    visitor = _Assigned(names)
    node.body.visit(visitor)
    if m.findall(node.body, m.Name("locals") | m.Name("globals")):
        raise Refused(Diagnostic("M103", names.line(node), "it asks for its own scope (locals, globals)"))
    for name, statement in visitor.globals:
        if name in visitor.found:
            visitor.refuse(statement, "M301", f"it binds the module-level `{name}` anew with `global`")
    for name in visitor.inside:
        if name in visitor.found:
            visitor.found[name] += 1
    return visitor.found


def _names_of(node: cst.CSTNode) -> list[str]:
    assert isinstance(node, cst.Nonlocal)
    return [item.name.value for item in node.names]


def _falls_out(body: tuple[n.Stmt, ...]) -> bool:
    """Whether control can reach the end of ``body`` (conservatively: only the last statement is looked at)."""
    if not body:
        return True
    match body[-1]:
        case n.Return() | n.TrapStmt():
            return False
        case n.If(body=then, orelse=orelse):
            return _falls_out(then) or _falls_out(orelse)
        case n.While(test=n.Const(value=True), body=loop):
            return _breaks(loop)
        case _:
            return True


def _breaks(body: tuple[n.Stmt, ...]) -> bool:
    for stmt in body:
        match stmt:
            case n.Break():
                return True
            case n.If(body=then, orelse=orelse):
                if _breaks(then) or _breaks(orelse):
                    return True
            case n.While(orelse=orelse) | n.For(orelse=orelse):
                if _breaks(orelse):
                    return True
            case _:
                pass
    return False
