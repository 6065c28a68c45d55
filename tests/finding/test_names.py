"""What names mean: locals, builtins, libraries, project functions and values; what is unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.finding.modules import Project
from migrator.finding.names import ModuleNames, names_read
from tests.finding import project_of


def names_of(project: Project, module: str) -> ModuleNames:
    source = project.load(module)
    assert source is not None
    return ModuleNames(project, source)


def meanings(folder: Path, text: str, function: str = "f") -> dict[str, tuple[str, str]]:
    names = names_of(project_of(folder, {"m.py": text}), "m")
    return {use.meaning.spelled: (use.meaning.kind, use.meaning.qualified) for use in names_read(names, function)}


FILES: dict[str, str | bytes] = {
    "pkg/__init__.py": "from .geometry import iou\nfrom . import config\n",
    "pkg/geometry.py": "def iou(a, b): return a\nclass Box:\n    def area(self): return 1\n",
    "pkg/config.py": "LIMIT = 3\n",
    "pkg/stars.py": "from .geometry import *\nfrom math import *\n",
    "pkg/round.py": "from .trip import around\n",
    "pkg/trip.py": "from .round import around\n",
    "pkg/deep/__init__.py": "",
    "pkg/deep/m.py": "from ..geometry import iou\nfrom ... import outside\n",
}


@pytest.mark.parametrize(
    ("imports", "spelled", "kind", "qualified"),
    [
        ("from pkg.geometry import iou", "iou", "function", "pkg.geometry:iou"),
        ("from pkg import iou as overlap", "overlap", "function", "pkg.geometry:iou"),
        ("import pkg.geometry as g", "g.iou", "function", "pkg.geometry:iou"),
        ("import pkg.geometry", "pkg.geometry.iou", "function", "pkg.geometry:iou"),
        ("import pkg", "pkg.iou", "function", "pkg.geometry:iou"),
        ("from pkg.stars import iou", "iou", "function", "pkg.geometry:iou"),
        ("from pkg.stars import *", "iou", "function", "pkg.geometry:iou"),
        ("from pkg.stars import *", "sqrt", "import", "math.sqrt"),
        ("from pkg.deep.m import iou", "iou", "function", "pkg.geometry:iou"),
        ("from pkg import geometry", "geometry.Box.area", "function", "pkg.geometry:Box.area"),
        ("from pkg.geometry import Box", "Box", "class", "pkg.geometry:Box"),
        ("from pkg.config import LIMIT", "LIMIT", "global", "pkg.config:LIMIT"),
        ("from pkg import config", "config.LIMIT", "global", "pkg.config:LIMIT"),
        ("import numpy as np", "np.linalg.norm", "import", "numpy.linalg.norm"),
        ("from numpy import cumsum as c", "c", "import", "numpy.cumsum"),
        ("import os.path", "os.path.join", "import", "os.path.join"),
        ("from math import *", "sqrt", "import", "math.sqrt"),
        ("from math import *", "pow", "import", "math.pow"),
        ("from math import *", "len", "builtin", "len"),
        ("from unknown import *", "len", "unknown", ""),
        ("from pkg.round import around", "around", "unknown", ""),
        ("from pkg.geometry import nothing", "nothing", "unknown", ""),
        ("", "len", "builtin", "len"),
        ("", "undefined", "unknown", ""),
        ("len = 3", "len", "global", "m:len"),
        ("def len(x): return 1", "len", "function", "m:len"),
        (
            "try:\n    import numpy as np\nexcept ImportError:\n    np = None",
            "np.sum",
            "import",
            "numpy.sum",
        ),
        (
            "try:\n    from fast import g\nexcept ImportError:\n    def g(): pass",
            "g",
            "unknown",
            "",
        ),
        ("import sys\nif sys:\n    def g(): pass\nelse:\n    def g(): pass", "g", "function", "m:g"),
        ("def g(): pass\ndef g(): pass", "g", "function", "m:g"),
        ("def g(): pass\ng = 3", "g", "global", "m:g"),
    ],
)
def test_module_level(tmp_path: Path, imports: str, spelled: str, kind: str, qualified: str) -> None:
    project = project_of(tmp_path, {**FILES, "m.py": imports + "\n"})
    found = names_of(project, "m").resolve_global(spelled)
    assert (found.kind, found.qualified) == (kind, qualified)
    assert bool(found.why) == (kind == "unknown")


def test_words_of_lowering(tmp_path: Path) -> None:
    text = "import math\nLIMIT = 3\ndef g(a, *, k=1): return a\nclass C: pass\n"
    names = names_of(project_of(tmp_path, {"m.py": text}), "m")
    spelled = ("math.pi", "LIMIT", "g", "len", "C", "nothing")
    kinds = [names.resolve(name).kind for name in spelled]
    assert kinds == ["library", "value", "function", "builtin", "class", "unknown"]
    found = names.parameters("m:g")
    assert found is not None
    assert found[0].kwonly_params[0].name.value == "k"
    assert names.parameters("m:none") is None


def test_relative_import_out_of_the_package(tmp_path: Path) -> None:
    names = names_of(project_of(tmp_path, FILES), "pkg.deep.m")
    assert names.resolve_global("outside").kind == "unknown"


def test_locals_and_what_hides_builtins(tmp_path: Path) -> None:
    text = """
import math
K = 3
def f(values, sum=None):
    max = len(values)
    squares = [v * K for v in values if abs(v) < max]
    for i, (a, b) in enumerate(values):
        total = math.sqrt(a, key=b)
    return sum, squares, values.size, values[i].size, total
"""
    found = meanings(tmp_path, text)
    assert found["sum"] == ("local", "sum")
    assert found["max"] == ("local", "max")
    assert found["v"] == ("local", "v")
    assert found["K"] == ("global", "m:K")
    assert found["len"] == ("builtin", "len")
    assert found["math.sqrt"] == ("import", "math.sqrt")
    assert found["values.size"] == ("attribute", "values.size")
    assert found["values[i].size"][0] == "attribute"
    assert "key" not in found


def test_module_level_shadowing_in_a_function(tmp_path: Path) -> None:
    text = "from numpy import sum\ndef f(x): return sum(x) + len(x)\n"
    names = names_of(project_of(tmp_path, {"m.py": text}), "m")
    uses = {use.meaning.spelled: use.meaning for use in names_read(names, "f")}
    assert uses["sum"].qualified == "numpy.sum"
    assert uses["sum"].shadows
    assert not uses["len"].shadows


def test_enclosing_function_and_global(tmp_path: Path) -> None:
    text = """
def outer(a):
    def f(b):
        global counter
        counter = a + b
        return counter
    return f
"""
    found = meanings(tmp_path, text, "outer.<locals>.f")
    assert found["a"] == ("free", "a")
    assert found["b"] == ("local", "b")
    assert found["counter"] == ("global", "m:counter")


def test_class_body_names_are_not_seen_in_methods(tmp_path: Path) -> None:
    text = "LIMIT = 1\nclass C:\n    LIMIT = 2\n    def f(self): return LIMIT + self.LIMIT\n"
    found = meanings(tmp_path, text, "C.f")
    assert found["LIMIT"] == ("global", "m:LIMIT")
    assert found["self.LIMIT"] == ("attribute", "self.LIMIT")


def test_import_inside_the_function(tmp_path: Path) -> None:
    found = meanings(tmp_path, "def f(x):\n    import math\n    return math.sqrt(x)\n")
    assert found["math.sqrt"] == ("import", "math.sqrt")
    found = meanings(tmp_path, "def f(x):\n    from math import sqrt as root\n    return root(x)\n")
    assert found["root"] == ("import", "math.sqrt")
    found = meanings(tmp_path, "def f(x):\n    import math\n    math = x\n    return math.sqrt(x)\n")
    assert found["math.sqrt"][0] == "attribute"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("try:\n    range = xrange\nexcept NameError:\n    pass\n", ("builtin", "range")),
        ("import sys\nif sys.version_info[0] == 2:\n    range = xrange\n", ("builtin", "range")),
        ("try:\n    range\nexcept NameError:\n    range = list\n", ("builtin", "list")),
        ("import math\nrange = math.sqrt\n", ("import", "math.sqrt")),
        ("import math\nrange = math.pi\n", ("global", "m:range")),
        ("import os\nrange = os.sep\n", ("global", "m:range")),
        ("try:\n    import no_such as range\nexcept ImportError:\n    import math as range\n", ("import", "math")),
        ("try:\n    import math as range\nexcept ImportError:\n    import cmath as range\n", ("import", "math")),
        ("try:\n    range = list\nexcept NameError:\n    def range(n): return n\n", ("builtin", "list")),
        ("def helper(n): return n\nrange = helper\n", ("function", "m:helper")),
        ("range = missing\n", ("global", "m:range")),
        ("if 1:\n    import math as range\nelse:\n    import cmath as range\n", ("unknown", "")),
    ],
)
def test_a_name_that_is_another_name(tmp_path: Path, text: str, meaning: tuple[str, str]) -> None:
    assert meanings(tmp_path, f"{text}def f(n): return range(n)\n")["range"] == meaning


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("FLAG = True\n", "flag", "True"),
        ("try:\n    import math\n    FLAG = True\nexcept ImportError:\n    FLAG = False\n", "flag", "True"),
        ("FLAG = True\nFLAG = False\n", "value", "m:FLAG"),
        ("FLAG = True\ndef set():\n    global FLAG\n    FLAG = False\n", "value", "m:FLAG"),
        ("FLAG = 1\n", "value", "m:FLAG"),
        ("FLAG = None\n", "value", "m:FLAG"),
    ],
)
def test_flags(tmp_path: Path, text: str, kind: str, target: str) -> None:
    meaning = names_of(project_of(tmp_path, {"m.py": text}), "m").resolve("FLAG")
    assert (meaning.kind, meaning.target) == (kind, target)
