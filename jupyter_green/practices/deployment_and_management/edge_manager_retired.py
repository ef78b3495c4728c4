"""Replace SageMaker Edge Manager: it is gone."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, SourceFacts, Swap

_CALLS = ("create_edge_packaging_job", "create_device_fleet", "create_edge_deployment_plan", "sagemaker-edge")


class EdgeManagerRetired(Practice):
    """Replace SageMaker Edge Manager: it is gone.

    What it finds
        A Neo compilation in a notebook that goes on to Edge Manager (packaging jobs, device fleets, deployment plans).

    Why it matters
        Nobody has had access since 2024-04-26, so compiling a model for it is work for nothing. The calls still stand
        in the API model, which hides the end.

    Evidence
        AWS's end-of-life page. There is no figure to quote.

    When it does not apply
        When the compiled model goes to a device in another way.

    The swap
        Show only: export the model to ONNX and bring it to the devices with AWS IoT Greengrass V2.

    Signals not checked
        What runs on the devices today.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/edge-eol.html
        https://aws.amazon.com/solutions/guidance/optimizing-deep-learning-workloads-for-sustainability-on-aws/
    """

    id = "edge-manager-retired"
    title = "Leave Edge Manager"
    phase = "deployment and management"
    kinds = frozenset({"compilation"})
    effort = 3
    fault = True
    service = "edge-manager"
    lens_refs = ("Deep-learning Guidance (edge)",)
    example = Job(kind="compilation", name="for-the-camera", region="us-east-1")
    example_context = Context(
        source=SourceFacts(text='sm.create_edge_packaging_job(CompilationJobName="for-the-camera")')
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the notebook calls Edge Manager after compiling."""
        text = context.source.text
        called = next((word for word in _CALLS if word in text), None)
        if called is None:
            return None
        return self.advise(
            job,
            context,
            f"{called} belongs to SageMaker Edge Manager, which ended on 2024-04-26.",
            swap=Swap(fix=self.fix, action="export to ONNX and deploy with IoT Greengrass V2"),
        )
