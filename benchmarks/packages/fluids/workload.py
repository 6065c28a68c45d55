"""Friction factors, pressure drops and drag with fluids: a workload of some seconds."""

import argparse
import random

import fluids


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(33)
    friction = drop = speed = bend = 0.0
    for _ in range(max(5, int(14_000 * size))):
        reynolds, rough = 10.0 ** rng.uniform(2.0, 8.0), 10.0 ** rng.uniform(-6.0, -2.0)
        factor = fluids.friction_factor(Re=reynolds, eD=rough)
        friction += factor + fluids.friction_factor(Re=reynolds, eD=rough, Method="Colebrook")
        drop += fluids.dP_from_K(fluids.K_from_f(fd=factor, L=100.0, D=0.1), rho=998.0, V=rng.uniform(0.5, 3.0))
        bend += fluids.bend_rounded(Di=0.1, rc=0.15, angle=rng.uniform(10.0, 90.0), fd=factor)
        bend += fluids.contraction_sharp(Di1=0.2, Di2=0.1) + fluids.diffuser_sharp(Di1=0.1, Di2=0.2)
        speed += fluids.drag_sphere(min(reynolds, 2e5))
    for _ in range(max(2, int(900 * size))):
        speed += fluids.v_terminal(D=rng.uniform(1e-5, 1e-3), rhop=2600.0, rho=1000.0, mu=1e-3)
    print("fluids", repr(friction), repr(drop), repr(bend), repr(speed))


if __name__ == "__main__":
    main()
