"""Writes one function: what is in scope, what is switched on, how deep it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.programs.choices import Choices
from tests.programs.rules import EXPRESSIONS, STATEMENTS

INTS = (
    0,
    1,
    2,
    3,
    -1,
    5,
    7,
    10,
    -2,
    63,
    64,
    255,
    2**31,
    2**53 + 1,
    -(2**31) - 1,
    2**62,
    2**63 - 1,
    -(2**63),
    10**18 + 1,
)
FLOATS = (
    *("0.0", "1.0", "0.5", "-0.0", "2.5", "-1.5", "0.1", "3.0", "-7.5", "1e-9", "1e16", "1e308", "5e-324"),
    *("9007199254740993.0", "1e200", "-1e154", "9.3e18"),
)
TEXTS = ("", "a", "b", "ab", "abc", "é", "日本", " ", "a b", "B")


class NoValue(Exception):
    """There is nothing of the wanted type here."""


@dataclass(frozen=True)
class Helper:
    """A function of the program that others may call; ``keyword``: its last parameter has a default."""

    name: str
    params: tuple[str, ...]
    returns: str
    keyword: str = ""


@dataclass
class Policy:
    """What one program is like: the families it may use, the weight of each, how odd its constants are."""

    on: frozenset[str]
    edges: float
    bias: dict[str, float]
    wide: bool = False


@dataclass
class Writer:
    """The state of writing one function. ``variables``: what is bound, with its type; ``fixed``: not to be rebound."""

    choose: Choices
    policy: Policy
    helpers: Sequence[Helper] = ()
    variables: dict[str, str] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)
    maybe: dict[str, str] = field(default_factory=dict)
    loops: int = 0
    closed: int = 0
    """In how many comprehensions and lambdas the text goes: there no name may be bound by a walrus."""
    depth: int = 0
    budget: int = 12
    serial: int = 0
    breakable: bool = False
    returns: str = ""
    globals: dict[str, str] = field(default_factory=dict)

    # --- names ---

    def fresh(self, stem: str = "v") -> str:
        self.serial += 1
        return f"{stem}{self.serial}"

    def names(self, *types: str) -> list[str]:
        """The bound variables of any of ``types``."""
        return [n for n, t in self.variables.items() if t in types]

    def free(self, *types: str) -> list[str]:
        """Those of them that may be bound again."""
        return [n for n in self.names(*types) if n not in self.fixed]

    def on(self, family: str) -> bool:
        return family in self.policy.on

    @contextmanager
    def inner(self) -> Iterator[None]:
        """A block that may not run: what it binds is only perhaps bound afterwards."""
        before = dict(self.variables)
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1
            for name, kind in self.variables.items():
                if name not in before:
                    self.maybe[name] = kind
            self.variables = before

    @contextmanager
    def binding(self, names: dict[str, str]) -> Iterator[None]:
        """``names`` are bound inside, and not to be bound again (loop variables of comprehensions)."""
        before, fixed = dict(self.variables), set(self.fixed)
        self.closed += 1
        self.variables.update(names)
        self.fixed.update(names)
        try:
            yield
        finally:
            self.variables, self.fixed = before, fixed
            self.closed -= 1

    # --- expressions ---

    def expr(self, kind: str, depth: int = 2) -> str:
        """The text of an expression of type ``kind``."""
        rules = [*EXPRESSIONS.get(kind, ()), *EXPRESSIONS.get("*", ())]
        rules = [r for r in rules if self.on(r.family) and (r.leaf or depth > 0)]
        for _ in range(6):
            if not rules:
                break
            rule = self.choose.weighted(
                rules, [self._weight(r.family, r.weight * (3 if r.leaf and depth < 2 else 1)) for r in rules]
            )
            try:
                text = rule.make(self, kind, depth - 1)
            except NoValue:
                continue
            if text is not None:
                return text
        return self.constant(kind)

    def _weight(self, family: str, weight: float) -> float:
        return weight * self.policy.bias.get(family, 1.0)

    def constant(self, kind: str) -> str:
        """A literal (a display, for containers)."""
        c = self.choose
        edge = c.chance(self.policy.edges)
        match kind:
            case "int":
                return f"({c.pick(INTS) if edge else c.between(-3, 9)})"
            case "float":
                return f"({c.pick(FLOATS) if edge else c.between(-6, 12) / 4})"
            case "bool":
                return str(c.chance(0.5))
            case "str":
                return repr(c.pick(TEXTS))
            case "None":
                return "None"
        if kind.startswith("tuple["):
            return f"({', '.join(self.constant(p) for p in parts(kind))},)"
        if kind.startswith("list["):
            count = c.between(0 if edge else 1, 3)
            if count == 0 and self.loops == 0:
                count = 1
            return f"[{', '.join(self.constant(element(kind)) for _ in range(count))}]"
        raise NoValue(kind)

    def pick_name(self, *types: str) -> str | None:
        found = self.names(*types)
        return self.choose.pick(found) if found else None

    # --- statements ---

    def statement(self) -> list[str]:
        """The lines of one statement (of several, where it needs what stands before it)."""
        self.budget -= 1
        rules = [s for s in STATEMENTS if self.on(s.family)]
        for _ in range(8):
            rule = self.choose.weighted(rules, [self._weight(r.family, r.weight) for r in rules])
            try:
                lines = rule.make(self, 2)
            except NoValue:
                continue
            if lines is not None:
                return lines
        return ["pass"]

    def block(self, most: int = 3) -> list[str]:
        """The indented lines of a block."""
        lines: list[str] = []
        for _ in range(self.choose.between(1, most)):
            if self.budget > 0:
                lines += self.statement()
            if (lines and lines[-1] in ("break", "continue")) or any(x.startswith("return ") for x in lines[-1:]):
                break
        return ["    " + line for line in lines or ["pass"]]


def element(kind: str) -> str:
    """``list[int]`` to ``int``."""
    return kind[kind.index("[") + 1 : -1]


def parts(kind: str) -> list[str]:
    """``tuple[int, float]`` to its two parts."""
    found, level, start = [], 0, 0
    inside = element(kind)
    for place, letter in enumerate(inside):
        level += {"[": 1, "]": -1}.get(letter, 0)
        if letter == "," and level == 0:
            found.append(inside[start:place].strip())
            start = place + 1
    return [*found, inside[start:].strip()]


def scalar(array: str) -> str:
    """``ndarray[float64, 1]`` to ``np.float64``."""
    return f"np.{element(array).split(',')[0]}"


Lines = Callable[[Writer, int], list[str] | None]
