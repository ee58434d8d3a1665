"""Trains an epoch of a few steps of each network and prints its process's peak memory against the plan's.

On Linux, from any folder: python3 bench/memory.py
"""
import json
import pathlib
import signal
import subprocess
import tempfile

VGGSWEEP = str(pathlib.Path(__file__).parents[1] / "vggsweep")
STEPS = 3
CELLS = (
    "width=8 resolution=32",
    "width=32 resolution=32",
    "width=16 resolution=56",
    "width=16 resolution=56 batchSize=32",
    "width=16 resolution=56 batchSize=256",
    "width=16 resolution=56 dense=256",
    "width=16 resolution=56 head=gap",
    "width=16 resolution=56 batchNorm=true",
    "width=16 resolution=56 momentum=0.9",
    "width=16 resolution=56 dropout=0",
    "width=8 resolution=112",
    "width=16 resolution=112",
    "width=32 resolution=112",
    "width=16 resolution=112 batchNorm=true head=gap momentum=0.9",
    "width=64 resolution=32 dense=512 momentum=0.9",
    "arch=vgg16 width=16 resolution=64",
    "arch=alexnet resolution=224",
    "width=8 resolution=224",
    "width=8 resolution=224 batchNorm=true head=gap",
    "width=16 resolution=224",
)


def predicted(settings, training, folder):
    """The plan's peakBytes."""
    network = {key: value for key, value in settings.items() if key == "arch"}
    parameters = {key: json.loads(value) if key != "head" else value for key, value in settings.items() if key != "arch"}
    sweep = pathlib.Path(folder) / "sweep.yaml"
    sweep.write_text(json.dumps({"name": "memory", "network": network, "parameters": parameters, "training": training}))
    plan = subprocess.run([VGGSWEEP, "plan", str(sweep), "--json"], check=True, capture_output=True, text=True)
    return json.loads(plan.stdout)["trials"][0]["cost"]["peakBytes"]


def measured(settings, training, folder):
    """VmHWM of the trainer when its epoch and its validation are done."""
    pairs = [f"{key}={value}" for key, value in (settings | training).items()]
    command = [VGGSWEEP, "train", *pairs, "lr=0.001", "epochs=1", "--threads", "2", "--output", folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        for line in process.stdout:
            if line.startswith("epoch 1:"):
                peak = high_water_mark(process.pid)
                process.send_signal(signal.SIGINT)
                return peak
    raise SystemExit(f"{' '.join(command)} ended before its epoch")


def high_water_mark(parent):
    trainer = next(
        status.parent.name for status in pathlib.Path("/proc").glob("[0-9]*/status") if f"\nPPid:\t{parent}\n" in status.read_text())
    status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{trainer}/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) * 1024


def main():
    processor = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    print("# Peak memory of a trainer: predicted by the plan and measured\n")
    print(f"`python3 bench/memory.py` on {processor}, 2 threads: an epoch of {STEPS} steps and one batch of validation. VGG-11 and")
    print("batches of 128 where nothing else is said.\n")
    print("| Network | Measured, GB | Predicted, GB | Predicted / measured |\n|---|---|---|---|")
    for cell in CELLS:
        settings = {"arch": "vgg11"} | dict(pair.split("=") for pair in cell.split())
        batch = int(settings.get("batchSize", 128))
        training = {"images": STEPS * batch, "validationImages": batch}
        with tempfile.TemporaryDirectory() as folder:
            plan, peak = predicted(settings, training, folder), measured(settings, training, folder)
        print(f"| {cell} | {peak / 1e9:.2f} | {plan / 1e9:.2f} | {plan / peak:.2f} |", flush=True)


if __name__ == "__main__":
    main()
