"""Compile tree ensembles for busy endpoints."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_instance_endpoint
from jupyter_green.practices.traffic import TRAFFIC, traffic_of

_FRAMEWORKS = frozenset({"xgboost", "lightgbm", "sklearn"})
_MANY_CALLS = 36_000


class CompileTreeEnsembles(EndpointPractice):
    """Compile tree ensembles for busy endpoints.

    What it finds
        A busy endpoint (ten calls a second, or two instances and more) with trees and an inference script of its own.

    Why it matters
        A compiled ensemble answers with less processor time, so fewer instances carry the load.

    Evidence
        No figure published by AWS.

    When it does not apply
        The built-in container without a script; few calls; scikit-learn models that are no trees.

    The swap
        Show only: build the library (Treelite or the like) for the endpoint's processor and load it in the script.

    Signals not checked
        Whether the model is made of trees; where the time of a call goes.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus05-bp03.html
    """

    id = "compile-tree-ensembles"
    title = "Compile the trees"
    needs = ("framework", "instance_count")
    effort = 3
    trade_offs = ("one more build step for each processor",)
    lens_refs = ("MLSUS05-BP03",)
    example = ENDPOINT.with_changes(
        instance_type="ml.c5.2xlarge",
        instance_count=4,
        framework="xgboost",
        entry_point="inference.py",
        framework_version=None,
    )
    example_context = Context(told={"calls_per_hour": 200_000})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when many calls go through trees that a script serves."""
        if job.framework not in _FRAMEWORKS or not job.entry_point or not is_instance_endpoint(job):
            return None
        calls = traffic_of(job, context).calls_per_hour
        if calls is None:
            if job.get("instance_count", 1) < 2:
                return None
            return self.advise(job, context, "Compiled trees may need fewer instances.", missing=TRAFFIC[:1])
        if calls < _MANY_CALLS:
            return None
        return self.advise(
            job,
            context,
            f"{calls:,.0f} calls an hour go through trees. Compiled they need less processor time.",
            swap=Swap(fix=self.fix, action="compile the ensemble"),
        )
