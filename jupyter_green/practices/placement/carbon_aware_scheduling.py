"""Run flexible jobs in the cleaner hours."""

from __future__ import annotations

import datetime

from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

_LEAST_GAIN = 0.1
_MORNING = datetime.datetime(2026, 11, 22, 6)
_EXAMPLE = tuple(((_MORNING + datetime.timedelta(hours=h)).isoformat(), g) for h, g in enumerate((420, 410, 300, 240)))


class CarbonAwareScheduling(Practice):
    """Shift a flexible job to hours in which the grid is cleaner.

    What it finds
        A batch-like job whose start may wait, where you gave an hourly forecast of the grid for its Region.

    Why it matters
        In many grids the carbon per kWh halves and doubles within a day.

    Evidence
        No figure from AWS. The saving is the ratio of the forecast's hours, computed here; without a forecast nothing
        is claimed.

    When it does not apply
        Without hourly data, which is not invented; under reserved capacity; for a job that already runs; under
        market-based accounting.

    The swap
        Shown, not applied: a later start.

    Signals not checked
        How long the run takes; how good the forecast is.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus02-bp02.html
    """

    id = "carbon-aware-scheduling"
    title = "Start it in a cleaner hour"
    phase = "placement"
    kinds = frozenset({"training", "tuning", "processing", "transform"})
    needs = ("region",)
    trade_offs = ("a later result",)
    lens_refs = ("MLSUS02-BP02",)
    service = "regions"
    example = TRAINING
    example_context = Context(told={"may_wait_hours": 6}, inventory={"grid_forecast": {"us-east-1": _EXAMPLE}})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when waiting is allowed and a later hour is clearly cleaner than the first one."""
        slack = context.fact("may_wait_hours")
        if not slack or job.local or known(job.training_plan):
            return None
        hours = (context.inventory.get("grid_forecast") or {}).get(job.region, ())
        if not hours:
            return self.advise(
                job,
                context,
                f"It may wait {slack:g} h, but no hourly forecast of the grid is at hand: no window is given.",
            )
        now = hours[0][1]
        start, least = min(hours[: int(slack) + 1], key=lambda hour: (hour[1], hour[0]))
        if now <= 0 or least > (1 - _LEAST_GAIN) * now:
            return None
        return self.advise(
            job,
            context,
            f"By your forecast the grid falls from {now:g} to {least:g} g CO₂e/kWh at {start}: "
            f"{1 - least / now:.0%} less operational carbon for the same work.",
            swap=Swap(action=f"start at {start}", fix="show only"),
            confidence="low",
        )
