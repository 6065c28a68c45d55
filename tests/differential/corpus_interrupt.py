"""Loops of every kind that can take long: each must ask for Ctrl-C, and give Python's answer where it is not pressed."""


def spins(n):
    """types: int"""
    total = 0
    for i in range(n):
        for j in range(n):
            total = (total + i * j) % 1000003
    while total > n > 0:
        total -= n
    return total


def one_range(n, x):
    """types: int; float"""
    for _ in range(n):
        x = x * 0.75 + 0.25
    return x


def one_range_with_steps(n, k):
    """types: int; int"""
    total = 0
    for i in range(1, n, 2):
        total = (total * k + i) % 1009
    return total


def one_range_that_breaks(n, k):
    """types: int; int"""
    total = 0
    for i in range(n):
        total = (total * k + i) % 1009
        if total == 5000:
            break
    else:
        total += 1
    return total


def dict_values(d, rounds):
    """types: dict[int, int]; int"""
    done = 0
    while done < rounds:
        for k in d:
            d[k] = (d[k] * 3 + k) % 1009
        done += 1
        if done > 3 and rounds < 1000:
            break
    return done


def whole_lists(xs, rounds):
    """types: list[int]; int"""
    found = 0
    for i in range(rounds):
        if -1 - i in xs:
            found += 1
    return found


def whole_lists_until(xs, rounds):
    """types: list[int]; int"""
    found = 0
    while found < rounds:
        if -1 - found in xs:
            break
        found += 1
    return found
