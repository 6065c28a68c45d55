"""What must not compile about whole arrays: views that would be copies, results that Rust cannot share, unknown forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compiler.harness import compile_one, refusal

_VECTOR = "ndarray[float64, 1]"
_SMALL = "ndarray[float32, 1]"
_MATRIX = "ndarray[float64, 2]"
_PLACES = "ndarray[int64, 1]"
_NP = "import numpy as np\n"
_R = "import numpy as np\ndef f(a, b):\n return np.r_"
CASES = [
    ("a dtype as a value", _NP + "def f(a):\n k = np.float32\n return k", (_VECTOR,), "M102"),
    ("the dtype of an array as a value", "def f(a):\n return a.dtype", (_VECTOR,), "M102"),
    ("a dtype that a text names", _NP + "def f(a, d):\n return np.zeros_like(a, dtype=d)", (_VECTOR, "str"), "M103"),
    ("a dtype of the other byte order", _NP + "def f(a):\n return np.zeros(3, dtype='>f8')", (_VECTOR,), "M103"),
    ("sides of any number", _NP + "def f(a):\n return [i for i in np.ndindex(*a.shape)]", (_MATRIX,), "M103"),
    ("a sum at places in itself", _NP + "def f(a, i):\n np.add.at(a, i, a)", (_VECTOR, _PLACES), "M103"),
    ("a sum of floats at places of ints", _NP + "def f(a, i):\n np.add.at(i, i, a)", (_VECTOR, _PLACES), "M103"),
    (
        "a result in an argument, as a value",
        _NP + "def f(a, b):\n return np.add(a, 1.0, out=b)",
        (_VECTOR,) * 2,
        "M103",
    ),
    ("a mask of numbers", _NP + "def f(a, b):\n np.log(a, out=b, where=a)", (_VECTOR, _VECTOR), "M103"),
    ("arrays joined by r_", _R + "[a, b]", (_VECTOR, _VECTOR), ""),
    ("arrays joined by c_", _NP + "def f(a, b):\n return np.c_[a, b]", (_VECTOR, _MATRIX), ""),
    ("a number joined by c_", _NP + "def f(a):\n return np.c_[a, 1.0]", (_VECTOR,), "M103"),
    ("a list of arrays joined by c_", _NP + "def f(a, b):\n return np.c_[[a], b]", (_VECTOR, _MATRIX), "M103"),
    ("a row of a vector that is an argument", _NP + "def f(a):\n return [np.atleast_2d(a)]", (_VECTOR,), "M303"),
    ("one part joined by r_, which may be a tuple", _R + "[a]", (_VECTOR, _VECTOR), "M102"),
    ("numbers of r_", _R + "[0:3, a]", (_VECTOR, _VECTOR), "M102"),
    ("a number joined by r_", _R + "[a, 1.0]", (_VECTOR, _VECTOR), "M103"),
    ("an axis of r_", _R + "['0,2', a, b]", (_VECTOR, _VECTOR), "M103"),
    ("a list of arrays joined by r_", _R + "[[a], b]", (_VECTOR, _MATRIX), "M103"),
    ("a call of r_", _R + "(a, b)", (_VECTOR, _VECTOR), "M103"),
    ("a view of an argument in a list", "def f(a):\n return [a[1:]]", (_VECTOR,), "M303"),
    ("a view of what is bound anew", "def f(a):\n if len(a):\n  a = a * 2.0\n return a[1:]", (_VECTOR,), "M303"),
    ("a view that a call gives", "def g(a):\n return a.T\ndef f(a):\n return g(a)", (_MATRIX,), "M303"),
    ("two views of one new array", "def f(a):\n b = a * 2.0\n return b.T, b[:, 0]", (_MATRIX,), "M303"),
    ("two plain parts of one new array", "def f(a):\n b = a * 2.0\n return b[1:], b[:-1]", (_VECTOR,), "M303"),
    ("two parts apart", "def f(a):\n b = a * 2.0\n m = len(b) // 2\n return b[:m], b[m:]", (_VECTOR,), ""),
    ("a view and its new array", "def f(a):\n b = a * 2.0\n return b.T, b", (_MATRIX,), "M303"),
    ("a view of an array of two names", "def f(a):\n b = a * 2.0\n c = b\n return b.T, c", (_MATRIX,), "M303"),
    ("a view of an array in a list", "def f(a):\n b = a * 2.0\n xs = [b]\n return xs, b.T", (_MATRIX,), "M303"),
    ("a view of a view of an argument", "def f(a):\n b = a[1:]\n return b.T", (_MATRIX,), "M303"),
    ("another shape of an argument returned", "def f(a):\n return a.reshape(-1)", (_MATRIX,), "M303"),
    ("a view that is changed", "def f(a):\n b = a[1:]\n b += 1.0\n return a.sum()", (_VECTOR,), "M303"),
    (
        "a view of what is changed",
        "def f(a):\n b = a[1:]\n a[0] = 1.0\n a[1] = 2.0\n return b.sum()",
        (_VECTOR,),
        "M303",
    ),
    (
        "a view kept in another object until after the change",
        "def f(a):\n b = a[1:]\n xs = [b]\n a[0] = 1.0\n return len(xs)",
        (_VECTOR,),
        "M303",
    ),
    (
        "a view that a loop reads again after the change",
        "def f(a):\n b = a[1:]\n t = 0.0\n for _ in range(2):\n  c = b * 2.0\n  a[1] = 5.0\n  t += c[0]\n return t",
        (_VECTOR,),
        "M303",
    ),
    (
        "a view of a view until after the change",
        "def f(a):\n b = a[1:]\n c = b[1:]\n a[2] = 1.0\n return (c * 2.0).sum()",
        (_VECTOR,),
        "M303",
    ),
    ("a view that is only computed with", "def f(a):\n b = a[1:]\n c = b * 2.0\n a[1:] += c", (_VECTOR,), ""),
    (
        "a flat view of what is changed",
        "def f(a):\n b = a.ravel()\n a[0, 0] = 1.0\n return b.sum()",
        (_MATRIX,),
        "M303",
    ),
    ("a view kept in a list", "def f(a):\n xs = []\n xs.append(a[1:])\n return len(xs)", (_VECTOR,), "M303"),
    ("ints divided in place", "def f(a):\n a /= 2", ("ndarray[int64, 1]",), "M102"),
    ("floats into ints in place", "def f(a, b):\n a += b", ("ndarray[int64, 1]", _VECTOR), "M102"),
    ("the truth of an array", "def f(a):\n if a > 0:\n  return 1\n return 2", (_VECTOR,), "M204"),
    (
        "an axis that is computed",
        "import numpy as np\ndef f(a, k):\n return np.sum(a, axis=k)",
        (_MATRIX, "int"),
        "",
    ),
    ("a function that changes", "import numpy as np\ndef f(a):\n np.put(a, 0, 1.0)", (_VECTOR,), "M103"),
    ("bytes drawn", "import numpy as np\ndef f(a):\n return np.random.bytes(len(a))", (_VECTOR,), "M103"),
    ("dtypes without Rust", "import numpy as np\ndef f(a):\n return np.emath.sqrt(a)", (_VECTOR,), "M103"),
    ("small complex numbers returned", "import numpy as np\ndef f(a):\n return np.fft.fft(a)", (_SMALL,), "M201"),
    (
        "small complex numbers named",
        "import numpy as np\ndef f(a):\n b = np.fft.fft(a)\n return abs(b)",
        (_SMALL,),
        "M201",
    ),
    ("the real parts named", "def f(a):\n b = a.real\n a[0] = 1\n return b", ("ndarray[complex128, 1]",), "M102"),
    ("the real parts returned", "import numpy as np\ndef f(a):\n return np.fft.ifft(a).real", (_VECTOR,), "M102"),
    ("the real parts set", "def f(a):\n a.real[0] = 1", ("ndarray[complex128, 1]",), "M102"),
    ("the real parts set as a whole", "def f(a):\n a.real = 0", ("ndarray[complex128, 1]",), "M101"),
    ("a product in place", "def f(a, b):\n a *= b", ("ndarray[complex128, 1]",) * 2, "M102"),
    (
        "a product of complex numbers into another array",
        "import numpy as np\ndef f(a, b):\n np.multiply(a, b, out=a)",
        ("ndarray[complex128, 1]",) * 2,
        "M102",
    ),
    ("a complex number in floats", "def f(a, z):\n a[0] = z", (_VECTOR, "complex"), "M202"),
    ("complex numbers in floats", "def f(a, b):\n a[:] = b", (_VECTOR, "ndarray[complex128, 1]"), "M102"),
    (
        "small complex numbers dropped",
        "import numpy as np\ndef f(a):\n np.fft.fft(a)\n return a.sum()",
        (_SMALL,),
        "M201",
    ),
    ("a named tuple returned", "import numpy as np\ndef f(a):\n return np.linalg.eigh(a)", (_MATRIX,), "M201"),
    (
        "a named tuple in a list",
        "import numpy as np\ndef f(a):\n return [np.linalg.eigh(a)]",
        (_MATRIX,),
        "M201",
    ),
    ("a part of a fresh array", "import numpy as np\ndef f(n):\n a = np.zeros(9)\n return a[:n]", ("int",), ""),
    (
        "rows of what a loop binds anew",
        "def f(a):\n total = 0.0\n for row in a:\n  total += row[0]\n  a = a * 2.0\n return total",
        (_MATRIX,),
        "M303",
    ),
    ("a view of a view", "def f(a):\n b = a[1:]\n c = b[1:]\n return c.sum()", (_VECTOR,), ""),
]


@pytest.mark.parametrize(("what", "text", "types", "code"), CASES, ids=[c[0] for c in CASES])
def test_refused(tmp_path: Path, what: str, text: str, types: tuple[str, ...], code: str) -> None:
    assert refusal(tmp_path, text, *types) == code, what


def test_an_expression_is_one_loop(tmp_path: Path) -> None:
    _, rust = compile_one(tmp_path, "def f(a, b):\n return a * 2.0 + b[1:]", _VECTOR, _VECTOR)
    assert rust.count("nd::collect") == 1


def test_a_slice_of_a_slice_is_no_copy(tmp_path: Path) -> None:
    _, rust = compile_one(tmp_path, "def f(a):\n b = a[1:]\n return b.sum()", _VECTOR)
    assert "packed" not in rust
    assert "dense" not in rust
