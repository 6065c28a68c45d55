"""Rates of return and loans with numpy-financial: a workload of some seconds."""

import argparse
import random

import numpy_financial as npf


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    rng = random.Random(35)
    total = 0.0
    for _ in range(max(3, int(2500 * size))):
        rate, years = rng.uniform(0.01, 0.12), rng.randint(5, 30)
        loan = rng.uniform(1e4, 5e5)
        payment = float(npf.pmt(rate / 12, years * 12, loan))
        total += (
            payment
            + float(npf.ipmt(rate / 12, 13, years * 12, loan))
            + float(npf.ppmt(rate / 12, 13, years * 12, loan))
        )
        total += float(npf.nper(rate / 12, payment, loan)) + float(npf.fv(rate / 12, 24, payment, loan))
        total += float(npf.pv(rate / 12, years * 12, payment)) + float(npf.rate(years * 12, payment, loan, 0.0))
        flows = [-loan, *(rng.uniform(0.05, 0.3) * loan for _ in range(years))]
        total += float(npf.npv(rate, flows)) + float(npf.irr(flows)) + float(npf.mirr(flows, rate, rate))
    print("money", repr(total))


if __name__ == "__main__":
    main()
