"""Objects in a region: what it touches of them, the Rust structs that hold that, and what must hold of their classes.

A region is compiled twice where objects come in. The first time an object's type holds every attribute that was observed;
that shows what the region touches. The second time the types are narrowed to that, and each names its Rust struct.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from migrator import types as t
from migrator.finding.classes import Classes, DataField, Member
from migrator.ir import nodes as n
from migrator.ir.walk import walk
from migrator.model.program import READ, ClassUse
from migrator.ops import OPERATIONS
from migrator.passes.effects import MutatedParams
from migrator.passes.infer_constants import literal_type
from migrator.passes.join import NoJoin, join, settle
from migrator.rust.identifiers import rust_name
from migrator.rust.places import found_in
from migrator.types.classes import EXACT, is_instance

EXCHANGED = "~"
"""The use of an attribute that is bound to other lists or arrays, and never changed in place."""
_OF_CLASSES = (t.ObjectOf, t.NodeOf, t.RecordOf, t.EnumOf)
"""What is of exactly the class ``cls``."""
_TAKEN = frozenset(
    (
        "Array Box Complex Deque Depth Dict Err Member Mixed Number None Ok Option Rebindable Reference Result Rounds Self Set"
        " Some String Text Trap Vec View ViewMut Watch"
        # what the boundary imports from its support code
        " Aliases Answer ArrayOf Bool ByteArray Bytes Char Class ComplexOf DequeOf DictOf EmptyTuple Enumeration Float"
        " Function Given Int Item Keep Keeper ListOf Long MapOf MixedOf NoneValue Np NpGenerator NpRandomState NumberOf OptionalOf Plan OutputOf RandomOf"
        " Record RowOf SetOf State Str Value Work Writes"
        # PyO3's and Rust's own: a name that is imported hides theirs
        " Borrowed Bound Interpreter IntoPyObject Py PyAny PyErr PyModule PyRef PyRefMut PyResult Python AsMut AsRef Clone"
        " Copy Default DoubleEndedIterator Drop Eq ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator Into"
        " IntoIterator Iterator Ord PartialEq PartialOrd Send Sized Sync ToOwned ToString TryFrom TryInto Unpin"
    ).split()
)
"""Names that generated Rust uses for other things."""


class ClassView:
    """What inference asks about classes, answered from the project's text."""

    def __init__(self, classes: Classes, lower: Callable[[str, int], n.Function]) -> None:
        self.classes = classes
        self.lower = lower
        self._hooked: dict[str, str] = {}
        self.shapes: dict[str, t.ObjectOf] = {}
        """The types of instances that the region in hand makes; empty in the first run."""
        self.observed: dict[tuple[str, str], t.Type] = {}
        """What attributes of instances that came in somewhere held, by class and name."""

    def member(self, class_id: str, name: str, after: str = "") -> Member | None:
        return self.classes.member(class_id, name, after)

    def known(self, class_id: str) -> bool:
        return self.classes.order(class_id) is not None

    def hooked(self, class_id: str) -> str:
        if class_id not in self._hooked:
            self._hooked[class_id] = self.classes.hooked(class_id)
        return self._hooked[class_id]

    def is_instance(self, kind: t.Type, classes: str) -> bool | None:
        answers = {self._is_instance(kind, each) for each in classes.split("|")}
        if True in answers:
            return True
        return None if None in answers else False

    def _is_instance(self, kind: t.Type, cls: str) -> bool | None:
        if isinstance(kind, t.Other | t.Unknown | t.OptionalOf):
            return None
        if cls.startswith(EXACT) and (isinstance(kind, _OF_CLASSES) or ":" in cls):
            # What has a Rust form is of exactly the type that it says. A metaclass may say when classes are equal.
            if isinstance(kind, t.ObjectOf | t.NodeOf) and ":" in cls and self.hooked(kind.cls):
                return None
            return isinstance(kind, _OF_CLASSES) and kind.cls == cls.removeprefix(EXACT)
        if isinstance(kind, t.RecordOf | t.EnumOf) and ":" in cls:
            return cls == kind.cls or None
        if not isinstance(kind, t.ObjectOf | t.NodeOf) and ":" not in cls:
            return is_instance(kind, cls)
        if isinstance(kind, t.ObjectOf | t.NodeOf):
            order = self.classes.order(kind.cls)
            if order is None:
                return None
            if cls in ("object", kind.cls):
                return True
            if cls in order:
                return None if self.hooked(cls) else True  # a metaclass may say what its instances are
            # A class of numbers or containers may take in others that look like it.
            return False if ":" not in cls and "." not in cls else self._is_none_of(cls)
        return self._is_none_of(cls)

    def _is_none_of(self, cls: str) -> bool | None:
        """False where only instances of ``cls`` and of classes written as its subclasses count."""
        plain = ":" in cls and not self.hooked(cls) and not self.classes.abstract(cls)
        return False if plain else None

    def data_fields(self, class_id: str) -> tuple[DataField, ...] | None:
        return self.classes.data_fields(class_id)

    def frozen(self, class_id: str) -> bool:
        return self.classes.frozen(class_id)

    def shape(self, class_id: str) -> t.ObjectOf | None:
        return self.shapes.get(class_id)

    def constant(self, class_id: str, name: str) -> t.Type:
        seen = self.seen(class_id, name)
        return seen if seen.supported else literal_type(self.classes.literal(class_id, name))

    def seen(self, class_id: str, attribute: str) -> t.Type:
        return self.observed.get((class_id, attribute), t.UNKNOWN)

    def arguments(
        self,
        function: str,
        bound: int,
        args: tuple[n.Expr, ...],
        keywords: tuple[str, ...],
        line: int,
        held: tuple[n.Expr, ...] = (),
    ) -> tuple[n.Expr, ...] | None:
        """Match ``args`` (the last for ``keywords``) with the parameters; what is left out takes a constant default.

        ``held``: what a closure gives for the last parameters.
        """
        callee = self.lower(function, line)
        if held:
            shared = tuple(p.name for p in callee.params[-len(held) :])
            args, keywords = (*args, *held), (*keywords, *shared)
        params = callee.params[bound:]
        count = len(args) - len(keywords)
        positional = [p for p in params if not (p.keyword_only or p.star)]
        star = next((p.name for p in params if p.star), None)
        only_by_position = callee.signature.partition("/")[0].count(",") - bound if "/" in callee.signature else 0
        if count > len(positional) and star is None:
            return None
        given = dict(zip((p.name for p in positional), args[:count], strict=False))
        further = args[len(positional) : count]
        if any(isinstance(each, n.Starred) for each in given.values()):
            return None
        if star is not None and len(further) == 1 and isinstance(further[0], n.Starred):
            given[star] = n.Apply(op="builtins.tuple", args=(further[0].value,), line=line)
        elif any(isinstance(each, n.Starred) for each in further):
            return None
        elif star is not None:
            given[star] = n.TupleExpr(items=further)
        by_name = {p.name for p in params if p not in positional[:only_by_position] and not p.star}
        for name, value in zip(keywords, args[count:], strict=True):
            if name in given or name not in by_name:
                return None
            given[name] = value
        matched = [given.get(p.name, callee.defaults.get(p.name)) for p in params]
        return None if any(v is None for v in matched) else tuple(v for v in matched if v is not None)


@dataclass
class Touched:
    """What functions do with the objects of each class: attributes with their ``Field.use``, and the methods called."""

    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    reads: dict[t.NodeOf, dict[str, t.Type]] = field(default_factory=dict)
    """The attributes that are read of objects that stay in Python, by what these are."""
    asked: dict[t.NodeOf, dict[tuple[str, str], None]] = field(default_factory=dict)
    """Of these, the containers of which only an element or the length is looked at, and how (``Ask.how``)."""
    made: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The attributes of new instances, in the order in which they are set."""
    types: dict[str, dict[t.ObjectOf, None]] = field(default_factory=dict)
    """The types that instances of a class have somewhere."""
    methods: dict[str, dict[n.FoundMethod, None]] = field(default_factory=dict)
    given: dict[tuple[str, str], int] = field(default_factory=dict)
    """The attributes that are bound to an argument, by class and name, with the line."""

    def changed_given(self) -> tuple[str, int] | None:
        """An attribute that is bound to an argument though what it holds is changed in place, with the line."""
        changed = (
            item for item in self.given.items() if self.attributes.get(item[0][0], {}).get(item[0][1]) != EXCHANGED
        )
        return next(((name, line) for (_, name), line in changed), None)

    def look_at(self, function: n.Function, callee: MutatedParams) -> None:
        """Take in one function, typed and with its ownership settled."""
        for node in walk(function):
            if isinstance(node, n.Expr | n.Param | n.NameTarget):
                for each in objects_in(node.type):
                    self.types.setdefault(each.cls, {})[each] = None
                for kept in found_in(node.type, t.NodeOf):
                    self.reads.setdefault(kept, {})
            match node:
                case n.NewObject(cls=cls, names=names, found=methods):
                    self.made[cls] = names
                    self.methods.setdefault(cls, {}).update(dict.fromkeys(methods))
                case n.Read(base=n.Expr(type=t.NodeOf() as kind), name=name):
                    self.reads.setdefault(kind, {})[name] = node.type
                    self.asked.setdefault(kind, {})[name, READ] = None
                    for kept in found_in(node.type, t.NodeOf):
                        self.reads.setdefault(kept, {})
                case n.Ask(base=n.Expr(type=t.NodeOf() as kind), name=name, how=how, held=held):
                    self.reads.setdefault(kind, {})[name] = held
                    self.asked.setdefault(kind, {})[name, how] = None
                    for kept in found_in(held, t.NodeOf):
                        self.reads.setdefault(kept, {})
                case n.Attr(base=base, name=name):
                    self._use(base, name, "")
                case n.AttrTarget(base=base, name=name, anew=anew):
                    self._use(base, name, EXCHANGED if anew else "!")
                    self._changed(base)
                case n.Assign(target=n.AttrTarget(base=base, name=name), value=value) if _is_given(value):
                    self.given[base.type.cls if isinstance(base.type, t.ObjectOf) else "", name] = node.line
                case n.IndexTarget(base=base) | n.CellTarget(base=base):
                    self._changed(base)
                case n.Store(place=place) | n.Alias(place=place, mutable=True):
                    self._changed(place)
                case n.Apply(op=op, args=args) if op in OPERATIONS:
                    for position in OPERATIONS[op].mutates:
                        self._changed(args[position])
                case n.Invoke(args=args, found=found):
                    for arg, changed in zip(args, callee(node)[:-1], strict=True):
                        if changed:
                            self._changed(arg)
                    if found is not None:
                        self.methods.setdefault(found.cls, {})[found] = None
                case _:
                    pass

    def _use(self, base: n.Expr, name: str, use: str) -> None:
        if isinstance(base.type, t.ObjectOf):
            uses = self.attributes.setdefault(base.type.cls, {})
            both = {uses.get(name, ""), use} - {""}
            uses[name] = "=" if "=" in both or len(both) > 1 else "".join(both)

    def _changed(self, place: n.Expr) -> None:
        """Something in ``place`` changes, so the attributes on the way to it do."""
        match place:
            case n.Attr(base=base, name=name):
                self._use(base, name, "!")
                self._changed(base)
            case n.Index(base=base) | n.Cell(base=base) | n.Line(base=base) | n.Part(base=base) | n.Rows(base=base):
                self._changed(base)
            case n.Convert(value=value) | n.Shared(value=value):
                self._changed(value)
            case n.ArrayOp(op="view", args=(base, *_)):
                self._changed(base)
            case n.Apply(op=op, args=(base, *_)) if op in n.PARTS:
                self._changed(base)
            case _:
                return


def _is_given(value: n.Expr) -> bool:
    return isinstance(value, n.Given) or (isinstance(value, n.Convert) and _is_given(value.value))


class Structs:
    """The Rust structs of one program: one for each class and set of attributes."""

    def __init__(self) -> None:
        self._names: dict[t.ObjectOf | t.NodeOf, str] = {}

    def node(self, cls: str) -> t.NodeOf:
        """Return the type of instances of ``cls`` that stay in Python."""
        return t.NodeOf(cls, self._name(t.NodeOf(cls)))

    def shapes(self, touched: Touched) -> dict[str, t.ObjectOf]:
        """Return the one type of each class of which the region makes instances.

        Raises:
            NoJoin: where the instances of a class have attributes of types that do not go together.
        """
        found: dict[str, t.ObjectOf] = {}
        for cls in touched.made:
            shape = self.narrowed(_whole(cls, touched), touched)
            assert isinstance(shape, t.ObjectOf)
            found[cls] = shape
        return found

    def narrowed(self, kind: t.Type, touched: Touched) -> t.Type:
        """Return ``kind`` with only the attributes that are touched, and the name of its struct."""
        match kind:
            case t.ObjectOf(cls=cls) if cls in touched.made and kind != _whole(cls, touched):
                return self.narrowed(_whole(cls, touched), touched)
            case t.ListOf(element=element):
                return t.ListOf(self.narrowed(element, touched))
            case t.OptionalOf(inner=inner):
                return t.OptionalOf(self.narrowed(inner, touched))
            case t.DictOf(key=key, element=element):
                return kind.rebuilt((key, self.narrowed(element, touched)))
            case t.TupleOf(elements=elements):
                return kind.rebuilt(tuple(self.narrowed(e, touched) for e in elements))
            case t.ObjectOf(cls=cls, fields=fields):
                uses = {**dict.fromkeys(touched.made.get(cls, ()), ""), **touched.attributes.get(cls, {})}
                kept = tuple(
                    t.Field(f.name, self.narrowed(f.type, touched), uses[f.name]) for f in fields if f.name in uses
                )
                found = touched.methods.get(cls, {})
                names = sorted({m.name for m in found if m.kind in ("method", "static", "class") and not m.after})
                names += ["__init__"] if cls in touched.made else []
                bare = t.ObjectOf(cls, kept, tuple(names))
                return dataclasses.replace(bare, struct=self._name(bare))
            case _:
                return kind

    def _name(self, bare: t.ObjectOf | t.NodeOf) -> str:
        if bare not in self._names:
            base = _struct_name(bare.cls)
            name, number = base, 1
            # Each struct also has a static in capital letters, and a marker type `…Object` on the boundary.
            taken = {each.upper() for other in self._names.values() for each in (other, f"{other}Object")}
            while name.upper() in taken or f"{name}Object".upper() in taken:
                number += 1
                name = f"{base}{number}"
            self._names[bare] = name
        return self._names[bare]


def _whole(cls: str, touched: Touched) -> t.ObjectOf:
    """The join of all types that instances of ``cls`` have in the region, with the attributes of a new one."""
    whole: t.Type = t.UNKNOWN
    for each in touched.types[cls]:
        whole = join(whole, each)
    assert isinstance(whole, t.ObjectOf)
    fields = [whole.field(name) for name in touched.made[cls]]
    return t.ObjectOf(cls, tuple(t.Field(f.name, settle(f.type)) for f in fields if f is not None))


def _struct_name(cls: str) -> str:
    """The class's own name in Rust's spelling of type names."""
    parts = cls.rpartition(":")[2].rpartition(".")[2].split("_")
    name = "".join(part[:1].upper() + part[1:] for part in parts if part)
    if not name or not name[0].isalpha() or name in _TAKEN or rust_name(name) != name:
        name = f"{name}Object" if name[:1].isalpha() else f"Object{name}"
    return name


def holds_object(kind: t.Type) -> bool:
    """Whether an instance of a class is in values of ``kind``."""
    return any(True for _ in objects_in(kind))


def objects_in(kind: t.Type) -> Iterable[t.ObjectOf]:
    """Yield the object types in ``kind``, inner ones first."""
    match kind:
        case t.ListOf(element=inner) | t.DictOf(element=inner) | t.OptionalOf(inner=inner):
            yield from objects_in(inner)
        case t.TupleOf(elements=elements):
            for element in elements:
                yield from objects_in(element)
        case t.ObjectOf(fields=fields):
            for each in fields:
                yield from objects_in(each.type)
            yield kind
        case _:
            return


def class_uses(kinds: Iterable[t.Type], touched: Touched, view: ClassView) -> tuple[ClassUse, ...]:
    """Return, for every struct in ``kinds``, what must hold of its class when the generated code runs."""
    found: dict[str, ClassUse] = {}
    for kind in kinds:
        for each in objects_in(kind):
            order = view.classes.order(each.cls) or ()
            methods = touched.methods.get(each.cls, {})
            rows = [(m.name, m.kind, m.after, m.function) for m in methods]
            fields = view.data_fields(each.cls) if each.cls in touched.made else None
            if fields is not None:
                after = "; __post_init__" if view.member(each.cls, "__post_init__") is not None else ""
                rows.append(("__init__", "dataclass", "", ", ".join(map(str, fields)) + after))
            found[each.struct] = ClassUse(
                struct=each.struct,
                type=str(each),
                id=each.cls,
                order=tuple(order),
                attributes=tuple((f.name, f.use) for f in each.fields),
                methods=tuple(rows),
                doc=class_doc(view, each.cls),
            )
    return tuple(found.values())


def class_doc(view: ClassView, class_id: str) -> str:
    """The docstring of the class."""
    text = view.classes.text(class_id)
    return text.doc if text is not None else ""


def observed_attributes(types: Iterable[t.Type]) -> dict[tuple[str, str], t.Type]:
    """What the attributes of the instances among ``types`` held, and inside of them, by class and name."""
    found: dict[tuple[str, str], t.Type] = {}
    for kind in types:
        for part in _objects_in(kind):
            for held in part.fields:
                place = (part.cls, held.name)
                try:
                    found[place] = join(found.get(place, t.UNKNOWN), held.type)
                except NoJoin:
                    found[place] = t.Other("mixed")
    return found


def _objects_in(kind: t.Type) -> Iterator[t.ObjectOf | t.NodeOf]:
    if isinstance(kind, t.ObjectOf | t.NodeOf):
        yield kind
        for field in kind.fields:
            yield from _objects_in(field.type)
    for part in kind.parts:
        yield from _objects_in(part)
