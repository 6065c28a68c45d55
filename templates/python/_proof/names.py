"""The names that a function uses: where one comes to mean something else, Rust must leave the call to Python."""

from __future__ import annotations

import gc

from .copies import copy_arguments
from .loading import Pair
from .types import Arguments


def ignored_name(pair: Pair, arguments: Arguments) -> str | None:
    """Return a name that Rust does not look at, though it should; ``arguments`` are such as Rust answers.

    While a name means something else no Python code may run, since it could be a builtin.
    """
    native, trapped, other = pair.native, pair.trapped, object()
    collects = gc.isenabled()
    gc.disable()
    try:
        for namespace, name in pair.names:
            given = copy_arguments(arguments)
            there, before = name in namespace, namespace.get(name)
            namespace[name] = other
            try:
                answer = native(*given)
            finally:
                if there:
                    namespace[name] = before
                else:
                    del namespace[name]
            if answer is not trapped:
                return name
    finally:
        if collects:
            gc.enable()
    return None
