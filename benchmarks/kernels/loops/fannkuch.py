"""Flips of prefixes over all permutations."""


def fannkuch(n: int) -> tuple[int, int]:
    """Return a checksum of the flip counts and the largest of them."""
    permutation = list(range(n))
    count = [0] * n
    flipped = [0] * n
    checksum = 0
    most = 0
    number = 0
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        for i in range(n):
            flipped[i] = permutation[i]
        flips = 0
        first = flipped[0]
        while first != 0:
            low, high = 0, first
            while low < high:
                flipped[low], flipped[high] = flipped[high], flipped[low]
                low += 1
                high -= 1
            flips += 1
            first = flipped[0]
        most = max(most, flips)
        checksum += flips if number % 2 == 0 else -flips
        while True:
            if r == n:
                return checksum, most
            front = permutation[0]
            for i in range(r):
                permutation[i] = permutation[i + 1]
            permutation[r] = front
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        number += 1
