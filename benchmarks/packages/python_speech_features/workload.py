"""Take features of made-up sound with python_speech_features: a workload of some seconds."""

import argparse

import numpy as np
from python_speech_features import delta, fbank, logfbank, mfcc, ssc


def sound(seconds: float) -> np.ndarray:
    rng = np.random.default_rng(29)
    t = np.arange(int(16_000 * seconds)) / 16_000
    return 8000.0 * np.sin(2 * np.pi * (200 + 100 * np.sin(t)) * t) + rng.normal(0.0, 300.0, len(t))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    wave = sound(4.0)
    total = 0.0
    for _ in range(max(1, int(20 * size))):
        features = mfcc(wave, 16_000, nfft=512)
        total += float(np.abs(features).sum()) + float(np.abs(delta(features, 2)).sum())
        total += (
            float(logfbank(wave, 16_000).sum()) + float(ssc(wave, 16_000).sum()) + float(fbank(wave, 16_000)[1].sum())
        )
    print("features", repr(total))


if __name__ == "__main__":
    main()
