"""Programs on dicts and sets; the first line of each docstring gives the argument types."""

# ruff: noqa


def count_letters(text):
    """types: str"""
    counts = {}
    for ch in text:
        if ch in counts:
            counts[ch] += 1
        else:
            counts[ch] = 1
    return counts


def count_words(words):
    """types: list[str]"""
    counts = {}
    for w in words:
        counts[w] = counts.get(w, 0) + 1
    best = ""
    most = 0
    for w, n in counts.items():
        if n > most:
            best, most = w, n
    return counts, best, most, len(counts), sorted(counts)


def tally(counts, words):
    """types: dict[str, int]; list[str]"""
    for w in words:
        if w not in counts:
            counts[w] = 0
        counts[w] += 1
    return len(counts)


def prune(counts, least):
    """types: dict[int, int]; int"""
    gone = [k for k, v in counts.items() if v < least]
    for k in gone:
        del counts[k]
    if 3 in counts:
        v = counts.pop(3)
        counts[3] = v + 1
    return gone


def group(pairs):
    """types: list[tuple[int, float]]"""
    groups = {}
    for k, x in pairs:
        if k not in groups:
            groups[k] = []
        groups[k].append(x)
    total = 0.0
    for k in groups:
        for x in groups[k]:
            total += x
    return groups, total


def group_default(pairs):
    """types: list[tuple[int, int]]"""
    groups = {}
    for k, x in pairs:
        groups.setdefault(k, []).append(x)
    return groups


def extend_groups(groups, k, x):
    """types: dict[int, list[int]]; int; int"""
    if k not in groups:
        groups[k] = []
    row = groups[k]
    row.append(x)
    for key in groups:
        groups[key].append(len(groups))


def bfs(graph, start):
    """types: dict[int, list[int]]; int"""
    seen = {start}
    queue = [start]
    order = []
    while queue:
        node = queue.pop(0)
        order.append(node)
        for other in graph.get(node, []):
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return order, len(seen)


def memo(n):
    """types: int"""
    table = {0: 0, 1: 1}
    for i in range(2, n % 80):
        table[i] = table[i - 1] + table[i - 2]
    return table


def grid(cells):
    """types: list[tuple[int, int]]"""
    alive = set(cells)
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = (x + dx, y + dy)
                    counts[key] = counts.get(key, 0) + 1
    out = []
    for key, n in counts.items():
        if n == 3 or (n == 2 and key in alive):
            out.append(key)
    return sorted(out)


def scale(d, k):
    """types: dict[str, float]; float"""
    for key in d:
        d[key] *= k
    for key, v in d.items():
        d[key] = v + 1.0
    total = 0.0
    for v in d.values():
        total += v
    return total


def invert(d):
    """types: dict[str, int]"""
    return {v: k for k, v in d.items()}, list(d), list(d.values()), list(d.items()), dict(d), d == d.copy()


def merge(a, b):
    """types: dict[int, int]; dict[int, int]"""
    out = dict(a)
    out.update(b)
    a.update(b)
    return out, sum(out.values()), a == out, 1 in a.keys(), len(a.items())


def unique(xs):
    """types: list[int]"""
    seen = set()
    out = []
    for x in xs:
        if x not in seen:
            seen.add(x)
            out.append(x)
    return out, seen


def set_algebra(xs, ys):
    """types: list[int]; list[int]"""
    a, b = set(xs), set(ys)
    return (
        sorted(a | b),
        sorted(a & b),
        sorted(a - b),
        sorted(a ^ b),
        a == b,
        a <= b,
        a >= b,
        len(a),
        a.isdisjoint(b),
        {x % 3 for x in xs if x > 0},
    )


def visit(seen, xs):
    """types: set[int]; list[int]"""
    n = 0
    for x in xs:
        if x in seen:
            seen.discard(x)
            n += 1
        else:
            seen.add(x)
    return n


def vocabulary(words, known):
    """types: list[str]; set[str]"""
    ids = {}
    for w in words:
        if w not in known:
            continue
        if w not in ids:
            ids[w] = len(ids)
    unknown = {w for w in words if w not in known}
    return ids, [ids[w] for w in words if w in ids], len(unknown)


def add_words(known, words):
    """types: set[str]; list[str]"""
    for w in words:
        known.add(w)
    known.add("end")


def nested(rows):
    """types: list[dict[str, int]]"""
    total = 0
    for row in rows:
        if "a" in row:
            total += row["a"]
            row["seen"] = total
    return total


def lru(keys, size):
    """types: list[int]; int"""
    cache = {}
    misses = 0
    for k in keys:
        if k in cache:
            cache[k] = cache.pop(k)
        else:
            misses += 1
            cache[k] = k * 2
            if len(cache) > size:
                oldest = 0
                for key in cache:
                    oldest = key
                    break
                del cache[oldest]
    return misses, cache


def trie(words):
    """types: list[str]"""
    nxt = [{}]
    end = [False]
    for w in words:
        node = 0
        for ch in w:
            if ch not in nxt[node]:
                nxt[node][ch] = len(nxt)
                nxt.append({})
                end.append(False)
            node = nxt[node][ch]
        end[node] = True
    return len(nxt), end, nxt[0] == {}


def clean(lines):
    """types: list[str]"""
    out = []
    for line in lines:
        if line.startswith("#"):
            line = line[1:]
        line = line.strip()
        if not line:
            continue
        out.append(line)
    return out


def last_word(words):
    """types: list[str]"""
    w = "none"
    for w in words:
        if len(w) > 3:
            break
    return w


def best_pair(pairs):
    """types: list[tuple[str, int]]"""
    name, best = "", -1
    for name, n in pairs:
        if n > best:
            best = n
    for w, k in pairs:
        if k == best:
            return w, name
    return "", name


def shout(s):
    if s.isupper():
        return s
    return s.upper() + "!"


def calls(words, s):
    """types: list[str]; str"""
    out = [shout(w) for w in words]
    t = shout(s)
    s = t
    out.append(s)
    return out, t, shout("abc"), shout(s[0] if s else "x")


def ngrams(text, n):
    """types: str; int"""
    counts = {}
    for i in range(len(text) - n % 5 + 1):
        gram = text[i : i + n % 5]
        counts[gram] = counts.get(gram, 0) + 1
    items = sorted(counts.items())
    return [g for g, c in items if c > 1], max(counts.values()) if counts else 0


def bigrams(words):
    """types: list[str]"""
    table = {}
    prev = ""
    for w in words:
        key = (prev, w)
        if key not in table:
            table[key] = 0
        table[key] += 1
        prev = w
    return table, ("", "a") in table


def anagrams(words):
    """types: list[str]"""
    groups = {}
    for w in words:
        key = "".join(sorted(w))
        groups.setdefault(key, []).append(w)
    return len(groups), sorted(groups)


def two_level(rows):
    """types: list[tuple[str, str, int]]"""
    table = {}
    for a, b, n in rows:
        if a not in table:
            table[a] = {}
        inner = table[a]
        inner[b] = inner.get(b, 0) + n
    total = 0
    for a, inner in table.items():
        for b, n in inner.items():
            total += n
    return table, total


def lookup(table, keys):
    """types: dict[str, float]; list[str]"""
    total = 0.0
    missing = []
    for k in keys:
        v = table.get(k)
        if v is None:
            missing.append(k)
        else:
            total += v
    return total, missing


def topo(graph):
    """types: dict[int, list[int]]"""
    indegree = {k: 0 for k in graph}
    for k in graph:
        for j in graph[k]:
            if j in indegree:
                indegree[j] += 1
    ready = [k for k, n in indegree.items() if n == 0]
    order = []
    while ready:
        k = ready.pop()
        order.append(k)
        for j in graph[k]:
            if j in indegree:
                indegree[j] -= 1
                if indegree[j] == 0:
                    ready.append(j)
    return order


def fmt(name, n):
    """types: str; int"""
    return f"{name}: {n}", f"<{n}>{name}" + str(n), "%" + name, name * (n % 3)


def memo_fib(n, memo):
    if n in memo:
        return memo[n]
    if n < 2:
        return n
    r = memo_fib(n - 1, memo) + memo_fib(n - 2, memo)
    memo[n] = r
    return r


def fib_table(n):
    """types: int"""
    memo = {}
    return memo_fib(n % 60, memo), len(memo)


def edits(word):
    """types: str"""
    letters = "abc"
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    deletes = [l + r[1:] for l, r in splits if r]
    inserts = [l + c + r for l, r in splits for c in letters]
    return set(deletes + inserts), deletes


def classify(c):
    """types: str"""
    kinds = {"a": 1, "b": 2}
    if c in kinds:
        return kinds[c]
    return kinds.get(c.lower(), -1)


def flags(xs):
    """types: list[int]"""
    seen = {}
    for x in xs:
        seen[x % 3 == 0] = x
    return seen, True in seen


def reorder(d):
    """types: dict[str, int]"""
    for k in list(d):
        if d[k] < 0:
            v = d.pop(k)
            d[k] = -v
    return list(d.keys())[:2]


def drop(d, ks):
    """types: dict[tuple[int, int], float]; list[tuple[int, int]]"""
    for k in ks:
        if k in d:
            del d[k]
    d[(0, 0)] = 1.5
    return len(d)


def until_dup(xs):
    """types: list[int]"""
    seen = set()
    for i, x in enumerate(xs):
        if x in seen:
            return i
        seen.add(x)
    seen.clear()
    return len(seen)


def word_set(a, b):
    """types: str; str"""
    x = set(a.split())
    y = set(b.split())
    inter = x & y
    union = x | y
    return len(inter) / len(union) if union else 0.0


def passes(d):
    """types: dict[int, int]"""
    d.update({1: 2, 3: 4})
    d.setdefault(5, 6)
    x = d.pop(7, 0)
    d.clear() if False else None
    return x, d.get(9), 5 in d and d[5] == 6


def pick(words, k):
    """types: list[str]; int"""
    if k < 0:
        best = None
    else:
        best = words[k % len(words)]
    for w in words:
        if best is None or w < best:
            best = w
    return best


def join_ints(xs):
    """types: list[int]"""
    return ",".join([str(x) for x in xs]), ",".join(str(x) for x in xs), [c for c in "abc"], list("xyz")


def strip_all(words):
    """types: list[str]"""
    for i in range(len(words)):
        w = words[i]
        words[i] = w.strip().lower() if w else w
    words.sort()
    words.extend(["z", "zz"])
    return words[0], words[-1:], words.index("z"), words.count("z"), "zz" in words


def tuple_keys(n):
    """types: int"""
    d = {}
    for i in range(n % 7):
        for j in range(3):
            d[i, j] = i * j
    return d, d.get((0, 1), -5), sum(d.values())


def with_itself(s, d):
    """types: set[int]; dict[str, int]"""
    s.update(s)
    d.update(d)
    s.add(len(d))
    return len(s), len(d), s == s.copy()


def packed(text):
    """types: str"""
    seen = {}
    fresh = {}
    size = 3
    w = ""
    out = []
    for i in range(len(text)):
        c = text[i]
        if c not in seen:
            seen[c] = size
            size += 1
            fresh[c] = True
        both = w + c
        if both in seen:
            w = both
        else:
            if w in fresh:
                out.append(ord(w[0]))
                del fresh[w]
            else:
                out.append(seen.get(w, 0))
            seen[both] = size
            size += 1
            w = str(c)
    return out


def met(words, text):
    """types: list[str]; str"""
    letters = set()
    for c in text:
        letters.add(c)
    return [w in letters for w in words]


def largest_by_key(d, e):
    """types: dict[tuple[int, int], int]; dict[int, int]"""
    p = max(d, key=d.get)
    q = min(e, key=lambda k: e[k])
    return p[0] + p[1], q


def most_frequent_pair(ids):
    """types: list[int]"""
    stats = {}
    for pair in zip(ids, ids[1:]):
        stats[pair] = stats.get(pair, 0) + 1
    best = max(stats, key=stats.get)
    return [i for i in ids if i != best[0]], best, min(stats, key=stats.get, default=(0, 0))


def letters_or_text(s):
    """types: str"""
    codes = {"b": "1", "f": "1", "c": "2"}
    out = ""
    for ch in s.lower():
        out += codes.get(ch.upper().lower(), "")
    return out
