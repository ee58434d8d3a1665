"""Records what Optuna's MedianPruner decides on learning curves: tests/VggSweep.Core.Tests/Recorded/median.json.

Run with Debian's python3-optuna 3.1.0: /usr/bin/python3 bench/peers/record_median.py
"""
import json
import logging
import pathlib
import random

import optuna

from record_asha import curve

TARGET = pathlib.Path(__file__).parents[2] / "tests/VggSweep.Core.Tests/Recorded/median.json"
CASES = [  # trials, epochs, startup, grace, trials at once, objective
    (40, 12, 5, 1, 1, "accuracy"),
    (40, 12, 5, 1, 4, "accuracy"),
    (60, 8, 1, 3, 8, "loss"),
    (50, 20, 10, 2, 5, "loss"),
]


def record(case, number):
    trials, epochs, startup, grace, at_once, objective = case
    source = random.Random(100 + number)
    study = optuna.create_study(
        direction="maximize" if objective == "accuracy" else "minimize",
        sampler=optuna.samplers.RandomSampler(seed=0),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=startup, n_warmup_steps=grace))
    curves = [curve(source, epochs) for _ in range(trials)]
    if objective == "loss":
        curves = [[1 - value for value in one] for one in curves]
    running, waiting, decisions = [], list(range(trials)), []
    while running or waiting:
        while waiting and len(running) < at_once:
            running.append([waiting.pop(0), 0, study.ask()])
        entry = source.choice(running)
        entry[1] += 1
        index, epoch, trial = entry
        trial.report(curves[index][epoch - 1], epoch)
        pruned = epoch < epochs and bool(trial.should_prune())  # at its last epoch a trial is complete here
        decisions.append([index + 1, epoch, curves[index][epoch - 1], pruned])
        if pruned or epoch == epochs:
            study.tell(trial, state=optuna.trial.TrialState.PRUNED if pruned else None, values=None if pruned else curves[index][-1])
            running.remove(entry)
    return {"epochs": epochs, "startup": startup, "grace": grace, "objective": objective, "decisions": decisions}


if __name__ == "__main__":
    optuna.logging.set_verbosity(logging.ERROR)
    lines = [" " + json.dumps(record(case, number)) for number, case in enumerate(CASES)]
    TARGET.write_text(json.dumps({"optuna": optuna.__version__})[:-1] + ', "cases": [\n' + ",\n".join(lines) + "\n]}\n")
