"""Records the normal distribution and the expected improvement by mpmath: tests/VggSweep.Core.Tests/Recorded/normal.json.

Rows are [z, log of the distribution function, log of E[max(X + z, 0)]], X standard normal, computed with 60 digits.

Run with Debian's python3-mpmath 1.2.1: /usr/bin/python3 bench/peers/record_normal.py
"""
import json
import pathlib

import mpmath
from mpmath import mp, mpf

TARGET = pathlib.Path(__file__).parents[2] / "tests/VggSweep.Core.Tests/Recorded/normal.json"


def row(z):
    cdf = mpmath.erfc(-z / mpmath.sqrt(2)) / 2
    return [float(z), float(mpmath.log(cdf)), float(mpmath.log(mpmath.npdf(z) + z * cdf))]


if __name__ == "__main__":
    mp.dps = 60  # at z = -1e6 the improvement is a difference of 24 equal digits
    places = [mpf(quarter) / 4 for quarter in range(-160, 41)] + [mpf(x) for x in (-1e6, -1000, -100, -24.99, -25.01, -0.01, 1e-9, 20)]
    TARGET.write_text(json.dumps({"mpmath": mpmath.__version__, "rows": [row(z) for z in places]}) + "\n")
