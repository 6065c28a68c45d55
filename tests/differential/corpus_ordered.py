"""Classes with ``functools.total_ordering``: their own methods, and what the decorator adds to them.

As in ``corpus``, the first line of a docstring gives the types.
"""

# ruff: noqa
import functools
from functools import total_ordering


@functools.total_ordering
class Angle:
    def __init__(self, radians=0.0):
        self.__radians = radians

    def __eq__(self, other):
        return isinstance(other, self.__class__) and self.__radians == other.__radians

    def __lt__(self, other):
        return self.__radians < other.__radians

    def __add__(self, other):
        return self.__class__.from_radians(self.__radians + other.__radians)

    @classmethod
    def from_radians(cls, radians):
        return cls(radians)

    @property
    def radians(self):
        return self.__radians


def sum_of_angles(xs):
    """types: list[float]"""
    total = Angle()
    for x in xs:
        total = total + Angle.from_radians(x)
    return total.radians


def least_angle(xs):
    """types: list[float]"""
    best = Angle(10.0)
    for x in xs:
        angle = Angle(x)
        if angle < best:
            best = angle
    return best.radians


def same_angles(xs):
    """types: list[float]"""
    count = 0
    for i in range(1, len(xs)):
        if Angle(xs[i]) == Angle(xs[i - 1]):
            count += 1
    return count


class Cell:
    LEVELS = 30
    NAMES = ("a", "b", "c")

    def __init__(self, number):
        self.number = number

    @classmethod
    def low_bit(cls, level):
        return 1 << (2 * (cls.LEVELS - level) % 40)

    @staticmethod
    def twice(x):
        return 2 * x

    def level(self):
        if self.number & 1:
            return self.__class__.LEVELS
        return type(self).LEVELS - 1

    def parent(self, level):
        new = self.__class__.low_bit(level)
        return self.__class__((self.number & -new) | new)

    def letter(self):
        return type(self).NAMES[self.number % 3] + self.__class__.NAMES[0]

    def far(self):
        return type(self).twice(self.number) + self.__class__.twice(1)


def levels(ns):
    """types: list[int]"""
    total = 0
    for n in ns:
        cell = Cell(n % 1000000)
        total += cell.parent(n % 7 + 12).level() * 3 + cell.far()
    return total


def of_an_object(cell, k):
    """types: object[corpus_ordered:Cell]{number: int}; int"""
    return cell.parent(k % 30).number + cell.level()


def class_of_another(cell):
    """types: object[corpus_ordered:Cell]{number: int}"""
    return cell.__class__.LEVELS + type(cell).low_bit(3)


def hidden_by_the_instance(cell):
    """types: object[corpus_ordered:Cell]{LEVELS: int, number: int}"""
    return cell.__class__.LEVELS + cell.number
