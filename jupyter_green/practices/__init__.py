"""The practices: one file each, discovered from their folders, plus those that other packages bring."""

from jupyter_green.practices.advice import Advice, Effect, Swap
from jupyter_green.practices.base import Practice
from jupyter_green.practices.context import Context, Metrics, SourceFacts
from jupyter_green.practices.registry import PracticeError, all_practices, find_practice, practices_for

__all__ = [
    "Advice",
    "Context",
    "Effect",
    "Metrics",
    "Practice",
    "PracticeError",
    "SourceFacts",
    "Swap",
    "all_practices",
    "find_practice",
    "practices_for",
]
