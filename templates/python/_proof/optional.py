"""NumPy where it is installed: functions without arrays need none."""

from __future__ import annotations

from typing import Any

try:
    import numpy as _numpy
except ImportError:
    np: Any = None
else:
    np = _numpy
