"""The most valuable choice of things that can be carried."""


def most_valuable(weights: list[int], values: list[int], capacity: int) -> int:
    """Return the greatest value of things that together weigh at most ``capacity``."""
    best = [0] * (capacity + 1)
    for i in range(len(weights)):
        weight = weights[i]
        value = values[i]
        for room in range(capacity, weight - 1, -1):
            best[room] = max(best[room], best[room - weight] + value)
    return best[capacity]
