"""From API requests to Jobs: one request at a time, and joins that need what earlier requests said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_green.dialects.api import ENDPOINT_CONFIG_ROWS, OPERATIONS, TRAINING_ROWS, VARIANT_ROWS, ApiRow, collect
from jupyter_green.dialects.images import facts_of_image
from jupyter_green.dialects.services import SERVICE_OPERATIONS
from jupyter_green.job import InstanceGroup, Job, Origin, Unknown
from jupyter_green.readers.pipelines import pipeline_steps
from jupyter_green.readers.values import decode
from jupyter_green.unknown import STEPS_MADE_ELSEWHERE

__all__ = ["RequestReader", "job_identity", "read_rows"]

#: Hyperparameters by which SDK 2 asks its containers to distribute training, and the Job's word for each.
_LAUNCHERS = {
    "sagemaker_distributed_dataparallel_enabled": "smddp",
    "mp_parameters": "smp",
    "sagemaker_torch_distributed_enabled": "torch_distributed",
    "sagemaker_pytorch_ddp_enabled": "pytorchddp",
    "sagemaker_pytorch_xla_multi_worker_enabled": "pytorchxla",
    "sagemaker_multi_worker_mirrored_strategy_enabled": "multi_worker_mirrored_strategy",
    "sagemaker_parameter_server_enabled": "parameter_server",
    "sagemaker_mpi_enabled": "mpi",
}


def _is_on(value: Any) -> bool:
    """True for a hyperparameter that is set and does not say no; the SDK writes them as JSON."""
    return value is not None and str(value).strip('"').lower() not in ("", "false", "{}", "null")


def job_identity(kind: str, name: Any) -> str:
    """Return what makes two readings the same job: kind and name, which a request and its Describe answer share."""
    return f"{kind}:{name}" if type(name) is str else ""


def read_rows(
    request: Mapping[str, Any], rows: tuple[ApiRow, ...], place: str
) -> tuple[dict[str, Any], dict[str, Origin]]:
    """Return the Job fields that ``rows`` find in a request, with the origin of each."""
    fields: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for row in rows:
        raw = collect(request, row.path)
        read = decode(row.codec, raw) if raw is not None and raw != [] else None
        if read is None or read.value is None:
            if row.default is not None:
                fields[row.field] = row.default
                origins[row.field] = Origin("defaulted", place, row.path)
            continue
        fields[row.field] = read.value
        status = read.status or "given"
        origins[row.field] = Origin(status, place, read.detail or row.path)  # type: ignore[arg-type]
    return fields, origins


class RequestReader:
    """Reads requests in the order they were made, remembering models and endpoint configurations for the joins."""

    def __init__(self, place: str = "request", *, most_remembered: int = 2000) -> None:
        self._place = place
        self._most = most_remembered
        self._models: dict[str, dict[str, Any]] = {}
        self._configs: dict[str, dict[str, Any]] = {}
        self._scaling: dict[str, tuple[int, int]] = {}
        self._pipelines: dict[str, dict[str, Any]] = {}

    def read(
        self, operation: str, request: Mapping[str, Any], *, region: str | None = None, service: str = "sagemaker"
    ) -> tuple[Job, ...]:
        """Return the jobs that this request starts; none for a request that only prepares one."""
        if operation == "CreateModel":
            self._remember(self._models, request.get("ModelName"), dict(request))
            return ()
        if operation == "CreateEndpointConfig":
            self._remember(self._configs, request.get("EndpointConfigName"), dict(request))
            return ()
        if operation == "RegisterScalableTarget":
            self._remember_scaling(request)
            return ()
        if operation in ("CreatePipeline", "UpdatePipeline"):
            self._remember(self._pipelines, request.get("PipelineName"), dict(request))
            return ()
        if operation == "StartPipelineExecution":
            return self._pipeline(request, region)
        if operation in ("CreateEndpoint", "UpdateEndpoint"):
            return (self._endpoint(request, region),)
        if operation == "CreateHyperParameterTuningJob":
            return (self._tuning(request, region),)
        known = OPERATIONS.get(operation) if service == "sagemaker" else SERVICE_OPERATIONS.get((service, operation))
        if known is None:
            return ()
        fields, origins = read_rows(request, known.rows, self._place)
        if known.kind == "transform":
            self._join_model(fields, fields.get("model_name"))
        name = request.get(known.name_key)
        return (self._job(known.kind, name, region, fields, origins),)

    def knows_config(self, name: str) -> bool:
        """True when the endpoint configuration was seen before."""
        return name in self._configs

    # -- one job --------------------------------------------------------------------------------------------------

    def _job(
        self, kind: Any, name: Any, region: str | None, fields: dict[str, Any], origins: dict[str, Origin], **more: Any
    ) -> Job:
        image = fields.get("image")
        if type(image) is str and "framework" not in fields:
            for field, told in facts_of_image(image)._asdict().items():
                if told and field not in fields:
                    fields[field], origins[field] = told, Origin("looked up", self._place, "image")
        parameters = fields.get("hyperparameters")
        if isinstance(parameters, Mapping):
            switch = str(parameters.get("sagemaker_training_compiler_enabled", "")).strip('"').lower()
            if switch:
                fields["compiler"] = switch == "true"
            way = next((way for word, way in _LAUNCHERS.items() if _is_on(parameters.get(word))), None)
            if way is not None and "distribution" not in fields:
                fields["distribution"] = way
        if region is not None:
            origins["region"] = Origin("looked up", self._place, "the client's Region")
        text = name if type(name) is str else None
        return Job(
            kind=kind,
            name=text,
            region=region,
            api="api",
            identity=job_identity(kind, text),
            origins=origins,
            **{**fields, **more},
        )

    def _tuning(self, request: Mapping[str, Any], region: str | None) -> Job:
        definition = request.get("TrainingJobDefinition")
        definitions = [definition] if definition else list(request.get("TrainingJobDefinitions") or ())
        own, own_origins = read_rows(request, OPERATIONS["CreateHyperParameterTuningJob"].rows, self._place)
        trial: dict[str, Any] = {}
        origins: dict[str, Origin] = {}
        for item in definitions[:1]:
            whole = dict(item)
            resources = whole.get("HyperParameterTuningResourceConfig")
            if isinstance(resources, Mapping):
                whole["ResourceConfig"] = {**resources, "InstancePreferences": resources.get("InstanceConfigs")}
            if "StaticHyperParameters" in whole:
                whole["HyperParameters"] = whole["StaticHyperParameters"]
            trial, origins = read_rows(whole, TRAINING_ROWS, self._place)
        trial.pop("tags", None)
        if len(definitions) > 1:
            types = {collect(d, "ResourceConfig.InstanceType") for d in definitions}
            if len(types) > 1:
                trial["instance_type"] = Unknown(f"one of several training definitions: {len(definitions)} of them")
        return self._job(
            "tuning", request.get("HyperParameterTuningJobName"), region, {**trial, **own}, {**origins, **own_origins}
        )

    # -- endpoints ------------------------------------------------------------------------------------------------

    def _endpoint(self, request: Mapping[str, Any], region: str | None) -> Job:
        name, config_name = request.get("EndpointName"), request.get("EndpointConfigName")
        config = self._configs.get(config_name) if type(config_name) is str else None
        if config is None:
            why = Unknown("its endpoint configuration was made elsewhere")
            return self._job("endpoint", name, region, {"instance_type": why, "mode": why}, {})
        return self.endpoint_of_config(name, config, region)

    def endpoint_of_config(self, name: Any, config: Mapping[str, Any], region: str | None) -> Job:
        """Return the endpoint that a configuration (a request or a Describe answer) describes."""
        fields, origins = read_rows(config, ENDPOINT_CONFIG_ROWS, self._place)
        variants = [v for v in config.get("ProductionVariants") or () if isinstance(v, Mapping)]
        shadows = [v for v in config.get("ShadowProductionVariants") or () if isinstance(v, Mapping)]
        for variant in variants[:1]:
            first, first_origins = read_rows(_pools_in_order(variant), VARIANT_ROWS, self._place)
            fields.update(first)
            origins.update(first_origins)
        if len(variants) + len(shadows) > 1:
            groups = tuple(self._variant_group(v) for v in [*variants, *shadows] if v.get("InstanceType"))
            if len(groups) > 1:
                fields["instance_groups"] = groups
                fields.pop("instance_type", None)
                fields.pop("instance_count", None)
        fields["shadow"] = bool(shadows)
        many_models = self._join_model(fields, fields.get("model_name"))
        fields["inference_components"] = not any(v.get("ModelName") for v in variants)
        fields["mode"] = "multi-model" if many_models else "real-time"
        if fields.get("serverless_memory_mb") is not None:
            fields["mode"] = "serverless"
        elif config.get("AsyncInferenceConfig"):
            fields["mode"] = "async"
        if type(name) is str and name in self._scaling:
            fields["autoscaling"] = self._scaling[name]
        if "instance_type" in fields and fields.get("instance_count") is None:
            least = fields.get("managed_scaling")
            fields["instance_count"] = least[0] if isinstance(least, tuple) else 1
        return self._job("endpoint", name, region, fields, origins)

    @staticmethod
    def _variant_group(variant: Mapping[str, Any]) -> InstanceGroup:
        count = variant.get("InitialInstanceCount")
        return InstanceGroup(
            variant["InstanceType"], 1 if count is None else count, str(variant.get("VariantName", ""))
        )

    def _join_model(self, fields: dict[str, Any], model_name: Any) -> bool:
        """Add what the model's request said: image, data, environment; return whether it serves many models."""
        model = self._models.get(model_name) if type(model_name) is str else None
        if model is None:
            return False
        found, _ = read_rows(model, OPERATIONS["CreateModel"].rows, self._place)
        containers = model.get("Containers") or ()
        first = model.get("PrimaryContainer") or (containers[0] if containers else {})
        if isinstance(first, Mapping):
            found.setdefault("image", first.get("Image"))
            found.setdefault("model_data", first.get("ModelDataUrl"))
        for name, value in found.items():
            if value is not None and fields.get(name) in (None, False):
                fields[name] = value
        return isinstance(first, Mapping) and first.get("Mode") == "MultiModel"

    def _remember_scaling(self, request: Mapping[str, Any]) -> None:
        resource = request.get("ResourceId")
        parts = resource.split("/") if type(resource) is str else []
        if len(parts) >= 2 and parts[0] == "endpoint":
            least, most = request.get("MinCapacity"), request.get("MaxCapacity")
            self._remember(self._scaling, parts[1], (least or 0, most or 0))

    def _pipeline(self, request: Mapping[str, Any], region: str | None) -> tuple[Job, ...]:
        name = request.get("PipelineName")
        known = self._pipelines.get(name) if type(name) is str else None
        given = {
            p.get("Name"): p.get("Value") for p in request.get("PipelineParameters") or () if isinstance(p, Mapping)
        }
        steps = tuple(pipeline_steps(str(name), known, given, region, self)) if known else ()
        whole = self._job("pipeline", name, region, {"steps": steps or STEPS_MADE_ELSEWHERE}, {})
        return (whole, *steps)

    def _remember(self, book: dict[str, Any], name: Any, value: Any) -> None:
        if type(name) is not str:
            return
        book.pop(name, None)
        book[name] = value
        while len(book) > self._most:
            del book[next(iter(book))]


def _pools_in_order(variant: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the variant with its instance pools in the order of their priority, which need not be that of the list."""
    pools = variant.get("InstancePools")
    if not isinstance(pools, list) or not all(isinstance(p, Mapping) and type(p.get("Priority")) is int for p in pools):
        return variant
    return {**variant, "InstancePools": sorted(pools, key=lambda pool: pool["Priority"])}
