"""Encrypt and decrypt with pyaes: a workload of some seconds."""

import argparse
import hashlib
import random

import pyaes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(41)
    key = rng.randbytes(32)
    text = rng.randbytes(max(1, int(20_000 * size)) * 16)
    secret = pyaes.AESModeOfOperationCTR(key).encrypt(text)
    again = pyaes.AESModeOfOperationCTR(key).decrypt(secret)
    chained, start = pyaes.AESModeOfOperationCBC(key, iv=rng.randbytes(16)), len(text) // 2 // 16 * 16
    blocks = b"".join(chained.encrypt(text[i : i + 16]) for i in range(0, start, 16))
    print("pyaes", again == text, hashlib.sha256(secret).hexdigest(), hashlib.sha256(blocks).hexdigest())


if __name__ == "__main__":
    main()
