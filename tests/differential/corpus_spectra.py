"""Spectra, states and roots: more complex numbers, as programs write them."""

import cmath

import numpy as np


def julia_step(z, c):
    """types: ndarray[complex128, 2]; complex"""
    for _ in range(5):
        z = z**2 + c
    return np.abs(z) < 2


def dagger(m):
    """types: ndarray[complex128, 2]"""
    return m.conj().T @ m


def expectation(state, op):
    """types: ndarray[complex128, 1]; ndarray[complex128, 2]"""
    return np.vdot(state, op @ state).real


def normalise(state):
    """types: ndarray[complex128, 1]"""
    state /= np.linalg.norm(state)
    return state


def kron_gate(a, b):
    """types: ndarray[complex128, 2]; ndarray[complex128, 2]"""
    return np.kron(a, b)


def inner(a, b):
    """types: ndarray[complex128, 1]; ndarray[complex128, 1]"""
    total = 0
    for i in range(len(a)):
        total += a[i].conjugate() * b[i]
    return total


def power_spectrum(x):
    """types: ndarray[float64, 1]"""
    spec = np.fft.rfft(x)
    return spec.real**2 + spec.imag**2


def lowpass(x, cut):
    """types: ndarray[float64, 1]; int"""
    spec = np.fft.rfft(x)
    spec[cut:] = 0
    return np.fft.irfft(spec)


def freq_response(b, a, n):
    """types: ndarray[float64, 1]; ndarray[float64, 1]; int"""
    n = max(0, n % 20)
    out = np.empty(n, dtype=complex)
    for i in range(n):
        z = cmath.exp(1j * cmath.pi * i / n)
        num = 0j
        for k in range(len(b)):
            num = num + b[k] * z ** (-k)
        den = 0j
        for k in range(len(a)):
            den = den + a[k] * z ** (-k)
        out[i] = num / den
    return out


def newton_grid(z):
    """types: ndarray[complex128, 1]"""
    out = np.zeros(len(z), dtype=int)
    for i in range(len(z)):
        w = z[i]
        for n in range(20):
            w = w - (w * w * w - 1) / (3 * w * w)
            if abs(w * w * w - 1) < 1e-6:
                out[i] = n
                break
    return out


def fft_iter(x):
    """types: ndarray[complex128, 1]"""
    n = len(x)
    a = x.copy()
    size = 2
    while size <= n:
        half = size // 2
        step = np.exp(-2j * np.pi / size)
        for start in range(0, n - size + 1, size):
            w = 1 + 0j
            for k in range(half):
                u = a[start + k]
                t = w * a[start + k + half]
                a[start + k] = u + t
                a[start + k + half] = u - t
                w *= step
        size *= 2
    return a


def roots_of(c):
    """types: ndarray[float64, 1]"""
    return np.roots(c)


def eig_pairs(m):
    """types: ndarray[complex128, 2]"""
    w, v = np.linalg.eig(m)
    return w, v


def half_step(psi, v, dt):
    """types: ndarray[complex128, 1]; ndarray[float64, 1]; float"""
    return psi * np.exp(-1j * v * dt)


def density(psi):
    """types: ndarray[complex128, 1]"""
    return (psi * psi.conj()).real.sum()


def rotate_points(xs, ys, angle):
    """types: list[float]; list[float]; float"""
    w = cmath.rect(1.0, angle)
    out = []
    for x, y in zip(xs, ys, strict=False):
        p = complex(x, y) * w
        out.append((p.real, p.imag))
    return out


def default_arg(x, z=1j):
    """types: float; complex"""
    return x * z


def calls_default(x):
    """types: float"""
    return default_arg(x) + default_arg(x, 2j)


def sorted_by_angle(zs):
    """types: list[complex]"""
    return sorted(zs, key=abs)


def largest(zs):
    """types: list[complex]"""
    return max(zs, key=lambda z: z.real)


def count_small(zs, eps):
    """types: list[complex]; float"""
    return sum(1 for z in zs if abs(z) < eps), [z for z in zs if abs(z) >= eps]


def pairwise(zs):
    """types: list[complex]"""
    return [[abs(a - b) for b in zs] for a in zs]


def area(zs):
    """types: list[complex]"""
    total = 0.0
    for a, b in zip(zs, zs[1:] + zs[:1], strict=False):
        total += (a.conjugate() * b).imag
    return total / 2


def poly_eval(cs, z):
    """types: list[complex]; complex"""
    value = cs[0]
    for c in cs[1:]:
        value = value * z + c
    return value


def laguerre(cs, z):
    """types: list[complex]; complex"""
    n = len(cs) - 1
    p = cs[-1]
    d = 0j
    f = 0j
    for c in reversed(cs[:-1]):
        f = f * z + d
        d = d * z + p
        p = p * z + c
    if abs(p) < 1e-14:
        return z
    g = d / p
    h = g * g - 2 * f / p
    r = cmath.sqrt((n - 1) * (n * h - g * g))
    a, b = g + r, g - r
    return z - n / (a if abs(a) > abs(b) else b)


def smith(gamma):
    """types: list[complex]"""
    return [50 * (1 + g) / (1 - g) for g in gamma]


def ladder(z1, z2, n):
    """types: complex; complex; int"""
    total = z1 + z2
    for _ in range(n % 30):
        total = z1 + 1 / (1 / z2 + 1 / total)
    return total


def to_db(h):
    """types: complex"""
    import math

    return 20 * math.log10(abs(h)) if h != 0 else float("-inf"), math.degrees(cmath.phase(h))


def cubic(a, b, c):
    """types: float; float; float"""
    d = cmath.sqrt(b * b - 4 * a * c)
    return (-b + d) ** (1 / 3)


def set_of(n):
    """types: int"""
    return {k: cmath.exp(2j * cmath.pi * k / n) for k in range(n)}


def ternary(x):
    """types: float"""
    z = complex(0, x) if x > 0 else x
    return z * 2


def returns_either(x):
    """types: float"""
    if x < 0:
        return complex(0, (-x) ** 0.5)
    return x**0.5
