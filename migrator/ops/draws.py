"""Draws from a ``random.Random``, or from the hidden one of the module; its state is the first argument."""

from __future__ import annotations

from migrator.ops.record import Operation, form, with_rows
from migrator.ops.shorthand import call, pure

_STREAM = "CPython's own algorithm, draw for draw; the state goes back when the call commits"


def _draw(name: str, python: str, *forms: str, traps: bool = False) -> Operation:
    """A draw whose Rust function has the name of the Python one."""
    path = f"random::{name.replace('.', '_')}"
    rust = call(path, "mut") if traps else pure(path, "mut")
    records = tuple(form(f"random.Random{', ' if f[0] != '-' else ' '}{f}", rust) for f in forms)
    return Operation(f"random.{name}", python, records, _STREAM, promotes=True, mutates=(0,))


SHARING = frozenset({"random.choices", "random.choices.weighted", "random.sample"})
"""Draws that put what a list holds into another list."""
_LISTS = ("mut", "ref", "value")

RECORDS: tuple[Operation, ...] = (
    Operation(
        "random.Random",
        "random.Random(a)",
        (form("int -> random.Random", call("random::Random::seeded", "value")),),
        "CPython's own way from a seed to a state",
    ),
    _draw("random", "random.random()", "-> float"),
    _draw("seed", "random.seed(b)", "int -> None"),
    _draw("getrandbits", "random.getrandbits(b)", "int -> int", traps=True),
    _draw("randint", "random.randint(b, c)", "int, int -> int", traps=True),
    _draw("randrange", "random.randrange(b)", "int -> int", traps=True),
    _draw("randrange.from", "random.randrange(b, c)", "int, int -> int", traps=True),
    _draw("randrange.step", "random.randrange(b, c, d)", "int, int, int -> int", traps=True),
    Operation(
        "random.uniform",
        "random.uniform(b, c)",
        (
            form("random.Random, int, int -> float", call("random::uniform_ints", "mut")),
            form("random.Random, float, float -> float", pure("random::uniform", "mut")),
        ),
        _STREAM,
        promotes=True,
        mutates=(0,),
    ),
    _draw("gauss", "random.gauss(b, c)", "float, float -> float"),
    _draw("normalvariate", "random.normalvariate(b, c)", "float, float -> float"),
    _draw("expovariate", "random.expovariate(b)", "float -> float", traps=True),
    Operation(
        "random.choice",
        "random.choice(b)",
        (
            form("random.Random, list[V] -> V", call("random::choice", *_LISTS)),
            form("random.Random, str -> char", call("random::choice", *_LISTS)),
        ),
        _STREAM,
        mutates=(0,),
    ),
    Operation(
        "random.choices",
        "random.choices(b, k=c)",
        with_rows("random.Random, list[V], int -> list[V]", call("random::choices", *_LISTS)),
        _STREAM,
        mutates=(0,),
    ),
    Operation(
        "random.choices.weighted",
        "random.choices(b, weights=c, k=d)",
        (
            *with_rows(
                "random.Random, list[V], list[float], int -> list[V]",
                call("random::choices_weighted", "mut", "ref", "ref", "value"),
            ),
            *with_rows(
                "random.Random, list[V], list[int], int -> list[V]",
                call("random::choices_weighted_ints", "mut", "ref", "ref", "value"),
            ),
        ),
        f"{_STREAM}; whole weights whose sum a float cannot hold trap",
        mutates=(0,),
    ),
    Operation(
        "random.sample",
        "random.sample(b, c)",
        with_rows("random.Random, list[V], int -> list[V]", call("random::sample", *_LISTS)),
        _STREAM,
        mutates=(0,),
    ),
    Operation(
        "random.shuffle",
        "random.shuffle(b)",
        with_rows("random.Random, list[V] -> None", pure("random::shuffle", "mut", "mut")),
        _STREAM,
        mutates=(0, 1),
    ),
)
