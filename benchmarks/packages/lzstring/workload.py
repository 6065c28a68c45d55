"""Compress and decompress texts with lzstring: a workload of some seconds."""

import argparse
import random

from lzstring import LZString

WORDS = "the of and rust python number text compare letter window fast slow exact bits table".split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(61)
    packed = letters = 0
    for _ in range(max(2, int(200 * size))):
        text = " ".join(rng.choices(WORDS, k=rng.randint(200, 1500)))
        short = LZString.compressToBase64(text)
        packed += len(short)
        letters += len(LZString.decompressFromBase64(short))
    print("lzstring", packed, letters)


if __name__ == "__main__":
    main()
