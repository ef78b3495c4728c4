"""From a Job to its Footprint: energy, carbon, water and cost, one term a file, pure functions only."""

from jupyter_green.footprint.estimate import METHOD_VERSION, estimate, hourly_rate
from jupyter_green.footprint.result import Amounts, Footprint, Input

__all__ = ["METHOD_VERSION", "Amounts", "Footprint", "Input", "estimate", "hourly_rate"]
