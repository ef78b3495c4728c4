"""Which names of which modules are SageMaker's: dotted names to classes, by the dialect tables and a few of our own.

The dialect tables say how a class spells a Job. This file adds what only a reader of source needs: the classes that
start nothing themselves (predictors, sessions, steps, parameters) and which SDK generation a module belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from jupyter_green.dialects import sdk_v2, sdk_v3
from jupyter_green.dialects.spelling import ClassShape, Row, Verb
from jupyter_green.readers.source.values import Foreign, SdkClass, Value

__all__ = [
    "GENERIC",
    "PREDICTOR",
    "SHAPE_OF_FAMILY",
    "deploy_verb",
    "generation_of",
    "is_aws_name",
    "resolve",
    "sdk_class",
    "without_import",
]

V2, V3, JUMPSTART, PYSPARK, STEPFUNCTIONS = "sdk-v2", "sdk-v3", "jumpstart", "sagemaker-pyspark", "stepfunctions"

SHAPE_OF_FAMILY: dict[str, ClassShape] = {
    "estimator": sdk_v2.ESTIMATOR,
    "any": sdk_v2.ESTIMATOR,
    "tuner": sdk_v2.TUNER,
    "model": sdk_v2.MODEL,
    "processor": sdk_v2.PROCESSOR,
    "transformer": sdk_v2.TRANSFORMER,
    "monitor": sdk_v2.MONITOR,
    "trainer": sdk_v3.TRAINER,
    "fine-tuner": sdk_v3.FINE_TUNER,
    "v3-tuner": sdk_v3.TUNER,
    "builder": sdk_v3.BUILDER,
}
_V2_FAMILIES = ("estimator", "tuner", "processor", "transformer", "monitor", "model")
_V3_FAMILIES = ("trainer", "fine-tuner", "v3-tuner", "builder")

_EXTRA_CLASSES: dict[str, str] = {
    "estimator": "Framework EstimatorBase AlgorithmEstimator Chainer RLEstimator AmazonAlgorithmEstimatorBase",
    "processor": "GeospatialProcessor DataWranglerProcessor MXNetProcessor",
    "model": "Model FrameworkModel ModelPackage ChainerModel MultiDataModel PipelineModel SparkMLModel DJLModel "
    "DeepSpeedModel HuggingFaceAccelerateModel FasterTransformerModel Prophet RLModel TensorFlowServingModel",
    "monitor": "DefaultModelMonitor ModelMonitor ModelQualityMonitor ModelBiasMonitor ModelExplainabilityMonitor",
    "predictor": "Predictor RealTimePredictor AsyncPredictor PyTorchPredictor TensorFlowPredictor SKLearnPredictor "
    "XGBoostPredictor HuggingFacePredictor MXNetPredictor ChainerPredictor KMeansPredictor PCAPredictor "
    "LinearLearnerPredictor KNNPredictor RandomCutForestPredictor FactorizationMachinesPredictor NTMPredictor "
    "LDAPredictor IPInsightsPredictor Object2VecPredictor SparkMLPredictor DJLPredictor RetrieverPredictor",
    "automl": "AutoML AutoMLV2 TimeSeriesForecasting",
    "pipeline": "Pipeline",
    "parameter": "ParameterString ParameterInteger ParameterFloat ParameterBoolean",
    "session": "Session LocalSession PipelineSession LocalPipelineSession SagemakerSession",
    "executor": "RemoteExecutor",
    "step": "TrainingStep ProcessingStep TransformStep TuningStep AutoMLStep NotebookJobStep QualityCheckStep "
    "ClarifyCheckStep MonitorBatchTransformStep EMRStep EMRServerlessStep",
}
_EXTRA_PARAMS: dict[str, tuple[str, ...]] = {
    "MultiDataModel": ("name", "model_data_prefix", "model", "image_uri", "role"),
    "AlgorithmEstimator": ("algorithm_arn", "role", "instance_count", "instance_type"),
    "ModelPackage": ("role", "model_data", "algorithm_arn", "model_package_arn"),
    "DataWranglerProcessor": ("role", "data_wrangler_flow_source", "instance_count", "instance_type"),
    "ModelMonitor": ("role", "image_uri", "instance_count", "instance_type"),
    "LDA": ("role", "instance_type", "num_topics"),
    "ParameterString": ("name", "default_value", "enum_values"),
    "ParameterInteger": ("name", "default_value"),
    "ParameterFloat": ("name", "default_value"),
    "ParameterBoolean": ("name", "default_value"),
    "TrainingStep": ("name", "step_args", "estimator"),
    "ProcessingStep": ("name", "step_args", "processor"),
    "TransformStep": ("name", "step_args", "transformer"),
    "TuningStep": ("name", "step_args", "tuner"),
    "AutoMLStep": ("name", "step_args"),
    "QualityCheckStep": ("name", "quality_check_config", "check_job_config"),
    "ClarifyCheckStep": ("name", "clarify_check_config", "check_job_config"),
    "MonitorBatchTransformStep": (
        "name",
        "transform_step_args",
        "monitor_configuration",
        "check_job_configuration",
    ),
    "CacheConfig": ("enable_caching", "expire_after"),
    "ContinuousParameter": ("min_value", "max_value", "scaling_type"),
    "IntegerParameter": ("min_value", "max_value", "scaling_type"),
    "CategoricalParameter": ("values",),
    "ProcessingInput": ("source", "destination"),
    "ProcessingOutput": ("source", "destination", "output_name"),
    "CheckJobConfig": ("role", "instance_count", "instance_type", "volume_size_in_gb"),
    "ResourceRequirements": ("requests", "limits"),
    "ServerlessInferenceConfig": ("memory_size_in_mb", "max_concurrency", "provisioned_concurrency"),
    "InstanceGroup": ("instance_group_name", "instance_type", "instance_count"),
    "Pipeline": ("name", "parameters"),
    "Session": ("boto_session", "sagemaker_client"),
    "Predictor": ("endpoint_name", "sagemaker_session"),
    "RealTimePredictor": ("endpoint", "sagemaker_session"),
    "TrainingInput": ("s3_data", "distribution", "compression", "content_type"),
    "s3_input": ("s3_data", "distribution", "compression", "content_type"),
    "InputData": ("channel_name", "data_source"),
    "BatchTransformInput": ("data_captured_destination_s3_uri", "destination"),
}
_JUMPSTART = frozenset({"JumpStartEstimator", "JumpStartModel"})
_FINE_TUNERS = "SFTTrainer DPOTrainer RLVRTrainer RLAIFTrainer CPTTrainer BaseTrainer"
_V3_EVALUATORS = "BenchMarkEvaluator BenchmarkEvaluator CustomScorerEvaluator LLMAsJudgeEvaluator"
_AWS_ROOTS = frozenset({"sagemaker", "sagemaker_core", "sagemaker_pyspark", "stepfunctions", "boto3", "botocore"})
_V3_PACKAGES = (
    "sagemaker.train", "sagemaker.core", "sagemaker.mlops", "sagemaker.modules", "sagemaker.serve", "sagemaker_core",
)  # fmt: skip
#: Only these modules of the step library hold steps that run SageMaker jobs.
_STEPFUNCTIONS_STEPS = frozenset(
    {"TrainingStep", "TransformStep", "TuningStep", "ProcessingStep", "EndpointConfigStep", "EndpointStep", "ModelStep"}
)
_NOT_CLASSES = frozenset({"ExecutionVariables", "LambdaModel"})

GENERIC = SdkClass("estimator", "any", V2, ())
PREDICTOR = SdkClass("Predictor", "predictor", V2, ("endpoint_name", "sagemaker_session"))


def _names(shape: ClassShape) -> Iterable[str]:
    yield from shape.positional
    yield from shape.frameworks
    for _, name in shape.roots:
        yield name


@cache
def _table(generation: str) -> dict[str, SdkClass]:
    """Return the classes of one generation by name."""
    table: dict[str, SdkClass] = {}
    for family, names in _EXTRA_CLASSES.items():
        for name in names.split():
            table[name] = SdkClass(name, family, V2, _EXTRA_PARAMS.get(name, ()))
    for family in _V2_FAMILIES:
        shape = SHAPE_OF_FAMILY[family]
        for name in _names(shape):
            params = _EXTRA_PARAMS.get(name) or shape.positional.get(name, ())
            table[name] = SdkClass(name, family, JUMPSTART if name in _JUMPSTART else V2, params)
    for family in _V3_FAMILIES:
        shape = SHAPE_OF_FAMILY[family]
        if family == "v3-tuner" and generation != V3:
            continue
        for name in _names(shape):
            table[name] = SdkClass(name, family, V3, shape.positional.get(name, ()))
    for name in _FINE_TUNERS.split():
        table[name] = SdkClass(name, "fine-tuner", V3, ("model",))
    for name in _V3_EVALUATORS.split():
        table[name] = SdkClass(name, "evaluator", V3, ())
    if generation == V3:
        table = {name: SdkClass(name, c.family, V3, c.params) for name, c in table.items()}
        for name in sdk_v3.RESOURCES:
            table[name] = SdkClass(name, "resource", V3, ())
    return table


def generation_of(module: str) -> str:
    """Return which generation of the SDK a module, or a name in it, belongs to."""
    return V3 if module.startswith(_V3_PACKAGES) else V2


@cache
def sdk_class(module: str, name: str) -> SdkClass | None:
    """Return the SDK class that ``module`` exports as ``name``; a class without a meaning of its own is a config."""
    root = module.partition(".")[0]
    if root == "sagemaker_pyspark":
        if name.endswith("Estimator"):
            return SdkClass(name, "pyspark", PYSPARK, ("trainingImage", "modelImage"))
        return None
    if root == "stepfunctions":
        if name in ("TrainingPipeline", "InferencePipeline"):
            return SdkClass(name, "sf-pipeline", STEPFUNCTIONS, ("estimator", "role"))
        if name in _STEPFUNCTIONS_STEPS:
            return SdkClass(name, "sf-step", STEPFUNCTIONS, ("state_id",))
        return None
    api = generation_of(module)
    found = _table(api).get(name)
    if found is not None:
        if (found.family == "resource" and "shapes" in module) or (
            found.family == "model" and ".jumpstart" in module and name == "Model"
        ):
            found = None
        else:
            return found
    if name == "TrainingQueue":
        return SdkClass(name, "queue", api, ("queue_name",))
    if module.startswith("sagemaker.train"):
        for suffix, family in (("Trainer", "fine-tuner"), ("Evaluator", "evaluator")):
            if name.endswith(suffix):
                return SdkClass(name, family, V3, ("model",))
    if name == "s3_input":
        return SdkClass(name, "config", V2, _EXTRA_PARAMS[name])
    is_class = not name.isupper() or module.endswith("distributed")  # MPI, SMP
    if name[:1].isupper() and name not in _NOT_CLASSES and is_class:
        return SdkClass(name, "config", api, _EXTRA_PARAMS.get(name, ()))
    return None


#: Families whose classes no other library calls so, and the exceptions of either kind.
_OWN_FAMILIES = frozenset({"tuner", "processor", "monitor", "parameter", "step", "trainer", "builder"})
_OWN_NAMES = frozenset({
    "MultiDataModel", "JumpStartModel", "JumpStartEstimator", "HuggingFaceModel", "PyTorchModel", "TensorFlowModel",
    "SKLearnModel", "XGBoostModel", "MXNetModel", "ServerlessInferenceConfig", "AsyncInferenceConfig",
    "StoppingCondition", "Compute",
})  # fmt: skip


@cache
def without_import(name: str) -> Value:
    """Return what a name is that the notebook does not bind itself, because a helper's ``import *`` does."""
    if name in ("sagemaker", "boto3"):
        return Foreign(name)
    if name in ("EndpointConfigStep", "EndpointStep"):
        return sdk_class("stepfunctions.steps", name)
    known = _table(V2).get(name)
    if known is not None and name != "Processor" and (known.family in _OWN_FAMILIES or name in _OWN_NAMES):
        return known
    return sdk_class("sagemaker", name) if name in _OWN_NAMES else None


def is_aws_name(dotted: str) -> bool:
    """True when a dotted name belongs to an AWS library."""
    return dotted.partition(".")[0] in _AWS_ROOTS


@lru_cache(4096)
def resolve(dotted: str) -> Value:
    """Return what a dotted name of a library stands for: an SDK class, or the name itself."""
    module, _, name = dotted.rpartition(".")
    if module and is_aws_name(module) and not module.startswith(("boto3", "botocore")):
        found = sdk_class(module, name)
        if found is not None:
            return found
    return Foreign(dotted)


def deploy_verb(family: str) -> Verb:
    """Return how ``deploy`` is spelt for a family of classes."""
    return sdk_v3.DEPLOY if family == "builder" else sdk_v2.DEPLOY


def rows_of(family: str) -> tuple[Row, ...]:
    """Return the rows that spell a Job for a family of classes; empty for a class without instances."""
    shape = SHAPE_OF_FAMILY.get(family)
    return shape.rows if shape else ()
