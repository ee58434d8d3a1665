"""Optuna's samplers on the functions of bench/search, rows of CSV on stdout:
optuna_search.py METHOD SEEDS [--trials TRIALS] [FUNCTION...]

METHOD is tpe (multivariate with the constant liar) or gp (needs torch and Optuna from 3.6). Run with Debian's
python3-optuna 3.1.0, or with Optuna 5.0 (its packages, or its source tree on PYTHONPATH).
"""
import argparse
import contextlib
import logging
import math
import warnings

import numpy
import optuna

BUDGETS = (25, 50, 100)
HEIGHTS = numpy.array([1, 1.2, 3, 3.2])
WIDTHS3 = numpy.array([[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]])
CENTRES3 = numpy.array([[3689, 1170, 2673], [4699, 4387, 7470], [1091, 8732, 5547], [381, 5743, 8828]]) * 1e-4
WIDTHS6 = numpy.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
CENTRES6 = numpy.array([
    [1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]]) * 1e-4


def branin(x):
    return (x[1] - 5.1 / (4 * math.pi**2) * x[0]**2 + 5 / math.pi * x[0] - 6)**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x[0]) + 10


def camel(x):
    return (4 - 2.1 * x[0]**2 + x[0]**4 / 3) * x[0]**2 + x[0] * x[1] + (-4 + 4 * x[1]**2) * x[1]**2


def rosenbrock(x):
    return sum(100 * (x[1:] - x[:-1]**2)**2 + (1 - x[:-1])**2)


def ackley(x):
    return 20 + math.e - 20 * math.exp(-0.2 * math.sqrt((x**2).mean())) - math.exp(numpy.cos(2 * math.pi * x).mean())


def hartmann(widths, centres):
    return lambda x: -(HEIGHTS * numpy.exp(-(widths * (x - centres)**2).sum(1))).sum()


FUNCTIONS = {  # low, high, function, minimum
    "branin": ([-5, 0], [10, 15], branin, 0.39788735772973816),
    "camel": ([-3, -2], [3, 2], camel, -1.0316284534898774),
    "hartmann3": ([0] * 3, [1] * 3, hartmann(WIDTHS3, CENTRES3), -3.862782147820756),
    "rosenbrock4": ([-5] * 4, [10] * 4, rosenbrock, 0),
    "ackley5": ([-10, -12, -14, -16, -18], [30, 28, 26, 24, 22], ackley, 0),
    "hartmann6": ([0] * 6, [1] * 6, hartmann(WIDTHS6, CENTRES6), -3.322368011415515),
}


def sampler(method, seed):
    if method == "gp":
        import torch
        if not hasattr(torch.device, "__enter__"):  # before 2.0, as Debian's
            torch.device = lambda _: contextlib.nullcontext()
        return optuna.samplers.GPSampler(seed=seed)
    return optuna.samplers.TPESampler(seed=seed, multivariate=True, constant_liar=True)


def regrets(method, name, seed, trials):
    low, high, function, least = FUNCTIONS[name]
    study = optuna.create_study(sampler=sampler(method, seed))
    study.optimize(lambda trial: float(function(numpy.array([
        trial.suggest_float(f"x{axis}", *ends) for axis, ends in enumerate(zip(low, high))]))), n_trials=trials)
    return [trial.value - least for trial in study.trials]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    optuna.logging.set_verbosity(logging.ERROR)
    parser = argparse.ArgumentParser()
    parser.add_argument("method", choices=["tpe", "gp"])
    parser.add_argument("seeds", type=int)
    parser.add_argument("--trials", type=int, default=max(BUDGETS))
    parser.add_argument("functions", nargs="*", default=list(FUNCTIONS))
    chosen = parser.parse_intermixed_args()
    label = f"optuna {optuna.__version__.removesuffix('.dev')} {chosen.method}"
    print("method,function,seed,trials,regret")
    for name in chosen.functions:
        for seed in range(chosen.seeds):
            found = regrets(chosen.method, name, seed, chosen.trials)
            for budget in (budget for budget in BUDGETS if budget <= chosen.trials):
                print(f"{label},{name},{seed},{budget},{min(found[:budget])!r}", flush=True)
