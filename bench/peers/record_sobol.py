"""Records SciPy's unscrambled Sobol points: tests/VggSweep.Core.Tests/Recorded/sobol.json.

The first 1,000 points in 10 dimensions as whole numbers of 2^-32: the first 16 in full, and the SHA-256 of all of them,
little-endian, point by point.

Run with Debian's python3-scipy 1.10.1: /usr/bin/python3 bench/peers/record_sobol.py
"""
import hashlib
import json
import pathlib

import numpy
import scipy
from scipy.stats import qmc

TARGET = pathlib.Path(__file__).parents[2] / "tests/VggSweep.Core.Tests/Recorded/sobol.json"

if __name__ == "__main__":
    points = (qmc.Sobol(10, scramble=False).random(1000) * 2.0**32).astype("<u4")
    TARGET.write_text(json.dumps({
        "scipy": scipy.__version__,
        "first": points[:16].tolist(),
        "sha256": hashlib.sha256(numpy.ascontiguousarray(points).tobytes()).hexdigest(),
    }) + "\n")
