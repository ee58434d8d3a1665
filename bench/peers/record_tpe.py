"""Records the densities of Optuna's TPE for given histories: tests/VggSweep.Core.Tests/Recorded/tpe.json.

Run with Optuna 5.0 (its packages, or its source tree on PYTHONPATH): python3 bench/peers/record_tpe.py
Equal observations are sorted in the order of their trials, which NumPy's default sort leaves open.
"""
import functools
import json
import logging
import math
import pathlib
import random

import numpy
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe import parzen_estimator, sampler as tpe
from optuna.trial import TrialState, create_trial

TARGET = pathlib.Path(__file__).parents[2] / "tests/VggSweep.Core.Tests/Recorded/tpe.json"
HEADS, WIDTHS = ["dense", "gap"], [4, 8, 16, 32]
SPACE = {
    "lr": FloatDistribution(1e-3, 1.0, log=True),
    "dropout": FloatDistribution(0.0, 0.9),
    "batchSize": IntDistribution(16, 255),
    "width": IntDistribution(0, len(WIDTHS) - 1),  # the rank in a list
    "head": CategoricalDistribution(HEADS),
}
CASES = [(10, 0), (25, 3), (26, 0), (60, 4), (400, 8)]  # ended trials, running trials


def draw(source):
    return {
        "lr": math.exp(source.uniform(math.log(1e-3), 0)),
        "dropout": source.uniform(0, 0.9),
        "batchSize": source.randint(16, 255),
        "width": source.randrange(len(WIDTHS)),
        "head": source.choice(HEADS),
    }


def shown(params):
    return [params["lr"], params["dropout"], params["batchSize"], WIDTHS[params["width"]], params["head"]]


def record(case, number):
    ended, running = case
    source = random.Random(number)
    study = optuna.create_study(direction="maximize")
    for index in range(ended + running):
        # Running trials in between, and results of which some are equal.
        runs = index % 7 == 3 and running > 0
        running -= runs
        study.add_trial(create_trial(
            state=TrialState.RUNNING if runs else TrialState.COMPLETE, params=draw(source), distributions=SPACE,
            value=None if runs else round(source.random(), 2)))
    trials = study.get_trials(deepcopy=False)
    count = sum(trial.state == TrialState.COMPLETE for trial in trials)
    sampler = optuna.samplers.TPESampler(seed=0)
    split = tpe._split_trials(study, trials, tpe.default_gamma(count))
    estimators = [sampler._build_parzen_estimator(study, SPACE, part, below) for part, below in zip(split, (True, False))]
    points = [draw(source) for _ in range(20)]
    internal = {name: numpy.array([SPACE[name].to_internal_repr(point[name]) for point in points]) for name in SPACE}
    return {
        "trials": [shown(trial.params) + [trial.value] for trial in trials],
        "good": [trial.number + 1 for trial in split[0]],
        "points": [shown(point) for point in points],
        "logGood": estimators[0].log_pdf(internal).tolist(),
        "logOthers": estimators[1].log_pdf(internal).tolist(),
    }


if __name__ == "__main__":
    optuna.logging.set_verbosity(logging.ERROR)
    stable = functools.partial(numpy.argsort, kind="stable")
    parzen_estimator.np = type("numpy with a stable sort", (), {**vars(numpy), "argsort": staticmethod(stable)})
    lines = [" " + json.dumps(record(case, number)) for number, case in enumerate(CASES)]
    TARGET.write_text(json.dumps({"optuna": optuna.__version__})[:-1] + ', "cases": [\n' + ",\n".join(lines) + "\n]}\n")
