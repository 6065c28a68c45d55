"""Programs on text; the first line of each docstring gives the argument types."""

# ruff: noqa


def lev(a, b):
    """types: str; str"""
    if len(a) < len(b):
        a, b = b, a
    prev = list(range(len(b) + 1))
    for i, x in enumerate(a):
        cur = [i + 1]
        for j in range(len(b)):
            cost = 0 if x == b[j] else 1
            cur.append(min(prev[j + 1] + 1, cur[j] + 1, prev[j] + cost))
        prev = cur
    return prev[-1]


def tokens(text):
    """types: str"""
    out = []
    word = ""
    for ch in text:
        if ch.isalnum() or ch == "_":
            word += ch
        else:
            if word:
                out.append(word)
                word = ""
            if ch not in " \t\n":
                out.append(ch)
    if word != "":
        out.append(word)
    return out


def is_vowel(c):
    return c in "aeiou" or c in ("A", "E")


def vowels(text):
    """types: str"""
    n = 0
    for c in text:
        if is_vowel(c):
            n += 1
    return n, is_vowel("é"), [c.upper() for c in text if c.isalpha()]


def caesar(text, k):
    """types: str; int"""
    out = []
    for ch in text:
        if "a" <= ch <= "z":
            out.append(chr((ord(ch) - ord("a") + k) % 26 + ord("a")))
        else:
            out.append(ch)
    return "".join(out)


def words(text, sep):
    """types: str; str"""
    parts = text.split(sep)
    parts.sort()
    best = parts[0]
    for p in parts:
        if len(p) > len(best) or (len(p) == len(best) and p < best):
            best = p
    joined = sep.join(parts)
    return best, joined, parts, best in parts, joined.find(best), text.count(sep)


def reverse_words(text):
    """types: str"""
    out = []
    for w in text.split():
        out.append(w[::-1])
    return " ".join(out).strip(), text[1:-1], text * 2, "ab" + text + "é"


def palindrome(s):
    """types: str"""
    i, j = 0, len(s) - 1
    while i < j:
        if s[i] != s[j]:
            return False
        i += 1
        j -= 1
    return s == s[::-1]


def pairs(words):
    """types: list[str]"""
    out = []
    for i, w in enumerate(words):
        for j in range(i):
            if w.startswith(words[j]) and w != words[j]:
                out.append((words[j], w))
    return out


def dedupe(words):
    """types: list[str]"""
    kept = []
    last = ""
    for w in words:
        if w not in kept:
            kept.append(w)
        last = w
    words.append(last + "!")
    return kept, last, sorted(words)


def rename(words, k):
    """types: list[str]; int"""
    for i in range(len(words)):
        words[i] = words[i].replace("a", "xy") + str(k)
    if words:
        words.pop()


def number(text):
    """types: str"""
    return int(text) + 1, float(text), str(len(text)).zfill(3), "%" in text


def parse(text):
    """types: str"""
    pos = 0
    total = 0
    while pos < len(text):
        c = text[pos]
        if c.isdigit():
            start = pos
            while pos < len(text) and text[pos].isdigit():
                pos += 1
            total += int(text[start:pos])
        elif c.isspace():
            pos += 1
        else:
            raise ValueError(c)
    return total


def swap(a, b):
    """types: str; str"""
    t = a
    a = b
    b = t
    return a + b, max(a, b), min(a, b), sorted(a), list(b), a < b, (a, 1) == (b, 1)


def search(text, sub, i, j):
    """types: str; str; int; int"""
    return (
        text.find(sub, i, j),
        text.rfind(sub, i, j),
        text.count(sub, i, j),
        text.find(sub, i),
        text.rfind(sub),
        sub in text,
        text.endswith(sub),
        text[i:j:2],
        text.center(i % 20),
        text.ljust(j % 7, "*"),
    )


def maybe(text, flag):
    """types: optional[str]; bool"""
    if text is None:
        name = "none"
    elif flag:
        name = text
    else:
        name = text[0]
    return name if name else "empty"


def prefix(words):
    """types: list[str]"""
    if not words:
        return ""
    p = words[0]
    for w in words:
        while not w.startswith(p):
            p = p[:-1]
    return p


def rle(text):
    """types: str"""
    out = []
    i = 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        out.append((text[i], j - i))
        i = j
    return out


def brackets(text):
    """types: str"""
    stack = []
    for c in text:
        if c in "([{":
            stack.append(c)
        elif c in ")]}":
            if not stack:
                return False
            top = stack.pop()
            if top + c not in ("()", "[]", "{}"):
                return False
    return not stack


def digits_of_other_bases(n, xs):
    """types: int; list[int]"""
    ones = sum(bin(x).count("1") for x in xs)
    return bin(n), oct(n), hex(n), hex(-n)[2:], ones, bin(n)[2:][::-1], bin(-(2**62) * 2)
