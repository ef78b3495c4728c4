"""Code that show-only swaps of endpoints offer: what the user completes in capitals and runs, never run here."""

from __future__ import annotations

__all__ = [
    "AS_COMPONENT",
    "CONDITION",
    "COPIES_TO_ZERO",
    "METRICS",
    "MULTI_MODEL",
    "PACK_COMPONENTS",
    "PARTITION_GPUS",
    "PIPELINE_MODEL",
    "PREFIX_ROUTING",
    "QUANTISE",
    "RECOMMEND_FOR_LANGUAGE",
    "RIGHT_SIZE",
]

AS_COMPONENT = (
    "model.deploy(endpoint_type=EndpointType.INFERENCE_COMPONENT_BASED, endpoint_name=NAME, instance_type=TYPE,\n"
    "    initial_instance_count=1, resources=ResourceRequirements(requests={...}),\n"
    '    managed_instance_scaling={"Status": "ENABLED", "MinInstanceCount": 0, "MaxInstanceCount": 1})\n'
)
CONDITION = (
    "from sagemaker.workflow.condition_step import ConditionStep\n\n"
    "gate = ConditionStep(name='Drifted', conditions=[drift_above_threshold], if_steps=[training_step])\n"
)
COPIES_TO_ZERO = (
    "# for each inference component: let its copies reach zero too; then add a step policy with an alarm on\n"
    "# NoCapacityInvocationFailures, which brings the first copy back\n"
    'scaling.register_scalable_target(ServiceNamespace="sagemaker", MinCapacity=0, MaxCapacity=2,\n'
    '    ResourceId=f"inference-component/{component_name}",\n'
    '    ScalableDimension="sagemaker:inference-component:DesiredCopyCount")\n'
)
METRICS = (
    "# create_endpoint_config (boto3)\n"
    "MetricsConfig={'EnableEnhancedMetrics': True, 'EnableDetailedObservability': True,\n"
    "               'MetricPublishFrequencyInSeconds': 60}\n"
)
MULTI_MODEL = (
    "from sagemaker.multidatamodel import MultiDataModel\n\n"
    '# all model archives under one prefix; predict(data, target_model="a.tar.gz") chooses one\n'
    'many = MultiDataModel(name=NAME, model_data_prefix="s3://BUCKET/models/", model=model)\n'
    "predictor = many.deploy(1, INSTANCE_TYPE)\n"
)
PACK_COMPONENTS = (
    "# endpoint configuration: ManagedInstanceScaling={..., 'ScaleInPolicy': {'Strategy': 'CONSOLIDATION'}}\n"
    "# each component: Specification={..., 'SchedulingConfig': {'PlacementStrategy': 'BINPACK'}}\n"
)
PARTITION_GPUS = (
    "# new endpoint: ProductionVariants=[{..., 'AcceleratorPartitionLayouts':\n"
    "#     [{'AcceleratorPartitionTypes': [PROFILE, PROFILE]}]}]   exactly one layout, for every GPU\n"
    "# each component: ComputeResourceRequirements={..., 'AcceleratorPartitionType': PROFILE,\n"
    "#     'NumberOfAcceleratorDevicesRequired': 1}\n"
)
PIPELINE_MODEL = (
    "from sagemaker.pipeline import PipelineModel\n\n"
    "# one after the other; for direct calls use create_model with InferenceExecutionConfig={'Mode': 'Direct'}\n"
    "predictor = PipelineModel(models=[first_model, second_model], role=ROLE).deploy(1, INSTANCE_TYPE)\n"
)
PREFIX_ROUTING = (
    "# in the production variant; PrefixLength 1024 to 65536 bytes, ConcurrencyThreshold 1 to 1024 requests\n"
    "RoutingConfig={'RoutingStrategy': 'PREFIX_AWARE',\n"
    "               'PrefixAwareRoutingConfig': {'PrefixLength': 4096, 'ConcurrencyThreshold': 32}}\n"
)
QUANTISE = (
    "# ModelBuilder of the SageMaker SDK; one optimisation job, then deploy what it wrote\n"
    'optimised = builder.optimize(instance_type=INSTANCE_TYPE, output_path="s3://BUCKET/optimised/",\n'
    '    quantization_config={"OverrideEnvironment": {"OPTION_QUANTIZE": "awq"}})\n'
)
RECOMMEND_FOR_LANGUAGE = (
    "# create_ai_recommendation_job: at most 3 GPU types, LMI or vLLM, SafeTensors checkpoint in S3\n"
)
RIGHT_SIZE = (
    'model.right_size(sample_payload_url="s3://BUCKET/payload.tar.gz", supported_content_types=["text/csv"],\n'
    "    supported_instance_types=[SMALLER_TYPE, PRESENT_TYPE], framework=FRAMEWORK)\n"
)
