"""Slices that are deleted in steps, numbers in octets."""


def every_third_gone(xs):
    """types: list[int]"""
    ys = list(xs)
    del ys[::3]
    return ys


def every_step_gone(xs, start, k):
    """types: list[float]; int; int"""
    ys = xs[:]
    del ys[start::k]
    return ys


def dropped_in_place(xs):
    """types: list[float]"""
    del xs[-1:0:-2]
    return len(xs)


def octets_dropped(data, k):
    """types: bytearray; int"""
    del data[::k]
    return data


def sieve(n):
    """types: int"""
    left = list(range(2, n % 300))
    found = []
    while left:
        p = left[0]
        found.append(p)
        del left[0::p]
    return found


def packed(n, size):
    """types: int; int"""
    return n.to_bytes(size % 12, "big") + (n & 0xFFFF).to_bytes(2, byteorder="little")


def packed_signed(n):
    """types: int"""
    return n.to_bytes(8, byteorder="little", signed=True), (n >> 40).to_bytes(length=3, byteorder="big", signed=True)


def unpacked(data):
    """types: bytes"""
    return int.from_bytes(data, "big"), int.from_bytes(data[:3], byteorder="little", signed=False)


def unpacked_signed(data):
    """types: bytearray"""
    return int.from_bytes(data, "little", signed=True) - int.from_bytes(data[:2], "big", signed=True)


def checksum(data):
    """types: bytes"""
    total = 0
    for i in range(0, len(data) - 3, 4):
        total = (total + int.from_bytes(data[i : i + 4], "little")) & 0xFFFFFFFF
    return total.to_bytes(4, "little")
