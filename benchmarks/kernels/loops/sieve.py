"""Prime numbers by the sieve of Eratosthenes."""


def primes(limit: int) -> list[int]:
    """Return all primes up to ``limit``."""
    is_prime = [True] * (limit + 1)
    found = []
    for n in range(2, limit + 1):
        if is_prime[n]:
            found.append(n)
            for multiple in range(n * n, limit + 1, n):
                is_prime[multiple] = False
    return found
