"""One typed function to the text of its Rust core function."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from migrator import types as t
from migrator.ir import nodes as n
from migrator.ir.walk import new_name, root_name, walk
from migrator.passes.effects import MutatedParams, mutated_names, rebound
from migrator.passes.ownership import rebindable_params
from migrator.rust.declarations import Declarations
from migrator.rust.identifiers import comment_line, rust_name
from migrator.rust.scope import Callee, Scope
from migrator.rust.statements import Statements


def emit_function(
    function: n.Function,
    symbol: str,
    recursive: bool,
    callee: Callable[[n.Invoke], Callee],
    mutated_params: MutatedParams,
    variants: Mapping[int, str],
) -> str:
    """Return the Rust text of ``function`` under the name ``symbol``, not yet formatted.

    ``variants``: functions with the same parameters, one of which answers in its place while its number is selected.
    """
    mutated = mutated_names(function.body, mutated_params)
    counts = rebound(function.body)
    names = _unique_names(function)
    held = {p.name: "mut" if p.mutated else "ref" for p in function.params if not p.type.copy}
    held.update({g.name: "ref" for g in function.globals if not g.type.copy})
    held.update({g.name: "mut" for g in function.globals if g.type in t.HIDDEN})
    held.update({p.name: "mut" for p in function.params if p.type in t.HIDDEN})
    held.update(_held_aliases(function))
    held.update(dict.fromkeys(function.borrows, "ref"))
    exchanged = rebindable_params(function) - mutated
    entry: list[str] = []
    parameters: list[str] = []
    passed: list[str] = []
    for param in function.params:
        name = names.get(param.name) or rust_name(param.name)
        if not any(isinstance(c, n.Local) and c.name == param.name for c in walk(function)):
            name = f"_{name.lstrip('_')}"
            form = "()" if isinstance(param.type, t.ObjectOf) and not param.read else _form(param)
            parameters.append(f"{name}: {form}")
            passed.append(name)
            continue
        passed.append(name)
        again = counts.get(param.name, 0)
        if again and (param.type.copy or param.name in exchanged):
            form = _form(param)
            if param.name in exchanged:
                form = form.replace("&", "&'a ", 1).replace("'_", "'a")
            parameters.append(f"mut {name}: {form}")
        else:
            parameters.append(f"{name}: {_form(param)}")
        if again and not param.type.copy and param.name not in exchanged:
            entry.append(f"let mut {name} = {_owned(name, param.type)};")
            held[param.name] = "owned"
    for read in function.globals:
        name = names.get(read.name) or rust_name(read.name)
        parameters.append(f"{name}: {read.type.borrowed}")
        passed.append(name)
    if recursive:
        parameters.append("depth: Depth")
        passed.append("depth")
    entry[:0] = _dispatch(variants, passed)
    scope = Scope(function, held, function.option_locals, callee, recursive, names, exchanged)
    body = Statements(scope, Declarations(function, mutated)).body(function.body)
    lines = [f"// {comment_line(line)}".rstrip() for line in function.doc.splitlines()]
    lifetime = "<'a>" if any("'a" in p for p in parameters) else ""
    header = f"pub fn {symbol}{lifetime}({', '.join(parameters)}) -> Result<{function.returns.rust}, Trap> {{"
    return "\n".join([*lines, header, *entry, *body, "}"]) + "\n"


def _dispatch(variants: Mapping[int, str], passed: list[str]) -> list[str]:
    if not variants:
        return []
    arms = [f"{number} => return {symbol}({', '.join(passed)})," for number, symbol in variants.items()]
    return ["match crate::mutants::selected() {", *arms, "_ => {}", "}"]


def _held_aliases(function: n.Function) -> dict[str, str]:
    """How each alias is held: rows of what is shared as cells are cells themselves."""
    held: dict[str, str] = {}
    for alias in (a for a in walk(function) if isinstance(a, n.Alias)):
        of_cells = isinstance(alias.place, n.Line) and held.get(root_name(alias.place) or "") == "cells"
        if _is_strided(alias.place, held):
            held[alias.name] = "strided"
        elif of_cells or isinstance(alias.place, n.Shared):
            held[alias.name] = "cells"
        else:
            held[alias.name] = "mut" if alias.mutable else "ref"
    return held


def _is_strided(place: n.Expr, held: dict[str, str]) -> bool:
    """Whether a name for ``place`` is a view with strides of its own."""
    match place:
        case n.Part():
            return True
        case n.Index(base=base):
            return _is_strided(base, held)
        case n.Local(name=name):
            return held.get(name) == "strided"
        case _:
            return False


def _owned(name: str, kind: t.Type) -> str:
    """A borrowed parameter as a value of its own, because its name is bound anew."""
    match kind:
        case t.OptionalOf(inner=t.ListOf(element=element)) if element.copy:
            return f"{name}.as_deref().map(seq::copy).transpose()?"
        case t.ListOf(element=element) if element.copy:
            return f"seq::copy({name})?"
        case t.Str() | t.Bytes() | t.RowOf():
            return f"seq::copy({name})?"
        case t.ArrayOf():
            return f"Array::copied({name})?"
        case t.ListOf():
            return f"{name}.to_vec()"
        case _:
            return f"{name}.clone()"


def _form(param: n.Param) -> str:
    if not param.type.supported:
        return "()"  # never read, so it arrives as nothing
    return param.type.borrowed_mut if param.mutated else param.type.borrowed


def _receiver(kind: t.Type) -> str:
    """What ``self`` is called in Rust: as its class, in the spelling of variables."""
    if not isinstance(kind, t.ObjectOf):
        return ""
    name = kind.cls.rpartition(":")[2].rpartition(".")[2]
    return rust_name(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower())


def _unique_names(function: n.Function) -> dict[str, str]:
    """Rust identifiers for all locals; two Python names never share one. What nothing reads begins with ``_``."""
    read = {p.name for p in function.params} | {g.name for g in function.globals}
    read |= {node.name for node in walk(function) if isinstance(node, n.Local)}
    wanted = [p.name for p in function.params] + [g.name for g in function.globals]
    wanted += [node.name for node in walk(function) if isinstance(node, n.NameTarget | n.Alias | n.Local)]
    names: dict[str, str] = {}
    taken: set[str] = {"depth"}
    receivers = {p.name: _receiver(p.type) for p in function.params if p.name == "self"}
    for name in wanted:
        if name in names:
            continue
        base = receivers.get(name) or rust_name(name)
        if name not in read and not base.startswith("_"):
            base = f"_{base}"
        names[name] = new_name(base, taken)
    return names
