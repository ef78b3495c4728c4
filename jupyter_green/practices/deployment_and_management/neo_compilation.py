"""Compile with SageMaker Neo only what it still covers."""

from __future__ import annotations

import re

from jupyter_green.catalog.support import supported
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Swap
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_real_time, only_type, serves_language_model

_VERSION = re.compile(r"(\d+)\.(\d+)")


class NeoCompilation(EndpointPractice):
    """Compile with SageMaker Neo only what it still covers.

    What it finds
        An endpoint on a c4, c5, m4, m5, p2, p3 or g4dn type with a framework version inside Neo's matrix.

    Why it matters
        A compiled model needs less processor time for an answer. Neo's matrix ends with PyTorch 2.0, TensorFlow 2.9,
        MXNet 1.8 and XGBoost 1.3, so it is for old models only.

    Evidence
        AWS's lens repeats "up to 25 times" the performance: at most 96 % less time, a best case, not for current models
        and no energy figure.

    When it does not apply
        Newer frameworks and families; language models; models outside the tested classes; edge fleets.

    The swap
        Show only: ``model.compile(…)`` with your input shape, then deploy to the same family.

    Signals not checked
        The class of the model; accuracy after compiling.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/neo-supported-cloud.html
    """

    id = "neo-compilation"
    title = "Compile this old model with Neo"
    needs = ("framework", "framework_version")
    confidence = "low"
    effort = 2
    effects = (Effect("runtime", 0.0, 0.96, "AWS lens, best case, not for current models"),)
    service = "neo"
    trade_offs = ("check the accuracy", "a frozen runtime")
    lens_refs = ("MLSUS05-BP03", "MLSUS04-BP02")
    example = ENDPOINT.with_changes(instance_type="ml.c5.xlarge", framework="pytorch", framework_version="1.13.1")
    example_context = Context(told={"neo_model_class": True})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak only inside Neo's matrix of frameworks and families."""
        last = supported("neo-framework").get(job.get("framework", ""))
        if last is None or not is_real_time(job) or context.fact("neo_model_class") is False:
            return None
        now = only_type(job)
        family = supported("neo-family").get(now.family, "") if now is not None else ""
        version = _numbers(job.get("framework_version", ""))
        if not family or version is None or version > (_numbers(last) or (0, 0)) or serves_language_model(job):
            return None
        code = (
            f'compiled = model.compile(target_instance_family="{family}", input_shape=SHAPE, role=ROLE,\n'
            f'    output_path="s3://BUCKET/compiled/", framework="{job.framework}",\n'
            f'    framework_version="{version[0]}.{version[1]}")\n'
        )
        asked = ("whether it is an image, detection or tree model that Neo has tested (neo_model_class)",)
        return self.advise(
            job,
            context,
            f"{job.framework} {version[0]}.{version[1]} is inside Neo's frozen matrix. Newer models are not.",
            swap=Swap(fix=self.fix, action="compile with Neo", code=code),
            missing=() if context.fact("neo_model_class") else asked,
        )


def _numbers(text: str) -> tuple[int, int] | None:
    found = _VERSION.match(text)
    return (int(found[1]), int(found[2])) if found else None
