"""Write and read made-up images with pypng: a workload of some seconds."""

import argparse
import io
import math
import zlib

import png


def rows(width: int, height: int, planes: int, depth: int) -> list[list[int]]:
    most = 2**depth - 1
    return [
        [
            int((math.sin(x * 0.07 + p) * math.cos(y * 0.05) + 1.0) * most / 2)
            for x in range(width)
            for p in range(planes)
        ]
        for y in range(height)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    edge = max(16, int(240 * size**0.5))
    for planes, depth, interlace in ((3, 8, False), (1, 16, False), (4, 8, True), (1, 2, False), (1, 8, True)):
        options = {"greyscale": planes == 1, "alpha": planes == 4, "bitdepth": depth, "interlace": interlace}
        picture = rows(edge, edge, planes, depth)
        file = io.BytesIO()
        png.Writer(edge, edge, **options).write(file, picture)
        check = 0
        for _ in range(3):
            width, height, values, _info = (
                png.Reader(bytes=file.getvalue()).asRGBA8()
                if planes != 1
                else png.Reader(bytes=file.getvalue()).asDirect()
            )
            check = zlib.crc32(b"".join(bytes(v % 256 for v in row) for row in values), check)
        print(planes, depth, interlace, width, height, check)


if __name__ == "__main__":
    main()
