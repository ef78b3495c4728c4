"""Look in the Model Registry before training again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

_ARN = "arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/3"


class ModelRegistryReuse(Practice):
    """Look in the Model Registry before training again.

    What it finds
        A training or tuning job while the registry holds an approved model from the same data, or of the same image in
        a group that the job is called after.

    Why it matters
        A run that is not needed is the cheapest to save.

    Evidence
        No published figure; an avoided run saves all of that job, computed where its hours are known.

    When it does not apply
        New data or drift; another schema or licence; an empty registry. Silent until the registry was read.

    The swap
        Show only: deploy the registered version.

    Signals not checked
        Whether the registered model is still good enough.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry.html
    """

    id = "model-registry-reuse"
    title = "Reuse the approved model"
    phase = "deployment and management"
    kinds = frozenset({"training", "tuning"})
    confidence = "low"
    effort = 2
    trade_offs = ("a model may be stale",)
    lens_refs = ("AWS blog: deployment and management",)
    example = TRAINING.with_changes(inputs=("s3://my-bucket/churn/train",))
    example_context = Context(
        inventory={"model_packages": ({"arn": _ARN, "status": "Approved", "inputs": example.inputs},)},
        told={"registered_model_fits": True},
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when an approved package is of the same work."""
        packages = context.inventory.get("model_packages")
        fits = context.fact("registered_model_fits")
        if not packages or fits is False:
            return None
        found = next(_of_the_same_work(job, packages), None)
        if found is None:
            return None
        arn = str(found.get("arn", ""))
        code = f'from sagemaker import ModelPackage\n\nmodel = ModelPackage(role=ROLE, model_package_arn="{arn}")\n'
        whole = context.estimate(job).total
        return self.advise(
            job,
            context,
            f"The registry holds an approved model for this: {arn.rpartition('model-package/')[2]}.",
            swap=Swap(fix=self.fix, action="deploy the registered model instead", code=code),
            missing=() if fits else ("whether it is still good enough (registered_model_fits)",),
            total_saving=whole.times(-1.0) if whole is not None and fits else None,
            saving_note="all of this job, where its hours are known",
        )


def _of_the_same_work(job: Job, packages: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield approved packages from the same data, or of the same image in a group that the job is called after."""
    data, name = set(job.get("inputs", ())), job.get("name", "")
    for package in packages:
        group = str(package.get("arn", "")).rpartition("model-package/")[2].partition("/")[0]
        same_image = bool(job.image) and package.get("image") == job.image and bool(group) and name.startswith(group)
        if package.get("status") == "Approved" and (same_image or data & set(package.get("inputs", ()))):
            yield package
