"""Programs that make texts by formats; the first line of each docstring gives the argument types."""

# ruff: noqa


def numbers(a, x):
    """types: int; float"""
    shown = f"{a:03d}-{a:5d}|{a:x}|{a:>8}|{a:*^9d}|{a:<6}|{a:08b}|{a:o}|{a:X}"
    return shown + f" {x:.2f} {x:8.3f}{{x}} {x:<9.1f} {a:.3f} {x:010.4f}\n", "%.3f|%6.1f|%-8.2f|%f" % (x, x, x, x)


def texts(a, s):
    """types: int; str"""
    line = "%d items of %s at 100%%" % (a, s) + "%5d|%-5d|%05d|%x" % (a, a, a, a)
    return (
        line + "{} of {:>4}{{".format(a, s) + "{1}{0:^5}{1}".format(s, a),
        f"{s:>6}|{s:-<7}|{s:^5s}",
        "%5s|%-5s" % (s, s),
    )


def report(rows):
    """types: list[tuple[str, int]]"""
    return "\n".join(f"{name:<10} {count:>6d}" for name, count in rows)
