"""The one vocabulary: a Job is one use of SageMaker compute, however and wherever it was written.

Readers turn live objects, API requests, source cells and Describe answers into a :class:`Job`; dialects spell a Job
in the words of one SDK. A field holds a value, ``None`` when it is known not to be set, or :class:`Unknown` with the
reason.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import compress
from operator import attrgetter, index, is_
from reprlib import repr as short
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeVar

from jupyter_green.unknown import Unknown, known

__all__ = [
    "JOB_FIELDS",
    "InstanceGroup",
    "Job",
    "Kind",
    "Origin",
    "Status",
    "Unknown",
    "known",
]

Kind = Literal[
    "training",
    "tuning",
    "processing",
    "transform",
    "endpoint",
    "inference-component",
    "notebook",
    "pipeline",
    "automl",
    "monitoring-schedule",
    "compilation",
    "optimization",
    "inference-recommender",
    "inference-experiment",
    "labeling",
    "cluster",
    "evaluation",
    "package-validation",
    "mlflow-server",
    "feature-group",
    "model",
    "emr",
    "glue",
    "athena",
    "storage",
]
Status = Literal["given", "defaulted", "looked up", "assumed"]
EndpointMode = Literal["real-time", "serverless", "async", "multi-model"]

_T = TypeVar("_T")


class Origin(NamedTuple):
    """Where a field's value comes from: how it was come by, and the place where it is written.

    ``place`` is ``object``, ``request``, ``source``, ``describe``, ``user`` or ``table``. ``cell`` and ``span`` (start
    and end offset in the cell's text, in code points) are set for values read from source; ``detail`` names the
    spelling, such as ``instance_type=`` or ``ResourceConfig.InstanceType``.
    """

    status: Status = "given"
    place: str = ""
    detail: str = ""
    cell: int | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class InstanceGroup:
    """One group of equal instances in a heterogeneous cluster or one production variant of an endpoint."""

    instance_type: str | Unknown
    instance_count: int | Unknown
    name: str = ""

    def __post_init__(self) -> None:
        _settle(self, ("instance_type", "instance_count"))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Job:
    """One use of SageMaker compute in one vocabulary; immutable.

    Times are seconds, sizes are GB (memory of serverless endpoints: MB), money is not in here. ``origins`` tells for
    each field how its value was come by. Use :meth:`with_changes` for a changed copy.

    SDK objects take anything and leave the refusal to AWS, so whoever makes a Job may hand over a count as text, or one
    that is negative or broken: digits become a number, and what cannot be becomes :class:`Unknown`.
    """

    kind: Kind
    # identity
    name: str | Unknown | None = None
    arn: str | None = None
    region: str | Unknown | None = None
    api: str | None = None  # dialect it was written in: api, sdk_v1, sdk_v2, sdk_v3
    part_of: str | None = None  # name of the pipeline, tuning job or schedule that runs it
    cell: int | None = None  # notebook cell (0-based) that made or started it
    # compute
    instance_type: str | Unknown | None = None
    instance_count: int | Unknown | None = None
    instance_groups: tuple[InstanceGroup, ...] | Unknown | None = None
    instance_preferences: tuple[str, ...] | Unknown | None = None  # ordered; the platform picks exactly one
    volume_gb: int | Unknown | None = None
    local: bool | Unknown = False  # runs on the caller's machine: no AWS energy
    serverless_job: bool | Unknown = False  # the service picks the hardware (managed customization)
    training_plan: str | Unknown | None = None
    # time and money
    max_runtime: int | Unknown | None = None
    max_wait: int | Unknown | None = None
    spot: bool | Unknown = False
    checkpoint: str | bool | Unknown | None = None
    keep_alive: int | Unknown | None = None  # warm pool
    # what runs
    framework: str | Unknown | None = (
        None  # pytorch, tensorflow, huggingface, sklearn, xgboost, spark, kmeans, jumpstart …
    )
    framework_version: str | Unknown | None = None
    base_framework: str | Unknown | None = None  # under huggingface: pytorch or tensorflow, with its version
    python_version: str | Unknown | None = None
    image: str | Unknown | None = None
    entry_point: str | Unknown | None = None
    model_id: str | Unknown | None = None  # JumpStart or hub id
    hyperparameters: Mapping[str, Any] | Unknown | None = None
    environment: Mapping[str, Any] | Unknown | None = None
    metric_definitions: tuple[str, ...] | Unknown | None = None
    distribution: str | Unknown | None = None  # smddp, smp, torch_distributed, mpi, parameter_server, pytorchxla …
    compiler: bool | Unknown = False  # SageMaker Training Compiler
    debugger_hook: bool | Unknown | None = None  # None: the SDK's default
    profiler: bool | Unknown | None = None
    debugger_rules: tuple[str, ...] | Unknown | None = None
    retry_attempts: int | Unknown | None = None
    # data
    input_mode: str | Unknown | None = None  # File, FastFile, Pipe
    inputs: tuple[str, ...] | Unknown | None = None  # S3 URIs
    content_type: str | Unknown | None = None
    compression: str | Unknown | None = None
    data_distribution: str | Unknown | None = None  # FullyReplicated, ShardedByS3Key
    output: str | Unknown | None = None
    # tuning
    strategy: str | Unknown | None = None
    max_jobs: int | Unknown | None = None
    max_parallel_jobs: int | Unknown | None = None
    early_stopping: str | Unknown | None = None  # Off, Auto
    tuning_max_runtime: int | Unknown | None = None
    completion_criteria: Mapping[str, Any] | bool | Unknown | None = None
    autotune: bool | Unknown = False
    warm_start: bool | str | Unknown | None = None
    objective: str | Unknown | None = None
    hyperparameter_ranges: Mapping[str, Any] | Unknown | None = None
    hyperband_resource: tuple[int, int] | Unknown | None = None  # least and most iterations of a trial
    # endpoints
    mode: EndpointMode | Unknown | None = None
    serverless_memory_mb: int | Unknown | None = None
    serverless_max_concurrency: int | Unknown | None = None
    provisioned_concurrency: int | Unknown | None = None
    model_name: str | Unknown | None = None
    model_data: str | Unknown | None = None
    containers: int | Unknown | None = None  # containers or models that share the endpoint
    autoscaling: tuple[int, int] | Unknown | None = None  # least and most instances or copies
    managed_scaling: tuple[int, int] | Unknown | None = None
    inference_components: bool | Unknown = False
    component_accelerators: float | Unknown | None = None
    component_cpus: float | Unknown | None = None
    component_memory_mb: int | Unknown | None = None
    copies: int | Unknown | None = None
    routing: str | Unknown | None = None
    data_capture: bool | Unknown = False
    vpc: bool | Unknown = False
    network_isolation: bool | Unknown = False
    accelerator_type: str | Unknown | None = None  # Elastic Inference, withdrawn
    enhanced_metrics: bool | Unknown | None = None
    shadow: bool | Unknown = False
    deleted_later: bool | Unknown | None = None  # the same notebook deletes it
    deleted_in_cell: int | None = None  # the cell (0-based) that does, where each of its endpoints is surely deleted
    # transform
    max_concurrent_transforms: int | Unknown | None = None
    max_payload_mb: int | Unknown | None = None
    batch_strategy: str | Unknown | None = None
    # pipelines, schedules and stores
    cache: bool | Unknown | None = None
    steps: tuple[Job, ...] | Unknown | None = None
    schedule: str | Unknown | None = None
    online_store: bool | Unknown | None = None
    storage_format: str | Unknown | None = None
    lifecycle_config: str | bool | Unknown | None = None
    max_capacity: float | Unknown | None = None  # Glue DPU, EMR Serverless units
    idle_timeout: int | Unknown | None = None
    passes: int | Unknown | None = None  # the statement runs this many times (loop)
    # bookkeeping
    tags: Mapping[str, str] | Unknown | None = None
    origins: Mapping[str, Origin] = field(default_factory=lambda: MappingProxyType({}), compare=False)
    identity: str = ""  # what makes two readings the same job in the kernel's books

    def __post_init__(self) -> None:
        _settle(self, _SETTLED)

    def __repr__(self) -> str:
        told = (f"{n}={getattr(self, n)!r}" for n in field_names() if n not in ("origins", "identity"))
        defaults = {f"{f.name}={f.default!r}" for f in dataclasses.fields(self)}
        return f"Job({', '.join(text for text in told if text not in defaults)})"

    def with_changes(self, **changes: Any) -> Job:
        """Return a copy with the given fields changed; raises TypeError for a field that a Job does not have."""
        if not _ALL_FIELDS.issuperset(changes):
            raise TypeError(f"a Job has no field {sorted(set(changes) - _ALL_FIELDS)[0]!r}")
        draft = _Draft(*_values_of(self))
        for name, value in changes.items():
            setattr(draft, name, value)
        draft.__class__ = Job
        changed: Job = draft
        _settle(changed, _SETTLED.intersection(changes))
        return changed

    def origin(self, name: str) -> Origin:
        """Return how the field ``name`` was come by; a field that nobody wrote is the platform's default."""
        found = self.origins.get(name)
        if found is not None:
            return found
        return Origin("defaulted" if getattr(self, name) in (None, False) else "given")

    def get(self, name: str, fallback: _T) -> Any | _T:
        """Return the field's value, or ``fallback`` when it is unknown or not set."""
        value = getattr(self, name)
        return fallback if value is None or isinstance(value, Unknown) else value

    @property
    def unknown_fields(self) -> frozenset[str]:
        """The names of the fields that are set to what nobody knows."""
        kinds = [*map(type, _values_of(self))]
        if Unknown not in kinds:
            return _NOTHING
        return frozenset(compress(_FIELD_NAMES, map(_is_unknown, kinds)))

    @property
    def groups(self) -> tuple[InstanceGroup, ...]:
        """The instances of the job as groups; empty when nothing is known to run on instances."""
        if self.instance_groups and not isinstance(self.instance_groups, Unknown):
            return self.instance_groups
        if self.instance_type is None:
            return ()
        return (_group(self.instance_type, self.instance_count),)


_FIELD_NAMES = tuple(f.name for f in dataclasses.fields(Job))
_ALL_FIELDS = frozenset(_FIELD_NAMES)
_is_unknown = partial(is_, Unknown)
_NOTHING: frozenset[str] = frozenset()
_values_of = attrgetter(*_FIELD_NAMES)
#: The slots of a Job that is not frozen yet. A frozen one writes each field through a function: a copy that is written
#: first and becomes a Job then takes a quarter of the time, and every swap is tried out on a copy.
_Draft: Any = dataclasses.make_dataclass("_Draft", _FIELD_NAMES, slots=True, eq=False, repr=False)
JOB_FIELDS: frozenset[str] = _ALL_FIELDS - {"origins", "identity"}


_COUNTS = frozenset({"instance_count", "max_jobs", "max_parallel_jobs", "copies", "containers"})
_NUMBERS = tuple(f.name for f in dataclasses.fields(Job) if str(f.type).startswith(("int |", "float |")))
_TEXTS = frozenset(f.name for f in dataclasses.fields(Job) if f.type == "str | Unknown | None") - {"instance_type"}
_SETTLED = frozenset({"instance_type", *_NUMBERS, *_TEXTS})


@lru_cache(maxsize=1024, typed=True)
def _group(instance_type: str | Unknown, count: int | Unknown | None) -> InstanceGroup:
    """Return the group that a type and a count make; everything that reckons with a job asks for it anew."""
    return InstanceGroup(instance_type, 1 if count is None else count)


def _settle(thing: object, names: Iterable[str]) -> None:
    """Put what can be used in the place of what was handed over."""
    for name in names:
        value = getattr(thing, name)
        if name in _TEXTS:
            if value is not None and not isinstance(value, (str, Unknown)):
                object.__setattr__(thing, name, _as_text(name, value))
            continue
        if name == "instance_type":
            if value is not None and not isinstance(value, Unknown) and not (isinstance(value, str) and value):
                object.__setattr__(thing, name, Unknown(f"{short(value)} is no instance type"))
            continue
        if value is None or (type(value) is int and value >= 0) or isinstance(value, Unknown):
            continue
        number = _as_number(value)
        if number is None or not 0 <= number < float("inf") or (name in _COUNTS and number != int(number)):
            number = Unknown(f"{short(value)} cannot be the {name.replace('_', ' ')}")
        elif number == int(number):
            number = int(number)
        object.__setattr__(thing, name, number)


def _as_text(name: str, value: Any) -> str | Unknown:
    """Return the text that an SDK makes of a number, as of a version such as 1.3; anything else is no text."""
    if type(value) in (int, float):
        return str(value)
    return Unknown(f"a value of type {type(value).__name__} cannot be the {name.replace('_', ' ')}")


def _as_number(value: Any) -> Any:
    try:
        return None if isinstance(value, bool) else float(value) if isinstance(value, (str, float)) else index(value)
    except (TypeError, ValueError):
        return None


def field_names() -> tuple[str, ...]:
    """Return the names of all Job fields in their order."""
    return _FIELD_NAMES
