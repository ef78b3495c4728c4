"""SageMaker Python SDK 2.x: estimators, tuners, models, transformers, processors, monitors and pipelines."""

from __future__ import annotations

from jupyter_green.dialects.spelling import NOT_KEPT, ClassShape, Row, Verb, rows_without

__all__ = ["DEPLOY", "ESTIMATOR", "MODEL", "MONITOR", "PROCESSOR", "SHAPES", "TRANSFORMER", "TUNER"]

_BASE_ESTIMATOR_ARGUMENTS = (
    "role",
    "instance_count",
    "instance_type",
    "keep_alive_period_in_seconds",
    "volume_size",
    "volume_kms_key",
    "max_run",
    "input_mode",
    "output_path",
)

ESTIMATOR_ROWS = (
    Row("instance_type", "instance_type"),
    Row("instance_count", "instance_count"),
    Row("instance_groups", "instance_groups", codec="groups"),
    Row("volume_gb", "volume_size", default=30),
    Row("max_runtime", "max_run", default=86400),
    Row("max_wait", "max_wait"),
    Row("spot", "use_spot_instances", default=False),
    Row("checkpoint", "checkpoint_s3_uri"),
    Row("keep_alive", "keep_alive_period_in_seconds", codec="nothing_if_zero"),
    Row("training_plan", "training_plan"),
    Row("hyperparameters", "hyperparameters", attribute="_hyperparameters", codec="mapping"),
    Row("distribution", "distribution", codec="distribution"),
    Row("compiler", "compiler_config", default=False, codec="compiler"),
    Row("image", "image_uri"),
    Row("framework_version", "framework_version"),
    Row("framework_version", "transformers_version", attribute=NOT_KEPT),
    Row("base_framework", "pytorch_version", codec="pytorch_version"),
    Row("base_framework", "tensorflow_version", codec="tensorflow_version"),
    Row("python_version", "py_version"),
    Row("entry_point", "entry_point"),
    Row("environment", "environment", codec="mapping"),
    Row("metric_definitions", "metric_definitions", codec="metric_names"),
    Row("debugger_hook", "debugger_hook_config", codec="switch"),
    Row("profiler", "disable_profiler", codec="off_switch"),
    Row("debugger_rules", "rules", codec="rule_names"),
    Row("retry_attempts", "max_retry_attempts"),
    Row("input_mode", "input_mode", default="File"),
    Row("output", "output_path"),
    Row("vpc", "subnets", default=False, codec="is_set"),
    Row("network_isolation", "enable_network_isolation", default=False),
    Row("model_id", "model_id"),
    Row("tags", "tags", codec="tags"),
    Row("name", "base_job_name", attribute=NOT_KEPT),
)

DEPLOY_ROWS = (
    Row("instance_count", "initial_instance_count", attribute=NOT_KEPT),
    Row("instance_type", "instance_type", attribute=NOT_KEPT),
    Row("accelerator_type", "accelerator_type", attribute=NOT_KEPT),
    Row("volume_gb", "volume_size", attribute=NOT_KEPT),
    Row("name", "endpoint_name", attribute="endpoint_name"),
    Row("data_capture", "data_capture_config", attribute=NOT_KEPT, default=False, codec="switch"),
    Row(
        "serverless_memory_mb",
        "memory_size_in_mb",
        NOT_KEPT,
        2048,
        owner="serverless_inference_config",
        owner_class="ServerlessInferenceConfig",
    ),
    Row(
        "serverless_max_concurrency",
        "max_concurrency",
        NOT_KEPT,
        5,
        owner="serverless_inference_config",
        owner_class="ServerlessInferenceConfig",
    ),
    Row(
        "provisioned_concurrency",
        "provisioned_concurrency",
        NOT_KEPT,
        owner="serverless_inference_config",
        owner_class="ServerlessInferenceConfig",
    ),
    Row("mode", "async_inference_config", attribute=NOT_KEPT, codec="async_mode"),
    Row("volume_gb", "volume_size", attribute=NOT_KEPT),
    Row("managed_scaling", "managed_instance_scaling", attribute=NOT_KEPT, codec="managed_scaling"),
    Row("routing", "routing_config", attribute=NOT_KEPT, codec="routing"),
    Row("inference_components", "endpoint_type", attribute=NOT_KEPT, default=False, codec="endpoint_type"),
)

TRANSFORMER_ROWS = (
    Row("instance_type", "instance_type"),
    Row("instance_count", "instance_count"),
    Row("batch_strategy", "strategy"),
    Row("max_concurrent_transforms", "max_concurrent_transforms"),
    Row("max_payload_mb", "max_payload"),
    Row("model_name", "model_name"),
    Row("output", "output_path"),
    Row("environment", "env", codec="mapping"),
    Row("tags", "tags", codec="tags"),
)

PROCESSOR_ROWS = (
    Row("instance_type", "instance_type"),
    Row("instance_count", "instance_count"),
    Row("volume_gb", "volume_size_in_gb", default=30),
    Row("max_runtime", "max_runtime_in_seconds"),
    Row("image", "image_uri"),
    Row("framework_version", "framework_version"),
    Row("environment", "env", codec="mapping"),
    Row("vpc", "network_config", default=False, codec="network"),
    Row("tags", "tags", codec="tags"),
)

TUNER_ROWS = (
    Row("objective", "objective_metric_name"),
    Row("hyperparameter_ranges", "hyperparameter_ranges", attribute="_hyperparameter_ranges", codec="ranges"),
    Row("metric_definitions", "metric_definitions", codec="metric_names"),
    Row("strategy", "strategy", default="Bayesian"),
    Row("max_jobs", "max_jobs", default=1),
    Row("max_parallel_jobs", "max_parallel_jobs", default=1),
    Row("tuning_max_runtime", "max_runtime_in_seconds"),
    Row("warm_start", "warm_start_config", codec="is_set"),
    Row("hyperband_resource", "strategy_config", codec="hyperband"),
    Row("completion_criteria", "completion_criteria_config", codec="is_set"),
    Row("early_stopping", "early_stopping_type", default="Off"),
    Row("autotune", "autotune", default=False),
    Row("instance_preferences", "instance_configs", attribute="instance_configs", codec="type_names"),
    Row("tags", "tags", codec="tags"),
)

MODEL_ROWS = (
    Row("image", "image_uri"),
    Row("model_data", "model_data", codec="text"),
    Row("model_name", "name"),
    Row("environment", "env", codec="mapping"),
    Row("vpc", "vpc_config", default=False, codec="is_set"),
    Row("network_isolation", "enable_network_isolation", default=False, attribute="_enable_network_isolation"),
    Row("framework_version", "framework_version"),
    Row("python_version", "py_version"),
    Row("entry_point", "entry_point"),
    Row("model_id", "model_id"),
    Row("inference_components", "resources", default=False, codec="is_set"),
)

_FIT_INPUTS = (Row("inputs", "inputs", attribute=NOT_KEPT, codec="channels"),)
DEPLOY = Verb("deploy", "endpoint", DEPLOY_ROWS, ("initial_instance_count", "instance_type"))
_TRANSFORMER_ARGUMENTS = ("instance_count", "instance_type", "strategy")

_FRAMEWORKS = {
    "PyTorch": "pytorch",
    "TensorFlow": "tensorflow",
    "HuggingFace": "huggingface",
    "SKLearn": "sklearn",
    "XGBoost": "xgboost",
    "MXNet": "mxnet",
    "Chainer": "chainer",
    "RLEstimator": "rl",
    "JumpStartEstimator": "jumpstart",
}
#: Amazon's own algorithms: class name -> name used in images and in this vocabulary.
ALGORITHMS = {
    "KMeans": "kmeans",
    "PCA": "pca",
    "LinearLearner": "linear-learner",
    "FactorizationMachines": "factorization-machines",
    "IPInsights": "ipinsights",
    "KNN": "knn",
    "LDA": "lda",
    "NTM": "ntm",
    "Object2Vec": "object2vec",
    "RandomCutForest": "randomcutforest",
}

ESTIMATOR = ClassShape(
    kind="training",
    roots=(("sagemaker.estimator", "EstimatorBase"),),
    rows=ESTIMATOR_ROWS,
    verbs=(Verb("fit", "training", _FIT_INPUTS, ("inputs", "wait", "logs", "job_name")), DEPLOY),
    frameworks={**_FRAMEWORKS, **ALGORITHMS},
    positional={
        "EstimatorBase": _BASE_ESTIMATOR_ARGUMENTS,
        "Estimator": ("image_uri", *_BASE_ESTIMATOR_ARGUMENTS),
        "Framework": ("entry_point", "source_dir", "hyperparameters"),
        "PyTorch": ("entry_point", "framework_version", "py_version", "source_dir", "hyperparameters", "image_uri"),
        "TensorFlow": ("py_version", "framework_version", "model_dir", "image_uri", "distribution"),
        "HuggingFace": ("py_version", "entry_point", "transformers_version", "tensorflow_version", "pytorch_version"),
        "SKLearn": ("entry_point", "framework_version", "py_version", "source_dir", "hyperparameters"),
        "XGBoost": ("entry_point", "framework_version", "source_dir", "hyperparameters", "py_version"),
        "MXNet": ("entry_point", "framework_version", "py_version", "source_dir", "hyperparameters"),
        "JumpStartEstimator": ("model_id", "model_version", "tolerate_vulnerable_model"),
        **dict.fromkeys(ALGORITHMS, ("role", "instance_count", "instance_type")),
    },
)

TUNER = ClassShape(
    kind="tuning",
    roots=(("sagemaker.tuner", "HyperparameterTuner"),),
    rows=TUNER_ROWS,
    verbs=(Verb("fit", "tuning", _FIT_INPUTS, ("inputs", "job_name")), DEPLOY),
    positional={
        "HyperparameterTuner": (
            "estimator",
            "objective_metric_name",
            "hyperparameter_ranges",
            "metric_definitions",
            "strategy",
            "objective_type",
            "max_jobs",
            "max_parallel_jobs",
        )
    },
    inner=("estimator", "estimator_dict"),
)

MODEL = ClassShape(
    kind="model",
    roots=(("sagemaker.model", "Model"), ("sagemaker.pipeline", "PipelineModel")),
    rows=MODEL_ROWS,
    verbs=(DEPLOY,),
    frameworks={
        "PyTorchModel": "pytorch",
        "TensorFlowModel": "tensorflow",
        "HuggingFaceModel": "huggingface",
        "SKLearnModel": "sklearn",
        "XGBoostModel": "xgboost",
        "MXNetModel": "mxnet",
        "JumpStartModel": "jumpstart",
        **{f"{name}Model": framework for name, framework in ALGORITHMS.items()},
    },
    positional={
        "Model": ("image_uri", "model_data", "role"),
        "MultiDataModel": ("name", "model_data_prefix", "model", "image_uri", "role"),
        "PipelineModel": ("models", "role", "predictor_cls", "env", "name"),
        "PyTorchModel": ("model_data", "role", "entry_point", "framework_version", "py_version"),
        "TensorFlowModel": ("model_data", "role", "entry_point", "image_uri", "framework_version"),
        "SKLearnModel": ("model_data", "role", "entry_point", "framework_version"),
        "XGBoostModel": ("model_data", "role", "entry_point", "framework_version"),
        "HuggingFaceModel": ("role", "model_data", "entry_point", "transformers_version"),
        "JumpStartModel": ("model_id", "model_version"),
    },
)

TRANSFORMER = ClassShape(
    kind="transform",
    roots=(("sagemaker.transformer", "Transformer"),),
    rows=TRANSFORMER_ROWS,
    verbs=(Verb("transform", "transform", (), ("data", "data_type", "content_type", "compression_type")),),
    positional={"Transformer": ("model_name", *_TRANSFORMER_ARGUMENTS)},
)

_SCRIPT = ("role", "image_uri", "command", "instance_count", "instance_type", "volume_size_in_gb")
_FRAMEWORK = ("estimator_cls", "framework_version", "role", "instance_count", "instance_type")
_SPARK = ("role", "instance_type", "instance_count", "framework_version", "py_version")

PROCESSOR = ClassShape(
    kind="processing",
    roots=(("sagemaker.processing", "Processor"),),
    rows=PROCESSOR_ROWS,
    verbs=(Verb("run", "processing"), Verb("run_bias", "processing"), Verb("run_explainability", "processing")),
    frameworks={
        "SKLearnProcessor": "sklearn",
        "PySparkProcessor": "spark",
        "SparkJarProcessor": "spark",
        "SageMakerClarifyProcessor": "clarify",
        "PyTorchProcessor": "pytorch",
        "TensorFlowProcessor": "tensorflow",
        "HuggingFaceProcessor": "huggingface",
        "XGBoostProcessor": "xgboost",
    },
    positional={
        "Processor": ("role", "image_uri", "instance_count", "instance_type", "entrypoint", "volume_size_in_gb"),
        "ScriptProcessor": _SCRIPT,
        "FrameworkProcessor": _FRAMEWORK,
        "SKLearnProcessor": ("framework_version", "role", "instance_count", "instance_type", "command"),
        "PySparkProcessor": _SPARK,
        "SparkJarProcessor": _SPARK,
        "SageMakerClarifyProcessor": ("role", "instance_count", "instance_type", "volume_size_in_gb"),
        "PyTorchProcessor": ("framework_version", "role", "instance_count", "instance_type"),
        "TensorFlowProcessor": ("framework_version", "role", "instance_count", "instance_type"),
        "HuggingFaceProcessor": ("role", "instance_count", "instance_type"),
    },
)

_MONITOR_ARGUMENTS = ("role", "instance_count", "instance_type", "volume_size_in_gb")
MONITOR = ClassShape(
    kind="monitoring-schedule",
    roots=(("sagemaker.model_monitor.model_monitoring", "ModelMonitor"),),
    rows=rows_without(PROCESSOR_ROWS, "framework_version"),
    verbs=(Verb("create_monitoring_schedule", "monitoring-schedule"), Verb("suggest_baseline", "processing")),
    positional=dict.fromkeys(("DefaultModelMonitor", "ModelQualityMonitor", "ModelBiasMonitor"), _MONITOR_ARGUMENTS),
)

PREDICTOR = ClassShape(
    kind="endpoint",
    roots=(("sagemaker.base_predictor", "PredictorBase"),),
    rows=(Row("name", "endpoint_name"),),
)
PIPELINE = ClassShape(
    kind="pipeline",
    roots=(("sagemaker.workflow.pipeline", "Pipeline"),),
    rows=(Row("name", "name"),),
    verbs=(Verb("start", "pipeline"),),
)

SHAPES = (TUNER, ESTIMATOR, PROCESSOR, TRANSFORMER, MONITOR, MODEL, PREDICTOR, PIPELINE)
