"""Stop training when it is good enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

_ROUNDS = {"num_round": 200, "epochs": 50, "num_train_epochs": 20, "num_epochs": 50, "n_epochs": 50, "max_epochs": 50}
_STOPS = ("early_stop", "patience", "target_accuracy", "tolerance")
_BOOSTED = "xgboost"
_TUNER_CODE = """\
completion_criteria_config=TuningJobCompletionCriteriaConfig(target_objective_metric_value={target})
# boto3: "TuningJobCompletionCriteria": {{"TargetObjectiveMetricValue": {target}}}
"""
_SCRIPT_CODE = "EarlyStopping(patience=3)  # as a callback in the training script\n"


class SustainablePerformanceCriteria(Practice):
    """Set a target that is good enough, and stop when it is reached.

    What it finds
        A large fixed number of rounds or epochs with no sign of early stopping; a search without a target, once you
        have told one (``target_metric``).

    Why it matters
        The last points of accuracy take most of the epochs, and often nobody needs them.

    Evidence
        No published figure found.

    When it does not apply
        Accuracy that safety depends on; leaderboards and research.

    The swap
        ``early_stopping_rounds=10`` for XGBoost, unsafe: it wants a validation channel. Else shown: a target for the
        search, or a callback in the script.

    Signals not checked
        The training script; what your users need.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus04-bp01.html
    """

    id = "sustainable-performance-criteria"
    title = "Stop when it is good enough"
    kinds = frozenset({"training", "tuning"})
    fix = "unsafe"
    needs = ("framework", "hyperparameters", "completion_criteria", "entry_point")
    trade_offs = ("possibly lower accuracy",)
    lens_refs = ("MLSUS04-BP01", "MLSUS-07 (2023)")
    example = TRAINING.with_changes(
        framework=_BOOSTED,
        framework_version="1.7-1",
        image="683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1",
        instance_type="ml.m5.2xlarge",
        entry_point=None,
        hyperparameters={"num_round": 1000},
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when only a large number ends the training."""
        if context.fact("needs_highest_accuracy"):
            return None
        target = context.fact("target_metric")
        if job.kind == "tuning":
            if target is None or job.completion_criteria or job.autotune:
                return None
            swap = Swap(fix="show only", action="end the search at the target", code=_TUNER_CODE.format(target=target))
            said = f"This search goes on after it has reached {target}."
            return self.advise(job, context, said, swap=swap, no_saving="the trials after the target is reached")
        given: Mapping[str, Any] = job.get("hyperparameters", {})
        fixed = next((name for name, many in _ROUNDS.items() if _whole(given.get(name)) >= many), None)
        if fixed is None or any(sign in name for name in given for sign in _STOPS):
            return None
        said = f"{fixed}={given[fixed]} and nothing ends the training when it stops getting better."
        stops = context.fact("stops_itself")
        missing: tuple[str, ...] = ()
        if stops:
            return None
        if job.framework == _BOOSTED and not job.entry_point:
            swap = Swap({"hyperparameters": {**given, "early_stopping_rounds": 10}}, self.fix)
            if not context.fact("validation_channel"):
                missing = ("that the job has a validation channel (validation_channel)",)
        else:
            swap = Swap(fix="show only", action="stop early in the script", code=_SCRIPT_CODE)
            if stops is None:
                missing = ("whether the script stops itself (stops_itself)",)
        return self.advise(job, context, said, swap=swap, missing=missing, no_saving="the rounds that are not trained")


def _whole(value: object) -> int:
    text = str(value).strip('"')
    return int(text) if text.isdigit() else 0
