"""Scores rows with gradient-boosted trees that never saw them (Chen and Guestrin 2016, KDD, arXiv 1603.02754).

Standard input: {"seed": int, "models": [{"features": [[number or null]], "labels": [0 or 1], "folds": [int]}]}.
Standard output: {"version": str, "scores": [[number]]}. Each fold is scored by a model trained on the others. Exit code 10
when a package is missing.
"""

import json
import math
import sys

try:
    import numpy
    import xgboost
except ImportError:
    sys.exit(10)

ROUNDS = 200
PARAMETERS = {
    "objective": "binary:logistic",
    "max_depth": 3,
    "eta": 0.05,
    "subsample": 0.8,
    "colsample_bytree": 0.8,
    "min_child_weight": 1,
    "tree_method": "hist",
    "nthread": 1,
    "verbosity": 0,
}


def scores_of(model, seed):
    features = numpy.array(
        [[math.nan if value is None else value for value in row] for row in model["features"]], dtype=float
    )
    labels = numpy.array(model["labels"])
    folds = numpy.array(model["folds"])
    scores = numpy.zeros(len(labels))
    for fold in sorted(set(folds.tolist())):
        held_out = folds == fold
        seen = labels[~held_out]
        if seen.sum() in (0, len(seen)):
            scores[held_out] = seen.mean() if len(seen) else 0
            continue
        trained = xgboost.train(
            {**PARAMETERS, "seed": seed},
            xgboost.DMatrix(features[~held_out], label=seen),
            num_boost_round=ROUNDS,
        )
        scores[held_out] = trained.predict(xgboost.DMatrix(features[held_out]))
    return scores.tolist()


asked = json.load(sys.stdin)
json.dump(
    {"version": xgboost.__version__, "scores": [scores_of(model, asked["seed"]) for model in asked["models"]]},
    sys.stdout,
)
