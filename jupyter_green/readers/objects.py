"""From live SDK objects to Jobs: classes are known by name, values are read from instance dictionaries only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_green.dialects import sdk_v1, sdk_v2, sdk_v3
from jupyter_green.dialects.images import facts_of_image
from jupyter_green.dialects.spelling import ClassShape
from jupyter_green.job import Job, Origin, Unknown
from jupyter_green.readers.classes import shape_of
from jupyter_green.readers.fields import read_fields
from jupyter_green.readers.pipeline_objects import read_pipeline_object, step_makers
from jupyter_green.readers.requests import job_identity
from jupyter_green.readers.resources import read_resource
from jupyter_green.readers.safely import class_name, safe_dict, type_names
from jupyter_green.readers.values import decode_plain

__all__ = ["parts_of", "read_object"]

_STARTED = {
    "training": (("latest_training_job", "_latest_training_job"), ("job_name", "training_job_name")),
    "tuning": (("latest_tuning_job", "_latest_tuning_job"), ("job_name", "hyper_parameter_tuning_job_name")),
    "processing": (("latest_job",), ("job_name", "processing_job_name")),
    "transform": (("latest_transform_job",), ("job_name", "transform_job_name")),
    "monitoring-schedule": ((), ()),
}


def read_object(value: object, *, region: str | None = None) -> tuple[Job, ...]:
    """Return the jobs a live object stands for; a pipeline gives its steps too.

    Nothing of the object is run. ``region`` is used where the object's session names none.
    """
    found = shape_of(type(value))
    if found is None:
        return ()
    held = safe_dict(value)
    if isinstance(found, ClassShape):
        if found.kind == "pipeline":
            api = "sdk_v3" if found is sdk_v3.PIPELINE else "sdk_v2"
            return read_pipeline_object(held, api, region, read_object)
        return (_read(held, found, type(value), region),)
    return read_resource(held, class_name(type(value)), region)


def parts_of(value: object) -> tuple[int, ...]:
    """Return the ids of the objects this one runs: a tuner's estimators, a pipeline's processors, an endpoint's model.

    They are building blocks of this job, not jobs of their own.
    """
    shape = shape_of(type(value))
    if not isinstance(shape, ClassShape):
        return ()
    held = safe_dict(value)
    if shape.kind == "pipeline":
        return tuple(id(maker) for maker in step_makers(held.get("steps")))
    inner = [held.get(name) for name in shape.inner]
    several = [one for item in inner for one in (item.values() if type(item) is dict else (item,)) if one is not None]
    return tuple(id(one) for one in several)


# -- one object -------------------------------------------------------------------------------------------------------


def _dialect(shape: ClassShape, held: Mapping[str, Any]) -> str:
    if shape in sdk_v3.SHAPES:
        return "sdk_v3"
    return "sdk_v1" if any(sdk_v1.is_v1_keyword(name) for name in held) else "sdk_v2"


def _read(held: dict[str, Any], shape: ClassShape, cls: type, region: str | None) -> Job:
    dialect = _dialect(shape, held)
    if dialect == "sdk_v1":
        held = {sdk_v1.in_v2_words(name): value for name, value in held.items()}
    fields, origins = read_fields(held, shape.rows)
    _add_framework(fields, origins, shape, cls, held)
    for inner in shape.inner:
        _add_inner(fields, origins, held.get(inner), region)
    if "region" not in fields:
        where, origins["region"] = _region(held, region)
        fields["region"] = where
    if held.get("_retry_strategy") is not None:  # kept by a method of SDK 3, no argument says it
        fields["retry_attempts"] = decode_plain(safe_dict(held["_retry_strategy"]).get("maximum_retry_attempts")).value
    if shape is sdk_v3.FINE_TUNER:
        _add_compute_of_fine_tuner(fields, held.get("compute"))
    kind_of_instance = fields.get("instance_type")
    if (isinstance(kind_of_instance, str) and kind_of_instance.startswith("local")) or _has_local_session(held):
        fields["local"] = True
    kind = shape.kind
    name = _started_name(kind, held) or fields.get("name")
    if kind == "model":
        kind, name, fields = _deployment(held, fields, cls)
    if kind == "endpoint":
        fields.setdefault("instance_type", Unknown("the object does not keep it"))
    fields.pop("name", None)
    identity = job_identity(kind, name) if name and (kind not in _STARTED or _started_name(kind, held)) else ""
    return Job(kind=kind, name=name, api=dialect, identity=identity, origins=origins, **fields)


def _add_framework(
    fields: dict[str, Any], origins: dict[str, Origin], shape: ClassShape, cls: type, held: Mapping[str, Any]
) -> None:
    for _, qualified in type_names(cls):
        name = qualified.rpartition(".")[2]
        if name in shape.frameworks and "framework" not in fields:
            fields["framework"] = shape.frameworks[name]
            origins["framework"] = Origin("looked up", "object", "class name")
    image = fields.get("image")
    if "framework" not in fields and type(image) is str:
        for name, told in facts_of_image(image)._asdict().items():
            if told and name not in fields:
                fields[name], origins[name] = told, Origin("looked up", "object", "image")
    if class_name(cls) == "MultiDataModel":
        fields["mode"] = "multi-model"
    models = held.get("models")
    if type(models) is list:
        fields["containers"] = len(models)


def _add_inner(fields: dict[str, Any], origins: dict[str, Origin], inner: Any, region: str | None) -> None:
    """Add what the tuned estimator or trainer says; the tuner's own words win."""
    if type(inner) is dict:
        several = [job for one in list(inner.values())[:20] for job in read_object(one, region=region)]
        types = {job.instance_type for job in several if isinstance(job.instance_type, str)}
        jobs = several[:1]
        if len(types) > 1:
            fields["instance_type"] = Unknown(f"one of several training definitions: {', '.join(sorted(types))}")
    else:
        jobs = list(read_object(inner, region=region))
    for job in jobs:
        for name in _TRIAL_FIELDS:
            if name not in fields:
                value = getattr(job, name)
                if value not in (None, False):
                    fields[name] = value
                    origins[name] = job.origin(name)


_NOT_OF_A_TRIAL = ("name", "tags", "keep_alive")
_TRIAL_FIELDS = (
    *(row.field for row in sdk_v2.ESTIMATOR_ROWS if row.field not in _NOT_OF_A_TRIAL),
    "region",
    "framework",
    "local",
)


def _region(held: Mapping[str, Any], fallback: str | None) -> tuple[str | None, Origin]:
    for name in ("sagemaker_session", "_sagemaker_session"):
        session = held.get(name)
        if session is not None:
            found = safe_dict(session).get("_region_name")
            if type(found) is str:
                return found, Origin("looked up", "object", "the session's Region")
    return fallback, Origin("assumed", "user", "the Region this kernel works in")


def _has_local_session(held: Mapping[str, Any]) -> bool:
    session = held.get("sagemaker_session")
    return session is not None and any(name == "LocalSession" for _, name in type_names(type(session)))


def _add_compute_of_fine_tuner(fields: dict[str, Any], compute: Any) -> None:
    """A fine-tuning trainer has no default hardware: without a compute the service picks it, HyperPod counts nodes."""
    if compute is None:
        for name in ("instance_type", "instance_count", "instance_groups", "volume_gb"):
            fields.pop(name, None)
        fields["serverless_job"] = True
    elif class_name(type(compute)) == "HyperPodCompute":
        held = safe_dict(compute)
        if held.get("instance_type") is None:
            fields["instance_type"] = Unknown("the HyperPod cluster decides")
        fields["instance_count"] = decode_plain(held.get("node_count", 1)).value


def _started_name(kind: str, held: Mapping[str, Any]) -> str | None:
    schedule = held.get("monitoring_schedule_name")
    if kind == "monitoring-schedule" and type(schedule) is str:
        return schedule
    places, names = _STARTED.get(kind, ((), ()))
    for place in places:
        job = held.get(place)
        if job is None:
            continue
        inside = safe_dict(job)
        for name in (*names, "name"):
            value = inside.get(name)
            if type(value) is str:
                return value
    return None


def _deployment(held: Mapping[str, Any], fields: dict[str, Any], cls: type) -> tuple[Any, str | None, dict[str, Any]]:
    """A model is an endpoint once it is deployed, or while it names the instances to deploy on and is not built.

    Building fills in an instance type that nobody chose, so from then on only the deployment tells.
    """
    endpoint = decode_plain(held.get("endpoint_name")).value
    if type(endpoint) is str:
        fields.setdefault("instance_type", Unknown("an argument of deploy(), which the object does not keep"))
        return "endpoint", endpoint, fields
    is_planned = class_name(cls) == "ModelBuilder" and held.get("built_model") is None
    if is_planned and isinstance(fields.get("instance_type"), str):
        fields.setdefault("mode", "real-time")
        fields.setdefault("instance_count", 1)
        return "endpoint", None, fields
    return "model", decode_plain(held.get("name")).value, fields
