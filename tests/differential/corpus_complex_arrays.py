"""NumPy's complex scalars and arrays, and variables that are now real, now complex."""

import cmath
import math

import numpy as np


def dft(x):
    """types: ndarray[float64, 1]"""
    n = len(x)
    out = np.zeros(n, dtype=complex)
    for k in range(n):
        total = 0j
        for j in range(n):
            total += x[j] * cmath.exp(-2j * cmath.pi * k * j / n)
        out[k] = total
    return out


def dft_np(x):
    """types: ndarray[complex128, 1]"""
    n = x.shape[0]
    out = np.zeros(n, dtype=np.complex128)
    for k in range(n):
        s = 0
        for j in range(n):
            s += x[j] * np.exp(-2j * np.pi * k * j / n)
        out[k] = s
    return out


def mandel_grid(width, height, limit):
    """types: int; int; int"""
    out = np.zeros((height, width), dtype=np.int64)
    for i in range(height):
        for j in range(width):
            c = complex(-2.0 + 3.0 * j / width, -1.5 + 3.0 * i / height)
            z = 0
            n = 0
            while abs(z) <= 2 and n < limit:
                z = z * z + c
                n += 1
            out[i, j] = n
    return out


def apply_gate(state, gate, target):
    """types: ndarray[complex128, 1]; ndarray[complex128, 2]; int"""
    n = len(state)
    step = 2 ** (target % 8)
    out = state.copy()
    for i in range(n):
        if i & step == 0 and i + step < n:
            a = state[i]
            b = state[i + step]
            out[i] = gate[0, 0] * a + gate[0, 1] * b
            out[i + step] = gate[1, 0] * a + gate[1, 1] * b
    return out


def phase_shift(state, phi):
    """types: ndarray[complex128, 1]; float"""
    w = cmath.exp(1j * phi)
    for i in range(len(state)):
        if i % 2 == 1:
            state[i] *= w


def probabilities(state):
    """types: ndarray[complex128, 1]"""
    return np.abs(state) ** 2


def norm(state):
    """types: ndarray[complex128, 1]"""
    total = 0.0
    for a in state:
        total += abs(a) ** 2
    return math.sqrt(total)


def parts(state):
    """types: ndarray[complex128, 1]"""
    total = 0.0
    for a in state:
        total += a.real * a.real + a.imag * a.imag
    return total


def spectrum(x):
    """types: ndarray[float64, 1]"""
    f = np.fft.fft(x)
    return np.abs(f)


def filtered(x, keep):
    """types: ndarray[float64, 1]; int"""
    f = np.fft.fft(x)
    f[keep:] = 0
    return np.fft.ifft(f)


def fft_rec(x):
    """types: ndarray[complex128, 1]"""
    n = len(x)
    if n % 2 == 1 or n < 2:
        return x.copy()
    even = fft_rec(x[::2])
    odd = fft_rec(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])


def scaled(x, z):
    """types: ndarray[complex128, 1]; complex"""
    return x * z + 1


def product(a, b):
    """types: ndarray[complex128, 2]; ndarray[complex128, 2]"""
    return a @ b


def quotient(a, b):
    """types: ndarray[complex128, 1]; ndarray[complex128, 1]"""
    return (a - b) / (a + b)


def conj_dot(a, b):
    """types: ndarray[complex128, 1]; ndarray[complex128, 1]"""
    return np.sum(np.conj(a) * b)


def first_over_last(a):
    """types: ndarray[complex128, 1]"""
    return a[0] / a[-1]


def scalar_mix(a, x, k):
    """types: ndarray[complex128, 1]; float; int"""
    z = a[0]
    return z * x, x - z, z + k, k / z, z == x, z != 0, -z, abs(z), z.conjugate(), z.imag


def hadamard():
    """types:"""
    h = 1 / np.sqrt(2)
    return np.array([[h, h], [h, -h]], dtype=complex)


def bell(n):
    """types: int"""
    state = np.zeros(4, dtype=complex)
    state[0] = 1
    state[3] = n
    state[1] = 1j
    return state / np.linalg.norm(state)


def made(n):
    """types: int"""
    return np.ones(max(0, n % 50), dtype=complex), np.array([1j, 2, 0.5 - 1j]), np.full(3, 2 + 1j)


def from_list(xs):
    """types: list[complex]"""
    a = np.array(xs)
    return a * 2


def eigen(m):
    """types: ndarray[complex128, 2]"""
    return np.linalg.eigvals(m)


def transfer(b, a, w):
    """types: ndarray[float64, 1]; ndarray[float64, 1]; float"""
    z = np.exp(-1j * w)
    num = 0
    den = 0
    for k in range(len(b)):
        num += b[k] * z**k
    for k in range(len(a)):
        den += a[k] * z**k
    return num / den


def masked(z):
    """types: ndarray[complex128, 1]"""
    big = np.abs(z) > 2
    z[big] = 0
    return z.sum()


def step_grid(z, c):
    """types: ndarray[complex128, 2]; ndarray[complex128, 2]"""
    return z * z + c


def listed(a):
    """types: ndarray[complex128, 1]"""
    return a.tolist()


def as_complex(x):
    """types: ndarray[float64, 1]"""
    return x.astype(complex) * 1j


def total_of(a):
    """types: ndarray[complex128, 1]"""
    s = 0
    for v in a:
        s += v
    return s


def truth_of(a):
    """types: ndarray[complex128, 1]"""
    n = 0
    for v in a:
        if v:
            n += 1
    return n


def py_roots(a):
    """types: ndarray[complex128, 1]"""
    return [cmath.sqrt(v) for v in a]


def twiddle(n):
    """types: int"""
    return np.exp(-2j * np.pi * np.arange(max(0, n % 40)) / 8)


def state_list(amps):
    """types: list[np.complex128]"""
    return [a * 2 for a in amps]


def power_of(z):
    """types: ndarray[complex128, 1]"""
    return z.real**2 + z.imag**2


def real_positive(z):
    """types: ndarray[complex128, 2]"""
    return np.where(z.real > 0, 1.0, 0.0)


def phases(z):
    """types: ndarray[complex128, 1]"""
    return np.angle(z)


def in_place(z, w):
    """types: ndarray[complex128, 1]; ndarray[complex128, 1]"""
    z -= w
    z += 1
    z /= 3
    return z


def large_products(n):
    """types: int"""
    a = np.exp(1j * np.arange(16000 + n % 1000))
    b = a + 0.5
    return np.sum(a * (a * b))


def swap_rows(m):
    """types: ndarray[complex128, 2]"""
    for j in range(m.shape[1]):
        m[0, j], m[-1, j] = m[-1, j], m[0, j]


def floats_into(z, x):
    """types: ndarray[complex128, 1]; ndarray[float64, 1]"""
    for i in range(min(len(z), len(x))):
        z[i] = x[i]
    z[:2] = x[:2]


def float64_mix(z, x):
    """types: complex; ndarray[float64, 1]"""
    v = x[0]
    return z * v, v * z, z + v, v - z, z / v, v / z, z == v, v == z


def optional_z(z):
    """types: optional[complex]"""
    if z is None:
        return 0j
    return z + 1


def mixed_arg(xs):
    """types: list[number[complex|float|int]]"""
    total = 0
    for x in xs:
        total = total * 2 + x
    return total


def mixed_args_abs(xs):
    """types: list[number[complex|int]]"""
    return [abs(x) for x in xs], [x.real for x in xs], [-x for x in xs], [x * x for x in xs], xs


def mixed_np(xs):
    """types: list[number[complex|np.complex128]]"""
    return [x * 2 for x in xs], [abs(x) for x in xs], [x.imag for x in xs], [x.conjugate() for x in xs]


def mixed_eq(x, y):
    """types: number[complex|float|int]; number[complex|int]"""
    return x == y, x != y, bool(x), x / y if y else None


def mixed_pow(x, n):
    """types: number[complex|float|int]; int"""
    return x**n


def int_pow_mixed(x, y):
    """types: number[complex|int]; float"""
    return x**y


class Filter:
    def __init__(self, taps, state):
        self.taps = taps
        self.state = state

    def run(self, xs):
        """types: object[corpus_complex_arrays:Filter]{taps: list[complex], state: complex!}; list[float]"""
        out = []
        for x in xs:
            self.state = self.state * self.taps[0] + x
            out.append(self.state)
        return out
