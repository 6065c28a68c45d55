"""Ints beyond 64 bits, and arithmetic of which only the low bits are kept: hashes, generators, boards of bits."""

# ruff: noqa

MASK64 = 0xFFFFFFFFFFFFFFFF


def fnv1a_32(data: bytes) -> int:
    """types: bytes"""
    h = 0x811C9DC5
    for b in data:
        h ^= b
        h = (h * 0x01000193) & 0xFFFFFFFF
    return h


def fnv1a_64(data: bytes) -> int:
    """types: bytes"""
    h = 0xCBF29CE484222325
    for b in data:
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


def xorshift64(seed: int, n: int) -> list:
    """types: long; int"""
    x = seed
    found = []
    for _ in range(n):
        x ^= (x << 13) & 0xFFFFFFFFFFFFFFFF
        x ^= x >> 7
        x ^= (x << 17) & 0xFFFFFFFFFFFFFFFF
        found.append(x)
    return found


def splitmix(x: int) -> int:
    """types: long"""
    x = (x + 0x9E3779B97F4A7C15) % 2**64
    z = x
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) % (1 << 64)
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & ((1 << 64) - 1)
    return z ^ (z >> 31)


def murmur_mix(k: int, h: int) -> int:
    """types: int; int"""
    k = (k * 0xCC9E2D51) & 0xFFFFFFFF
    k = ((k << 15) | (k >> 17)) & 0xFFFFFFFF
    k = k * 0x1B873593 & 0xFFFFFFFF
    h ^= k
    h = ((h << 13) | (h >> 19)) & 0xFFFFFFFF
    return (h * 5 + 0xE6546B64) & 0xFFFFFFFF


def lcg(seed: int, n: int) -> float:
    """types: long; int"""
    state = seed
    total = 0.0
    for _ in range(n):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        total += (state >> 11) / 2**53
    return total


def pcg(state: int) -> tuple:
    """types: long"""
    old = state
    state = (old * 6364136223846793005 + 1) & 0xFFFFFFFFFFFFFFFF
    shifted = (((old >> 18) ^ old) >> 27) & 0xFFFFFFFF
    rot = old >> 59
    return state, ((shifted >> rot) | (shifted << ((-rot) & 31))) & 0xFFFFFFFF


def bits(board: int) -> list:
    """types: long"""
    found = []
    while board:
        low = board & -board
        found.append(low.bit_length() - 1)
        board ^= low
    return found


def popcount(board: int) -> int:
    """types: long"""
    count = 0
    while board:
        board &= board - 1
        count += 1
    return count


def shift_north(board: int) -> int:
    """types: long"""
    return (board << 8) & 0xFFFFFFFFFFFFFFFF | (board >> 8)


def knight(square: int) -> int:
    """types: int"""
    b = 1 << square
    return ((b << 17) | (b << 15) | (b >> 17) | (b >> 15)) & 0xFFFFFFFFFFFFFFFF


def table_hash(text: str, table: list) -> int:
    """types: str; list[long]"""
    h = 0
    for i, c in enumerate(text):
        h ^= table[(h ^ ord(c)) & 0xFF % len(table)] if table else 0
        h = (h << 1) & 0xFFFFFFFFFFFFFFFF
    return h


def arithmetic(a: int, b: int, c: int) -> list:
    """types: long; long; int"""
    return [
        a + b,
        a - b,
        a * c,
        a // c,
        a % c,
        divmod(a, b)[0],
        -a,
        abs(b),
        ~a,
        a & b,
        a | c,
        a ^ b,
        a >> (c & 63),
        min(a, b),
        max(a, c),
        pow(a, 3),
    ]


def compared(a: int, b: int, x: float) -> list:
    """types: long; long; float"""
    return [a < b, a == b, a >= b, a < x, x == a, bool(a), not b, a / b > 1.5, a * x > float(b)]


def modulo(a: int, e: int, m: int) -> int:
    """types: long; long; long"""
    return pow(a, e, m)


def counted(keys: list) -> dict:
    """types: list[long]"""
    found: dict = {}
    for k in keys:
        found[k] = found.get(k, 0) + 1
    return found


def bloom(item: int, size: int, field: list) -> bool:
    """types: long; int; list[bool]"""
    for seed in range(3):
        h = (item * (2 * seed + 3) + seed) & 0xFFFFFFFFFFFFFFFF
        if not field[h % size]:
            return False
    return True


def total(xs: list) -> int:
    """types: list[long]"""
    return sum(xs) + len(xs)


def adler(data: bytes) -> int:
    """types: bytes"""
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return (b << 16) | a


def djb2(text: str) -> int:
    """types: str"""
    h = 5381
    for c in text:
        h = ((h << 5) + h + ord(c)) & 0x7FFFFFFF
    return h


def two_steps(x: int) -> int:
    """types: int"""
    h = x
    h *= 0x85EBCA6B
    h &= 0xFFFFFFFF
    h ^= h >> 13
    h = h * 0xC2B2AE35
    h = h & 0xFFFFFFFF
    return h


def constant_mask(x: int) -> int:
    """types: int"""
    return (x * 31 + 7) & MASK64


def shown(x: int, y: int) -> str:
    """types: long; int"""
    return f"{x:x} {x:>24} {y:b} " + str(x) + hex(x) + bin(x)[2:] + f"{y} {y:08X}"


def hamming(a: int, b: int) -> int:
    """types: long; long"""
    return bin(a ^ b).count("1")


def rotl(x: int, k: int) -> int:
    """types: long; int"""
    return ((x << k) & 0xFFFFFFFFFFFFFFFF) | (x >> (64 - k))


class Generator:
    def __init__(self, seed: int) -> None:
        self.state = seed

    def step(self) -> float:
        """types: object[corpus_longs:Generator]{state: long}"""
        self.state = (6364136223846793005 * self.state + 1) % 2**64
        return (self.state >> 11) / 9007199254740992.0


def crc(data: bytes, table: list) -> int:
    """types: bytes; list[int]"""
    c = 0xFFFFFFFF
    for b in data:
        c = table[(c ^ b) & 0xFF] ^ (c >> 8)
    return c ^ 0xFFFFFFFF


def maybe(x: int, y: int) -> int:
    """types: optional[long]; int"""
    if x is None:
        x = y
    if x:
        return x % 1000
    return x + 1


def polynomial(s: str, base: int) -> int:
    """types: str; int"""
    m = (1 << 61) - 1
    h = 0
    for c in s:
        h = (h * base + ord(c)) % m
    return h


def rabin(s: str) -> int:
    """types: str"""
    m = (1 << 61) - 1
    h = 0x10000000000000000
    for c in s:
        h = (h * 257 + ord(c)) % m
    return h


def pairs(items: list) -> tuple:
    """types: list[tuple[long, int]]"""
    best, where = items[0]
    for value, place in sorted(items):
        if value > best:
            best, where = value, place
    return best, where


def power(base: int, exponent: int, modulus: int) -> int:
    """types: int; int; int"""
    result = 1
    base %= modulus
    while exponent > 0:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result
