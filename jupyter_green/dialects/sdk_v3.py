"""SageMaker Python SDK 3.x: ModelTrainer, HyperparameterTuner, ModelBuilder, processors, transformers, resources."""

from __future__ import annotations

from jupyter_green.dialects import sdk_v2
from jupyter_green.dialects.spelling import NOT_KEPT, ClassShape, Row, Verb

__all__ = ["SHAPES", "TRAINER", "TUNER"]


def _compute(field: str, keyword: str, **more: object) -> Row:
    return Row(field, keyword, owner="compute", owner_class="Compute", **more)  # type: ignore[arg-type]


def _stopping(field: str, keyword: str, **more: object) -> Row:
    return Row(field, keyword, owner="stopping_condition", owner_class="StoppingCondition", **more)  # type: ignore[arg-type]


TRAINER_ROWS = (
    _compute("instance_type", "instance_type", default="ml.m5.xlarge"),
    _compute("instance_count", "instance_count", default=1),
    _compute("instance_groups", "instance_groups", codec="groups"),
    _compute("instance_preferences", "instance_preferences", codec="type_names"),
    _compute("volume_gb", "volume_size_in_gb", default=30),
    _compute("spot", "enable_managed_spot_training", default=False, codec="false_if_none"),
    _compute("keep_alive", "keep_alive_period_in_seconds", codec="nothing_if_zero"),
    _compute("training_plan", "training_plan_arn"),
    _stopping("max_runtime", "max_runtime_in_seconds", default=3600),
    _stopping("max_wait", "max_wait_time_in_seconds"),
    Row("checkpoint", "s3_uri", owner="checkpoint_config", owner_class="CheckpointConfig"),
    Row("hyperparameters", "hyperparameters", codec="mapping"),
    Row("environment", "environment", codec="mapping"),
    Row("distribution", "distributed", codec="distribution"),
    Row("image", "training_image"),
    Row("framework", "algorithm_name"),
    Row("entry_point", "entry_script", owner="source_code", owner_class="SourceCode"),
    Row("local", "training_mode", default=False, codec="local_mode"),
    Row("input_mode", "training_input_mode", default="File"),
    Row("inputs", "input_data_config", codec="channels"),
    Row("vpc", "subnets", owner="networking", owner_class="Networking", default=False, codec="is_set"),
    Row("network_isolation", "enable_network_isolation", owner="networking", owner_class="Networking", default=False),
    Row("output", "s3_output_path", owner="output_data_config", owner_class="OutputDataConfig"),
    Row("metric_definitions", "metric_definitions", attribute="_metric_definitions", codec="metric_names"),
    Row("debugger_hook", "debug_hook_config", attribute="_debugger_hook_config", codec="switch"),
    Row("tags", "tags", codec="tags"),
)
_TRAIN = Verb("train", "training", (Row("inputs", "input_data_config", NOT_KEPT, codec="channels"),))

TRAINER = ClassShape(
    kind="training",
    roots=(("sagemaker.train.model_trainer", "ModelTrainer"), ("sagemaker.modules.train", "ModelTrainer")),
    rows=TRAINER_ROWS,
    verbs=(_TRAIN,),
)
#: Fine-tuning trainers; without a compute they start a serverless customization job.
FINE_TUNER = ClassShape(
    kind="training",
    roots=(("sagemaker.train.base_trainer", "BaseTrainer"),),
    rows=(*TRAINER_ROWS, Row("model_id", "model", codec="text")),
    verbs=(_TRAIN,),
    frameworks={"SFTTrainer": "fine-tuning", "DPOTrainer": "fine-tuning", "RLVRTrainer": "fine-tuning"},
)

TUNER = ClassShape(
    kind="tuning",
    roots=(("sagemaker.train.tuner", "HyperparameterTuner"),),
    rows=tuple(row._replace(default=None) if row.field == "max_jobs" else row for row in sdk_v2.TUNER_ROWS),
    verbs=(Verb("tune", "tuning", _TRAIN.rows, ("inputs", "job_name", "wait")),),
    positional={"HyperparameterTuner": ("model_trainer", "objective_metric_name", "hyperparameter_ranges")},
    inner=("model_trainer", "model_trainer_dict"),
)

DEPLOY_ROWS = (
    Row("name", "endpoint_name", NOT_KEPT),
    Row("instance_count", "initial_instance_count", NOT_KEPT, default=1),
    Row("instance_type", "instance_type", NOT_KEPT),
    Row("mode", "inference_config", NOT_KEPT, codec="async_mode"),
    Row("serverless_memory_mb", "memory_size_in_mb", NOT_KEPT, 2048, owner="inference_config",
        owner_class="ServerlessInferenceConfig"),
    Row("serverless_max_concurrency", "max_concurrency", NOT_KEPT, 5, owner="inference_config",
        owner_class="ServerlessInferenceConfig"),
    Row("provisioned_concurrency", "provisioned_concurrency", NOT_KEPT, owner="inference_config",
        owner_class="ServerlessInferenceConfig"),
    Row("inference_components", "endpoint_type", NOT_KEPT, default=False, codec="endpoint_type"),
)  # fmt: skip
DEPLOY = Verb("deploy", "endpoint", DEPLOY_ROWS, ("endpoint_name", "initial_instance_count", "instance_type", "wait"))

BUILDER = ClassShape(
    kind="model",
    roots=(("sagemaker.serve.model_builder", "ModelBuilder"),),
    rows=(
        Row("instance_type", "instance_type"),
        Row("instance_count", "instance_count"),
        Row("image", "image_uri"),
        Row("model_data", "s3_model_data_url", codec="text"),
        Row("model_name", "model_name"),
        Row("environment", "env_vars", codec="mapping"),
        Row("model_id", "model", codec="text"),
        Row("framework", "framework", codec="text"),
        Row("framework_version", "framework_version"),
        Row("vpc", "network", default=False, codec="network"),
    ),
    verbs=(DEPLOY,),
    positional={"ModelBuilder": ("model", "model_path", "inference_spec", "schema_builder")},
)

PROCESSOR = ClassShape(
    kind="processing",
    roots=(("sagemaker.core.processing", "Processor"),),
    rows=(*sdk_v2.PROCESSOR_ROWS, Row("instance_preferences", "instance_preferences", codec="type_names")),
    verbs=sdk_v2.PROCESSOR.verbs,
    frameworks=sdk_v2.PROCESSOR.frameworks,
    positional={
        **sdk_v2.PROCESSOR.positional,
        "FrameworkProcessor": ("image_uri", "role", "instance_count", "instance_type"),
    },
)
TRANSFORMER = ClassShape(
    kind="transform",
    roots=(("sagemaker.core.transformer", "Transformer"),),
    rows=sdk_v2.TRANSFORMER_ROWS,
    verbs=sdk_v2.TRANSFORMER.verbs,
    positional=sdk_v2.TRANSFORMER.positional,
)
MONITOR = ClassShape(
    kind="monitoring-schedule",
    roots=(("sagemaker.core.model_monitor.model_monitoring", "ModelMonitor"),),
    rows=sdk_v2.MONITOR.rows,
    verbs=sdk_v2.MONITOR.verbs,
    positional=sdk_v2.MONITOR.positional,
)
PIPELINE = ClassShape(
    kind="pipeline",
    roots=(("sagemaker.mlops.workflow.pipeline", "Pipeline"),),
    rows=(Row("name", "name"),),
    verbs=(Verb("start", "pipeline"),),
)

#: Resource classes of sagemaker.core: class name -> the Create operation whose snake_case spelling they use.
RESOURCES = {
    "TrainingJob": "CreateTrainingJob",
    "HyperParameterTuningJob": "CreateHyperParameterTuningJob",
    "ProcessingJob": "CreateProcessingJob",
    "TransformJob": "CreateTransformJob",
    "EndpointConfig": "CreateEndpointConfig",
    "Endpoint": "CreateEndpoint",
    "Model": "CreateModel",
    "InferenceComponent": "CreateInferenceComponent",
    "NotebookInstance": "CreateNotebookInstance",
    "MonitoringSchedule": "CreateMonitoringSchedule",
    "Cluster": "CreateCluster",
    "AutoMLJobV2": "CreateAutoMLJobV2",
    "CompilationJob": "CreateCompilationJob",
    "OptimizationJob": "CreateOptimizationJob",
    "LabelingJob": "CreateLabelingJob",
    "FeatureGroup": "CreateFeatureGroup",
}
RESOURCE_MODULES = ("sagemaker.core.resources", "sagemaker_core.main.resources", "sagemaker_core.resources")

SHAPES = (TUNER, TRAINER, FINE_TUNER, PROCESSOR, TRANSFORMER, MONITOR, BUILDER, PIPELINE)
