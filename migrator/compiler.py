"""From regions to finished Rust: lowering, passes and emission, one specialisation of a function at a time.

``compile_program`` is the whole stage; ``Compiler.reasons`` answers, for the choice of regions, what keeps a function
out. May assume that the project's files parse.
"""

from __future__ import annotations

import contextlib
import dataclasses
import traceback
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from migrator import types as t
from migrator.finding.classes import Classes
from migrator.finding.functions import FunctionNode
from migrator.finding.modules import Project
from migrator.finding.names import ModuleNames
from migrator.ir import nodes as n
from migrator.ir.walk import new_name, walk, walk_all
from migrator.lowering import Refused, lower_function
from migrator.model.diagnostic import Diagnostic
from migrator.model.profile import Observation, Observations
from migrator.model.program import (
    ClassUse,
    CompiledFunction,
    CompiledProgram,
    Constant,
    Guard,
    Parameter,
    WrittenOut,
    with_signatures,
)
from migrator.model.region import Found
from migrator.nodes import as_objects, check_unchanged, classes_that_stay, node_uses, shown, with_nodes
from migrator.objects import (
    ClassView,
    Structs,
    Touched,
    class_uses,
    holds_object,
    objects_in,
    observed_attributes,
)
from migrator.passes.arguments import mark_arguments
from migrator.passes.carry import carry_elements
from migrator.passes.closures import closures_as_tuples
from migrator.passes.cold import trap_cold, without_dead_code
from migrator.passes.constructor import NotPlain, constructor, data_init
from migrator.passes.convert import TypeFailure
from migrator.passes.decide import decide
from migrator.passes.effects import Change, changes_of, moved_rows
from migrator.passes.in_place import ask_in_place
from migrator.passes.infer import Signature, infer
from migrator.passes.infer_callbacks import calls_back
from migrator.passes.infer_sets import loosen
from migrator.passes.inline_init import inlined
from migrator.passes.interchange import interchange
from migrator.passes.interrupts import ask_in_loops, is_brief
from migrator.passes.join import NoJoin, settle
from migrator.passes.kept_copies import Kept
from migrator.passes.lent import check_lent
from migrator.passes.lines import name_lines
from migrator.passes.live_loops import mark_live_loops
from migrator.passes.masks import keep_low_bits, widen_below_modulus
from migrator.passes.moves import in_order
from migrator.passes.narrow import narrow
from migrator.passes.ownership import settle_ownership
from migrator.passes.parallel import Parallel, has_parallel, mark_parallel
from migrator.passes.postpone import postpone
from migrator.passes.ranges import Interval, prove_ranges
from migrator.passes.shared import share_rows
from migrator.passes.watch import watch_loops
from migrator.passes.webs import split_webs, unique_nodes
from migrator.questions import (
    INSIDE,
    check_cached,
    check_generator,
    holds_inner,
    in_types,
    is_read,
    outermost,
    read_globals,
    wide,
    works_on_whole_arrays,
    written_out,
)
from migrator.rust.function import emit_function
from migrator.rust.identifiers import rust_name
from migrator.rust.lock import ARRAYS, OWNED
from migrator.rust.names import module_name
from migrator.rust.places import found_in
from migrator.rust.scope import Callee
from migrator.signatures import signatures_of
from migrator.specialised import Key, Specialised

SCHEMA = "migrator.program/1"
_NESTING = 12
_ROUNDS = 6


def compile_program(found: Found, compiler: Compiler) -> CompiledProgram:
    """Compile every region of ``found``; a region that cannot be compiled ends up in ``reasons``."""
    functions: dict[str, CompiledFunction] = {}
    reasons: dict[str, tuple[Diagnostic, ...]] = dict(found.reasons)
    for region in found.regions:
        try:
            for made in compiler.region(region.root):
                earlier = functions.get(identity(made))
                if earlier is None or made.root:
                    functions[identity(made)] = made
        except (Refused, TypeFailure) as failure:
            reasons[region.root] = (*reasons.get(region.root, ()), failure.diagnostic)
        except Exception as error:  # a defect of ours in one function costs that function only, and is said
            reasons[region.root] = (*reasons.get(region.root, ()), defect(error))
    return CompiledProgram(SCHEMA, compiler.project.name, tuple(functions.values()), reasons)


def identity(made: CompiledFunction) -> str:
    """Return the Rust function, as ``module:symbol``."""
    return f"{made.module}:{made.symbol}"


def defect(error: Exception) -> Diagnostic:
    """Return what is said of a function on which the compiler itself failed."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Diagnostic("M134", 0, f"migrator failed on it ({what}; {Path(last.filename).name}:{last.lineno})")


class Compiler:
    """Keeps what was lowered and specialised, so that regions share it."""

    def __init__(self, project: Project, observations: Observations, parallel: Parallel = Parallel()) -> None:
        self.project = project
        self.parallel = parallel
        self.observed: dict[str, Observation] = {o.id: o for o in observations.functions}
        self.lowered: dict[str, n.Function] = {}
        self.made: dict[Key, Specialised] = {}
        self.symbols: dict[tuple[str, str], Key] = {}
        self.stack: list[Specialised] = []
        self.module_objects: dict[tuple[str, str], t.Type] = {}
        """What the region in hand touches of the objects that module-level names hold; empty in the first run."""
        self.classes = ClassView(Classes(project), self._lower_at)
        self.classes.observed = observed_attributes(
            t.parse_type(text) for seen in observations.functions for s in seen.signatures for text in s.types
        )
        self.structs = Structs()
        self.nodes = classes_that_stay(observations.functions, self.classes, self.structs)
        self._shapes: dict[tuple[str, ...], int] = {}
        self.places: dict[int, int] = {}
        """Where a callee failed: the line of the call, by the identity of what is raised."""

    def _type(self, text: str) -> t.Type:
        """The type behind its text, where classes that hold themselves stay in Python."""
        return with_nodes(t.parse_type(text), self.nodes)

    # --- questions ---

    def reasons(self, function: str) -> tuple[Diagnostic, ...]:
        """What keeps ``function`` from being compiled as a root; empty where nothing does."""
        try:
            self.root(function)
        except (Refused, TypeFailure) as failure:
            return (failure.diagnostic,)
        return ()

    def answer(self, function: str) -> tuple[Diagnostic, ...]:
        """Like ``reasons``, where a failure of the compiler itself is a reason too."""
        try:
            return self.reasons(function)
        except Exception as error:  # whatever it is, the other functions have their answers
            return (defect(error),)

    def root(self, function: str) -> Specialised:
        """Return ``function`` specialised for the types that were observed; raises ``Refused``, ``TypeFailure``."""
        if self.lower(function).generator:
            raise Refused(Diagnostic("M104", self.lower(function).line, "it is a generator"))
        definition = self._definition(function)
        seen = self.observed.get(function)
        if seen is not None and seen.further * 2 > seen.calls:
            message = f"{seen.further} of {seen.calls} calls give keywords that only its `**kwargs` takes"
            raise Refused(Diagnostic("M106", definition.line, message))
        for decorator in ("property", "classmethod"):
            if decorator in definition.decorators and not definition.given:
                raise Refused(Diagnostic("M107", definition.line, f"it is decorated with `@{decorator}`"))
        ir, signatures = self._signatures(function)
        first: Refused | TypeFailure | None = None
        for types in signatures:
            try:
                self._check_types(ir, types)
                return self._as_root(function, types)
            except (Refused, TypeFailure) as failure:
                first = first or failure
                if isinstance(failure, Refused) and not failure.diagnostic.code.startswith("M2"):
                    break  # it is not the types that keep it out
        assert first is not None
        raise first

    def _as_root(self, function: str, types: tuple[t.Type, ...]) -> Specialised:
        """Return ``function`` for ``types``, which Python may call; raises ``Refused``, ``TypeFailure``.

        Where it does more than read the objects that stay in Python, those that it is given may do as structs.
        """
        try:
            return self._as_it_is_called(function, types)
        except (Refused, TypeFailure):
            others = as_objects(types, self.classes)
            if others == types:
                raise
            with contextlib.suppress(Refused, TypeFailure):
                return self._as_it_is_called(function, others)
            raise

    def _as_it_is_called(self, function: str, types: tuple[t.Type, ...]) -> Specialised:
        definition = self._definition(function)
        made = self._narrowed(self.specialise(function, types))
        assert made.function is not None
        self._check_constants(made)
        if holds_inner(made.returns):
            raise Refused(
                Diagnostic("M105", definition.line, "it returns a function that is defined inside, or one of several")
            )
        check_unchanged(made.function, self._touched(made).reads, bool(self._callbacks(self._reachable(made))))
        if made.kept != Kept(attributes=made.kept.attributes, result=made.kept.result):
            of_arguments = [made.function.params[i].type for i in made.kept.params]
            held = min(map(str, [*made.kept.types, *of_arguments]))
            raise Refused(Diagnostic("M303", definition.line, f"a {held} in its result is held elsewhere too"))
        changed = self._touched(made).changed_given()
        if changed is not None:
            message = f"`{changed[0]}` is bound to an argument, and what it holds is changed in place"
            raise Refused(Diagnostic("M303", changed[1], message))
        moved = self._moved(made)
        for param in made.function.params:
            if param.name in moved:
                message = f"it moves or replaces the lists inside the argument `{param.name}`"
                raise Refused(Diagnostic("M301", made.function.line, message))
        return made

    def _narrowed(self, made: Specialised) -> Specialised:
        """Return the function made again with only what the region touches of the objects that come in."""
        assert made.function is not None
        touched = self._touched(made)
        members: dict[Key, Specialised] = {}
        self._collect(made, members)
        reads = [g for m in members.values() if m.function is not None for g in m.function.globals]
        objects = {(g.module, g.path): g.type for g in reads if holds_object(g.type)}
        if not touched.made and not objects and not any(map(holds_object, made.params)):
            return made
        try:
            self.classes.shapes = self.structs.shapes(touched)
            self.module_objects = {place: self.structs.narrowed(kind, touched) for place, kind in objects.items()}
            return self._with_structs(made, made.function, touched)
        except NoJoin as conflict:
            message = f"instances of one class hold {conflict.a} and {conflict.b} in one attribute"
            raise Refused(Diagnostic("M202", made.function.line, message)) from conflict
        finally:
            self.classes.shapes = {}
            self.module_objects = {}

    def _check_constants(self, made: Specialised) -> None:
        """What is read on instances as a value of their class must not be hidden by an attribute of an instance."""
        members: dict[Key, Specialised] = {}
        self._collect(made, members)
        reads = [g for m in members.values() if m.function is not None for g in m.function.globals]
        coming = {kind.cls for each in (*made.params, *(g.type for g in reads)) for kind in objects_in(each)}
        for read in reads:
            if read.instances in coming:
                assert made.function is not None
                message = f"`{read.path}` is read on new instances, and instances come in that may have their own"
                raise Refused(Diagnostic("M230", made.function.line, message))

    def _with_structs(self, made: Specialised, function: n.Function, touched: Touched) -> Specialised:
        types = [self.structs.narrowed(p.type, touched) if p.read else t.Other("object") for p in function.params]
        for param, kind in zip(function.params, types, strict=True):
            if wide(kind):
                message = f"an attribute of the argument `{param.name}` holds a tuple that is too long"
                raise Refused(Diagnostic("M201", function.line, message))
        return self.specialise(made.key[0], tuple(types))

    def _touched(self, top: Specialised) -> Touched:
        members: dict[Key, Specialised] = {}
        self._collect(top, members)
        touched = Touched()
        for member in members.values():
            if member.function is not None:
                touched.look_at(member.function, self._changes)
        return touched

    def _moved(self, top: Specialised) -> frozenset[str]:
        """The parameters of ``top`` whose inner lists are moved, by it or by what it calls."""
        members: dict[Key, Specialised] = {}
        self._collect(top, members)
        moved: dict[Key, frozenset[str]] = dict.fromkeys(members, frozenset())

        def callee(node: n.Invoke) -> tuple[bool, ...]:
            other = self._callee(node)
            function = other.function
            if function is None:
                return (False,) * len(node.args)
            return tuple(p.name in moved[other.key] for p in function.params)

        while True:
            now = {
                key: moved_rows(member.function.body, callee) if member.function is not None else frozenset()
                for key, member in members.items()
            }
            if now == moved:
                return moved[top.key]
            moved = now

    def region(self, root: str) -> list[CompiledFunction]:
        """Return the root and everything compiled with it."""
        top = self.root(root)
        further = self._further(root, top)
        members: dict[Key, Specialised] = {}
        for each in (top, *further):
            self._collect(each, members)
        for member in members.values():
            self._name(member)
        whole = with_signatures(self._finish(top, True), [self._finish(each, True) for each in further])
        return [whole, *(self._finish(m, False) for m in members.values() if m is not top)]

    def _further(self, root: str, top: Specialised) -> list[Specialised]:
        """Return the function for the other combinations of types that were seen, where these compile."""
        ir, signatures = self._signatures(root)
        made = {top.key: top}
        for types in signatures:
            try:
                self._check_types(ir, types)
                other = self._as_root(root, types)
            except (Refused, TypeFailure):
                continue  # such calls trap, and stay Python
            made.setdefault(other.key, other)
        return list(made.values())[1:]

    def _collect(self, top: Specialised, members: dict[Key, Specialised]) -> None:
        if top.key in members:
            return
        members[top.key] = top
        for key in top.callees:
            self._collect(self.made[key], members)

    # --- types ---

    def _signatures(self, function: str) -> tuple[n.Function, list[tuple[t.Type, ...]]]:
        seen = self.observed.get(function)
        ir = split_webs(unique_nodes(self.lower(function)))
        if seen is None or not seen.signatures:
            raise Refused(Diagnostic("M204", ir.line, "no call of the function was observed"))
        return ir, signatures_of(seen.signatures, [bool(p.star) for p in ir.params], self._type)

    def _check_types(self, ir: n.Function, types: tuple[t.Type, ...]) -> None:
        for param, kind in zip(ir.params, types, strict=True):
            # What was only ever seen empty gets its elements' type from what the function puts in.
            if (not settle(kind).supported or wide(kind)) and is_read(ir, param.name):
                message = f"the argument `{param.name}` is {kind}, which has no Rust form yet"
                raise Refused(Diagnostic("M201", ir.line, message))

    def lower(self, function: str) -> n.Function:
        """Return the untyped IR of ``function``."""
        if function not in self.lowered and self.classes.classes.text(function) is not None:
            self.lowered[function] = self._constructor(function)
        if function not in self.lowered:
            module, _, qualname = function.partition(":")
            if INSIDE in qualname:
                self.lower(outermost(function))
                return self.lowered[function]
            definition = self._definition(function)
            source = self.project.load(module)
            assert source is not None
            self._check_definition(definition)
            owner = f"{module}:{'.'.join(definition.class_path)}" if definition.is_method else ""
            ir = lower_function(function, definition.node, ModuleNames(self.project, source), owner)
            for made in (ir, *ir.inner.values()):
                self._check_holes(made)
                self.lowered[made.id] = self._with_global_types(made)
        return self.lowered[function]

    def _lower_at(self, function: str, line: int) -> n.Function:
        """Like ``lower``, for a call on ``line``: where the callee is refused, that line is what may be cold."""
        try:
            return self.lower(function)
        except (Refused, TypeFailure) as failure:
            self.places[id(failure)] = line
            raise

    def _constructor(self, cls: str) -> n.Function:
        member = self.classes.member(cls, "__init__") or self.classes.member(cls, "__post_init__")
        assert member is not None
        module = member.function.partition(":")[0]
        definition = self._definition(member.function)
        self._check_definition(definition)
        source = self.project.load(module)
        assert source is not None
        owner = f"{module}:{'.'.join(definition.class_path)}"
        init = lower_function(member.function, definition.node, ModuleNames(self.project, source), owner)
        self._check_holes(init)
        if member.name == "__post_init__":
            init = data_init(init, [field.name for field in self.classes.data_fields(cls) or ()])
        try:
            init, found = inlined(init, cls, self.classes)
            if init.inner:
                raise Refused(Diagnostic("M132", definition.line, "`__init__` defines functions"))
            made = constructor(init, cls, lambda name: self._is_value(cls, name), found)
        except NotPlain as refused:
            raise Refused(refused.diagnostic) from refused
        return self._with_global_types(made)

    def _is_value(self, cls: str, name: str) -> bool:
        member = self.classes.member(cls, name)
        return member is not None and member.kind == "value"

    def _check_definition(self, definition: FunctionNode) -> None:
        if definition.id in self.project.as_written:
            return
        setter = definition.qualname.rpartition(".")[0].rpartition(".")[2] + ".setter"
        plain = ("staticmethod", "classmethod", "property", setter)
        for decorator in definition.decorators:
            if decorator not in plain:
                raise Refused(Diagnostic("M107", definition.line, f"it is decorated with `@{decorator}`"))

    def _definition(self, function: str) -> FunctionNode:
        module, _, qualname = function.partition(":")
        source = self.project.load(module)
        if source is None or qualname not in source.functions:
            raise Refused(Diagnostic("M103", 0, f"the source of {function} was not found"))
        return source.functions[qualname]

    def _check_holes(self, ir: n.Function) -> None:
        seen = self.observed.get(ir.id) or self.observed.get(outermost(ir.id))
        for hole in ir.holes:
            if seen is None or hole.line in seen.lines:
                raise Refused(hole)

    def _with_global_types(self, ir: n.Function) -> n.Function:
        seen = self.observed.get(ir.id) or self.observed.get(outermost(ir.id))
        typed = []
        for read in ir.globals:
            if read.type != t.UNKNOWN:
                typed.append(read)
                continue
            text = seen.globals.get(read.path) if seen is not None else self._seen_elsewhere(ir.id, read.path)
            kind = settle(self._type(text)) if text is not None else self._literal_of(read)
            if not kind.supported or (holds_object(kind) and not isinstance(kind, t.ObjectOf)):
                raise Refused(
                    Diagnostic(
                        "M201",
                        ir.line,
                        f"the module-level `{read.path}` is {text or 'not observed'}, which has no Rust form yet",
                    )
                )
            typed.append(dataclasses.replace(read, type=kind))
        return dataclasses.replace(ir, globals=tuple(typed))

    def _literal_of(self, read: n.GlobalRead) -> t.Type:
        """The type of a class's value as its text says."""
        owner, _, name = read.path.rpartition(".")
        return self.classes.constant(f"{read.module}:{owner}", name) if owner else t.UNKNOWN

    def _seen_elsewhere(self, function: str, path: str) -> str | None:
        """The type of a module-level name as other functions of the module saw it."""
        module = function.partition(":")[0]
        others = (seen.globals.get(path) for id, seen in self.observed.items() if id.partition(":")[0] == module)
        return next((text for text in others if text is not None), None)

    # --- specialising ---

    def specialise(self, function: str, types: tuple[t.Type, ...]) -> Specialised:
        key = (function, (*types, *self._shape_mark()))
        if key in self.made:
            made = self.made[key]
            if made.function is None:
                self._close_circle(made)
            return made
        if len(self.stack) >= _NESTING:
            raise Refused(Diagnostic("M103", 0, "the calls are nested too deeply"))
        ir = self._with_module_objects(self.lower(function))
        made = Specialised(
            key,
            "",
            function.partition(":")[0],
            changes=(frozenset(),) * (len(ir.params) + 1),
            params=types,
        )
        self.made[key] = made
        self.stack.append(made)
        try:
            self._settle_without_cold(made, ir, types)
        except TypeFailure:
            del self.made[key]
            if not any(self.made[k].returns == t.UNKNOWN for k in made.open if k in self.made):
                raise
            # What it calls in a circle is not known yet; the function that closes the circle asks again.
            return dataclasses.replace(made, returns=t.UNKNOWN, open=set())
        except Exception:  # raised again: only what is half made must not be found by the next who asks
            del self.made[key]
            raise
        finally:
            self.stack.pop()
        return made

    def _with_module_objects(self, ir: n.Function) -> n.Function:
        """Return ``ir`` with what the region touches of the objects that module-level names hold."""
        found = tuple(
            dataclasses.replace(g, type=self.module_objects.get((g.module, g.path), g.type)) for g in ir.globals
        )
        return dataclasses.replace(ir, globals=found)

    def _shape_mark(self) -> tuple[t.Type, ...]:
        """What tells a function of a region that makes objects from the same one elsewhere."""
        shapes = tuple(str(kind) for _, kind in sorted(self.classes.shapes.items()))
        shapes += tuple(f"{place}: {kind}" for place, kind in sorted(self.module_objects.items()))
        if not shapes:
            return ()
        return (t.Other(f"shapes{self._shapes.setdefault(shapes, len(self._shapes))}"),)

    def _settle_without_cold(self, made: Specialised, lowered: n.Function, types: tuple[t.Type, ...]) -> None:
        """Settle; a statement that keeps the function out becomes a trap where the profile never saw it run."""
        seen = self.observed.get(lowered.id) or self.observed.get(outermost(lowered.id))
        hot = frozenset(seen.lines) if seen is not None else None
        assumed = types
        while True:
            ir = decide(lowered, assumed, self.classes.is_instance)
            try:
                self._settle(made, split_webs(unique_nodes(mark_arguments(read_globals(ir), types))), types)
                # A parameter that is bound anew may take more than what came in: then that decides nothing.
                taken = made.params
                if taken == assumed or decide(lowered, taken, self.classes.is_instance) == ir:
                    return
                assumed = taken
            except (Refused, TypeFailure) as failure:
                line = self.places.pop(id(failure), failure.diagnostic.line)
                fewer = trap_cold(
                    lowered, line, lambda at: hot is not None and at > 0 and at not in hot, failure.diagnostic
                )
                if fewer is None:
                    raise
                lowered = without_dead_code(fewer)

    def _settle(self, made: Specialised, ir: n.Function, types: tuple[t.Type, ...]) -> None:
        """Run the passes until what a recursive call assumed of the function is what came out."""
        for _ in range(_ROUNDS):
            self._forget_after(made)
            made.callees.clear()
            made.stages = [("lowered", ir)]
            typed = infer(
                ir,
                types,
                self._resolve,
                lambda returns: self._progress(made, returns),
                self.classes,
            )
            typed = loosen(typed)
            made.stages.append(("typed", typed))
            returns, params = typed.returns, tuple(p.type for p in typed.params)
            check_lent(typed, self._only_looks)
            typed = ask_in_place(typed, lambda cls, name: self.classes.seen(cls, name) != t.UNKNOWN)
            typed = closures_as_tuples(typed)
            ordered = postpone(in_order(typed, self._changes), self._changes)
            owned, kept = settle_ownership(ordered, self._changes, self._kept_by)
            owned = mark_live_loops(owned, self._changes)
            owned = self._with_hidden(owned)
            made.stages.append(("owned", owned))
            owned = interchange(keep_low_bits(owned), self._changes)
            owned = widen_below_modulus(prove_ranges(narrow(owned, self._seen(ir))))
            made.stages.append(("ranges", owned))
            check_generator(owned)
            owned = carry_elements(name_lines(share_rows(owned, self._changes), self._changes))
            made.stages.append(("lines", owned))
            owned = ask_in_loops(watch_loops(owned), self._is_brief)
            made.stages.append(("watch", owned))
            if self.parallel.wanted(made.key[0]) and not made.recursive:
                owned, made.loops = mark_parallel(owned, self._quiet)
                made.stages.append(("parallel", owned))
            made.callees = self._called(owned, made.key)
            changes = changes_of(owned, self._changes)
            check_cached(owned, changes)
            now = (returns, changes, params, kept)
            stable = now == (made.returns, made.changes, made.params, made.kept)
            made.returns, made.changes, made.params, made.kept = now
            if stable or not made.recursive:
                made.function = owned
                made.recursive |= any(self.made[k].recursive for k in made.callees)
                return
        raise TypeFailure(Diagnostic("M204", ir.line, "the types of the recursion do not settle"))

    def _close_circle(self, made: Specialised) -> None:
        """``made`` is called again before it is finished: by itself, or through the functions above it on the stack.

        These rest on what is assumed of ``made`` so far, and are made anew each time that changes.
        """
        for other in self.stack[self.stack.index(made) :]:
            other.recursive = True
            if other is not made:
                other.open.add(made.key)

    def _progress(self, made: Specialised, returns: t.Type) -> None:
        if made.recursive and made.returns == t.UNKNOWN != returns:
            made.returns = returns
            self._forget_after(made)

    def _forget_after(self, made: Specialised) -> None:
        """Drop the finished functions that rest on an earlier assumption about ``made``."""
        for key, other in list(self.made.items()):
            if other.open and other.function is not None and made.key in other.open:
                del self.made[key]

    def _called(self, function: n.Function, own: Key) -> dict[Key, None]:
        """The specialisations that the finished function calls; those that inference only tried are not among them."""
        called = (self._callee(node).key for node in walk(function) if isinstance(node, n.Invoke))
        return {key: None for key in called if key != own}

    def _name(self, made: Specialised) -> None:
        """Give ``made`` its name in Rust, if it has none yet."""
        if not made.symbol:
            made.symbol = self._symbol(made.key[0], made.key)

    def _symbol(self, function: str, key: Key) -> str:
        module, _, qualname = function.partition(":")
        parts = [
            p.strip("_") if p.startswith("__") and p.endswith("__") else p
            for p in qualname.replace(INSIDE, ".").split(".")
        ]
        base = rust_name("_".join(parts).lower())
        if self.classes.classes.text(function) is not None:
            base = f"new_{base}"
        symbol, number = base, 1
        while self.symbols.get((module, symbol), key) != key:
            number += 1
            symbol = f"{base}_{number}"
        self.symbols[(module, symbol)] = key
        return symbol

    def _resolve(self, function: str, types: tuple[t.Type, ...], line: int) -> Signature:
        try:
            made = self.specialise(function, types)
        except (Refused, TypeFailure) as failure:
            self.places[id(failure)] = line
            raise
        if made.key != self.stack[-1].key:
            self.stack[-1].callees[made.key] = None
        read = tuple(p.read for p in self.lower(function).params)
        name = f"{function}|{', '.join(map(str, (*types, *self._shape_mark())))}"
        return Signature(name, made.params, made.returns, read)

    def _callee(self, node: n.Invoke) -> Specialised:
        function, _, types = node.specialisation.partition("|")
        parsed = t.parse_type(f"tuple[{types}]")
        assert isinstance(parsed, t.TupleOf)
        return self.made[(function, parsed.elements)]

    def _is_brief(self, node: n.Invoke) -> bool:
        """Whether what is called takes no longer than a few operations on numbers."""
        callee = self._callee(node)
        known = callee.function is not None and not callee.recursive and not node.lazy
        return known and callee.function is not None and is_brief(callee.function, self._is_brief)

    def _only_looks(self, node: n.Invoke) -> bool:
        """Whether the function that is called neither changes, keeps nor returns anything that it is given."""
        callee = self._callee(node)
        gives = isinstance(callee.returns, t.ArgRef | t.ArgOr | t.ArgView) or callee.returns.mutable
        return not any(callee.changes) and not gives and not callee.open

    def _quiet(self, node: n.Invoke) -> n.Function | None:
        """The function that is called, where it changes nothing that it is given and is not recursive."""
        callee = self._callee(node)
        changes = any(callee.changes) or callee.recursive or callee.function is None or callee.function.generator
        return None if changes else callee.function

    def _seen(self, ir: n.Function) -> dict[str, Interval]:
        """What the int parameters of ``ir`` were observed to be."""
        seen = self.observed.get(ir.id)
        if seen is None:
            return {}
        ranges = zip(seen.parameters, seen.ranges, strict=False)
        return {name: found for name, each in ranges if (found := each.ints()) is not None}

    def _kept_by(self, node: n.Invoke) -> Kept:
        return self._callee(node).kept

    def _changes(self, node: n.Invoke) -> tuple[frozenset[Change], ...]:
        return self._callee(node).changes

    def _with_hidden(self, function: n.Function) -> n.Function:
        """Add the callees' module-level values: they pass through this function."""
        present = {(g.module, g.path): g for g in function.globals}
        taken = {x.name for x in walk(function) if isinstance(x, n.Local | n.NameTarget | n.Param)}
        for node in walk(function):
            if not isinstance(node, n.Invoke):
                continue
            callee = self._callee(node).function
            for read in callee.globals if callee is not None else ():
                if (read.module, read.path) not in present:
                    name = new_name(read.name, taken)
                    present[(read.module, read.path)] = dataclasses.replace(read, name=name)
        return dataclasses.replace(function, globals=tuple(present.values()))

    # --- finishing ---

    def _finish(self, made: Specialised, root: bool) -> CompiledFunction:
        function = made.function
        assert function is not None
        module, _, qualname = outermost(function.id).partition(":")
        source = self.project.load(module)
        assert source is not None
        inside = dict.fromkeys(self._reachable(made))
        guards: dict[Guard, None] = {}
        called = {key[0] for key in inside}
        for member in inside:
            ir = self.made[member].function
            assert ir is not None
            for passed in (f for kind in self.made[member].params for f in found_in(kind, t.FunctionOf)):
                if passed.function in called and INSIDE not in passed.function:
                    of, _, path = passed.function.partition(":")
                    guards[Guard(of, path, "function", passed.function)] = None
            for enum in in_types(ir, t.EnumOf):
                of, _, path = enum.cls.partition(":")
                guards[Guard(of, path, "enum", enum.cls)] = None
            for record in in_types(ir, t.RecordOf):
                of, _, path = record.cls.partition(":")
                guards[Guard(of, path, "record", f"{record.cls}|{' '.join(record.names)}")] = None
                for method in sorted(id for id in called if id.startswith(f"{record.cls}.")):
                    guards[Guard(of, method.partition(":")[2], "function", method)] = None
            for guard in ir.guards:
                if guard.kind == "function" and guard.expect not in called:
                    continue  # the call is in a part that traps
                guards[Guard(guard.module, guard.path, guard.kind, guard.expect)] = None
        definition = source.functions[qualname]
        touched = self._touched(made) if root else Touched()
        said: set[str] = set()
        written = dict.fromkeys(id for member in inside for id in written_out(self.made[member].function))
        return CompiledFunction(
            id=function.id,
            module=module,
            qualname=function.id.partition(":")[2],
            file=str(self.project.file_of(module)),
            line=definition.line,
            symbol=made.symbol,
            parameters=tuple(
                Parameter(
                    p.name,
                    rust_name(p.name),
                    str(shown(p.type, touched.reads, said)),
                    p.mutated,
                    p.keyword_only,
                    root and i in made.kept.attributes,
                )
                for i, p in enumerate(function.params)
            ),
            returns=str(function.returns),
            core=self.rust(made),
            root=root,
            recursive=made.recursive,
            constants=tuple(Constant(g.module, g.path, rust_name(g.name), str(g.type)) for g in function.globals),
            guards=tuple(guards),
            dependencies=tuple(
                sorted({outermost(id) for id in (*self._ids(inside), *written)} - {function.id, outermost(function.id)})
            ),
            source_sha256=source.sha256(qualname),
            doc=function.doc,
            holes=function.holes,
            classes=self._class_uses(made) if root else (),
            signature=function.signature,
            given=definition.given,
            callbacks=self._callbacks(inside),
            ordered=any(works_on_whole_arrays(self.made[member].function) for member in inside),
            parallel=has_parallel(function),
            unlocked=self._unlocked(inside) if root else "",
            loops=made.loops,
            written_out=tuple(self._written_out(id) for id in written_out(function)),
        )

    def _written_out(self, function: str) -> WrittenOut:
        module, _, qualname = function.partition(":")
        source = self.project.load(module)
        assert source is not None
        line = self._definition(function).line
        return WrittenOut(function, str(self.project.file_of(module)), line, source.sha256(qualname))

    def _callbacks(self, keys: Iterable[Key]) -> tuple[str, ...]:
        functions = [self.made[key].function for key in keys]
        return tuple(sorted({name for f in functions if f is not None for name in calls_back(f)}))

    def _unlocked(self, keys: Iterable[Key]) -> str:
        """What a long call of the root that has the functions ``keys`` in it may work on without the interpreter's lock."""
        functions = [f for key in keys if (f := self.made[key].function) is not None]
        loops = (isinstance(node, n.For | n.While) for f in functions for node in walk_all(f.body))
        if not any(loops) and not any(has_parallel(f) for f in functions):
            return ""
        return ARRAYS if self.parallel.shared_arrays else OWNED

    def _ids(self, keys: Iterable[Key]) -> set[str]:
        functions = [self.made[key].function for key in keys]
        return {function.id for function in functions if function is not None}

    def _class_uses(self, made: Specialised) -> tuple[ClassUse, ...]:
        assert made.function is not None
        kinds = [*made.params, made.returns, *(g.type for g in made.function.globals)]
        touched = self._touched(made)
        for each in touched.types.values():
            kinds += [kind for kind in each if kind.struct]
        return (*class_uses(kinds, touched, self.classes), *node_uses(touched, self.classes))

    def _reachable(self, made: Specialised) -> Iterator[Key]:
        members: dict[Key, Specialised] = {}
        self._collect(made, members)
        yield from members

    def rust(self, made: Specialised) -> str:
        """Return the core function's text."""
        assert made.function is not None
        self._name(made)
        return self.emit(made, made.function, made.symbol)

    def emit(
        self, made: Specialised, function: n.Function, symbol: str, variants: Mapping[int, str] | None = None
    ) -> str:
        """Return the text of ``function`` (that of ``made``, or a variant of it) under the name ``symbol``."""

        def callee(node: n.Invoke) -> Callee:
            other = self._callee(node)
            assert other.function is not None
            self._name(other)
            path = (
                other.symbol
                if other.module == made.module
                else f"crate::core::{module_name(other.module)}::{other.symbol}"
            )
            names = {(g.module, g.path): g.name for g in function.globals}
            hidden = tuple(names[(g.module, g.path)] for g in other.function.globals)
            return Callee(path, other.function.params, hidden, other.recursive, other.function.returns)

        return emit_function(function, symbol, made.recursive, callee, self._changes, variants or {})
