"""Values that look like those of a type, and behave otherwise."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any


def _odd(kind: type, methods: Iterable[str]) -> dict[str, Any]:
    """Return methods that compute something else than those of ``kind``, of another type even; also with arrays,
    which leave it to the odd value whichever side it is on."""

    def odd(name: str) -> Callable[..., Any]:
        plain = getattr(kind, name)

        def method(self: Any, *others: Any) -> Any:
            result = plain(self, *others)
            if result is NotImplemented and not any(hasattr(other, "__array_ufunc__") for other in others):
                return NotImplemented
            return _Odd(result)

        return method

    return {"__array_ufunc__": None, **{name: odd(name) for name in methods}}


class _Odd:
    """What an odd number makes of an operation: nothing that a right function returns."""

    def __init__(self, result: Any) -> None:
        self.result = result

    def __bool__(self) -> bool:
        return not self.result

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Odd) and bool(self.result == other.result)

    def __hash__(self) -> int:
        return hash(self.result)


_SIGNS = "add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow neg abs"


_ORDERS = "lt le gt ge eq ne bool"


_METHODS = [f"__{name}__" for name in (_SIGNS + " " + _ORDERS).split() if name not in ("eq", "ne", "bool")]


OddInt: Any = type("_Int", (int,), {"__doc__": "Looks like an int, and computes otherwise.", **_odd(int, _METHODS)})


OddFloat: Any = type(
    "_Float", (float,), {"__doc__": "Looks like a float, and computes otherwise.", **_odd(float, _METHODS)}
)


OddComplex: Any = type(
    "_Complex",
    (complex,),
    {
        "__doc__": "Looks like a complex, and computes otherwise.",
        **_odd(complex, [name for name in _METHODS if hasattr(complex, name)]),
    },
)


class OddText(str):
    """What looks like a str."""


class OddBytes(bytes):
    """What looks like bytes."""


class OddByteArray(bytearray):
    """What looks like a bytearray."""


class OddDict(dict[Any, Any]):
    """What looks like a dict, and has a value for every key."""

    def __missing__(self, key: Any) -> Any:
        return 1


class OddList(list[Any]):
    """What looks like a list, and may have another length."""

    def __len__(self) -> int:
        return super().__len__() + 1


class OddDeque(deque[Any]):
    """What looks like a deque, and may have another length."""

    def __len__(self) -> int:
        return super().__len__() + 1


class _OddGenerator(random.Random):
    """What looks like a generator, and draws otherwise."""

    def random(self) -> float:
        return 0.5


def odd_generators() -> list[Any]:
    changed = random.Random(3)
    changed.__dict__["random"] = _OddGenerator(3).random
    return [None, 1, _OddGenerator(3), random.SystemRandom(), changed, random]
