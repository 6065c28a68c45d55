"""Make QR codes of texts of many lengths with qrcode: a workload of some seconds."""

import argparse
import random

import qrcode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(25)
    dark = 0
    for number in range(max(1, int(480 * size))):
        level = (ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_H)[number % 3]
        letters = "0123456789" if number % 4 == 0 else "ABCDEFGHIJ $%*+-./:" if number % 4 == 1 else "abcdefgh ,;äöü"
        code = qrcode.QRCode(error_correction=level)
        code.add_data("".join(rng.choices(letters, k=20 + 25 * (number % 5))))
        code.make(fit=True)
        dark += sum(map(sum, code.get_matrix()))
    print("dark", dark)


if __name__ == "__main__":
    main()
