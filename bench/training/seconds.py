#!/usr/bin/env python3
"""Seconds of a training step: predicted by the plan after `vggsweep calibrate`, and measured. On Linux, from any folder:

    ./vggsweep calibrate && bench/training/seconds.py

Measured is the processor time of a thread, which is a step's wall time where the trial has its cores to itself. Threads are those of the
calibration's best packing.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import interleave

VGGSWEEP = str(interleave.ROOT / "vggsweep")
BATCH, IMAGES, TEST_IMAGES = 64, 6_400, 10_000
CELLS = [
    f"width={width} resolution={resolution} {head} {precision}"
    for width, resolution in ((8, 32), (8, 112), (16, 48), (16, 84), (32, 32), (32, 56))
    for head in ("dense=4096", "dense=512", "head=gap batchNorm=true")
    for precision in ("precision=fp32", "precision=bf16")
]


def predicted(settings, folder):
    """The plan's seconds of a step: of a trial's it is as much as of its images, of which evaluated ones count a third."""
    value = lambda text: text if text.isalpha() or text in ("fp32", "bf16") else json.loads(text)
    sweep = pathlib.Path(folder) / "sweep.yaml"
    sweep.write_text(json.dumps({
        "name": "seconds",
        "network": {"arch": "vgg11", "batchSize": BATCH, "epochs": 1} | {key: value(text) for key, text in settings.items()},
        "parameters": {"seed": [1]}, "training": {"images": IMAGES, "validationImages": BATCH}}))
    plan = subprocess.run([VGGSWEEP, "plan", str(sweep), "--json", "--home", folder + "/none"], check=True, capture_output=True, text=True)
    trial = json.loads(plan.stdout)["trials"][0]["cost"]["predictedSeconds"]
    return trial * BATCH / (IMAGES + (BATCH + TEST_IMAGES) / 3)


def threads():
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
    return json.loads((cache / "vggsweep/calibration.json").read_text())["packings"][0]["threads"]


def measured(settings, count):
    precision = settings["precision"]
    pairs = [f"{key}={text}" for key, text in settings.items() if key != "precision"]
    environment = next(environment for name, _, environment in interleave.ours(16, 32, BATCH, count) if name.endswith(precision))
    command = ["dotnet", str(interleave.TRAINER), "measure", precision, str(count), "arch=vgg11", f"batchSize={BATCH}", *pairs]
    trainer = interleave.Contender(precision, command, environment)
    seconds = min(trainer.steps(1)["cpuSeconds"] for _ in range(6))
    trainer.end()
    return seconds / count


def main():
    print("| Network | Measured, ms | Predicted, ms | Predicted / measured |\n|---|---|---|---|")
    ratios = []
    for cell in CELLS:
        settings = dict(pair.split("=") for pair in cell.split())
        with tempfile.TemporaryDirectory() as folder:
            plan, step = predicted(settings, folder), measured(settings, threads())
        ratios.append(plan / step)
        print(f"| {cell} | {step * 1e3:.1f} | {plan * 1e3:.1f} | {plan / step:.2f} |", flush=True)
    print(f"\nPredicted / measured: {min(ratios):.2f} to {max(ratios):.2f}, median {statistics.median(ratios):.2f}.")


if __name__ == "__main__":
    sys.exit(main())
