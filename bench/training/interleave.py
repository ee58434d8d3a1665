"""Training steps of three contenders, interleaved; bench/README.md says what is measured and has the newest table.

A round gives each contender the same number of steps, in an order that turns with the rounds. Ratios are taken within a
round, since whatever else the machine does meets all of its contenders alike; the table has their medians, least and
greatest. With --check a ratio that is more than 10 % below the committed one ends with code 1.
"""
import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).parents[2]
TRAINER = os.environ.get("VGGSWEEP_TRAINER", ROOT / "artifacts/bin/VggSweep.Trainer/release/VggSweep.Trainer.dll")
PEER = ROOT / "bench/peers/vgg_steps.py"
KEPT = ROOT / "bench/training/ratios.json"
OPENBLAS = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "vggsweep/openblas/usr/lib/x86_64-linux-gnu"
RESOLUTIONS, WIDTHS = (28, 32, 56, 84, 112, 224), (8, 16, 32)
QUICK = ((28, 16), (32, 16), (56, 16), (112, 16))
MOST_LOST = 0.10
ALLOCATOR = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "4294967296", "MALLOC_TOP_PAD_": "67108864"}


class Contender:
    """A process that trains as many steps as a line on its input says."""

    def __init__(self, name, command, environment):
        self.name, self.rounds = name, []
        self.process = subprocess.Popen(
            command, env=os.environ | environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.hello = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended: {' '.join(self.process.args)}")
        return json.loads(line)

    def steps(self, count):
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        return self.answer()

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def blas(threading):
    """Debian's torch takes whichever libblas.so.3 it finds first."""
    folder = OPENBLAS / f"openblas-{threading}"
    return {"LD_LIBRARY_PATH": f"{folder}:{OPENBLAS}"} if folder.exists() else {}


def peers(width, resolution, batch, threads):
    sizes = [str(number) for number in (width, resolution, batch, threads)]
    count = {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}
    yield "chapter", ["/usr/bin/python3", str(PEER), "chapter", *sizes], count | blas("pthread")
    tuned = count | blas("openmp") | ALLOCATOR | {"OPENBLAS_CORETYPE": core_type(), "GOMP_SPINCOUNT": "1000"}
    for layout in ("contiguous", "channels-last"):
        yield f"tuned {layout}", ["/usr/bin/python3", str(PEER), f"tuned-{layout}", *sizes], tuned


def ours(width, resolution, batch, threads):
    count = {
        "OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads), "GOMP_SPINCOUNT": "1000",
        "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0:glibc.malloc.hugetlb=1",
    }
    # Five poolings need 32 pixels: below, both sides leave the last block out.
    network = ["arch=vgg11", f"width={width}"] if resolution >= 32 else [f"blocks=1x{width},1x{2 * width},2x{4 * width},2x{8 * width}"]
    for name, precision in (("ours fp32", "fp32"), ("ours bf16", "bf16")):
        command = ["dotnet", str(TRAINER), "measure", precision, str(threads), *network, f"resolution={resolution}", f"batchSize={batch}"]
        yield name, command, count


def core_type():
    """OpenBLAS 0.3.21 takes Zen 4 for an AVX2 machine."""
    return "SkylakeX" if "avx512f" in pathlib.Path("/proc/cpuinfo").read_text() else "Zen"


def batch_of(resolution, width):
    """Four of the largest processes side by side need more memory than most machines have."""
    return 32 if resolution == 224 and width == 32 else 128


def spread(values):
    return {"median": statistics.median(values), "least": min(values), "greatest": max(values)}


def measure(resolution, width, arguments):
    batch = batch_of(resolution, width)
    size = (width, resolution, batch, arguments.threads)
    contenders = [Contender(*given) for given in (*peers(*size), *ours(*size))]
    tuned = sorted((one for one in contenders if one.name.startswith("tuned")), key=lambda one: one.steps(1)["cpuSeconds"])
    tuned[1].end()
    contenders.remove(tuned[1])
    for one in contenders:
        one.layout, one.name = one.name, "tuned" if one is tuned[0] else one.name
    for number in range(arguments.rounds):
        for one in contenders[number % 4:] + contenders[: number % 4]:
            one.rounds.append(one.steps(arguments.steps))
    for one in contenders:
        one.end()
    by_name = {one.name: one for one in contenders}
    images = arguments.steps * batch
    cell = {
        "resolution": resolution, "width": width, "batch": batch, "layout": by_name["tuned"].layout,
        "macs": by_name["ours fp32"].hello["macs"],
        "versions": {one.name: one.hello["version"] for one in contenders},
        "imagesPerSecond": {one.name: spread([images / done["seconds"] for done in one.rounds]) for one in contenders},
        "imagesPerCpuSecond": {one.name: spread([images / done["cpuSeconds"] for done in one.rounds]) for one in contenders},
        "peakBytes": {one.name: one.rounds[-1]["peakBytes"] for one in contenders},
        "ratios": {},
    }
    for name in ("ours fp32", "ours bf16"):
        for peer in ("chapter", "tuned"):
            pairs = list(zip(by_name[peer].rounds, by_name[name].rounds))
            cell["ratios"][f"{name} / {peer}"] = {
                "cpu": spread([theirs["cpuSeconds"] / own["cpuSeconds"] for theirs, own in pairs]),
                "wall": spread([theirs["seconds"] / own["seconds"] for theirs, own in pairs]),
            }
    return cell


def peaks(arguments):
    """GFLOP/s of the machine, by CPU time and for one thread."""
    command = ["dotnet", str(TRAINER), "peak", str(arguments.threads)]
    machine = Contender("peak", command, {"OMP_NUM_THREADS": str(arguments.threads), "MKL_NUM_THREADS": str(arguments.threads)})
    rounds = [machine.steps(1) for _ in range(arguments.rounds)]
    machine.end()
    return {
        precision: max(statistics.median(done[precision][name][1] for done in rounds) for name in names)
        for precision, names in rounds[0].items()
    }


def table(cells, peak, arguments):
    processor = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    versions = cells[0]["versions"]
    print(f"\n{processor}, {os.cpu_count()} cores, {arguments.threads} thread(s) a contender, "
          f"{arguments.rounds} rounds of {arguments.steps} steps; load {os.getloadavg()[0]:.1f}.")
    used = "OpenBLAS 0.3.21" if blas("pthread") else "the system BLAS"
    print(f"Linux {platform.release()}, PyTorch {versions['chapter']} ({used}), libtorch {versions['ours fp32']}.")
    print(f"Best of this run, GFLOP per CPU second: fp32 {peak['fp32']:.0f}, bf16 {peak['bf16']:.0f}.\n")
    print("| res | width | chapter | tuned | fp32 | bf16 | fp32/chapter | fp32/tuned | bf16/chapter | bf16/tuned "
          "| of peak, tuned fp32 bf16 | GB: chapter tuned fp32 bf16 |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for cell in cells:
        print(row(cell, peak))


def row(cell, peak):
    speeds = {name: spread["median"] for name, spread in cell["imagesPerCpuSecond"].items()}
    flops = 6 * cell["macs"] / 1e9
    shares = [
        speeds[name] * flops / peak[precision]
        for name, precision in (("tuned", "fp32"), ("ours fp32", "fp32"), ("ours bf16", "bf16"))
    ]
    ratio = lambda name: "{median:.2f} ({least:.2f}–{greatest:.2f})".format(**cell["ratios"][name]["cpu"])
    names = ("chapter", "tuned", "ours fp32", "ours bf16")
    return " | ".join((
        f"| {cell['resolution']}", f"{cell['width']}{'' if cell['batch'] == 128 else ', batch ' + str(cell['batch'])}",
        *(f"{speeds[name]:.0f}" for name in names),
        ratio("ours fp32 / chapter"), ratio("ours fp32 / tuned"), ratio("ours bf16 / chapter"), ratio("ours bf16 / tuned"),
        " ".join(f"{share:.0%}" for share in shares), " ".join(f"{cell['peakBytes'][name] / 1e9:.2f}" for name in names))) + " |"


def lost(cells):
    """Ratios that have fallen too far below the committed ones."""
    if not KEPT.exists():
        raise SystemExit(f"{KEPT} is not there yet: run with --keep first, on an idle machine.")
    kept = json.loads(KEPT.read_text())
    for cell in cells:
        for name, ratio in cell["ratios"].items():
            before, now = kept.get(f"{cell['resolution']}/{cell['width']} {name}"), ratio["cpu"]["median"]
            if before is not None and now < (1 - MOST_LOST) * before:
                yield f"{cell['resolution']}/{cell['width']} {name}: {before:.2f} has become {now:.2f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="width 16 at 28, 32, 56 and 112 alone")
    parser.add_argument("--cells", nargs="*", help="as 56/16: these alone")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=2, help="a contender and round")
    parser.add_argument("--threads", type=int, default=1, help="of a contender; the kept ratios are of one")
    parser.add_argument("--check", action="store_true", help="compare with bench/training/ratios.json")
    parser.add_argument("--keep", action="store_true", help="write the ratios into bench/training/ratios.json")
    parser.add_argument("--json", help="write everything measured into this file")
    arguments = parser.parse_args()
    wanted = [tuple(map(int, cell.split("/"))) for cell in arguments.cells] if arguments.cells \
        else QUICK if arguments.quick else [(resolution, width) for resolution in RESOLUTIONS for width in WIDTHS]
    cells, peak = [], peaks(arguments)
    for resolution, width in wanted:
        cells.append(measure(resolution, width, arguments))
        print(row(cells[-1], peak), flush=True)
    table(cells, peak, arguments)
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps({"peak": peak, "cells": cells}, indent=1) + "\n")
    if arguments.keep:
        kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
        kept |= {
            f"{cell['resolution']}/{cell['width']} {name}": round(ratio["cpu"]["median"], 3)
            for cell in cells for name, ratio in cell["ratios"].items()
        }
        KEPT.write_text(json.dumps(kept, indent=1) + "\n")
    failures = list(lost(cells)) if arguments.check else []
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
