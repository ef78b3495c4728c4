"""Switch on the metrics that show an empty instance or an idle GPU."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_practice import GPU_ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_instance_endpoint, only_type
from jupyter_green.practices.serving_cells import METRICS


class EnhancedEndpointMetrics(EndpointPractice):
    """Switch on the metrics that show an empty instance or an idle GPU.

    What it finds
        An endpoint on accelerators, with components or with several instances, without enhanced metrics (the default).

    Why it matters
        The usual metrics average over the endpoint. Calls per instance show an instance that nobody reaches, per-GPU
        use a GPU that idles: the signals that right-sizing and deletion need.

    Evidence
        None needed: it saves nothing by itself. Per-GPU metrics (detailed observability) are on by default for
        configurations made since 2026-06-17; enhanced metrics are off unless asked for.

    When it does not apply
        Serverless; one CPU instance; an endpoint that this notebook deletes.

    The swap
        ``enhanced_metrics=True``; safe for requests. The SDKs' ``deploy`` has no argument for it: show only.

    Signals not checked
        What CloudWatch bills for the metrics.

    References
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricsConfig.html
        https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-detailed-observability-getting-started.md
    """

    id = "enhanced-endpoint-metrics"
    title = "See idle instances and GPUs"
    fix = "safe"
    needs = ("mode", "enhanced_metrics")
    common = True
    service = "endpoints"
    trade_offs = ("more metrics to store",)
    lens_refs = ("MLSUS05-BP01",)
    example = GPU_ENDPOINT.with_changes(api="api", instance_count=2)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak where an average hides what stands idle."""
        if job.enhanced_metrics or job.deleted_later is True or not is_instance_endpoint(job):
            return None
        now = only_type(job)
        if now is None or not (now.has_accelerator or job.inference_components or job.get("instance_count", 1) > 1):
            return None
        return self.advise(
            job,
            context,
            "Its metrics are averages. Enhanced ones show an instance without calls and a GPU without work.",
            swap=Swap({"enhanced_metrics": True}, "safe" if job.api == "api" else "show only", code=METRICS),
            no_saving="nothing by itself: it shows what can go",
        )
