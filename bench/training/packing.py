#!/usr/bin/env python3
"""Sweeps of small trials under two packings in turn: two trainers of one thread each, and one of two. On Linux, from any folder:

    bench/training/packing.py             # some minutes; wall times: leave the machine alone

A ratio is the wall time of one trainer with all threads over that of one trainer a core, of the same round.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

VGGSWEEP = str(pathlib.Path(__file__).resolve().parents[2] / "vggsweep")
CORES = os.cpu_count()
SWEEPS = {
    "dense heads": {"network": {"arch": "vgg11", "dense": 1024}, "parameters": {"width": [8, 16], "resolution": [32, 40]}},
    "averages and batch normalization": {
        "network": {"arch": "vgg11", "head": "gap", "batchNorm": True},
        "parameters": {"width": [8, 16], "resolution": [32, 48]},
    },
}


def seconds(sweep, slots, folder):
    """From launch to answer, as a person waits for it."""
    home = tempfile.mkdtemp(dir=folder)
    begun = time.perf_counter()
    subprocess.run(
        [VGGSWEEP, "run", sweep, "--home", home, "--slots", str(slots), "--threads", str(CORES // slots)],
        check=True, capture_output=True)
    return time.perf_counter() - begun


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--images", type=int, default=6_000, help="of each trial")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, sweep in SWEEPS.items():
            file = pathlib.Path(folder) / "sweep.yaml"
            file.write_text(json.dumps(
                {"name": "packing", "training": {"images": arguments.images, "validationImages": 500}}
                | sweep | {"network": sweep["network"] | {"batchSize": 64, "epochs": 1}}))
            rounds = []
            for number in range(arguments.rounds):
                packings = (CORES, 1) if number % 2 == 0 else (1, CORES)
                rounds.append({slots: seconds(str(file), slots, folder) for slots in packings})
                print(f"{name}: {CORES} trainers {rounds[-1][CORES]:.1f} s, one {rounds[-1][1]:.1f} s, "
                      f"load {os.getloadavg()[0]:.1f}", flush=True)
            ratios = [one[1] / one[CORES] for one in rounds]
            print(f"{name}: {CORES} trainers are {statistics.median(ratios):.2f} times as fast "
                  f"({min(ratios):.2f} to {max(ratios):.2f})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
