"""Functions that walk objects of classes that hold themselves: trees, linked lists, tries, graphs."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


class Tree:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right

    def is_leaf(self):
        return self.left is None and self.right is None

    def total(self):
        """types: node[corpus_nodes:Tree]{value: int, left: optional[node[corpus_nodes:Tree]{}], right: optional[node[corpus_nodes:Tree]{}]}"""
        found = self.value
        if self.left is not None:
            found += self.left.total()
        if self.right is not None:
            found += self.right.total()
        return found

    def leaves(self):
        """types: node[corpus_nodes:Tree]{value: int, left: optional[node[corpus_nodes:Tree]{}], right: optional[node[corpus_nodes:Tree]{}]}"""
        if self.is_leaf():
            return 1
        count = 0
        for child in (self.left, self.right):
            if child:
                count += child.leaves()
        return count


def height(tree):
    """types: optional[node[corpus_nodes:Tree]{value: int, left: optional[node[corpus_nodes:Tree]{}], right: optional[node[corpus_nodes:Tree]{}]}]"""
    if tree is None:
        return 0
    return 1 + max(height(tree.left), height(tree.right))


def contains(root, key):
    """types: optional[node[corpus_nodes:Tree]{value: int, left: optional[node[corpus_nodes:Tree]{}], right: optional[node[corpus_nodes:Tree]{}]}]; int"""
    node = root
    while node is not None:
        if key == node.value:
            return True
        node = node.left if key < node.value else node.right
    return False


def find(root, key):
    """types: optional[node[corpus_nodes:Tree]{value: int, left: optional[node[corpus_nodes:Tree]{}], right: optional[node[corpus_nodes:Tree]{}]}]; int"""
    node = root
    while node:
        if key == node.value:
            return node
        if key < node.value:
            node = node.left
        else:
            node = node.right
    return None


def in_order(root):
    """types: optional[node[corpus_nodes:Tree]{value: int, left: optional[node[corpus_nodes:Tree]{}], right: optional[node[corpus_nodes:Tree]{}]}]"""
    out = []
    stack = []
    node = root
    while stack or node is not None:
        while node is not None:
            stack.append(node)
            node = node.left
        node = stack.pop()
        out.append(node.value)
        node = node.right
    return out


def collect(node, out):
    """types: optional[node[corpus_nodes:Tree]{value: int, left: optional[node[corpus_nodes:Tree]{}], right: optional[node[corpus_nodes:Tree]{}]}]; list[int]"""
    if node is None:
        return
    collect(node.left, out)
    out.append(node.value)
    collect(node.right, out)


def by_level(root):
    """types: node[corpus_nodes:Tree]{value: int, left: optional[node[corpus_nodes:Tree]{}], right: optional[node[corpus_nodes:Tree]{}]}"""
    levels = []
    level = [root]
    while level:
        levels.append([node.value for node in level])
        following = []
        for node in level:
            if node.left is not None:
                following.append(node.left)
            if node.right is not None:
                following.append(node.right)
        level = following
    return levels


def breadth_first(root):
    """types: node[corpus_nodes:Tree]{value: int, left: optional[node[corpus_nodes:Tree]{}], right: optional[node[corpus_nodes:Tree]{}]}"""
    queue = deque([root])
    total = 0
    depth = 0
    while queue:
        for _ in range(len(queue)):
            node = queue.popleft()
            total += node.value * depth
            for child in (node.left, node.right):
                if child is not None:
                    queue.append(child)
        depth += 1
    return total


def smallest(root):
    """types: node[corpus_nodes:Tree]{value: int, left: optional[node[corpus_nodes:Tree]{}], right: optional[node[corpus_nodes:Tree]{}]}"""
    while root.left is not None:
        root = root.left
    return root


def same_shape(a, b):
    """types: optional[node[corpus_nodes:Tree]{value: int, left: optional[node[corpus_nodes:Tree]{}], right: optional[node[corpus_nodes:Tree]{}]}]; optional[node[corpus_nodes:Tree]{}]"""
    if a is b:
        return True
    if a is None or b is None:
        return False
    return a.value == b.value and same_shape(a.left, b.left) and same_shape(a.right, b.right)


def ancestor(root, p, q):
    """types: optional[node[corpus_nodes:Tree]{value: int, left: optional[node[corpus_nodes:Tree]{}], right: optional[node[corpus_nodes:Tree]{}]}]; node[corpus_nodes:Tree]{}; node[corpus_nodes:Tree]{}"""
    if root is None or root is p or root is q:
        return root
    left = ancestor(root.left, p, q)
    right = ancestor(root.right, p, q)
    if left is not None and right is not None:
        return root
    return left if left is not None else right


class Split:
    """A node of a decision tree."""

    __slots__ = ("feature", "left", "right", "threshold", "value")

    def __init__(self, feature=None, threshold=None, left=None, right=None, value=None):
        self.feature = feature
        self.threshold = threshold
        self.left = left
        self.right = right
        self.value = value


def predict_row(node, row):
    """types: node[corpus_nodes:Split]{feature: optional[int], threshold: optional[float], left: optional[node[corpus_nodes:Split]{}], right: optional[node[corpus_nodes:Split]{}], value: optional[int]}; list[float]"""
    while node.value is None:
        if row[node.feature] <= node.threshold:
            node = node.left
        else:
            node = node.right
    return node.value


class Model:
    def __init__(self, root):
        self.root = root
        self.depth = 3

    def _walk(self, row, node):
        if node.value is not None:
            return node.value
        if row[node.feature] <= node.threshold:
            return self._walk(row, node.left)
        return self._walk(row, node.right)

    def predict(self, rows):
        """types: object[corpus_nodes:Model]{root: node[corpus_nodes:Split]{feature: optional[int], threshold: optional[float], left: optional[node[corpus_nodes:Split]{}], right: optional[node[corpus_nodes:Split]{}], value: optional[int]}, depth: int}; list[list[float]]"""
        return [self._walk(row, self.root) for row in rows]


@dataclass
class Link:
    value: float
    next: Link | None = None


def length(head):
    """types: optional[node[corpus_nodes:Link]{value: float, next: optional[node[corpus_nodes:Link]{}]}]"""
    count = 0
    while head:
        count += 1
        head = head.next
    return count


def middle(head):
    """types: optional[node[corpus_nodes:Link]{value: float, next: optional[node[corpus_nodes:Link]{}]}]"""
    slow = fast = head
    while fast is not None and fast.next is not None:
        slow = slow.next
        fast = fast.next.next
    return slow


def has_cycle(head):
    """types: optional[node[corpus_nodes:Link]{value: float, next: optional[node[corpus_nodes:Link]{}]}]"""
    slow = head
    fast = head
    while fast is not None and fast.next is not None:
        slow = slow.next
        fast = fast.next.next
        if slow is fast:
            return True
    return False


def merged(a, b):
    """types: optional[node[corpus_nodes:Link]{value: float, next: optional[node[corpus_nodes:Link]{}]}]; optional[node[corpus_nodes:Link]{}]"""
    out = []
    while a is not None and b is not None:
        if a.value <= b.value:
            out.append(a.value)
            a = a.next
        else:
            out.append(b.value)
            b = b.next
    rest = a if a is not None else b
    while rest is not None:
        out.append(rest.value)
        rest = rest.next
    return out


class Trie:
    def __init__(self):
        self.children = {}
        self.is_end = False
        self.count = 0

    def find(self, word):
        """types: node[corpus_nodes:Trie]{children: dict[str, node[corpus_nodes:Trie]{}], is_end: bool, count: int}; str"""
        node = self
        for letter in word:
            if letter not in node.children:
                return False
            node = node.children[letter]
        return node.is_end

    def starts(self, prefix):
        """types: node[corpus_nodes:Trie]{children: dict[str, node[corpus_nodes:Trie]{}], is_end: bool, count: int}; str"""
        node = self
        for letter in prefix:
            child = node.children.get(letter)
            if child is None:
                return 0
            node = child
        return node.count


def words(node, prefix, found):
    """types: node[corpus_nodes:Trie]{children: dict[str, node[corpus_nodes:Trie]{}], is_end: bool, count: int}; str; list[str]"""
    if node.is_end:
        found.append(prefix)
    for letter, child in node.children.items():
        words(child, prefix + letter, found)


def weight(node):
    """types: node[corpus_nodes:Trie]{children: dict[str, node[corpus_nodes:Trie]{}], is_end: bool, count: int}"""
    total = node.count
    for key in sorted(node.children):
        total += weight(node.children[key])
    return total + len(node.children)


class Place:
    def __init__(self, name):
        self.name = name
        self.neighbours = []
        self.cost = 1.0


def reachable(start):
    """types: node[corpus_nodes:Place]{name: int, neighbours: list[node[corpus_nodes:Place]{}], cost: float}"""
    seen = {start}
    stack = [start]
    names = []
    while stack:
        place = stack.pop()
        names.append(place.name)
        for other in place.neighbours:
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return names


def degree(place):
    """types: node[corpus_nodes:Place]{name: int, neighbours: list[node[corpus_nodes:Place]{}], cost: float}"""
    return len(place.neighbours) + sum(other.cost for other in place.neighbours)


def first_neighbour(place, i):
    """types: node[corpus_nodes:Place]{name: int, neighbours: list[node[corpus_nodes:Place]{}], cost: float}; int"""
    return place.neighbours[i]


class Body:
    def __init__(self):
        self.mass = 0.0
        self.center = (0.0, 0.0)
        self.half = 1.0
        self.children = []


def force(node, x, y, theta):
    """types: node[corpus_nodes:Body]{mass: float, center: tuple[float, float], half: float, children: list[node[corpus_nodes:Body]{}]}; float; float; float"""
    if node.mass == 0.0:
        return 0.0, 0.0
    dx = node.center[0] - x
    dy = node.center[1] - y
    distance = (dx * dx + dy * dy) ** 0.5 + 1e-3
    if not node.children or 2.0 * node.half / distance < theta:
        scale = node.mass / (distance * distance * distance)
        return dx * scale, dy * scale
    fx = fy = 0.0
    for child in node.children:
        gx, gy = force(child, x, y, theta)
        fx += gx
        fy += gy
    return fx, fy


class Expr:
    def __init__(self, op, args, number):
        self.op = op
        self.args = args
        self.number = number


def evaluate(expr, x):
    """types: node[corpus_nodes:Expr]{op: str, args: list[node[corpus_nodes:Expr]{}], number: float}; float"""
    if expr.op == "num":
        return expr.number
    if expr.op == "x":
        return x
    left = evaluate(expr.args[0], x)
    right = evaluate(expr.args[1], x)
    if expr.op == "+":
        return left + right
    if expr.op == "*":
        return left * right
    return left - right


def collect_items(place, out):
    """types: node[corpus_nodes:Bag]{items: list[int], inside: optional[node[corpus_nodes:Bag]{}]}; list[int]"""
    while place is not None:
        for item in place.items:
            out.append(item)
        place = place.inside
    return len(out)


class Bag:
    """Holds a list that a caller may pass as well."""

    def __init__(self, items, inside=None):
        self.items = items
        self.inside = inside


def given_or_other(number, other):
    """types: optional[int]; int"""
    if number is None or number == 3:
        return number
    return number + other
