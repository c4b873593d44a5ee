#!/usr/bin/env python3
"""The synthetic world of lib/equilibrium/src/synthetic_world.cpp, solved by numpy: what a careful
script does. Factor prices are the unknowns; prices and expenditure are settled inside; Anderson's
method outside.

    benchmarks/peers/world.py REGIONS SECTORS [--repeat 3]   prints seconds, residual and one answer
"""
import argparse
import json
import time

import numpy as np

SIZE, EAST, NORTH, SKILL, RECIPE, ADDED, FINAL_USE, SIGMA = range(8)
MASK = (1 << 64) - 1


def even_draw(seed, k):
    """splitmix64, as even_draw() in C++."""
    k = np.asarray(k, dtype=np.uint64)
    with np.errstate(over="ignore"):
        z = np.uint64(seed * 0xD1342543DE82EF95 & MASK) + (k + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return (z >> np.uint64(11)).astype(float) * 2.0**-53


class World:
    """Shares with the good first: share[s, i, n], use[n, s, j], added[n, s]."""

    def __init__(self, R, S, seed=1):
        def draw(stream, count):
            return even_draw(seed * 8 + stream, np.arange(count))

        mass = np.exp(5.0 * draw(SIZE, R))
        self.sigma = 3.0 + 5.0 * draw(SIGMA, S)
        east, north = draw(EAST, R), draw(NORTH, R)
        distance = np.hypot(east[:, None] - east, north[:, None] - north)
        home = np.where(np.eye(R) > 0, 12.0, 1.0)
        skill = draw(SKILL, R * S).reshape(R, S)
        share = home * mass[:, None] * (0.2 + skill.T[:, :, None]) / (0.1 + distance)
        self.share = 0.4 * share / share.sum(1, keepdims=True) + 0.6 * np.eye(R)
        self.use = 0.02 + draw(RECIPE, R * S * S).reshape(R, S, S) ** 3
        self.use /= self.use.sum(1, keepdims=True)
        self.final = 0.02 + draw(FINAL_USE, R * S).reshape(R, S) ** 3
        self.final /= self.final.sum(1, keepdims=True)
        self.added = 0.3 + 0.4 * draw(ADDED, R * S).reshape(R, S)
        spending = mass
        for round in range(8):
            output = np.zeros((R, S))
            while True:
                bought = np.einsum("nsj,nj->ns", self.use, (1 - self.added) * output) + self.final * spending[:, None]
                sold = np.einsum("sin,ns->is", self.share, bought)
                moved = abs(sold - output).sum()
                output = sold
                if moved <= 1e-15 * output.sum():
                    break
            income = (self.added * output).sum(1)
            self.transfer = spending - income
            if round < 7:
                spending = income
        self.spending, self.output, self.income = spending, output, income


def random_tariffs(R, S, highest, seed):
    tariff = highest * even_draw(seed, np.arange(S * R * R)).reshape(S, R, R)
    tariff[:, np.arange(R), np.arange(R)] = 0.0
    return tariff


class Solver:
    def __init__(self, world, tariff):
        self.w = world
        power = 1.0 - world.sigma
        self.power = power[:, None]
        self.K = world.share * (1 + tariff) ** power[:, None, None]
        self.Kn = self.K / (1 + tariff)
        self.log_price = np.zeros(world.output.shape)  # (region, sector)
        self.output = world.output.copy()
        self.passes = 0

    def residual(self, log_wage, tolerance):
        """ln demand - ln supply of labour; inner loops end at `tolerance`."""
        w = self.w
        value = w.added * log_wage[:, None]
        while True:
            v = np.exp(self.power * self.log_price.T)
            total = np.matmul(v[:, None, :], self.K)[:, 0, :]
            composite = (np.log(total) / self.power).T
            new = value + (1 - w.added) * np.matmul(composite[:, None, :], w.use)[:, 0, :]
            change = abs(new - self.log_price).max()
            self.log_price = new
            self.passes += 1
            if change <= tolerance:
                break
        v = np.exp(self.power * self.log_price.T)
        total = np.matmul(v[:, None, :], self.K)[:, 0, :]
        net = np.matmul(v[:, None, :], self.Kn)[:, 0, :] / total  # part of spending that is no tariff
        wages = w.income * np.exp(log_wage)
        while True:
            # Incomes with tariffs are linear in spending; one more loop settles them together.
            inputs = np.matmul(w.use, ((1 - w.added) * self.output)[:, :, None])[:, :, 0]
            tariffs_on_inputs = (inputs * (1 - net.T)).sum(1)
            keep = 1 - (w.final * (1 - net.T)).sum(1)
            self.spending = (wages + w.transfer + tariffs_on_inputs) / keep
            bought = inputs + w.final * self.spending[:, None]
            sold = (v * np.matmul(self.Kn, (bought.T / total)[:, :, None])[:, :, 0]).T
            change = abs(sold / self.output - 1).max()
            self.output = sold
            self.passes += 1
            if change <= tolerance:
                break
        self.final_price = (w.final * (np.log(total) / self.power).T).sum(1)
        return np.log((w.added * self.output).sum(1) / wages)

    def solve(self, tolerance=1e-10, memory=8, step=0.6):
        w = self.w
        x = np.zeros(len(w.income))
        xs, fs, size = [], [], 1.0
        for evaluation in range(1, 200):
            f = self.residual(x, max(1e-2 * min(size, 1.0) * 0.1, 1e-12))
            size = abs(f).max()
            if size <= tolerance:
                break
            f = step * f
            xs.append(x)
            fs.append(f)
            if len(xs) > 1:
                dX = np.array(xs[1:]).T - np.array(xs[:-1]).T
                dF = np.array(fs[1:]).T - np.array(fs[:-1]).T
                gamma = np.linalg.lstsq(dF, f, rcond=None)[0]
                x = x + f - (dX + dF) @ gamma
            else:
                x = x + f
            xs, fs = xs[-memory - 1:], fs[-memory - 1:]
            x = x - np.log((w.income * np.exp(x)).sum() / w.income.sum())
        welfare = np.log(self.spending / w.spending) - self.final_price
        return evaluation, size, welfare


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("regions", type=int)
    arguments.add_argument("sectors", type=int)
    arguments.add_argument("--repeat", type=int, default=3)
    given = arguments.parse_args()
    world = World(given.regions, given.sectors)
    tariff = random_tariffs(given.regions, given.sectors, 0.2, 7)
    best = None
    for _ in range(given.repeat):
        start = time.perf_counter()
        solver = Solver(world, tariff)
        evaluations, residual, welfare = solver.solve()
        seconds = time.perf_counter() - start
        best = seconds if best is None else min(best, seconds)
    print(json.dumps({"seconds": best, "evaluations": evaluations, "passes": solver.passes,
                      "residual": residual, "welfare_of_first": welfare[0]}))


if __name__ == "__main__":
    main()
