"""Evolve bit strings, real vectors and expressions with deap: a workload of some seconds."""

import argparse
import math
import operator
import random

from deap import algorithms, base, benchmarks, creator, gp, tools

creator.create("Most", base.Fitness, weights=(1.0,))
creator.create("Least", base.Fitness, weights=(-1.0,))
creator.create("Both", base.Fitness, weights=(-1.0, -1.0))
creator.create("Bits", list, fitness=creator.Most)
creator.create("Reals", list, fitness=creator.Least)
creator.create("Front", list, fitness=creator.Both)
creator.create("Tree", gp.PrimitiveTree, fitness=creator.Least)


def bits(generations: int) -> None:
    box = base.Toolbox()
    box.register("individual", tools.initRepeat, creator.Bits, lambda: random.randint(0, 1), 100)
    box.register("population", tools.initRepeat, list, box.individual)
    box.register("evaluate", lambda one: (sum(one),))
    box.register("mate", tools.cxTwoPoint)
    box.register("mutate", tools.mutFlipBit, indpb=0.05)
    box.register("select", tools.selTournament, tournsize=3)
    last, _ = algorithms.eaSimple(box.population(n=150), box, 0.5, 0.2, generations, verbose=False)
    print("bits", max(one.fitness.values[0] for one in last))


def reals(generations: int) -> None:
    box = base.Toolbox()
    box.register("individual", tools.initRepeat, creator.Reals, lambda: random.uniform(-5.0, 5.0), 20)
    box.register("population", tools.initRepeat, list, box.individual)
    box.register("evaluate", benchmarks.rastrigin)
    box.register("mate", tools.cxSimulatedBinary, eta=15.0)
    box.register("mutate", tools.mutPolynomialBounded, eta=20.0, low=-5.0, up=5.0, indpb=0.1)
    box.register("select", tools.selTournament, tournsize=3)
    last, _ = algorithms.eaMuPlusLambda(box.population(n=80), box, 80, 80, 0.6, 0.3, generations, verbose=False)
    print("reals", repr(min(one.fitness.values[0] for one in last)))


def front(generations: int) -> None:
    box = base.Toolbox()
    box.register("individual", tools.initRepeat, creator.Front, random.random, 12)
    box.register("population", tools.initRepeat, list, box.individual)
    box.register("evaluate", benchmarks.zdt1)
    box.register("mate", tools.cxSimulatedBinaryBounded, low=0.0, up=1.0, eta=20.0)
    box.register("mutate", tools.mutPolynomialBounded, low=0.0, up=1.0, eta=20.0, indpb=0.1)
    box.register("select", tools.selNSGA2)
    last, _ = algorithms.eaMuPlusLambda(box.population(n=80), box, 80, 80, 0.6, 0.3, generations, verbose=False)
    print("front", repr(sum(one.fitness.values[1] for one in last)))


def trees(generations: int) -> None:
    primitives = gp.PrimitiveSet("MAIN", 1)
    for function, count in ((operator.add, 2), (operator.sub, 2), (operator.mul, 2), (operator.neg, 1), (math.cos, 1)):
        primitives.addPrimitive(function, count)
    primitives.addTerminal(1.0)
    box = base.Toolbox()
    box.register("expr", gp.genHalfAndHalf, pset=primitives, min_=1, max_=3)
    box.register("individual", tools.initIterate, creator.Tree, box.expr)
    box.register("population", tools.initRepeat, list, box.individual)

    def evaluate(one):
        function = gp.compile(one, primitives)
        return (sum((function(x / 10.0) - (x / 10.0) ** 3) ** 2 for x in range(-10, 10)),)

    box.register("evaluate", evaluate)
    box.register("select", tools.selTournament, tournsize=3)
    box.register("mate", gp.cxOnePoint)
    box.register("mutate", gp.mutUniform, expr=box.expr, pset=primitives)
    for name in ("mate", "mutate"):
        box.decorate(name, gp.staticLimit(operator.attrgetter("height"), 8))
    last, _ = algorithms.eaSimple(box.population(n=100), box, 0.5, 0.2, generations, verbose=False)
    print("trees", repr(min(one.fitness.values[0] for one in last)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    random.seed(17)
    bits(max(2, int(40 * size)))
    reals(max(2, int(60 * size)))
    front(max(2, int(40 * size)))
    trees(max(2, int(20 * size)))


if __name__ == "__main__":
    main()
