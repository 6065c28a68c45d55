"""Rate the players of invented matches with trueskill: a workload of some seconds."""

import argparse
import random

import trueskill


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(9)
    players = [trueskill.Rating() for _ in range(40)]
    for _ in range(max(3, int(9000 * size))):
        first, second = rng.sample(range(40), 2)
        won = rng.random() * first > rng.random() * second
        high, low = (first, second) if won else (second, first)
        players[high], players[low] = trueskill.rate_1vs1(players[high], players[low], drawn=rng.random() < 0.1)
    quality = sum(trueskill.quality_1vs1(a, b) for a in players for b in players)
    print("trueskill", repr(sum(p.mu for p in players)), repr(sum(p.sigma for p in players)), repr(quality))


if __name__ == "__main__":
    main()
