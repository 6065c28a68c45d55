"""NumPy's generators: their state, others in the same state, and their form in a recording, by bits."""

from __future__ import annotations

import random
import struct
from typing import Any

from .optional import np

NAMES = ("numpy.random.Generator", "numpy.random.RandomState")
"""The types, as the native package writes them."""
_BITS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


def is_np_random(value: Any) -> bool:
    """Whether ``value`` is a generator of NumPy's, or of a subclass."""
    return np is not None and isinstance(value, (np.random.Generator, np.random.RandomState))


def state_of_np(value: Any) -> dict[str, Any]:
    """Return the state, in numbers that can be compared and written."""
    bits = value.bit_generator if isinstance(value, np.random.Generator) else None
    found: dict[str, Any] = _plain(value.get_state(legacy=False) if bits is None else bits.state)
    return found


def put_np_state(value: Any, state: dict[str, Any]) -> None:
    """The inverse of :func:`state_of_np`."""
    if isinstance(value, np.random.Generator):
        value.bit_generator.state = _live(state)
    else:
        value.set_state(_live(state))


def np_like(value: Any) -> Any:
    """Return another generator in the same state."""
    bits = value.bit_generator if isinstance(value, np.random.Generator) else value._bit_generator
    new = type(value)(type(bits)(0))
    put_np_state(new, state_of_np(value))
    return new


def made_np(kind: str, state: dict[str, Any]) -> Any:
    """Return a generator of the class ``kind`` in this state; raises ``LookupError`` for a bit generator of others."""
    name = state["bit_generator"]
    if kind not in ("Generator", "RandomState") or name not in _BITS:
        raise LookupError(f"no generator {kind} of {name}")
    made = getattr(np.random, kind)(getattr(np.random, name)(0))
    put_np_state(made, state)
    return made


def encoded_np(value: Any) -> dict[str, Any]:
    """Return ``value`` as it is written in a recording; of another class than NumPy's own only its name."""
    state = state_of_np(value)
    if type(value) not in (np.random.Generator, np.random.RandomState) or state["bit_generator"] not in _BITS:
        return {"t": "other", "v": type(value).__qualname__}
    return {"t": "np_random", "c": type(value).__name__, "v": state}


def new_np(kind: str, rng: random.Random) -> Any:
    """Return a generator with a state that ``rng`` chooses; it may keep half of a word, or a value of ``normal``."""
    seed = rng.getrandbits(32)
    if kind == "RandomState":
        made = np.random.RandomState(seed)
        made.normal(size=rng.choice((0, 0, 1, 2)))
        return made
    made = np.random.Generator(getattr(np.random, rng.choice(("PCG64", "PCG64", "MT19937", "Philox")))(seed))
    made.integers(0, 10, size=rng.choice((0, 0, 1, 2)))
    return made


def np_edges(kind: str) -> list[Any]:
    """Generators that are new, that keep something, and whose next draws make new words."""
    found = [new_np(kind, random.Random(seed)) for seed in range(8)]
    for used in (622, 623, 624):
        late = np.random.MT19937(used)
        late.random_raw(used)
        found.append(getattr(np.random, kind)(late))
    return found


def np_neighbours(kind: str) -> list[Any]:
    """Return what is easily taken for a generator of the class ``kind``."""
    base = getattr(np.random, kind)
    other = np.random.default_rng(1) if kind == "RandomState" else np.random.RandomState(1)
    return [None, 1, other, type("Odd", (base,), {})(np.random.PCG64(3)), np.random, random.Random(1)]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(held) for key, held in value.items()}
    if isinstance(value, np.ndarray):
        return {"dtype": value.dtype.name, "words": [int(word) for word in value]}
    if isinstance(value, float):
        return {"float": struct.pack(">d", value).hex()}
    return value if isinstance(value, str) else int(value)


def _live(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "words" in value:
        return np.array(value["words"], value["dtype"])
    if "float" in value:
        return struct.unpack(">d", bytes.fromhex(value["float"]))[0]
    return {key: _live(held) for key, held in value.items()}
