"""Programs on `bytes` and `bytearray`; the first line of each docstring gives the argument types."""

# ruff: noqa


def checksum(data):
    """types: bytes"""
    a, b = 1, 0
    for octet in data:
        a = (a + octet) % 65521
        b = (b + a) % 65521
    return (b << 16) | a


def crc(data, table):
    """types: bytes; list[int]"""
    value = 0xFFFFFFFF
    for i in range(len(data)):
        value = table[(value ^ data[i]) & 0xFF] ^ (value >> 8)
    return value ^ 0xFFFFFFFF


def unfilter(line, previous, width):
    """types: bytearray; bytearray; int"""
    for i in range(len(line)):
        left = line[i - width] if i >= width > 0 else 0
        line[i] = (line[i] + (left + previous[i]) // 2) & 0xFF
    return line


def scramble(data, key):
    """types: bytearray; bytes"""
    for i, k in enumerate(key):
        data[i] ^= k
    data.append(len(key) % 256)
    data.extend(key[1:3])
    if data[0] > 200:
        data.pop()
    return len(data), data[-1], sum(data)


def pieces(data, cut):
    """types: bytes; int"""
    head, tail = data[:cut], data[cut:]
    joined = tail + b"\x00\xff" + head
    numbers = [x >> 1 for x in joined if x != 255]
    return head, joined[::-1], bytes(numbers), bytearray(tail) + head, list(data), head == tail, 7 in data


def runs(data):
    """types: bytes"""
    out = bytearray()
    i = 0
    while i < len(data):
        j = i
        while j < len(data) and data[j] == data[i] and j - i < 255:
            j += 1
        out.append(j - i)
        out.append(data[i])
        i = j
    return bytes(out), out, bytearray(3) + bytes(2), max(out, default=0)


def tokens(data, counts):
    """types: bytes; dict[bytes, int]"""
    for i in range(len(data) - 1):
        pair = data[i : i + 2]
        counts[pair] = counts.get(pair, 0) + 1
    best = b""
    for key in counts:
        if counts[key] > counts.get(best, 0):
            best = key
    if not best:
        return b"none", counts.get(b"ab")
    return best * 2, counts.get(data)


def encoded(s):
    """types: str"""
    return s.encode(), list(s.encode("utf-8"))[:3], len(s.encode(encoding="UTF-8"))


def decoded(b, c):
    """types: bytes; bytearray"""
    return b.decode("utf-8"), c.decode()
