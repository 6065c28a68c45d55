"""Hashes, filters, boards of bits, primes and codes, as programs have them."""

# ruff: noqa

from dataclasses import dataclass


class BloomFilter:
    def __init__(self, size, hashes):
        self.size = size
        self.hashes = hashes
        self.bits = bytearray(size)

    def _hash(self, item, seed):
        h = 14695981039346656037 ^ seed
        for ch in item:
            h ^= ord(ch)
            h = (h * 1099511628211) % (1 << 64)
        return h

    def add(self, item):
        """types: object[corpus_hashes:BloomFilter]{size: int, hashes: int, bits: bytearray}; str"""
        for seed in range(self.hashes):
            self.bits[self._hash(item, seed) % self.size] = 1

    def __contains__(self, item):
        """types: object[corpus_hashes:BloomFilter]{size: int, hashes: int, bits: bytearray}; str"""
        return all(self.bits[self._hash(item, seed) % self.size] for seed in range(self.hashes))


class MersenneTwister:
    def __init__(self, seed):
        self.mt = [0] * 624
        self.index = 624
        self.mt[0] = seed
        for i in range(1, 624):
            self.mt[i] = (1812433253 * (self.mt[i - 1] ^ self.mt[i - 1] >> 30) + i) & 0xFFFFFFFF

    def twist(self):
        for i in range(624):
            y = (self.mt[i] & 0x80000000) + (self.mt[(i + 1) % 624] & 0x7FFFFFFF)
            self.mt[i] = self.mt[(i + 397) % 624] ^ (y >> 1)
            if y % 2 != 0:
                self.mt[i] ^= 0x9908B0DF
        self.index = 0

    def extract(self):
        """types: object[corpus_hashes:MersenneTwister]{mt: list[int], index: int}"""
        if self.index >= 624:
            self.twist()
        y = self.mt[self.index]
        y ^= y >> 11
        y ^= (y << 7) & 0x9D2C5680
        y ^= (y << 15) & 0xEFC60000
        y ^= y >> 18
        self.index += 1
        return y & 0xFFFFFFFF


def md5_step(a, b, c, d, m, t, s):
    """types: int; int; int; int; int; int; int"""
    f = (b & c) | (~b & d)
    x = (a + f + m + t) & 0xFFFFFFFF
    return (b + ((x << s) | (x >> (32 - s)))) & 0xFFFFFFFF


def is_prime(n):
    """types: int"""
    if n < 2:
        return False
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % p == 0:
            return n == p
    d, s = n - 1, 0
    while d % 2 == 0:
        d //= 2
        s += 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def simhash(tokens, weights):
    """types: list[str]; dict[str, int]"""
    v = [0] * 64
    for tok in tokens:
        h = 0xCBF29CE484222325
        for b in tok.encode("utf-8"):
            h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
        w = weights.get(tok, 1)
        for i in range(64):
            v[i] += w if h >> i & 1 else -w
    ans = 0
    for i in range(64):
        if v[i] > 0:
            ans |= 1 << i
    return ans


def minhash(values, a, b):
    """types: list[int]; list[int]; list[int]"""
    prime = (1 << 61) - 1
    best = [(1 << 32) - 1] * len(a)
    for v in values:
        for i in range(len(a)):
            h = ((a[i] * v + b[i]) % prime) & ((1 << 32) - 1)
            if h < best[i]:
                best[i] = h
    return best


def zobrist(board, table):
    """types: list[int]; list[list[long]]"""
    h = 0
    for sq, piece in enumerate(board):
        if piece:
            h ^= table[sq % len(table)][piece]
    return h


def life(board, width, height):
    """types: long; int; int"""
    new = 0
    for i in range(width * height):
        x, y = i % width, i // width
        n = 0
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                if dx or dy:
                    j = (x + dx) % width + (y + dy) % height * width
                    n += board >> j & 1
        if n == 3 or (n == 2 and board >> i & 1):
            new |= 1 << i
    return new


def queens(n, row, cols, d1, d2):
    """types: int; int; int; int; int"""
    if row == n:
        return 1
    count = 0
    free = ((1 << n) - 1) & ~(cols | d1 | d2)
    while free:
        bit = free & -free
        free ^= bit
        count += queens(n, row + 1, cols | bit, (d1 | bit) << 1, (d2 | bit) >> 1)
    return count


def hilbert(n, x, y):
    """types: int; int; int"""
    d = 0
    s = n // 2
    while s > 0:
        rx = (x & s) > 0
        ry = (y & s) > 0
        d += s * s * ((3 * rx) ^ ry)
        if ry == 0:
            if rx == 1:
                x = s - 1 - x
                y = s - 1 - y
            x, y = y, x
        s //= 2
    return d


def morton(x, y):
    """types: int; int"""
    x = (x | (x << 16)) & 0x0000FFFF0000FFFF
    x = (x | (x << 8)) & 0x00FF00FF00FF00FF
    x = (x | (x << 4)) & 0x0F0F0F0F0F0F0F0F
    y = (y | (y << 16)) & 0x0000FFFF0000FFFF
    y = (y | (y << 8)) & 0x00FF00FF00FF00FF
    return x | (y << 1)


def geohash(lat, lon, precision):
    """types: float; float; int"""
    base = "0123456789bcdefghjkmnpqrstuvwxyz"
    lat_lo, lat_hi, lon_lo, lon_hi = -90.0, 90.0, -180.0, 180.0
    out, bit, ch, even = [], 0, 0, True
    while len(out) < precision:
        if even:
            mid = (lon_lo + lon_hi) / 2
            if lon > mid:
                ch |= 1 << (4 - bit)
                lon_lo = mid
            else:
                lon_hi = mid
        else:
            mid = (lat_lo + lat_hi) / 2
            if lat > mid:
                ch |= 1 << (4 - bit)
                lat_lo = mid
            else:
                lat_hi = mid
        even = not even
        if bit < 4:
            bit += 1
        else:
            out.append(base[ch])
            bit, ch = 0, 0
    return "".join(out)


@dataclass(frozen=True)
class Fixed:
    raw: int
    shift: int = 16

    def times(self, other):
        """types: object[corpus_hashes:Fixed]{raw: int, shift: int}; object[corpus_hashes:Fixed]{raw: int, shift: int}"""
        return Fixed((self.raw * other.raw) >> self.shift, self.shift)


def gray(n):
    """types: int"""
    return [i ^ (i >> 1) for i in range(n % 300)]


def lfsr(seed, taps, steps):
    """types: int; list[int]; int"""
    state, out = seed, []
    for _ in range(steps % 500):
        bit = 0
        for tap in taps:
            bit ^= (state >> tap) & 1
        state = ((state << 1) | bit) & 0xFFFF
        out.append(state & 1)
    return out


def crc32(data):
    """types: bytes"""
    table = []
    for i in range(256):
        c = i
        for _ in range(8):
            c = 0xEDB88320 ^ (c >> 1) if c & 1 else c >> 1
        table.append(c)
    crc = ~0 & 0xFFFFFFFF
    for byte in data:
        crc = table[(crc ^ byte) & 255] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


def base58(n):
    """types: long"""
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    s = ""
    while n > 0:
        n, r = divmod(n, 58)
        s = alphabet[r] + s
    return s


def varint(n):
    """types: long"""
    out = bytearray()
    while True:
        b = n & 0x7F
        n >>= 7
        if n:
            out.append(b | 0x80)
        else:
            out.append(b)
            return out


def letters(n, words):
    """types: long; list[int]"""
    return chr(97 + n % 26) * (n & 3) + "x" * (n >> 62), (n & 7) in words, [0] * (n % 5), words.count(n)
