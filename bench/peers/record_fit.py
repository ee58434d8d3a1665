"""Records SciPy's fits of error = a + b·MACs^−c: tests/VggSweep.Core.Tests/Recorded/fit.json.

Each case has the MACs, errors and replicates of cells, and the a, b, c of scipy.optimize.curve_fit with bounds from zero and
a cell's replicates as its weight: the best of several starts.

Run with Debian's python3-scipy 1.10.1 and python3-numpy 1.24.2: /usr/bin/python3 bench/peers/record_fit.py
"""
import json
import pathlib

import numpy
import scipy
from scipy.optimize import curve_fit

TARGET = pathlib.Path(__file__).parents[2] / "tests/VggSweep.Core.Tests/Recorded/fit.json"
CASES = [  # a, b at the middle cost, c, noise
    (0.08, 0.05, 0.5, 0.0),
    (0.08, 0.05, 0.5, 0.002),
    (0.02, 0.2, 0.3, 0.004),
    (0.0, 0.15, 0.2, 0.002),
    (0.1, 0.03, 1.2, 0.001),
]


def law(logs, a, b, c):
    return a + b * numpy.exp(-c * logs)


def record(case, seed):
    a, b, c, noise = case
    source = numpy.random.default_rng(seed)
    macs = numpy.sort(source.integers(2_000_000, 2_000_000_000, 9))
    counts = source.integers(1, 5, 9)
    logs = numpy.log(macs)
    scale = logs.mean()
    errors = law(logs - scale, a, b, c) + noise * source.standard_normal(9) / numpy.sqrt(counts)
    best = None
    for start in ((0.05, 0.1, 0.5), (0.0, 0.1, 0.1), (0.1, 0.01, 2.0)):
        fit, _ = curve_fit(
            law, logs - scale, errors, p0=start, sigma=1 / numpy.sqrt(counts), bounds=(0, [1, 10, 5]), xtol=1e-15, ftol=1e-15,
            gtol=1e-15, max_nfev=100_000)
        squares = float((counts * (errors - law(logs - scale, *fit)) ** 2).sum())
        if best is None or squares < best[0]:
            best = (squares, fit)
    squares, fit = best
    return {
        "macs": macs.tolist(), "errors": errors.tolist(), "counts": counts.tolist(),
        "a": float(fit[0]), "b": float(fit[1] * numpy.exp(fit[2] * scale)), "c": float(fit[2]), "squares": squares,
    }


if __name__ == "__main__":
    cases = [record(case, seed) for seed, case in enumerate(CASES)]
    TARGET.write_text(json.dumps({"source": f"SciPy {scipy.__version__}", "cases": cases}, indent=1) + "\n")
