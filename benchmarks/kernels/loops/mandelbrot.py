"""How long points of the complex plane take to escape."""


def escape(cx: float, cy: float, limit: int) -> int:
    x = y = 0.0
    for n in range(limit):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return n
        y = 2.0 * x * y + cy
        x = xx - yy + cx
    return limit


def count(width: int, height: int, limit: int) -> int:
    """Return the sum of the escape times on a grid over the whole set."""
    total = 0
    for row in range(height):
        cy = 2.4 * row / height - 1.2
        for column in range(width):
            cx = 3.0 * column / width - 2.2
            total += escape(cx, cy, limit)
    return total
