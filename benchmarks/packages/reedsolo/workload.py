"""Encode messages, spoil them and correct them with reedsolo's Python: a workload of some seconds."""

import argparse
import random
import zlib

from reedsolo import RSCodec


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(27)
    check = 0
    for symbols in (10, 24, 40):
        codec = RSCodec(symbols)
        for _ in range(max(1, int(260 * size))):
            message = bytes(rng.randrange(256) for _ in range(rng.randint(100, 600)))
            spoiled = bytearray(codec.encode(message))
            for _ in range(symbols // 3):
                spoiled[rng.randrange(min(250, len(spoiled)))] ^= rng.randrange(1, 256)
            fixed, _, places = codec.decode(spoiled)
            check = zlib.crc32(bytes(fixed) + bytes(p % 256 for p in places), check)
    print("corrected", check)


if __name__ == "__main__":
    main()
