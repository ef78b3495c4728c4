"""Sustainability advice for Amazon SageMaker, inside the notebook.

``from jupyter_green import estimate, Job`` works without a notebook; ``%load_ext jupyter_green`` watches one.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_green.advisor import advise
    from jupyter_green.footprint import Footprint, estimate
    from jupyter_green.job import Job, Unknown
    from jupyter_green.kernel.local_energy import measure_here
    from jupyter_green.practices import Advice, Context, Practice
    from jupyter_green.quantities import Quantity

__version__ = "0.1.0"
__all__ = [
    "Advice",
    "Context",
    "Footprint",
    "Job",
    "Practice",
    "Quantity",
    "Unknown",
    "advise",
    "estimate",
    "measure_here",
]

_HOMES = {
    "Advice": "practices",
    "Context": "practices",
    "Footprint": "footprint",
    "Job": "job",
    "Practice": "practices",
    "Quantity": "quantities",
    "Unknown": "job",
    "advise": "advisor",
    "estimate": "footprint",
    "measure_here": "kernel.local_energy",
}


def __getattr__(name: str) -> Any:
    """Return a public name, importing its room on first use, so that loading the extension stays light."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)


def load_ipython_extension(shell: Any) -> None:
    """Watch this IPython shell: ``%load_ext jupyter_green``."""
    from jupyter_green.extension import load

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Stop watching this IPython shell: ``%unload_ext jupyter_green``."""
    from jupyter_green.extension import unload

    unload(shell)
