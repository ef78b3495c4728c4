"""Run movable jobs where the grid is cleaner."""

from __future__ import annotations

import dataclasses

from jupyter_green.catalog.regions import find_region
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.advice import Confidence
from jupyter_green.practices.examples import TRAINING
from jupyter_green.practices.regions import cleaner_region, copy_emissions, robustness
from jupyter_green.wording import say_quantity

_CONFIDENCE: dict[str, Confidence] = {"robust": "high", "likely": "medium", "fragile": "low"}


class LowCarbonRegion(Practice):
    """Run the job in a Region whose grid has a lower carbon intensity.

    What it finds
        A training, tuning, processing or transform job whose Region's grid, times PUE, is at least 20 % above another
        Region's that offers the same instance types.

    Why it matters
        The electricity stays the same, the carbon per kWh differs by up to a factor of 25 between Regions.

    Evidence
        Computed from the tables: location-based yearly average factors, per Region PUE. The second opinion is their
        ranges, not a marginal factor, which the tables do not hold: *robust* when the worst figures there beat the best
        here, *likely* when they beat the central ones, else *fragile*. Data moved is charged at 0.001–0.06 kWh a GB
        (Cloud Carbon Footprint; Aslan et al. 2018).

    When it does not apply
        To data tied to a Region by law or contract; to endpoints, whose callers are near; when little work needs much
        data; under market-based accounting, which this product never uses.

    The swap
        ``region=…``. Shown, not applied: session, image, role, network, keys and S3 addresses have to be there too.

    Signals not checked
        Marginal intensity of the grid; quotas; the price of the copy; whether SageMaker offers the feature there.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus02-bp02.html
        https://aws.amazon.com/blogs/architecture/how-to-select-a-region-for-your-workload-based-on-sustainability-goals/
    """

    id = "low-carbon-region"
    title = "Run it where the grid is cleaner"
    phase = "placement"
    kinds = frozenset({"training", "tuning", "processing", "transform"})
    needs = ("region",)
    effort = 3
    common = True
    trade_offs = ("cross-Region copy and duplicate storage", "other prices, maybe missing services")
    lens_refs = ("MLSUS02-BP02",)
    service = "regions"
    example = TRAINING
    example_context = Context(residency=("us-*", "eu-*"), told={"gb_to_move": 50})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the allow-list admits a clearly cleaner Region with the same hardware."""
        if job.local or not isinstance(job.region, str) or not (job.groups or job.serverless_job):
            return None
        here, there = find_region(job.region), cleaner_region(job, context)
        if here is None or there is None or isinstance(job.training_plan, str):
            return None
        verdict = robustness(here, there, context.grid)
        swap = Swap({"region": there.code}, "show only", code=_session_code(job, there.code))
        rate, total, note = context.saving(job, swap)
        missing: tuple[str, ...] = ()
        if not context.allowed_regions:
            missing = ("which Regions the data may live in (residency)",)
        is_known = all(isinstance(group.instance_type, str) for group in job.groups)
        offers = "has the same instances and," if is_known else "may have the instances, which the code hides, and has,"
        gigabytes = context.fact("gb_to_move")
        if gigabytes is None:
            missing += ("how many GB would have to be copied (gb_to_move)",)
        elif rate is not None and gigabytes > 0:
            energy, carbon = copy_emissions(gigabytes, here, context.grid)
            note = f"copying {gigabytes:g} GB once adds {say_quantity(carbon)}"
            if total is not None:
                total = dataclasses.replace(total, energy=total.energy + energy, operational=total.operational + carbon)
                if total.carbon.is_known and total.carbon.central >= 0:
                    return None
        return self.advise(
            job,
            context,
            f"{there.name}, {there.code}, {offers} by the yearly average, a cleaner grid: "
            f"{verdict} by the range of both grid factors and PUE.",
            swap=swap,
            missing=missing,
            confidence=_CONFIDENCE[verdict],
            robustness=verdict,
            saving=rate,
            total_saving=total,
            saving_note=note,
        )


def _session_code(job: Job, region: str) -> str:
    if job.api in (None, "api"):
        return f'import boto3\n\nsagemaker = boto3.client("sagemaker", region_name="{region}")\n'
    home = "sagemaker.core.helper.session_helper" if job.api == "sdk_v3" else "sagemaker"
    return (
        f"import boto3\nfrom {home} import Session\n\n"
        f'session = Session(boto_session=boto3.Session(region_name="{region}"))\n'
    )
