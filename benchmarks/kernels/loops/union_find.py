"""Which things hang together, by disjoint sets."""


def find(parent: list[int], x: int) -> int:
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


def components(n: int, pairs: list[tuple[int, int]]) -> list[int]:
    """Return for each of ``n`` things the number of its component, counted in order of appearance."""
    parent = list(range(n))
    size = [1] * n
    for a, b in pairs:
        x = find(parent, a)
        y = find(parent, b)
        if x == y:
            continue
        if size[x] < size[y]:
            x, y = y, x
        parent[y] = x
        size[x] += size[y]
    label = [-1] * n
    result = []
    count = 0
    for i in range(n):
        root = find(parent, i)
        if label[root] < 0:
            label[root] = count
            count += 1
        result.append(label[root])
    return result
