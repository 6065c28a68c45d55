"""What the results of floating-point functions depend on, beside the code: a proof holds for these facts only.

``facts`` takes well under a millisecond; NumPy is looked at only where its values are used. As a script
(``python _environment.py numpy``) it prints them, which is how a build notes what it was made for.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import math
import os
import struct
import sys
from collections.abc import Callable, Iterator, Mapping

FILE = "_environment.json"
_ONE: tuple[Callable[[float], float], ...] = (
    *(math.exp, math.expm1, math.sin, math.cos, math.tan, math.atan, math.sinh, math.cosh, math.tanh),
    *(math.asinh, math.erf, math.erfc, math.gamma, math.lgamma),
)
_POSITIVE: tuple[Callable[[float], float], ...] = (math.log, math.log2, math.log10, math.log1p, math.sqrt)
_TWO: tuple[Callable[[float, float], float], ...] = (math.pow, math.atan2, math.fmod, math.hypot)


def facts(numpy: bool) -> dict[str, str]:
    """Return the facts of this process; those of NumPy with ``numpy``."""
    found = {
        "python": f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor}",
        "platform": f"{sys.platform} {8 * struct.calcsize('P')} bits, {sys.byteorder} endian",
        "libm": hashlib.sha256(struct.pack(f"<{len(_VALUES)}d", *_VALUES)).hexdigest()[:16],
    }
    return {**found, **_of_numpy()} if numpy else found


def _results() -> Iterator[float]:
    points = [0.1 + 0.37 * i for i in range(24)]
    for x in points:
        yield from (f(x) for f in _ONE)
        yield from (f(-x) for f in _ONE[:11])
        yield from (f(x) for f in _POSITIVE)
        yield from (f(x, 10.3 - x) for f in _TWO)


_VALUES = list(_results())


def _of_numpy() -> dict[str, str]:
    try:
        import numpy
    except ImportError:
        return {"numpy": "not there"}
    found = {"numpy": str(numpy.__version__)}
    try:
        kernels = importlib.import_module("numpy._core._multiarray_umath")
    except ImportError:
        return found  # before NumPy 2: the version has to do
    features: Mapping[str, bool] = getattr(kernels, "__cpu_features__", {})
    found["numpy features"] = " ".join(sorted(name for name, enabled in features.items() if enabled))
    config: Mapping[str, Mapping[str, Mapping[str, str]]] = getattr(numpy.__config__, "CONFIG", {})
    blas = config.get("Build Dependencies", {}).get("blas", {})
    found["blas"] = f"{blas.get('name', 'not known')} {blas.get('version', '')}".strip()
    return found


def built_for(folder: str) -> dict[str, str]:
    """Return the facts that the package in ``folder`` was built and proven for; none where that was not noted."""
    try:
        with open(os.path.join(folder, FILE), encoding="utf-8") as file:
            plain = json.load(file)
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in plain.items()} if isinstance(plain, dict) else {}


def changes(noted: Mapping[str, str]) -> list[str]:
    """Return in words which of the ``noted`` facts are others now."""
    if not noted:
        return []
    now = facts("numpy" in noted)
    return [
        f"{name} was {_short(value)}, is {_short(now.get(name, 'not known'))}"
        for name, value in noted.items()
        if now.get(name) != value
    ]


def _short(text: str) -> str:
    return text if len(text) < 60 else text[:57] + "..."


if __name__ == "__main__":
    print(json.dumps(facts("numpy" in sys.argv[1:])))
