#!/usr/bin/python3
"""What a training step could take on this machine at best, and what it takes, by kind of layer: bench/training/roofline [CELL...].

A kind's attainable time is the greater of its arithmetic at the best convolution or product of the same run, and of the bytes
that must pass at the speed of a copy; where the caches beat that, what was measured. All times are of the processor. The last
line of a cell compares both with tuned PyTorch.
"""
import argparse
import collections
import os
import sys

import interleave

FLOAT = 4
PRODUCTS = ("Convolution", "Dense")


def directions(row, precision, batch, is_last):
    """Kind, measured seconds, operations and bytes of a stage forward and backward."""
    value = FLOAT // 2 if precision == "bf16" else FLOAT
    weights = row["params"] * (FLOAT if is_last else value)
    maps, given = batch * row["inputs"] * value, batch * row["outputs"] * value
    is_first = row["name"] == "features.0"
    update = row["params"] * (2 * FLOAT + (value if value != FLOAT else 0))
    kind = row["kind"] if row["kind"] in (*PRODUCTS, "Data") else "Others"
    yield f"{kind}, forward", row["forward"], 2 * batch * row["macs"], maps + given + weights
    yield f"{kind}, backward", row["backward"], (2 if is_first else 4) * batch * row["macs"], 2 * maps + given + weights + update


def attainable(kind, operations, moved, row, precision, peak, is_last):
    computes = "fp32" if row["name"] == "features.0" or is_last else precision
    moves = moved / 1e9 / peak["memory"]
    return moves if kind.startswith("Data") else max(operations / 1e9 / peak[computes], moves)


def profile(resolution, width, batch, precision, peak, arguments):
    ours = interleave.ours(width, resolution, batch, arguments.threads)
    name, command, environment = next(given for given in ours if given[0].endswith(precision))
    command[2] = "profile"
    contender = interleave.Contender(name, command, environment)
    rows = contender.steps(arguments.steps)
    contender.end()
    kinds = collections.defaultdict(lambda: [0.0, 0.0, 0.0])
    for row in rows:
        for kind, measured, operations, moved in directions(row, precision, batch, row is rows[-1]):
            if measured > 0:
                least = min(measured, attainable(kind, operations, moved, row, precision, peak, row is rows[-1]))
                kinds[kind] = [total + added for total, added in zip(kinds[kind], (measured, operations, least))]
    return kinds


def tuned(resolution, width, batch, arguments):
    """Images a CPU second of tuned PyTorch in its faster layout."""
    best = 0
    for given in list(interleave.peers(width, resolution, batch, arguments.threads))[1:]:
        one = interleave.Contender(*given)
        one.steps(1)
        best = max(best, max(batch / one.steps(1)["cpuSeconds"] for _ in range(arguments.steps)))
        one.end()
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cells", nargs="*", default=["32/16", "56/16", "112/16"], help="resolution/width")
    parser.add_argument("--steps", type=int, default=4, help="of which the best counts")
    parser.add_argument("--rounds", type=int, default=3, help="of the machine's peak")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    peak = interleave.peaks(arguments)
    print(f"Best of this run, a CPU second: {peak['fp32']:.0f} GFLOP fp32, {peak['bf16']:.0f} bf16, "
          f"{peak['memory']:.1f} GB copied; {arguments.threads} thread(s), load {os.getloadavg()[0]:.1f}.")
    for resolution, width in (map(int, cell.split("/")) for cell in arguments.cells):
        batch = interleave.batch_of(resolution, width)
        peer = tuned(resolution, width, batch, arguments)
        for precision in ("fp32", "bf16"):
            kinds = profile(resolution, width, batch, precision, peak, arguments)
            whole = [sum(column) for column in zip(*kinds.values())]
            print(f"\n{resolution} pixels, width {width}, {precision}\n\n"
                  "| Kind | ms | Share | GFLOP/s | Attainable, ms | Reached |\n|---|---|---|---|---|---|")
            for kind, (measured, operations, least) in [*sorted(kinds.items()), ("A step", whole)]:
                rate = f"{operations / 1e9 / measured:.0f}" if operations else ""
                print(f"| {kind} | {measured * 1e3:.1f} | {measured / whole[0]:.0%} | {rate} "
                      f"| {least * 1e3:.1f} | {least / measured:.0%} |")
            print(f"\nImages a CPU second: {batch / whole[0]:.0f}, attainable {batch / whole[2]:.0f}; against tuned PyTorch's {peer:.0f}: "
                  f"{batch / whole[0] / peer:.2f}, attainable {batch / whole[2] / peer:.2f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
