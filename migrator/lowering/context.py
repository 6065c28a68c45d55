"""What the lowering of one function carries along: its locals, fresh names, guards, hidden constants, holes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from migrator.ir import nodes as n
from migrator.lowering.names import Imported, Names, mangled
from migrator.model.diagnostic import Diagnostic
from migrator.types import OUTPUT, RANDOM, EnumOf


class Refused(Exception):
    """The function as a whole cannot be compiled; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass
class Context:
    """Grows while one function is lowered; nothing of it outlives ``lower_function``."""

    names: Names
    locals: set[str]
    owner: str = ""
    """The class whose method is lowered, as ``module:Class``; empty for a plain function."""
    receiver: str = ""
    """The name of the method's first parameter."""
    renames: list[dict[str, str]] = field(default_factory=list)
    guards: dict[tuple[str, str], n.GuardedName] = field(default_factory=dict)
    globals: dict[str, n.GlobalRead] = field(default_factory=dict)
    calls: dict[str, None] = field(default_factory=dict)
    holes: list[Diagnostic] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    items: str = ""
    """In a generator: the list that its items go to."""
    function: str = ""
    """The id of the function that is lowered."""
    keywords: str = ""
    """The name of ``**kwargs``, which is empty wherever Rust runs."""
    bound: dict[str, int] = field(default_factory=dict)
    """How many bindings of each local the source has."""
    callables: dict[str, Any] = field(default_factory=dict)
    """Inner functions and lambdas by the local name under which they can be called here."""
    dtypes: dict[str, str] = field(default_factory=dict)
    """The dtypes that local variables hold, by name."""
    inner: dict[str, n.Function] = field(default_factory=dict)
    """The inner functions, lowered, by id."""
    steady: frozenset[str] = frozenset()
    """The variables that are bound once, so that a closure holds what they hold."""
    deferred: dict[str, Any] = field(default_factory=dict)
    """What the iterators run over that a variable holds, by its name, until they are used."""
    ranges: dict[str, n.RangeIter] = field(default_factory=dict)
    """The ranges that variables hold which nothing binds again, by name."""
    steps: dict[str, Any] = field(default_factory=dict)
    """The iterators that are stepped through, by name."""
    builders: set[str] = field(default_factory=set)
    """The variables that hold an ``io.StringIO``, as a list of what is written to it."""
    catching: list[Any] = field(default_factory=list)
    """The ``try`` statements around what is lowered, outermost first, that may catch what it raises."""
    tries: int = 0
    """How many ``try`` statements were lowered."""
    factories: int = 0
    """How many dicts have a factory of their own."""
    imports: Mapping[str, Imported] = field(default_factory=dict)
    """What the function imports for itself; such names are no locals."""

    members: set[str] = field(default_factory=set)
    """The hidden parameters that are members of enumerations."""
    originals: dict[cst.CSTNode, cst.CSTNode] = field(default_factory=dict)
    """Nodes that lowering made, with those of the source that they stand for."""

    def line(self, node: cst.CSTNode) -> int:
        return self.names.line(self.originals.get(node, node))

    def stands_for(self, made: cst.CSTNode, node: cst.CSTNode) -> None:
        """Note that ``made``, which is not in the source, is lowered in the place of ``node``."""
        self.originals[made] = self.originals.get(node, node)

    def fresh(self, wish: str) -> str:
        """Return ``wish``, or ``wish_2``, … : a name that nothing else in the function has."""
        name, number = wish, 1
        while name in self.taken or name in self.locals:
            number += 1
            name = f"{wish}_{number}"
        self.taken.add(name)
        return name

    def local(self, name: str) -> str | None:
        """Return the IR's name for the local ``name``, or None where it is not a local here."""
        for scope in reversed(self.renames):
            if name in scope:
                return scope[name]
        return name if name in self.locals else None

    def attribute(self, name: str) -> str:
        """Return the attribute's name as Python mangles it inside a class: ``__x`` is ``_Box__x``."""
        return mangled(name, self.owner.rpartition(":")[2].rpartition(".")[2])

    def guard(self, path: str, kind: str, expect: str) -> None:
        """Note that ``path`` must keep its meaning."""
        module, path = self._place(path)
        if path:
            self.guards[module, path] = n.GuardedName(module=module, path=path, kind=kind, expect=expect)

    def guard_import(self, module: str) -> None:
        """Note that an import of ``module`` must find it imported, and the same as ever."""
        self.guard("__import__", "builtin", "__import__")
        self.guards[module, ""] = n.GuardedName(module=module, path="", kind="module", expect=module)

    def _place(self, path: str) -> tuple[str, str]:
        """Return the module in which ``path`` is looked up, and the path there."""
        head, _, rest = path.partition(".")
        origin = self.imports.get(head)
        if origin is None:
            return self.names.module, path
        return origin.module, ".".join(filter(None, (origin.path, rest)))

    def global_value(self, name: str) -> str:
        """Return the hidden parameter's local name for the module-level value ``name``."""
        if name not in self.globals:
            local = self.fresh(name.lower().replace(".", "_"))
            module, path = self._place(name)
            self.globals[name] = n.GlobalRead(name=local, module=module, path=path)
        return self.globals[name].name

    def member(self, path: str, cls: str) -> n.Local:
        """The hidden parameter that is the member ``path`` of the enumeration ``cls``."""
        name = self.global_value(path)
        self.globals[path] = dataclasses.replace(self.globals[path], type=EnumOf(cls))
        self.members.add(name)
        return n.Local(name=name)

    def member_of(self, cls: str, name: str) -> n.Local:
        """The same of a member by its name, whatever the enumeration is called here."""
        module, _, owner = cls.partition(":")
        if f"{cls}.{name}" not in self.globals:
            local = self.fresh(f"{owner}.{name}".lower().replace(".", "_"))
            read = n.GlobalRead(name=local, module=module, path=f"{owner}.{name}", type=EnumOf(cls))
            self.globals[f"{cls}.{name}"] = read
        local = self.globals[f"{cls}.{name}"].name
        self.members.add(local)
        return n.Local(name=local)

    def generator(self) -> n.Local:
        """The hidden parameter that is the generator of the module ``random``."""
        key = "random:_inst"
        if key not in self.globals:
            name = self.fresh("generator")
            self.globals[key] = n.GlobalRead(name=name, module="random", path="_inst", type=RANDOM)
        return n.Local(name=self.globals[key].name)

    def output(self) -> n.Local:
        """The hidden parameter that is what ``print`` writes to."""
        key = "sys:stdout"
        if key not in self.globals:
            name = self.fresh("output")
            self.globals[key] = n.GlobalRead(name=name, module="sys", path="stdout", type=OUTPUT)
        return n.Local(name=self.globals[key].name)

    def diagnostic(self, code: str, node: cst.CSTNode, message: str, hint: str = "") -> Diagnostic:
        return Diagnostic(code, self.line(node), message, hint)

    def hole(self, node: cst.CSTNode, code: str, message: str, hint: str = "") -> n.HoleExpr:
        """Return an expression that traps, and remember why."""
        diagnostic = self.diagnostic(code, node, message, hint)
        self.holes.append(diagnostic)
        return n.HoleExpr(diagnostic=diagnostic, line=diagnostic.line)
