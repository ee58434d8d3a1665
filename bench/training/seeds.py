#!/usr/bin/env python3
"""Twelve paired seeds: are the reference, fast fp32 and bf16 equivalent in validation accuracy?

    bench/training/seeds.py            # 36 trials of 15,000 images and 5 epochs: some 20 minutes of processor time
    bench/training/seeds.py --seeds 3 --images 2000 --epochs 1

Every seed draws weights, images and their order alike for all three; an arithmetic is equivalent to another when the 95 %
interval of the mean paired difference lies within one point either way.
"""
import argparse
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MARGIN = 1.0  # points of accuracy
SWEEP = """
name: seeds
network:
  {{ arch: vgg11, head: gap, batchNorm: true, width: 8, resolution: 32, batchSize: 64, lr: 0.1, lrSchedule: linear, momentum: 0.9,
     epochs: {epochs} }}
parameters: {{ seed: {seeds}, precision: {precisions} }}
training: {{ images: {images}, validationImages: 5000 }}
"""
# Student's t at 97.5 %, by degrees of freedom: 12 seeds have 11.
T = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228, 11: 2.201}


def accuracies(home, options, precisions, environment):
    """Validation accuracy in percent by (precision, seed), after the last epoch."""
    file = pathlib.Path(home, "seeds.yaml")
    file.write_text(SWEEP.format(
        epochs=options.epochs, images=options.images, precisions=json.dumps(precisions),
        seeds=json.dumps(list(range(1, options.seeds + 1)))))
    program = [str(ROOT / "vggsweep"), "--home", home]
    run = subprocess.run(
        [*program, "run", str(file), "--json"], env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True)
    sweep = json.loads(run.stdout.splitlines()[-1])["sweep"]
    export = subprocess.run([*program, "export", sweep, "--format", "json"], stdout=subprocess.PIPE, text=True, check=True)
    exported = json.loads(export.stdout)
    for trial in exported["trials"]:
        wanted, path = trial["result"]["parameters"]["precision"], trial["result"]["numerics"]["path"]
        if wanted != (path or "fp32"):
            raise SystemExit(f"trial {trial['result']['trial']} was to train in {wanted} and took {path or 'fp32'}: see its log")
    return {
        (trial["result"]["parameters"]["precision"], trial["result"]["parameters"]["seed"]): 100 * trial["result"]["validationAccuracy"]
        for trial in exported["trials"]
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--images", type=int, default=15_000)
    parser.add_argument("--epochs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vggsweep-seeds-") as home:
        ours = accuracies(home, options, ["fp32", "bf16"], {})
        reference = accuracies(home, options, ["fp32"], {"VGGSWEEP_ARITHMETIC": "reference"})
    seeds = range(1, options.seeds + 1)
    values = {
        "reference": [reference["fp32", seed] for seed in seeds],
        "fast fp32": [ours["fp32", seed] for seed in seeds],
        "bf16": [ours["bf16", seed] for seed in seeds],
    }
    print(f"validation accuracy in %, width 8 at 32 pixels, {options.images:,} images, {options.epochs} epochs")
    for name, points in values.items():
        print(f"{name:>10}  {' '.join(f'{point:6.2f}' for point in points)}   mean {statistics.mean(points):.2f}")
    apart = False
    for one, other in (("fast fp32", "reference"), ("bf16", "reference"), ("bf16", "fast fp32")):
        differences = [a - b for a, b in zip(values[one], values[other])]
        mean, half = statistics.mean(differences), T[len(differences) - 1] * statistics.stdev(differences) / math.sqrt(len(differences))
        equal = -MARGIN < mean - half and mean + half < MARGIN
        apart |= not equal
        print(f"{one} - {other}: {mean:+.2f} points, 95 % interval {mean - half:+.2f} to {mean + half:+.2f}: "
              f"{'equivalent' if equal else 'not shown to be equivalent'} within ±{MARGIN:.0f}")
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main())
