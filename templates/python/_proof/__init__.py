"""Looks for an input on which a Rust function differs from its Python original, and says where.

Two functions are compared *call by call*. Equal means: the same type all the way down (``True`` is
not ``1``, ``np.float64`` is not ``float``), the same bits (``-0.0`` is not ``0.0``; all NaNs are one),
the same objects where identity can be seen, and afterwards the same arguments, warnings, output and
random state. A Rust function may also *trap*: it returns the sentinel ``TRAPPED`` and the Python
original is run instead. That is always right, provided that nothing has been changed before.

The inputs come from four places, because each finds what the others miss:

- **recorded**: arguments of real calls;
- **edges**: a table of the values at which arithmetic is known to go wrong, combined;
- **Hypothesis**: small inputs, which it shrinks when they show a difference;
- **bulk**: thousands of random inputs shaped like the recorded ones.

And a *canary*: wrong variants of the Rust function, made here, which the comparison must catch, or
it says nothing.

The package needs the standard library and Hypothesis; NumPy only for functions that take arrays::

    pair = load("demo_native", "demo.shapes:area")
    proof = check(pair, ["list[float]", "int"], recorded=read_recording("calls.jsonl", pair.id))
    assert proof.verdict == "equal", proof.explain()

Where to look: ``search`` runs the proof, ``running`` one input, ``oracle`` says what differs, ``inputs`` and what it
imports makes the inputs, ``canaries`` the wrong variants, ``recording`` reads and writes recorded calls.
"""

from __future__ import annotations

from .canaries import CANARIES
from .copies import changeable, copy_arguments, weight
from .edge_values import aliased, edges, neighbours
from .evidence import LEAST, Budget, Evidence, Proof
from .fitting import all_fit
from .inputs import edge_inputs, random_input
from .loading import Pair, by_position, load, plain_function
from .names import ignored_name
from .nudges import Nudges
from .objects import attributes_of, find_class, is_object
from .oracle import Outcome, difference
from .random_values import Pool, random_value
from .recording import SCHEMA, Call, decode_call, encode_call, read_recording
from .running import Case, Runner, run_case
from .search import check
from .simpler_inputs import simpler
from .strategies import argument_strategy, strategy
from .types import Arguments, Type, parse_type
from .writing import as_python

__all__ = [
    "CANARIES",
    "LEAST",
    "SCHEMA",
    "Arguments",
    "Budget",
    "Call",
    "Case",
    "Evidence",
    "Nudges",
    "Outcome",
    "Pair",
    "Pool",
    "Proof",
    "Runner",
    "Type",
    "aliased",
    "all_fit",
    "argument_strategy",
    "as_python",
    "attributes_of",
    "by_position",
    "changeable",
    "check",
    "copy_arguments",
    "decode_call",
    "difference",
    "edge_inputs",
    "edges",
    "encode_call",
    "find_class",
    "ignored_name",
    "is_object",
    "load",
    "neighbours",
    "parse_type",
    "plain_function",
    "random_input",
    "random_value",
    "read_recording",
    "run_case",
    "simpler",
    "strategy",
    "weight",
]
