"""The rows of ``_table.py``: what replaces which Python function, and what must hold for that.

``_table.py`` is generated and holds data only::

    BUILD_ID: str  # must equal the extension's BUILD_ID
    REPLACEMENTS: dict[tuple[str, str], Replacement]  # by (module, qualname); roots only
    SOURCES: dict[str, str]  # "module:qualname" to source_sha256, of every compiled function
"""

from __future__ import annotations

from typing import NamedTuple


class Guard(NamedTuple):
    """A name that must still mean what it meant when the function was proven.

    ``path`` is the name as the code spells it (``len``, ``math.sqrt``, ``helper``), looked up in
    the globals of ``module``. ``kind`` and ``expect`` say what it must be:

    - ``builtin``: Python's own; ``expect`` is its name.
    - ``library``: the object that ``expect`` names from the top (``numpy.linalg.norm``).
    - ``flag``: ``True`` or ``False``, which ``expect`` names.
    - ``instance``: an object of a class written in Python, or a bare one, that no other value can be.
    - ``class``: the class of this project with the id ``expect``.
    - ``function``: the function of this project with the id ``expect`` (``pkg.shapes:area``), with
      the source that was compiled.
    """

    module: str
    path: str
    kind: str
    expect: str


class ClassUse(NamedTuple):
    """What the Rust code uses of a class of this project, and keeps in one of its structs."""

    struct: str
    """The name of the struct."""
    id: str
    """``module:Qualname`` of the class."""
    order: tuple[str, ...]
    """The ids of the class and of its bases, in the order in which Python looks names up."""
    attributes: tuple[tuple[str, str], ...]
    """(name, use): the use is empty where it is only read."""
    methods: tuple[tuple[str, str, str, str], ...]
    """(name, kind, class behind which ``super()`` looks, function id). Kinds: method, static, class, property,
    setter, and init where Rust makes instances."""


class Replacement(NamedTuple):
    """One Python function that has a Rust version."""

    module: str
    qualname: str
    symbol: str
    """The function's name in the extension module."""
    shim: str
    """The name of the factory in ``_shims.py`` that makes the Python function in front of it."""
    source_sha256: str
    """Of the Python function's text: the proof holds for this text only."""
    guards: tuple[Guard, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    """(module, name) of the global values that the Rust code reads at every call."""
    parameters: tuple[tuple[str, str, bool], ...] = ()
    """(name, type, changed in place), in Python's order."""
    returns: str = "None"
    further: tuple[tuple[str, ...], ...] = ()
    """The types of the parameters in its other signatures."""
    classes: tuple[ClassUse, ...] = ()
    """The classes of the objects that it takes."""
    dependencies: tuple[str, ...] = ()
    """The ids of the other functions that were compiled into this one."""
    draws: bool = False
    """It draws from a generator of NumPy's that a module keeps."""
