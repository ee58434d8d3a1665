"""Records Gaussian processes by dense NumPy: tests/VggSweep.Core.Tests/Recorded/gp.json.

Matérn 5/2 with a length scale per axis; the last axis holds names, at distance 0 or 1. Each case has points, values, a
kernel, and: the log marginal likelihood, its gradient by the logarithms of length scales, signal and noise (central
differences of the likelihood in mpmath, to 12 digits), and mean and variance of the function at ten points.

Run with Debian's python3-numpy 1.24.2 and python3-mpmath 1.2.1: /usr/bin/python3 bench/peers/record_gp.py
"""
import json
import pathlib

import numpy
from mpmath import mp, mpf, matrix, cholesky, log, exp, sqrt, pi, lu_solve

TARGET = pathlib.Path(__file__).parents[2] / "tests/VggSweep.Core.Tests/Recorded/gp.json"
CASES = [(3, 2, 1e-2), (12, 3, 1e-4), (40, 5, 1e-1)]  # points, axes, noise


def kernel(left, right, scales, signal, np=numpy):
    difference = left[:, None, :] - right[None, :, :]
    difference[..., -1] = difference[..., -1] != 0
    square = ((difference / scales) ** 2).sum(-1)
    root = np.sqrt(5 * square)
    return signal * (1 + root + 5 * square / 3) * np.exp(-root)


def likelihood(points, values, scales, signal, noise):
    covariance = kernel(points, points, scales, signal) + noise * numpy.eye(len(points))
    lower = numpy.linalg.cholesky(covariance)
    solved = numpy.linalg.solve(lower, values)
    return -0.5 * solved @ solved - numpy.log(numpy.diag(lower)).sum() - 0.5 * len(points) * numpy.log(2 * numpy.pi)


def exact_likelihood(points, values, logs):
    """The same with many digits, for differences."""
    axes, count = len(logs) - 2, len(points)
    scales, signal, noise = [exp(one) for one in logs[:axes]], exp(logs[axes]), exp(logs[axes + 1])
    covariance = matrix(count, count)
    for row in range(count):
        for column in range(count):
            square = mpf(0)
            for axis in range(axes):
                step = mpf(points[row][axis]) - mpf(points[column][axis])
                step = mpf(step != 0) if axis == axes - 1 else step
                square += (step / scales[axis]) ** 2
            root = sqrt(5 * square)
            covariance[row, column] = signal * (1 + root + 5 * square / 3) * exp(-root) + (noise if row == column else 0)
    lower = cholesky(covariance)
    target = matrix([mpf(value) for value in values])
    solved = lu_solve(covariance, target)
    return -(target.T * solved)[0] / 2 - sum(log(lower[i, i]) for i in range(count)) - count * log(2 * pi) / 2


def record(case, number):
    count, axes, noise = case
    source = numpy.random.default_rng(number)
    draw = lambda rows: numpy.hstack([source.random((rows, axes - 1)), (source.integers(0, 3, (rows, 1)) + 0.5) / 3])
    points, probes = draw(count), draw(10)
    values = numpy.sin(5 * points[:, 0]) + points[:, -1] + 0.1 * source.standard_normal(count)
    scales, signal = source.uniform(0.2, 2, axes), source.uniform(0.5, 2)
    covariance = kernel(points, points, scales, signal) + noise * numpy.eye(count)
    cross = kernel(probes, points, scales, signal)
    mp.dps, step = 40, mpf("1e-10")
    logs = [log(mpf(float(one))) for one in (*scales, signal, noise)]
    shifted = lambda index, by: exact_likelihood(points, values, [one + (by if place == index else 0) for place, one in enumerate(logs)])
    return {
        "points": points.tolist(), "values": values.tolist(), "scales": scales.tolist(), "signal": signal, "noise": noise,
        "likelihood": float(likelihood(points, values, scales, signal, noise)),
        "gradient": [float((shifted(i, step) - shifted(i, -step)) / (2 * step)) for i in range(len(logs))],
        "probes": probes.tolist(),
        "means": (cross @ numpy.linalg.solve(covariance, values)).tolist(),
        "variances": (signal - (cross * numpy.linalg.solve(covariance, cross.T).T).sum(1)).tolist(),
    }


if __name__ == "__main__":
    lines = [" " + json.dumps(record(case, number)) for number, case in enumerate(CASES)]
    TARGET.write_text(json.dumps({"numpy": numpy.__version__})[:-1] + ', "cases": [\n' + ",\n".join(lines) + "\n]}\n")
