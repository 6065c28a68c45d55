"""Python's complex numbers, as signal, circuit and fractal code has them."""

import cmath
import math


def mandel_point(c, limit):
    """types: complex; int"""
    z = 0
    for n in range(limit):
        if abs(z) > 2:
            return n
        z = z * z + c
    return limit


def mandel_j(re, im, limit):
    """types: float; float; int"""
    c = complex(re, im)
    z = 0j
    n = 0
    while abs(z) <= 2.0 and n < limit:
        z = z**2 + c
        n += 1
    return n


def fft(x):
    """types: list[complex]"""
    n = len(x)
    if n <= 1:
        return x
    even = fft(x[0::2])
    odd = fft(x[1::2])
    t = [cmath.exp(-2j * cmath.pi * k / n) * odd[k] for k in range(n // 2)]
    return [even[k] + t[k] for k in range(n // 2)] + [even[k] - t[k] for k in range(n // 2)]


def dft(x):
    """types: list[float]"""
    n = len(x)
    out = []
    for k in range(n):
        s = 0
        for j in range(n):
            s += x[j] * cmath.exp(-2j * math.pi * k * j / n)
        out.append(s)
    return out


def horner(coeffs, z):
    """types: list[float]; complex"""
    result = 0
    for a in coeffs:
        result = result * z + a
    return result


def durand_kerner(coeffs, rounds):
    """types: list[float]; int"""
    n = len(coeffs) - 1
    roots = [(0.4 + 0.9j) ** k for k in range(n)]
    for _ in range(rounds):
        for i in range(n):
            p = 0j
            for a in coeffs:
                p = p * roots[i] + a
            q = 1 + 0j
            for j in range(n):
                if j != i:
                    q *= roots[i] - roots[j]
            roots[i] = roots[i] - p / q
    return roots


def response(b, a, w):
    """types: list[float]; list[float]; float"""
    z = cmath.exp(1j * w)
    num = sum(b[k] * z**-k for k in range(len(b)))
    den = sum(a[k] * z**-k for k in range(len(a)))
    h = num / den
    return abs(h), cmath.phase(h)


def impedance(r, ind, c, f):
    """types: float; float; float; float"""
    w = 2 * math.pi * f
    zl = 1j * w * ind
    zc = 1 / (1j * w * c)
    total = r + zl + zc
    return total, abs(total), total.real, total.imag


def parallel_z(zs):
    """types: list[complex]"""
    return 1 / sum(1 / z for z in zs)


def mobius(z, a, b, c, d):
    """types: complex; complex; complex; complex; complex"""
    if c * z + d == 0:
        return None
    return (a * z + b) / (c * z + d)


def newton_fractal(z, steps):
    """types: complex; int"""
    for i in range(steps):
        dz = 3 * z**2
        if dz == 0:
            return -1, z
        z = z - (z**3 - 1) / dz
        if abs(z**3 - 1) < 1e-9:
            return i, z
    return steps, z


def goertzel(x, k):
    """types: list[float]; int"""
    n = len(x)
    w = 2 * math.pi * k / n
    coeff = 2 * math.cos(w)
    s1 = s2 = 0.0
    for v in x:
        s0 = v + coeff * s1 - s2
        s2 = s1
        s1 = s0
    return complex(s1 - s2 * math.cos(w), s2 * math.sin(w))


def julia(width, height, c):
    """types: int; int; complex"""
    rows = []
    for y in range(height):
        row = []
        for x in range(width):
            z = complex(3.0 * x / width - 1.5, 2.0 * y / height - 1.0)
            n = 0
            while n < 50 and z.real * z.real + z.imag * z.imag < 4:
                z = z * z + c
                n += 1
            row.append(n)
        rows.append(row)
    return rows


def quadratic(a, b, c):
    """types: float; float; float"""
    d = cmath.sqrt(b * b - 4 * a * c)
    return (-b + d) / (2 * a), (-b - d) / (2 * a)


def bit_reverse_fft(x):
    """types: list[complex]"""
    n = len(x)
    a = list(x)
    j = 0
    for i in range(1, n):
        bit = n >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j ^= bit
        if i < j:
            a[i], a[j] = a[j], a[i]
    length = 2
    while length <= n:
        ang = -2 * math.pi / length
        wlen = complex(math.cos(ang), math.sin(ang))
        for i in range(0, n, length):
            w = 1
            for k in range(length // 2):
                u = a[i + k]
                v = a[i + k + length // 2] * w
                a[i + k] = u + v
                a[i + k + length // 2] = u - v
                w *= wlen
        length *= 2
    return a


def zeros_filled(xs):
    """types: list[float]"""
    out = [0] * len(xs)
    for i, x in enumerate(xs):
        if x > 0:
            out[i] = complex(x, -x)
    return out


def polar_sum(xs):
    """types: list[tuple[float, float]]"""
    total = 0
    for r, phi in xs:
        total += cmath.rect(r, phi)
    return cmath.polar(total)


def conj_energy(xs):
    """types: list[complex]"""
    return sum((x * x.conjugate()).real for x in xs)


def scale_in_place(xs, k):
    """types: list[complex]; float"""
    for i in range(len(xs)):
        xs[i] *= k


def truthy(z):
    """types: complex"""
    if not z:
        return "zero"
    return "some"


def by_name(d, key):
    """types: dict[str, complex]; str"""
    return d[key] * 2 if key in d else 0j


def all_functions(z):
    """types: complex"""
    return cmath.exp(z), cmath.sqrt(z), cmath.log(z), cmath.log10(z), cmath.sin(z), cmath.cos(z)


def more_functions(z):
    """types: complex"""
    return cmath.tan(z), cmath.sinh(z), cmath.cosh(z), cmath.tanh(z), cmath.isnan(z), cmath.isinf(z)


def neg_powers(z, n):
    """types: complex; int"""
    return z**n, z**-n, -z, +z, z**0.5


def mixed_ops(z, x, n):
    """types: complex; float; int"""
    return x - z, z - x, x * z, z / x, x / z, n - z, n * z, z == x, z == n, z != n


def sums(xs):
    """types: list[complex]"""
    return sum(xs), sum(xs, 0j)


def lists_of_pairs(xs):
    """types: list[tuple[int, complex]]"""
    best = None
    for _i, z in xs:
        if best is None or abs(z) > abs(best):
            best = z
    return best


class Phasor:
    def __init__(self, z, w):
        self.z = z
        self.w = w

    def step(self, n):
        """types: object[corpus_complex:Phasor]{z: complex!, w: complex}; int"""
        for _ in range(n):
            self.z = self.z * self.w
        return self.z.real
