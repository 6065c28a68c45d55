"""One root function to its boundary function: load by exact type, call the core, store, commit.

The Rust types named here are those of ``templates/support/src/boundary``: marker types that spell
the Python type.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from migrator import types as t
from migrator.ir.walk import new_name
from migrator.model.program import ClassUse, CompiledFunction, Constant
from migrator.rust.identifiers import comment_line, rust_name
from migrator.rust.kept import holds_many, keeps
from migrator.rust.lock import lets_go
from migrator.rust.names import module_name
from migrator.rust.objects import static_name
from migrator.rust.places import function_name, member_name, record_name

LONGEST_TUPLE = 16
"""The support code implements tuples up to this length."""
_OWN_NAMES = frozenset({"py", "result", "writes", "depth", "load", "store", "tuple"})


class NoBoundary(ValueError):
    """A type that cannot cross the boundary reached this stage; lowering should have refused it."""


def kind(type_: t.Type) -> str:
    """Return the marker type of ``type_``.

    >>> kind(t.parse_type("list[tuple[float, int]]"))
    'ListOf<(Float, Int)>'
    """
    match type_:
        case t.Int():
            return "Int"
        case t.Long():
            return "Long"
        case t.Float():
            return "Float"
        case t.Complex():
            return "ComplexOf"
        case t.Bool():
            return "Bool"
        case t.NoneT():
            return "NoneValue"
        case t.FunctionOf():
            return function_name(type_)
        case t.Str() | t.Char():
            return "Str" if type_ == t.STR else "Char"
        case t.NpScalar() if type_.supported:
            return f"Np<{type_.rust}>"
        case t.Number(kinds=kinds):
            return f"NumberOf<{{ {' | '.join(_number_kind(k) for k in sorted(kinds))} }}>"
        case t.Mixed(kinds=kinds):
            return f"MixedOf<{{ {' | '.join(_number_kind(k) for k in sorted(kinds))} }}>"
        case t.ListOf(element=element):
            return f"ListOf<{kind(element)}>"
        case t.OptionalOf(inner=inner):
            return f"OptionalOf<{kind(inner)}>"
        case t.DictOf(kind="dict") if type_.supported:
            return f"DictOf<{kind(type_.key)}, {kind(type_.element)}>"
        case t.DictOf(kind=relative) if type_.supported:
            return f"MapOf<{kind(type_.key)}, {kind(type_.element)}, {{ kinds::{relative.upper()} }}>"
        case t.Bytes():
            return "ByteArray" if type_.mutable else "Bytes"
        case t.RowOf(element=element) if type_.supported:
            return f"RowOf<{kind(element)}>"
        case t.DequeOf(element=element):
            return f"DequeOf<{kind(element)}>"
        case t.SetOf() if type_.supported:
            return f"SetOf<{kind(type_.element)}>"
        case t.ArrayOf(dtype=dtype, ndim=ndim) if type_.supported:
            return f"ArrayOf<{t.NpScalar(dtype).rust}, {ndim}>"
        case t.RandomState():
            return "RandomOf"
        case t.Output():
            return "OutputOf"
        case t.NpRandom(kind=name):
            return f"Np{name}"
        case t.ObjectOf(struct=struct) | t.NodeOf(struct=struct) if struct:
            return f"{struct}Object"
        case t.NamedOf():
            raise NoBoundary(f"{type_} cannot cross the boundary")
        case t.EnumOf():
            return member_name(type_)
        case t.RecordOf() if type_.supported:
            return record_name(type_)
        case t.TupleOf(elements=()):
            return "EmptyTuple"
        case t.TupleOf(elements=elements) if len(elements) <= LONGEST_TUPLE:
            inner_kinds = ", ".join(kind(e) for e in elements)
            return f"({inner_kinds},)" if len(elements) == 1 else f"({inner_kinds})"
        case _:
            raise NoBoundary(f"{type_} cannot cross the boundary")


def uses_numpy(function: CompiledFunction) -> bool:
    """Whether the boundary of ``function`` needs NumPy."""
    every = function.signatures
    texts = [text for f in every for text in (*(p.type for p in f.parameters), f.returns)]
    texts += [c.type for f in every for c in f.constants]
    return bool(function.callbacks) or any("np." in text or "ndarray" in text or _RANDOM in text for text in texts)


_RANDOM = "numpy.random."
"""How the types of NumPy's generators begin."""


def _calls_back(function: CompiledFunction) -> bool:
    """Whether calls are made from inside, or objects kept for them, or something is written at the end."""
    kept = [p.type for each in function.signatures for p in each.parameters]
    kept += [c.type for each in function.signatures for c in each.constants]
    return bool(function.callbacks) or any(_RANDOM in text or text == str(t.OUTPUT) for text in kept)


@dataclass(frozen=True)
class BoundaryFunction:
    """The Rust text of one boundary function, not yet laid out; ``state`` names its static."""

    id: str
    symbol: str
    state: str
    text: str


Spoil = Callable[[str, str], int]
"""Takes a function's id and what is wrong in a variant of its boundary; gives the variant's number."""


def boundary_function(function: CompiledFunction, symbol: str, spoil: Spoil | None = None) -> BoundaryFunction:
    """Return the boundary of the root ``function`` under the name ``symbol``.

    ``spoil``: build wrong variants in, for a build that measures a proof.

    Raises:
        NoBoundary: where a type cannot cross.
    """
    state = symbol.upper()
    wrong = _Spoiler(function.id, spoil)
    body = [f"{static_name(use.struct)}.check(py)?;" for use in function.classes if _is_made(use)]
    guards = f"{state}.check_guards()?;"
    if function.guards:
        guards = wrong.without(guards, "the names that it uses not looked at")
    body.insert(0, guards)
    every = function.signatures
    places = {(c.module, c.name): i for i, c in enumerate(all_constants(function))}
    names = ("", *_NAMES) if len(every) == 1 else _NAMES
    inputs = [_inputs(each, state, places, name) for each, name in zip(every, names, strict=False)]
    if len(every) == 1:
        body += _signature(function, *inputs[0], wrong)
    else:
        for name, each, (parameters, constants) in zip(_NAMES, every, inputs, strict=False):
            types = ", ".join(p.type for p in each.parameters)
            lines = _signature(each, parameters, constants, wrong)
            body += [
                f"// {comment_line(types)}",
                f"let {name} = || -> Answer<'py> {{",
                *lines,
                "};",
            ]
        body.append(f"first_fitting(&[{', '.join(f'&{name}' for name in _NAMES[: len(every)])}])")
    objects = _objects([parameters for parameters, _ in inputs])
    signature = f"#[pyo3(signature = ({', '.join([*objects, '/'])}))]"
    arguments = ["py: Python<'py>", *(f"{name}: &Bound<'py, PyAny>" for name in objects)]
    verb = "call_back" if _calls_back(function) else "call"
    lines = [
        f'pub static {state}: State = State::new("{symbol}");',
        *(
            f"/// What earlier calls made of `{comment_line(i.object)}`: only what changed since is converted again.\n"
            f"static {i.keeper}: Keeper<{i.kind}> = Keeper::new();"
            for both in inputs
            for i in (*both[0], *both[1])
            if i.keeper
        ),
        "",
        f"/// The boundary of `{comment_line(function.id)}`.",
        "#[pyfunction]",
        *([signature] if objects else []),
        f"pub fn {symbol}<'py>({', '.join(arguments)}) -> PyResult<Bound<'py, PyAny>> {{",
        f"{state}.{verb}(py, || {{",
        *body,
        "})",
        "}",
    ]
    return BoundaryFunction(function.id, symbol, state, "\n".join(lines) + "\n")


_NAMES = ("first", "second", "third", "fourth")
"""Of the closures, one for each signature."""


def all_constants(function: CompiledFunction) -> list[Constant]:
    """Return the module-level values that any signature of ``function`` reads, each once."""
    return list({(c.module, c.name): c for each in function.signatures for c in each.constants}.values())


def _objects(signatures: list[list[_Input]]) -> list[str]:
    """Return the names of the Python objects; one that no signature looks at is marked so."""
    return [
        next((p.object for p in column if not p.unread), column[0].object) for column in zip(*signatures, strict=True)
    ]


def _signature(
    function: CompiledFunction, parameters: list[_Input], constants: list[_Input], wrong: _Spoiler
) -> list[str]:
    """Return what is done for one combination of types: load, call, store."""
    inputs = [*parameters, *constants]
    changes = any(i.mutated for i in inputs)
    plans = any(i.plans for i in inputs)
    rests = changes or _gives_nodes(t.parse_type(function.returns))
    body = [f"let {'mut ' if plans else ''}writes = Writes::new(py);"] if rests else []
    body += [wrong.load(i, line) for i in inputs for line in i.load]
    aliases = _aliases(inputs) if changes else []
    body += [wrong.without(line, "the test for aliases left out") for line in aliases]
    if changes and _reads_in_place(function):
        noted = "".join(f".changed::<{i.kind}>({i.reference})" for i in inputs if i.mutated)
        body.append(f"let _changed = Aliases::new(){noted}.keep_changed();")
    given = [f"({i.elements}, {i.reference})" for i in inputs if i.given]
    body += [f"let _given = Given::new(&[{', '.join(given)}]);"] if given else []
    returns = t.parse_type(function.returns)
    if isinstance(returns, t.AttrOf):  # made before anything is committed
        body.append(f"let place = pyo3::intern!(py, {json.dumps(returns.name)});")
    body += _call(function, inputs)
    return body + _finish(function, parameters, constants, rests, wrong)


@dataclass(frozen=True)
class _Input:
    """A parameter or a hidden constant: the names of the Python object and of what is read."""

    object: str
    value: str
    type: t.Type
    mutated: bool
    fetch: str = ""
    """The line that gets a hidden constant."""
    ordered: bool = False
    """An array must lie in memory in the order that its indices have."""
    given: bool = False
    """An attribute may be bound to it."""
    keeper: str = ""
    """The static that keeps what was made of it from call to call."""

    @property
    def elements(self) -> str:
        """Where its elements lie, which tells the core's copy of it from those of other arguments."""
        return f"address({self.value}.view()?.data)" if isinstance(self.type, t.ArrayOf) else f"address(&{self.value})"

    @property
    def kind(self) -> str:
        return kind(self.type)

    @property
    def reference(self) -> str:
        """The object as ``&Bound``."""
        return f"&{self.object}" if self.fetch else self.object

    @property
    def unread(self) -> bool:
        """Whether the core does not look at it: only so can it be of a type without Rust form."""
        return not self.type.supported

    @property
    def plans(self) -> bool:
        """Whether changes go through the planned writes; an array's are in its memory."""
        return self.mutated and not isinstance(self.type, t.ArrayOf)

    @property
    def load(self) -> list[str]:
        lines = [self.fetch] if self.fetch else []
        binding = f"let mut {self.value} =" if self.mutated else f"let {self.value} ="
        match self.type:
            case t.RandomState() | t.Output():
                lines.append(f"let mut {self.value} = load::<{self.kind}>({self.reference})?;")
            case t.ArrayOf():
                path = self.kind.replace("<", "::<", 1)
                verb = ("change" if self.mutated else "read") + ("_ordered" if self.ordered else "")
                lines.append(f"{binding} {path}::{verb}({self.reference})?;")
            case t.NoneT() | t.FunctionOf():
                lines.append(f"load::<{self.kind}>({self.reference})?;")
            case _ if self.unread:
                pass
            case _ if self.keeper:
                lines.append(f"{binding} {self.keeper}.of({self.reference})?;")
            case _:
                lines.append(f"{binding} load::<{self.kind}>({self.reference})?;")
        return lines

    @property
    def core(self) -> str:
        """The argument of the core function."""
        match self.type:
            case t.RandomState() | t.Output():
                return f"&mut {self.value}"
            case t.ArrayOf():
                return f"&mut {self.value}.view_mut()?" if self.mutated else f"{self.value}.view()?"
            case t.NoneT() | t.FunctionOf():
                return "()"
        if self.unread:
            return "()"
        if self.mutated:
            return f"&mut {self.value}"
        return self.value if self.type.copy else f"&{self.value}"


def _inputs(
    function: CompiledFunction, state: str, places: dict[tuple[str, str], int], signature: str
) -> tuple[list[_Input], list[_Input]]:
    def keeper(name: str, kept: bool) -> str:
        parts = [state, signature.upper(), name.upper()]
        return "_".join(part for part in parts if part) if kept else ""

    taken = set(_OWN_NAMES)
    parameters = []
    for parameter in function.parameters:
        name = _fresh(rust_name(parameter.name).lower(), taken)
        value = _fresh(f"{name}_value", taken)
        type_ = t.parse_type(parameter.type)
        shown = name if type_.supported else f"_{name}"
        changed = parameter.mutated and not isinstance(type_, t.ObjectOf)
        kept = keeper(name, type_.supported and not changed and keeps(type_))
        parameters.append(_Input(shown, value, type_, parameter.mutated, "", function.ordered, parameter.given, kept))
    constants = []
    for constant in function.constants:
        name = _fresh(rust_name(constant.name.replace(".", "_")).lower(), taken)
        value = _fresh(f"{name}_value", taken)
        fetch = f"let {name} = {state}.constant(py, {places[constant.module, constant.name]})?;"
        type_ = t.parse_type(constant.type)
        kept = keeper(name, holds_many(type_))
        constants.append(_Input(name, value, type_, type_ in t.HIDDEN, fetch, function.ordered, False, kept))
    return parameters, constants


def _fresh(wanted: str, taken: set[str]) -> str:
    return new_name(wanted.lstrip("_") or "unused", taken)


def _aliases(inputs: list[_Input]) -> list[str]:
    """Return the test that what changes is reached by one way only; none where there is but one object."""
    mutable = [i for i in inputs if i.type.mutable and not i.unread]
    places: Counter[str] = Counter()
    changed: set[str] = set()
    for each in mutable:
        _count(each.type, each.mutated, 1, places, changed)
    if all(places[kind] == 1 for kind in changed):
        return []
    calls = [f".{'changed' if i.mutated else 'read'}::<{i.kind}>({i.reference})" for i in mutable]
    return [f"Aliases::new(){''.join(calls)}.check()?;"]


_MANY = 2


def _count(kind: t.Type, changed: bool, times: int, places: Counter[str], changes: set[str]) -> None:
    """Count the places of each kind of changeable object in ``kind``, and note the kinds of which one is changed.

    Objects of different kinds are never one object, so what is changed matters only to others of its kind.
    """
    match kind:
        case t.ListOf(element=element):
            name, inner = "list", [(element, changed, _MANY)]
        case t.DictOf(element=element):
            name, inner = "dict", [(element, changed, _MANY)]
        case t.SetOf():
            name, inner = "set", []
        case t.DequeOf(element=element):
            name, inner = "deque", [(element, changed, _MANY)]
        case t.ArrayOf() | t.ByteArray():
            name, inner = "array", []  # an array may lie in the memory of a bytearray
        case t.RandomState():
            name, inner = "random", []
        case t.ObjectOf(cls=cls, fields=fields):
            name, inner = cls, [(f.type, changed and f.use not in ("", "~"), times) for f in fields]
        case t.OptionalOf(inner=whole):
            return _count(whole, changed, times, places, changes)
        case t.TupleOf(elements=elements):
            for element in elements:
                _count(element, changed, times, places, changes)
            return None
        case _:
            if kind.mutable:
                places[str(kind)] += _MANY
                changes.add(str(kind))
            return None
    places[name] += times
    if changed:
        changes.add(name)
    for each, touched, many in inner:
        _count(each, touched, max(times, many), places, changes)
    return None


def _gives_nodes(kind: t.Type, inside: bool = False) -> bool:
    """Whether there are objects that stay in Python inside of a container.

    Making containers may run the garbage collector, and that may run somebody's finaliser, which could let go of them.
    """
    if isinstance(kind, t.NodeOf):
        return inside
    parts = [f.type for f in kind.fields] if isinstance(kind, t.ObjectOf) else kind.parts
    return any(_gives_nodes(part, inside or not isinstance(kind, t.OptionalOf)) for part in parts)


def _reads_in_place(function: CompiledFunction) -> bool:
    """Whether containers are read of objects that stay in Python."""
    kinds = (t.parse_type(use.type) for use in function.classes)
    return any(f.type.mutable for kind in kinds if isinstance(kind, t.NodeOf) for f in kind.fields)


def _call(function: CompiledFunction, inputs: list[_Input]) -> list[str]:
    arguments = [i.core for i in inputs] + (["depth"] if function.recursive else [])
    call = f"core::{module_name(function.module)}::{function.symbol}({', '.join(arguments)})"
    depth = ["let depth = depth(py);"] if function.recursive else []
    if lets_go(function, [i.type for i in inputs if i.mutated]):
        call = f"letting_go(py, || {call})"
    call += "?;"
    return [*depth, call if _says_nothing(t.parse_type(function.returns)) else f"let result = {call}"]


def _is_made(use: ClassUse) -> bool:
    return any(kind in ("init", "dataclass") for _, kind, _, _ in use.methods)


@dataclass(frozen=True)
class _Spoiler:
    """Puts the variants in, where any are asked for."""

    id: str
    spoil: Spoil | None

    def without(self, line: str, what: str) -> str:
        """``line``, left out in one variant."""
        if self.spoil is None:
            return line
        test = f"crate::mutants::selected() == {self.spoil(self.id, what)}"
        return f"if {test} {{ crate::mutants::reached(); }} else {{ {line} }}"

    def load(self, input: _Input, line: str) -> str:
        """The line that reads ``input``; in one variant a kind reader that takes other types as well."""
        kind = str(input.type)
        if self.spoil is None or input.mutated or input.fetch or kind not in _LENIENT:
            return line  # a hidden constant is no input of the proof
        number = self.spoil(self.id, f"`{input.object}` read without regard to its exact type")
        exact = line.partition("= ")[2].removesuffix(";")
        kindly = f"{input.object}.extract::<{_LENIENT[kind]}>().map_err(|_| crate::support::Trap::Type)?"
        kindly = f"(|| Ok({exact}))().or_else(|_: crate::support::Trap| {{ crate::mutants::reached(); Ok({kindly}) }})?"
        test = f"crate::mutants::selected() == {number}"
        return f"let {input.value} = if {test} {{ {kindly} }} else {{ {exact} }};"


_LENIENT = {"float": "f64", "list[float]": "Vec<f64>"}


def _finish(
    function: CompiledFunction, parameters: list[_Input], constants: list[_Input], changes: bool, wrong: _Spoiler
) -> list[str]:
    returns = t.parse_type(function.returns)
    stored = _stored(returns, "()" if _is_unit(returns) else "result", parameters)
    if not changes:
        return [stored]
    plans = [
        wrong.without(f"writes.plan::<{p.kind}>({p.reference}, &{p.value})?;", f"changes of `{p.object}` not stored")
        for p in parameters
        if p.plans
    ]
    commits = [f"{p.value}.commit();" for p in parameters if p.mutated and isinstance(p.type, t.ArrayOf)]
    back = [
        wrong.without(f"writes.plan::<{c.kind}>({c.reference}, &{c.value})?;", "the random state not given back")
        for c in constants
        if c.plans
    ]
    made = ["writes.make()?;"] if plans or back else []
    commits = [wrong.without(line, "changes of an array not kept") for line in commits]
    if isinstance(returns, t.AttrOf):
        return [*plans, *back, *made, "writes.commit();", *commits, stored]
    held = f"({stored})" if stored.startswith("match ") else stored
    return [f"let result = {held}?;", *plans, *back, *made, "writes.commit();", *commits, "Ok(result)"]


def _stored(type_: t.Type, value: str, parameters: list[_Input]) -> str:
    """Return the expression, a ``Result``, that makes the Python object for ``value``."""
    match type_:
        case t.ArgRef(index=index):
            return f"Ok({parameters[index].object}.clone())"
        case t.AttrOf(index=index):
            return f"attribute_of({parameters[index].object}, place)"
        case t.ArgOr(index=index, inner=inner):
            same, fresh = f"Ok({parameters[index].object}.clone())", f"store::<{kind(inner)}>(py, fresh)"
            return f"match &{value} {{ None => {same}, Some(fresh) => {fresh} }}"
        case t.ArgView(index=index, array=array):
            marker = kind(t.ArrayOf(array.dtype, array.ndim)).replace("<", "::<", 1)
            return f"{marker}::part_of({parameters[index].reference}, &{value})"
        case t.LaidOut(base=base, array=array):
            marker = kind(array).replace("<", "::<", 1)
            return f"{marker}::part_of(&store::<{kind(base)}>(py, &{value}.0)?, &{value}.1)"
        case t.TupleOf(elements=elements) if _refers(type_):
            items = [
                parameters[e.index].object + ".clone()"
                if isinstance(e, t.ArgRef)
                else f"{_stored(e, f'{value}.{i}', parameters)}?"
                for i, e in enumerate(elements)
            ]
            return f"tuple(py, [{', '.join(items)}])"
        case _:
            return f"store::<{kind(type_)}>(py, &{value})"


def _says_nothing(type_: t.Type) -> bool:
    """Whether the core's result is not looked at: all that Python gets are arguments."""
    both = type_.parts if isinstance(type_, t.TupleOf) else ()
    return _is_unit(type_) or (bool(both) and all(isinstance(part, t.ArgRef) for part in both))


def _refers(type_: t.Type) -> bool:
    match type_:
        case t.ArgRef() | t.ArgView() | t.LaidOut():
            return True
        case t.TupleOf(elements=elements):
            return any(_refers(e) for e in elements)
        case _:
            return False


def _is_unit(type_: t.Type) -> bool:
    return isinstance(type_, t.NoneT | t.ArgRef | t.AttrOf | t.FunctionOf)


def _number_kind(name: str) -> str:
    return {
        "int": "INT",
        "float": "FLOAT",
        "np.float64": "NP_FLOAT64",
        "np.int64": "NP_INT64",
        "complex": "COMPLEX",
        "np.complex128": "NP_COMPLEX128",
    }[name]
