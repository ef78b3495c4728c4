"""Saying a Job value in the words of one SDK: as source text, as a request's value or as a real SDK object.

Each codec that a dialect row names is decoded by the readers; here it is encoded. What an SDK wants as an object of its
own is described as :class:`Made` first, so that the text in a cell and the object in memory cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jupyter_green.job import InstanceGroup, Job, Unknown
from jupyter_green.swaps.made import CannotSay, Made, Member, as_text

__all__ = ["CannotSay", "Made", "as_text", "encode", "owner_class"]


_V2_OWNERS = {
    "ServerlessInferenceConfig": ("sagemaker.serverless", ("sagemaker.serverless.serverless_inference_config",)),
    "AsyncInferenceConfig": ("sagemaker.async_inference", ("sagemaker.async_inference.async_inference_config",)),
}
_V3_CONFIGS = ("sagemaker.core.training.configs", "sagemaker.modules.configs")
_V3_OWNERS = {
    "Compute": ("sagemaker.train.configs", _V3_CONFIGS),
    "StoppingCondition": ("sagemaker.train.configs", _V3_CONFIGS),
    "CheckpointConfig": ("sagemaker.train.configs", _V3_CONFIGS),
    "Networking": ("sagemaker.train.configs", _V3_CONFIGS),
    "SourceCode": ("sagemaker.train.configs", _V3_CONFIGS),
    "OutputDataConfig": ("sagemaker.train.configs", _V3_CONFIGS),
    "ServerlessInferenceConfig": ("sagemaker.core.inference_config", ()),
    "AsyncInferenceConfig": ("sagemaker.core.inference_config", ()),
}
_CACHED_FOR = "P30D"
_V3_SHAPES = "sagemaker.core.shapes"
_SHAPES_ELSEWHERE = ("sagemaker.core.shapes.shapes", "sagemaker_core.shapes")


def owner_class(api: str, name: str) -> Made:
    """Return the nested configuration class ``name`` of an SDK, without arguments."""
    usual = (_V3_SHAPES, _SHAPES_ELSEWHERE)
    module, elsewhere = _V3_OWNERS.get(name, usual) if api == "sdk_v3" else _V2_OWNERS[name]
    return Made(name, module, (), elsewhere)


def encode(codec: str, value: Any, api: str, job: Job) -> Any:
    """Return ``value`` under a codec, in plain Python values, :class:`Made` and :class:`Member`.

    None means "not given". Raises :class:`CannotSay` where the SDK called ``api`` has no words for it.
    """
    if isinstance(value, Unknown):
        raise CannotSay("the new value is not known")
    if value is None:
        return None
    made = _CODECS.get(codec)
    if made is None:
        raise CannotSay(f"a {codec.replace('_', ' ')} is for you to write")
    return made(value, api, job)


# -- codecs -----------------------------------------------------------------------------------------------------------


def _plain(value: Any, api: str, job: Job) -> Any:
    if isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(item, api, job) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, api, job) for item in value]
    raise CannotSay(f"no literal says a {type(value).__name__}")


def _groups(value: tuple[InstanceGroup, ...], api: str, job: Job) -> Any:
    said = []
    for number, group in enumerate(value, 1):
        kind, count = group.instance_type, group.instance_count
        if isinstance(kind, Unknown) or isinstance(count, Unknown):
            raise CannotSay("an instance group is not known")
        name = group.name or f"group-{number}"
        if api == "api":
            said.append({"InstanceGroupName": name, "InstanceType": kind, "InstanceCount": count})
            continue
        arguments = (("instance_group_name", name), ("instance_type", kind), ("instance_count", count))
        said.append(_v3_shape("InstanceGroup", arguments) if api == "sdk_v3" else _v2_group(arguments))
    return said


def _v3_shape(name: str, arguments: tuple[tuple[str, Any], ...]) -> Any:
    return Made(name, _V3_SHAPES, arguments, _SHAPES_ELSEWHERE)


def _v2_group(arguments: tuple[tuple[str, Any], ...]) -> Any:
    return Made("InstanceGroup", "sagemaker.instance_group", arguments)


#: Routing strategies that ``deploy`` of both SDKs lets through; any other raises ValueError there.
_ROUTED_BY_SDK = ("RANDOM", "LEAST_OUTSTANDING_REQUESTS")


def _type_names(value: tuple[str, ...], api: str, job: Job) -> Any:
    if api == "api":
        return [{"InstanceType": name} for name in value]
    if api == "sdk_v3" and job.kind != "tuning":
        return [_v3_shape("InstancePreference", (("instance_type", name),)) for name in value]
    if api == "sdk_v2" and job.kind == "tuning":
        count = job.get("instance_count", 1)
        arguments = [(("instance_type", name), ("instance_count", count)) for name in value]
        return [Made("InstanceConfig", "sagemaker.tuner", given) for given in arguments]
    raise CannotSay("this SDK takes no list of instance types here")


def _distribution(value: str, api: str, job: Job) -> Any:
    if api == "sdk_v3":
        named = {"torch_distributed": "Torchrun", "torchrun": "Torchrun", "mpi": "MPI"}.get(value)
        if named is not None:
            return Made(named, "sagemaker.train.distributed", (), ("sagemaker.modules.distributed",))
        raise CannotSay(f"SDK 3 has no switch for {value}")
    if api != "sdk_v2" and api != "sdk_v1":
        raise CannotSay("the request holds no switch for a way to distribute training; the training script does")
    if value == "smddp":
        return {"smdistributed": {"dataparallel": {"enabled": True}}}
    if value in ("torch_distributed", "pytorchxla", "parameter_server", "mpi", "multi_worker_mirrored_strategy"):
        return {value: {"enabled": True}}
    raise CannotSay(f"{value} needs parameters of its own, which are for you to choose")


def _compiler(value: bool, api: str, job: Job) -> Any:
    if not value:
        return None
    framework = job.get("framework", "")
    if api != "sdk_v2" or framework not in ("pytorch", "tensorflow", "huggingface"):
        raise CannotSay("only the framework estimators of SDK 2 take a compiler configuration")
    module = f"sagemaker.{framework}"
    return Made("TrainingCompilerConfig", module, (), (f"{module}.training_compiler.config",))


def _version_of(framework: str) -> Callable[[str, str, Job], Any]:
    def say(value: str, api: str, job: Job) -> Any:
        name, _, version = value.partition(" ")
        if name != framework or not version:
            raise CannotSay(f"{value} is no version of {framework}")
        return version

    return say


def _switch(value: bool, api: str, job: Job) -> Any:
    """A switch by a configuration object: False switches off; True leaves the SDK's own default."""
    if value:
        if api == "api":
            raise CannotSay("the configuration to switch on is for you to write")
        return None
    return None if api == "api" else False


def _no_rules(value: Any, api: str, job: Job) -> Any:
    if value:
        raise CannotSay("the rules are for you to write")
    return None if api == "api" else []


def _is_set(value: Any, api: str, job: Job) -> Any:
    if value is False:
        return None
    raise CannotSay("what to set is for you to write")


def _completion(value: Any, api: str, job: Job) -> Any:
    criteria: Mapping[str, Any] = value if isinstance(value, Mapping) else {"complete_on_convergence": bool(value)}
    known = ("max_number_of_training_jobs_not_improving", "complete_on_convergence", "target_objective_metric_value")
    if not criteria or any(name not in known for name in criteria):
        raise CannotSay(f"completion criteria are {', '.join(known)}")
    worse, converged, target = (criteria.get(name) for name in known)
    if api == "sdk_v2" or api == "sdk_v1":
        given = tuple((name, criteria[name]) for name in known if criteria.get(name) is not None)
        return Made("TuningJobCompletionCriteriaConfig", "sagemaker.tuner", given)
    said: dict[str, Any] = {}
    if api == "api":
        if target is not None:
            said["TargetObjectiveMetricValue"] = target
        if worse is not None:
            said["BestObjectiveNotImproving"] = {"MaxNumberOfTrainingJobsNotImproving": worse}
        if converged:
            said["ConvergenceDetected"] = {"CompleteOnConvergence": "Enabled"}
        return said
    if target is not None:
        said["target_objective_metric_value"] = target
    if worse is not None:
        inner = _v3_shape("BestObjectiveNotImproving", (("max_number_of_training_jobs_not_improving", worse),))
        said["best_objective_not_improving"] = inner
    if converged:
        said["convergence_detected"] = _v3_shape("ConvergenceDetected", (("complete_on_convergence", "Enabled"),))
    return _v3_shape("TuningJobCompletionCriteria", tuple(said.items()))


def _hyperband(value: tuple[int, int], api: str, job: Job) -> Any:
    least, most = value
    if api == "api":
        return {"MinResource": least, "MaxResource": most}
    resources = (("min_resource", least), ("max_resource", most))
    if api == "sdk_v3":
        inner = _v3_shape("HyperbandStrategyConfig", resources)
        return _v3_shape("HyperParameterTuningJobStrategyConfig", (("hyperband_strategy_config", inner),))
    held = Made("HyperbandStrategyConfig", "sagemaker.tuner", resources)
    return Made("StrategyConfig", "sagemaker.tuner", (("hyperband_strategy_config", held),))


def _routing(value: str, api: str, job: Job) -> Any:
    if api != "api" and value not in _ROUTED_BY_SDK:
        raise CannotSay(f"the SDK refuses the routing strategy {value}: set it by boto3, in the endpoint configuration")
    return {"RoutingStrategy": value}


def _managed_scaling(value: tuple[int, int], api: str, job: Job) -> Any:
    return {"Status": "ENABLED", "MinInstanceCount": value[0], "MaxInstanceCount": value[1]}


def _mode(value: str, api: str, job: Job) -> Any:
    """Only an asynchronous endpoint is made by this argument; a serverless one by its memory, the rest by neither."""
    if value != "async":
        return None
    output = job.get("output", None)
    if api == "api":
        if not output:
            raise CannotSay("where the answers go is for you to write (AsyncInferenceConfig.OutputConfig)")
        return {"OutputConfig": {"S3OutputPath": output}}
    arguments = (("output_path", output),) if output else ()
    held = owner_class(api, "AsyncInferenceConfig")
    return Made(held.name, held.module, arguments, held.elsewhere)


def _cache(value: bool, api: str, job: Job) -> Any:
    if not value:
        return None
    module = "sagemaker.mlops.workflow.steps" if api == "sdk_v3" else "sagemaker.workflow.steps"
    return Made("CacheConfig", module, (("enable_caching", True), ("expire_after", _CACHED_FOR)))


def _endpoint_type(value: bool, api: str, job: Job) -> Any:
    if not value:
        return None
    if api == "api":
        raise CannotSay("inference components are made by calls of their own")
    return Member("EndpointType", "sagemaker.enums", "INFERENCE_COMPONENT_BASED")


_CODECS: Mapping[str, Callable[[Any, str, Job], Any]] = {
    "plain": _plain,
    "text": _plain,
    "mapping": _plain,
    "false_if_none": _plain,
    "nothing_if_zero": lambda value, api, job: value or None,
    "first": _plain,
    "cache": _cache,
    "autotune": lambda value, api, job: {"Mode": "Enabled"} if value else None,
    "pools": lambda value, api, job: [{"InstanceType": name, "Priority": i} for i, name in enumerate(value, 1)],
    "groups": _groups,
    "type_names": _type_names,
    "distribution": _distribution,
    "compiler": _compiler,
    "pytorch_version": _version_of("pytorch"),
    "tensorflow_version": _version_of("tensorflow"),
    "switch": _switch,
    "off_switch": lambda value, api, job: not value,
    "rule_names": _no_rules,
    "is_set": _is_set,
    "completion": _completion,
    "hyperband": _hyperband,
    "managed_scaling": _managed_scaling,
    "routing": _routing,
    "async_mode": _mode,
    "endpoint_type": _endpoint_type,
    "minutes": lambda value, api, job: value // 60,
    "tags": lambda value, api, job: [{"Key": key, "Value": item} for key, item in value.items()],
}
