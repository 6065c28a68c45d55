"""What a function raises and catches itself: a way to leave a block, a loop, or several of them.

As in ``corpus``, the first line of a docstring gives the types.
"""

# ruff: noqa


class Stop(Exception):
    """Leaves a block."""


class Early(Stop):
    pass


class Lab0(BaseException):
    pass


class Lab1(BaseException):
    pass


class Numbered(Exception):
    def __init__(self, number):
        self.number = number


def first_negative(xs):
    """types: list[float]"""
    try:
        for i in range(len(xs)):
            if xs[i] < 0.0:
                raise Stop()
        where = -1
    except Stop:
        where = i
    return where


def prelude(word):
    """types: str"""
    found = False
    cursor = 0
    limit = len(word)
    out = []
    while True:
        start = cursor
        try:
            if cursor == limit:
                raise Lab0()
            try:
                if word[cursor] != "y":
                    raise Lab1()
                out.append("Y")
                found = True
                cursor += 1
                if cursor < limit and word[cursor] == "e":
                    raise Lab1()
                cursor += 1
                if cursor >= limit:
                    raise Lab0()
            except Lab1:
                pass
            if cursor < limit:
                out.append(word[cursor])
            cursor += 1
            if cursor > 40:
                raise Lab0()
            continue
        except Lab0:
            pass
        cursor = start
        break
    return found, cursor, out


def in_grid(rows, wanted):
    """types: list[list[int]]; int"""
    steps = 0
    try:
        for i, row in enumerate(rows):
            for j, x in enumerate(row):
                steps += 1
                if x == wanted:
                    raise StopIteration
            steps += 100
        steps += 1000
    except StopIteration:
        return i, j, steps
    return -1, -1, steps


def several_handlers(x, y):
    """types: int; int"""
    log = []
    try:
        if x < 0:
            raise ValueError("negative")
        log.append(1)
        if y < 0:
            raise KeyError("no")
        log.append(2)
        for k in range(10):
            if k * x > y:
                raise IndexError(k) if False else IndexError("large")
        log.append(3)
    except ValueError:
        log.append(10)
    except LookupError:
        log.append(20)
        log.append(21)
        log.append(22)
    else:
        log.append(30)
    return log


def loops_and_handlers(x, y):
    """types: int; int"""
    log = []
    try:
        for k in range(8):
            if k * x > y:
                raise IndexError("large")
            if k + x == y:
                raise ValueError("equal")
            log.append(k)
        log.append(100)
    except ValueError:
        log.append(10)
        log.append(11)
    except LookupError:
        log.append(20)
        log.append(21)
        log.append(22)
    else:
        log.append(30)
    finally:
        log.append(99)
    return log


def bases_catch(n):
    """types: int"""
    total = 0
    for i in range(n % 50):
        try:
            if i % 3 == 0:
                raise Early("three")
            total += i
            if i % 5 == 0:
                raise Stop
            total += 100
        except Early:
            total += 1
            continue
        except Stop:
            total += 2
        total += 1000
    return total


def everything_caught(xs):
    """types: list[int]"""
    kept = []
    for x in xs:
        try:
            if x < 0:
                raise ValueError
            kept.append(x)
        except:
            kept.append(0)
    return kept


def changed_before(xs):
    """types: list[float]"""
    try:
        for i in range(len(xs)):
            xs[i] *= 2.0
            if xs[i] > 10.0:
                raise OverflowError("too large")
        return True
    except OverflowError:
        xs.append(-1.0)
    return False


def raised_in_the_handler(x):
    """types: int"""
    try:
        try:
            if x > 3:
                raise ValueError("x")
            if x < -3:
                raise KeyError("x")
            x += 1
        except ValueError:
            if x > 10:
                raise KeyError("y")
            x -= 1
    except KeyError:
        return -x
    return x


def not_caught(x):
    """types: int"""
    try:
        if x > 3:
            raise TypeError("x")
        if x < -3:
            raise ValueError("x")
    except ValueError:
        return 1
    return 0


def something_else_raises(xs, i):
    """types: list[int]; int"""
    try:
        if i == 0:
            raise IndexError("zero")
        x = xs[i]
        x += 1
        y = xs[x % 7]
    except IndexError:
        y = -1
    return y


def unbound_after(n):
    """types: int"""
    try:
        if n > 4:
            raise Stop
        value = n * 2
    except Stop:
        pass
    return value


def while_else(n):
    """types: int"""
    k = n % 40
    out = []
    try:
        while k > 0:
            k -= 3
            if k == 4:
                break
            if k == 7:
                raise Stop("seven")
            out.append(k)
        else:
            out.append(1000)
            if k == -1:
                raise Stop("minus")
            out.append(2000)
        out.append(3000)
    except Stop:
        out.append(-1)
    out.append(k)
    return out


def through_a_filter(xs):
    """types: list[int]"""
    total = 0
    try:
        for x in filter(lambda v: v % 2 == 0, xs):
            total += x
            if total > 50:
                raise Stop
        total = -total
    except Stop:
        total += 1
    return total


def in_a_nested_loop_only(rows):
    """types: list[list[int]]"""
    seen = 0
    try:
        for row in rows:
            for x in row:
                if x < 0:
                    raise Stop
                seen += 1
            for x in row:
                if x > 20:
                    raise Stop
                seen += 10
    except Stop:
        pass
    return seen


def generated(xs):
    """types: list[int]"""

    total = 0
    for x in _until(xs):
        total += x
    return total


def _until(xs):
    try:
        for x in xs:
            if x == 3:
                raise Stop
            yield x
        yield 1000
    except Stop:
        yield -1


def looked_up_and_raised(counts, key):
    """types: dict[str, int]; str"""
    try:
        try:
            x = counts[key]
            if x < 0:
                raise KeyError("negative")
            if x > 100:
                raise IndexError("large")
        except KeyError:
            x = 7
        x += 1
    except LookupError:
        x = -1
    return x


def from_a_finally(n):
    """types: int"""
    x = 0
    try:
        try:
            if n > 3:
                raise ValueError
            x += 1
        except ValueError:
            x += 10
        finally:
            x += 100
            if n < -3:
                raise KeyError("f")
    except KeyError:
        x += 1000
    return x
