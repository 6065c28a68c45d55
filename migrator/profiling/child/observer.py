"""What passes through a hot function: types, ranges, globals, and samples of calls by bits.

``instrument`` puts calls of an ``Observer`` into the function. To stay cheap it does not look at
each call: the first ones all, then at steps chosen at random, so wide that looking takes a small
part of the run. Each looked-at call stands for the calls since the one before it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from time import process_time_ns, thread_time_ns
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

from .counting import WIDEST, Ticks, random_steps, spread
from .encode import Encoder, NotStorable, TooLarge
from .instances import INSTANCES, class_values
from .instrument import Marks
from .ranges import Range
from .recurring import Recurring
from .typetext import UNKNOWN, Look, Type, join, text

_ALL = 64
_PATIENCE = 8
"""After so many calls that were too large to store, only one in so many is tried."""
_FREE_NS = 50_000_000
_FREE_EACH_NS = 100_000_000
"""The first calls of one function are all looked at only until looking has taken so long: some arguments are huge."""
_LEAST = 4
_PART = 4
_CHEAP_NS = 200_000
"""A looked-at call stands for at most one in so many of the calls before it, where a look takes less than so long."""


@dataclass
class Budget:
    """Keeps looking to a share of the run's CPU time, divided among the observers that ask for it."""

    share: float
    started: int = field(default_factory=process_time_ns)
    spent: int = 0
    busy: int = 0
    """How many observers have used up what is free."""

    def step(self, spent: int, looked: int, calls: int) -> int:
        """Return at which step to look, so that this observer's part of the run keeps to its share.

        It has looked ``looked`` times in ``calls`` calls, which took ``spent`` nanoseconds.
        """
        if self.spent < _FREE_NS or looked < _LEAST or (looked < _ALL and spent < _FREE_EACH_NS):
            return 1
        elapsed = process_time_ns() - self.started
        allowed = self.share * elapsed / max(1, self.busy)
        over = max(1.0, spent / max(1.0, allowed))
        # Calls may come in a burst, far denser than on average: then step aside quickly.
        step = int(spent / looked * calls / max(1.0, allowed) * over * over)
        if spent < _CHEAP_NS * looked:
            # No single call stands for more than a part of all: what is counted by type would rest on it alone.
            step = min(step, calls // _PART)
        return max(1, step)


@dataclass
class Limits:
    """How much is stored per function, in bytes of text."""

    calls: int = 64
    first: int = 16
    call_bytes: int = 256 << 10
    function_bytes: int = 4 << 20
    large_calls: int = 2
    large_bytes: int = 4 << 20


@dataclass
class Store:
    """The stored calls of one function: the first, those with new types, and a random choice."""

    limits: Limits
    first: list[str] = field(default_factory=list)
    novel: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    large: list[str] = field(default_factory=list)
    large_bytes: int = 0
    too_large: int = 0
    offered: int = 0
    random: int = 1
    refused: dict[str, int] = field(default_factory=dict)
    bytes: int = 0

    def lines(self) -> list[str]:
        """Return the stored calls, in no particular order."""
        return [*self.first, *self.novel, *self.chosen, *self.large]

    def offer(self, new_types: bool) -> list[str] | None:
        """Return the list that a call is to be stored in; None where it is not to be stored."""
        self.offered += 1
        if self.too_large > _PATIENCE and self._random_index() % _PATIENCE:
            return None
        if len(self.first) < self.limits.first:
            return self.first
        if new_types and len(self.novel) < self.limits.first:
            return self.novel
        if len(self.chosen) < self._room() or self._random_index() < self._room():
            return self.chosen
        return None

    def put(self, line: str, stored: list[str]) -> None:
        """Store a call in the list that was offered, within the bounds for the function."""
        if len(line) > self.limits.call_bytes:
            if self.takes_large(len(line)):
                self.large.append(line)
                self.large_bytes += len(line)
            else:
                self.refuse("it is too large")
        elif self.bytes + len(line) > self.limits.function_bytes:
            self.refuse("the function's share of the recording is full")
        elif stored is not self.chosen and len(stored) < self.limits.first:
            self._append(line, stored)
        elif len(self.chosen) < self._room():
            self._append(line, self.chosen)
        else:
            index = self._random_index() % len(self.chosen)
            self.bytes += len(line) - len(self.chosen[index])
            self.chosen[index] = line

    def takes_large(self, size: int) -> bool:
        """Whether a call longer than the bound for one call may be stored.

        Always ``large_calls`` of them; more, spread over the run, while the function has room.
        """
        taken = len(self.large)
        if taken < self.limits.large_calls:
            return True
        if taken >= self.limits.first or self.offered < 1 << taken:
            return False
        return self.bytes + self.large_bytes + size <= self.limits.function_bytes

    def _append(self, line: str, stored: list[str]) -> None:
        self.bytes += len(line)
        stored.append(line)
        while len(self.chosen) > self._room():
            self.bytes -= len(self.chosen.pop())

    def _room(self) -> int:
        """Return how many calls may be chosen at random; those kept for a reason come first."""
        return max(1, self.limits.calls - self.limits.first - len(self.novel) - len(self.large))

    def _random_index(self) -> int:
        """Return a number below ``offered``, by a generator of our own: that of the program keeps
        its state.
        """
        self.random = (self.random * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (self.random >> 33) % self.offered

    def refuse(self, reason: str) -> None:
        self.refused[reason] = self.refused.get(reason, 0) + 1


class Call:
    """One call that is looked at, from its start to its end."""

    __slots__ = ("arguments", "encoder", "place", "stored", "types", "weight")

    def __init__(self, arguments: tuple[Any, ...], types: tuple[Type, ...], weight: int) -> None:
        self.arguments = arguments
        self.types = types
        self.weight = weight
        self.encoder: Encoder | None = None
        self.stored = ""
        self.place: list[str] | None = None


class Observer(Ticks):
    """Of one function."""

    __slots__ = (
        *(
            "broken",
            "budget",
            "busy",
            "code",
            "dropped",
            "errors",
            "further_calls",
            "globals",
            "id",
            "looked",
            "marks",
            "namespace",
        ),
        *("parameters", "raised", "ranges", "recurring", "shortened", "spent", "signatures", "store"),
    )

    def __init__(self, id: str, parameters: list[str], budget: Budget, limits: Limits) -> None:
        super().__init__()
        self.id = id
        self.parameters = parameters
        self.budget = budget
        self.store = Store(limits)
        self.spent = 0
        self.busy = False
        self.dropped = 0
        self.broken = False
        self.looked = 0
        self.raised = 0
        self.further_calls = 0
        self.shortened = False
        self.ranges = [Range() for _ in parameters]
        self.recurring = Recurring(len(parameters))
        self.signatures: dict[tuple[Type, ...], tuple[int, Type]] = {}
        self.globals: dict[str, Type] = {}
        self.marks: list[Marks] = []
        self.errors: dict[str, int] = {}
        self.namespace: dict[str, Any] = {}
        self.code: CodeType | None = None

    # --- called by the function; whatever fails here must not reach the program ---

    def enter(self, arguments: tuple[Any, ...]) -> Call | None:
        """Look at a call that begins."""
        try:
            return self._enter(arguments)
        except RecursionError:
            # The program is at its own limit; there even handling an error may fail.
            self.dropped += 1
            return None

    def enter_only(self, arguments: tuple[Any, ...]) -> None:
        """Look at a call whose end is not seen."""
        try:
            call = self._enter(arguments)
            if call is not None:
                self._sign(call, UNKNOWN)
        except RecursionError:
            self.dropped += 1

    def further(self) -> None:
        """Note a call with keywords that only ``**kwargs`` takes: no Rust will ever see it."""
        self.further_calls += self._next_step()

    def leave(self, call: Call, result: object) -> None:
        """Look at the result of a call."""
        try:
            self._leave(call, result)
        except RecursionError:
            self.dropped += 1

    def failed(self, call: Call) -> None:
        """Note that a call ended by an exception."""
        try:
            self._failed(call)
        except RecursionError:
            self.dropped += 1

    # --- the parts ---

    def _enter(self, arguments: tuple[Any, ...]) -> Call | None:
        began = thread_time_ns()
        try:
            weight = self._next_step()
            if self.broken:
                return None
            if self.looked <= 3:
                frame = sys._getframe(2)
                self.code, self.namespace = frame.f_code, frame.f_globals
                self._see_globals()
            return self._look(arguments, weight)
        except Exception as error:
            self._failed_inside(error)
            return None
        finally:
            self._spent_since(began)

    def _leave(self, call: Call, result: object) -> None:
        began = thread_time_ns()
        try:
            self._sign(call, _result_type(call, result, Look()))
            if call.place is not None:
                self._store(call, result, "null")
        except Exception as error:
            self._failed_inside(error)
        finally:
            self._spent_since(began)

    def _failed(self, call: Call) -> None:
        kind = sys.exc_info()[0]
        self.raised += call.weight
        try:
            self._sign(call, UNKNOWN)
            if call.place is not None and kind is not None:
                self._store(call, None, json.dumps(kind.__name__))
        except Exception as error:
            self._failed_inside(error)

    def _next_step(self) -> int:
        """Choose when to look again; returns how many calls this one stands for."""
        if self.broken:
            return self.next_turn(WIDEST)
        self.looked += 1
        step = self.budget.step(self.spent, self.looked, self.done + self.step)
        if step > 1 and not self.busy:
            self.busy = True
            self.budget.busy += 1
        return self.next_turn(max(1, step * next(random_steps) // 128))

    def _look(self, arguments: tuple[Any, ...], weight: int) -> Call:
        look = Look()
        self.recurring.see(arguments)
        types = tuple(look.type_of(value) for value in arguments)
        for range_, value in zip(self.ranges, arguments, strict=True):
            range_.see(value, look)
        self.shortened = self.shortened or look.shortened
        call = Call(arguments, types, weight)
        place = self.store.offer(types not in self.signatures)
        if place is not None:
            self._encode(call, place)
        return call

    def _encode(self, call: Call, place: list[str]) -> None:
        limits = self.store.limits
        room = self.store.takes_large(limits.call_bytes)
        call.encoder = Encoder(limits.large_bytes if room else limits.call_bytes)
        try:
            texts = [call.encoder.text(value) for value in call.arguments]
        except NotStorable as reason:
            self.store.too_large += isinstance(reason, TooLarge)
            self.store.refuse(str(reason))
            return
        call.stored = f'{{"id":{json.dumps(self.id)},"args":[{",".join(texts)}]'
        call.place = place

    def _store(self, call: Call, result: object, raised: str) -> None:
        assert call.encoder is not None
        assert call.place is not None
        written = "null"
        if raised == "null":
            try:
                written = call.encoder.text(result)
            except NotStorable:
                written = "null"  # the format's word for a result that is not stored
        self.store.put(f'{call.stored},"result":{written},"raised":{raised}}}', call.place)

    def _sign(self, call: Call, result: Type) -> None:
        count, before = self.signatures.get(call.types, (0, UNKNOWN))
        self.signatures[call.types] = (count + call.weight, join(before, result))

    def _see_globals(self) -> None:
        assert self.code is not None
        named = [(n, self.namespace[n]) for n in _global_names(self.code) if n in self.namespace]
        for name, value in [*named, *_imported(self.code, self.namespace)]:
            if isinstance(value, type):
                self._see_class(name, value)
            if isinstance(value, ModuleType | FunctionType | BuiltinFunctionType | type):
                continue
            kind = Look().type_of(value)
            self.globals[name] = join(self.globals.get(name, UNKNOWN), kind)

    def _see_class(self, name: str, kind: type) -> None:
        """The values of a project's class that the function may read by the class's name."""
        assert self.code is not None
        if INSTANCES.is_project_class(kind):
            for attribute, value in class_values(kind):
                if attribute in _names(self.code):
                    path = f"{name}.{attribute}"
                    self.globals[path] = join(self.globals.get(path, UNKNOWN), Look().type_of(value))

    def _spent_since(self, began: int) -> None:
        passed = thread_time_ns() - began
        self.spent += passed
        self.budget.spent += passed

    def _failed_inside(self, error: Exception) -> None:
        if isinstance(error, RecursionError):
            self.dropped += 1
            return
        reason = f"{type(error).__name__}: {error}"
        self.errors[reason] = self.errors.get(reason, 0) + 1
        self.broken = True

    # --- the result ---

    def plain(self) -> dict[str, Any]:
        """Return everything seen as plain data, the stored calls excepted."""
        if self.code is not None:
            self._see_globals()
        reached = set().union(*(marks.reached() for marks in self.marks)) if self.marks else set()
        return {
            "id": self.id,
            "calls": self.calls,
            "parameters": self.parameters,
            "signatures": self._plain_signatures(),
            "ranges": [range_.plain() for range_ in self.ranges],
            "globals": {name: text(kind) for name, kind in sorted(self.globals.items())},
            "lines": sorted(reached),
            "samples": len(self.store.lines()),
            "raised": self.raised,
            "again": self.recurring.shares(),
            "further": self.further_calls,
            "looked": self.looked,
            "shortened": self.shortened,
            "refused": self.store.refused,
            "errors": self.errors,
            "dropped": self.dropped,
        }

    def _plain_signatures(self) -> list[dict[str, Any]]:
        counts = {types: count for types, (count, _) in self.signatures.items()}
        whole = spread(counts, self.calls - self.further_calls)
        return [
            {"types": [*map(text, types)], "result": text(self.signatures[types][1]), "count": n}
            for types, n in sorted(whole.items(), key=lambda item: -item[1])
        ]


def _result_type(call: Call, result: object, look: Look) -> Type:
    """Return the type of a result; the very object that came as an argument is told from an equal
    one.
    """
    kind = look.type_of(result)
    if kind[0] in ("list", "array", "other", "object", "node") or (kind[0] == "tuple" and kind[1]):
        for index, argument in enumerate(call.arguments):
            if argument is result:
                return ("argument", index)
    return kind


def _names(code: CodeType) -> set[str]:
    """All names that the code and the code inside it mention."""
    inner = [_names(constant) for constant in code.co_consts if isinstance(constant, CodeType)]
    return set(code.co_names).union(*inner)


def _global_names(code: CodeType) -> set[str]:
    import dis

    names = {
        str(instruction.argval)
        for instruction in dis.get_instructions(code)
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            names |= _global_names(constant)
    return names


def _imported(code: CodeType, namespace: dict[str, Any]) -> list[tuple[str, Any]]:
    """What the code's own ``from … import`` statements bind, by the names that it has in the other module."""
    import dis

    found: list[tuple[str, Any]] = []
    constants: list[Any] = []
    module: ModuleType | None = None
    for instruction in dis.get_instructions(code):
        if instruction.opname == "LOAD_CONST":
            constants.append(instruction.argval)
        elif instruction.opname == "IMPORT_NAME":
            level = constants[-2] if len(constants) > 1 else 0
            module = sys.modules.get(_absolute(str(instruction.argval), level, namespace))
        elif instruction.opname == "IMPORT_FROM" and module is not None and instruction.argval in vars(module):
            found.append((instruction.argval, vars(module)[instruction.argval]))
    return found


def _absolute(name: str, level: int, namespace: dict[str, Any]) -> str:
    """The absolute name of a module that is named after ``level`` dots; empty where the dots lead outside."""
    if not level:
        return name
    parts = str(namespace.get("__package__") or "").split(".")
    base = parts[: len(parts) - level + 1]
    return ".".join([*base, name] if name else base)
