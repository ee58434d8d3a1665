"""Records Optuna's PED-ANOVA on given trials: tests/VggSweep.Core.Tests/Recorded/importance.json.

Run with Optuna 5.0 (its packages, or its source tree on PYTHONPATH): python3 bench/peers/record_importance.py
Importances are those of the evaluator before any normalization, divided by the square of its quantile.
"""
import json
import math
import pathlib
import random
import warnings

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.importance import PedAnovaImportanceEvaluator
from optuna.trial import TrialState, create_trial

TARGET = pathlib.Path(__file__).parents[2] / "tests/VggSweep.Core.Tests/Recorded/importance.json"
HEADS, WIDTHS = ["dense", "gap"], [4, 8, 16, 32]
SPACE = {
    "lr": FloatDistribution(1e-3, 1.0, log=True),
    "dropout": FloatDistribution(0.0, 0.9),
    "batchSize": IntDistribution(16, 255),
    "width": IntDistribution(0, len(WIDTHS) - 1),  # the rank in a list
    "head": CategoricalDistribution(HEADS),
}
CASES = [12, 40, 300]


def draw(source):
    return {
        "lr": math.exp(source.uniform(math.log(1e-3), 0)),
        "dropout": source.uniform(0, 0.9),
        "batchSize": source.randint(16, 255),
        "width": source.randrange(len(WIDTHS)),
        "head": source.choice(HEADS),
    }


def accuracy(values, source):
    return (
        0.9
        - 0.02 * (math.log10(values["lr"]) + 1) ** 2
        + 0.01 * values["width"]
        + (0.004 if values["head"] == "gap" else 0)
        + source.gauss(0, 0.004)
    )


def record(count, seed):
    source = random.Random(seed)
    trials = []
    for _ in range(count):
        values = draw(source)
        trials.append((values, accuracy(values, source)))
    study = optuna.create_study(direction="maximize")
    for values, value in trials:
        study.add_trial(create_trial(state=TrialState.COMPLETE, value=value, params=values, distributions=SPACE))
    importances = PedAnovaImportanceEvaluator().evaluate(study)
    quantile = math.ceil(0.1 * count) / count
    return {
        "trials": [
            [v["lr"], v["dropout"], v["batchSize"], WIDTHS[v["width"]], v["head"], value] for v, value in trials
        ],
        "divergences": {key: value / quantile**2 for key, value in importances.items()},
    }


if __name__ == "__main__":
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    warnings.simplefilter("ignore")
    cases = [record(count, seed) for seed, count in enumerate(CASES)]
    TARGET.write_text(json.dumps({"source": f"Optuna {optuna.__version__}", "cases": cases}, indent=1) + "\n")
