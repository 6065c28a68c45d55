"""Which start below a limit has the longest way to one, by the 3n + 1 rule."""


def chain_length(n: int) -> int:
    steps = 1
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def longest_chain(limit: int) -> tuple[int, int]:
    """Return the start and the length of the longest chain that starts below ``limit``."""
    best = 1
    longest = 1
    for start in range(1, limit):
        length = chain_length(start)
        if length > longest:
            best = start
            longest = length
    return best, longest
