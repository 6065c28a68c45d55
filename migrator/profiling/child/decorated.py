"""Whether the name of a decorated function still holds the function as written.

Compilers that are not installed, switches that are off and registries hand back the very function they were given.
Only the program itself can tell, so it is asked when it ends.
"""

from __future__ import annotations

import sys
from types import FunctionType
from typing import NamedTuple


class Decorated(NamedTuple):
    """A decorated ``def`` as its file says. ``line`` is that of the first decorator."""

    module: str
    qualname: str
    path: str
    line: int

    @property
    def id(self) -> str:
        return f"{self.module}:{self.qualname}"

    def is_as_written(self) -> bool:
        """Whether the name is now bound to the function that this ``def`` made."""
        value: object = sys.modules.get(self.module)
        if value is None and getattr(sys.modules.get("__main__"), "__file__", None) == self.path:
            value = sys.modules["__main__"]
        for part in self.qualname.split("."):
            # Not getattr: a class would bind its methods, and a module's own ``__getattr__`` is the program's code.
            names = getattr(value, "__dict__", {})
            if part not in names:
                return False
            value = names[part]
        if type(value) is not FunctionType:
            return False
        code = value.__code__
        own = (code.co_filename, code.co_firstlineno, code.co_name)
        return own == (self.path, self.line, self.qualname.rpartition(".")[2])
