"""Deep-learning frameworks of a job, and which versions the libraries of SageMaker training still carry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from jupyter_green.catalog import tables
from jupyter_green.job import Job

__all__ = [
    "DEEP_LEARNING",
    "WITHOUT_CHECKPOINTS",
    "Stack",
    "TrainingLibrary",
    "compiler_families",
    "has_compiler_image",
    "stack_of",
    "training_library",
    "version_of",
]

DEEP_LEARNING = frozenset({"pytorch", "tensorflow", "huggingface", "mxnet"})
#: Built-in algorithms that write no checkpoints: the platform lets them wait for Spot an hour at most. The guide names
#: the built-in ones that do, with XGBoost from 0.90-1: image classification, object detection, semantic segmentation.
#: https://docs.aws.amazon.com/sagemaker/latest/dg/model-checkpoints.html, an archived copy, and for the hour
#: https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html (2026-11-22).
WITHOUT_CHECKPOINTS = frozenset(
    {
        "blazingtext",
        "factorization-machines",
        "forecasting-deepar",
        "ipinsights",
        "kmeans",
        "knn",
        "lda",
        "linear-learner",
        "ntm",
        "object2vec",
        "pca",
        "randomcutforest",
        "seq2seq",
    }
)
_COMPILER_FAMILIES = frozenset({"p3", "p3dn", "g4dn", "p4d", "g5"})


class Stack(NamedTuple):
    """The framework that does the arithmetic and its version; the version is empty when nobody said."""

    framework: str
    version: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TrainingLibrary:
    """The reach of a distributed library: framework versions, instance types, and what SDK 2 lets through."""

    library: str
    framework: str
    least: tuple[int, ...]
    newest: tuple[int, ...]
    instance_types: frozenset[str]
    newest_of_sdk_v2: tuple[int, ...]
    source: str
    as_of: str

    def carries(self, stack: Stack) -> bool | None:
        """Return whether the library has an image for the stack; None when the version is not known."""
        if stack.framework != self.framework:
            return False
        return self.least <= stack.version <= self.newest if stack.version else None


def version_of(text: object) -> tuple[int, ...]:
    """Return the leading numbers of a version such as ``2.3.1`` or ``2.1.0+cu118``; empty for what is none."""
    numbers: list[int] = []
    for part in str(text).split("."):
        digits = part[: next((i for i, char in enumerate(part) if not char.isdigit()), len(part))]
        if not digits:
            break
        numbers.append(int(digits))
        if digits != part:
            break
    return tuple(numbers)


def stack_of(job: Job) -> Stack | None:
    """Return what does the arithmetic in a training job, or None when it is no deep-learning framework we know."""
    if job.framework == "huggingface":
        name, _, version = job.get("base_framework", "").partition(" ")
        return Stack(name, version_of(version)) if name else None
    if job.framework in DEEP_LEARNING and isinstance(job.framework, str):
        return Stack(job.framework, version_of(job.get("framework_version", "")))
    return None


def compiler_families() -> frozenset[str]:
    """Return the instance families that SageMaker Training Compiler accepts, as SDK 2.257.7 enforces them."""
    return _COMPILER_FAMILIES


def has_compiler_image(job: Job) -> bool:
    """True when a frozen image of SageMaker Training Compiler exists for the job's framework version."""
    version = _minor(job.get("framework_version", ""))
    base, _, base_version = job.get("base_framework", "").partition(" ")
    return (job.framework, version, f"{base} {_minor(base_version)}" if base else "") in _compiler_images()


@cache
def training_library(library: str) -> TrainingLibrary:
    """Return the reach of ``smp`` (version 2) or ``smddp``; raises KeyError for another name."""
    row = tables.find_row("training_libraries", library)
    if row is None:
        raise KeyError(library)
    return TrainingLibrary(
        library=library,
        framework=row["framework"],
        least=version_of(row["least"]),
        newest=version_of(row["newest"]),
        instance_types=frozenset(row["instance_types"].split()),
        newest_of_sdk_v2=version_of(row["newest_of_sdk_v2"]),
        source=row["source"],
        as_of=row["as_of"],
    )


@cache
def _compiler_images() -> frozenset[tuple[str, str, str]]:
    rows = tables.rows("training_compiler")
    return frozenset((row["framework"], row["framework_version"], row["base_framework"]) for row in rows)


def _minor(version: object) -> str:
    return ".".join(str(number) for number in version_of(version)[:2])
