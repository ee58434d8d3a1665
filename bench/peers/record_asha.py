"""Records what Optuna's SuccessiveHalvingPruner decides on learning curves: tests/VggSweep.Core.Tests/Recorded/asha.json.

Run with Debian's python3-optuna 3.1.0: /usr/bin/python3 bench/peers/record_asha.py
"""
import json
import logging
import pathlib
import random

import optuna

TARGET = pathlib.Path(__file__).parents[2] / "tests/VggSweep.Core.Tests/Recorded/asha.json"
CASES = [  # trials, epochs, minimum, eta, trials at once, objective
    (40, 27, 1, 3, 1, "accuracy"),
    (40, 27, 1, 3, 4, "accuracy"),
    (60, 16, 2, 2, 8, "loss"),
    (50, 20, 1, 4, 5, "accuracy"),
    (30, 9, 1, 3, 30, "loss"),
    (40, 12, 3, 2, 3, "accuracy"),
]


def curve(source, epochs):
    """A learning curve in steps of 1/64, so that some results are equal."""
    best, pace = source.uniform(0.3, 0.95), source.uniform(0.5, 6)
    return [round(64 * (best * (1 - 2.718281828 ** (-epoch / pace)) + source.gauss(0, 0.02))) / 64 for epoch in range(1, epochs + 1)]


def record(case, number):
    trials, epochs, minimum, eta, at_once, objective = case
    source = random.Random(number)
    study = optuna.create_study(
        direction="maximize" if objective == "accuracy" else "minimize",
        sampler=optuna.samplers.RandomSampler(seed=0),
        pruner=optuna.pruners.SuccessiveHalvingPruner(min_resource=minimum, reduction_factor=eta))
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
        pruned = trial.should_prune()
        decisions.append([index + 1, epoch, curves[index][epoch - 1], pruned])
        if pruned or epoch == epochs:
            study.tell(trial, state=optuna.trial.TrialState.PRUNED if pruned else None, values=None if pruned else curves[index][-1])
            running.remove(entry)
    return {"trials": trials, "epochs": epochs, "minimum": minimum, "eta": eta, "objective": objective, "decisions": decisions}


if __name__ == "__main__":
    optuna.logging.set_verbosity(logging.ERROR)
    TARGET.parent.mkdir(exist_ok=True)
    lines = [" " + json.dumps(record(case, number)) for number, case in enumerate(CASES)]
    TARGET.write_text(json.dumps({"optuna": optuna.__version__})[:-1] + ', "cases": [\n' + ",\n".join(lines) + "\n]}\n")
