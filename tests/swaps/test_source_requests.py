"""One request, one swap: what a boto3 dictionary looks like afterwards."""

from __future__ import annotations

from jupyter_green.job import InstanceGroup
from tests.swaps.one_call import ENDPOINT, REQUEST, SPOT, TUNING, V2, refusal, rewritten


def test_requests_are_changed_in_their_nested_dictionaries() -> None:
    cell = "sm.create_training_job(TrainingJobName='x', StoppingCondition={'MaxRuntimeInSeconds': 3600})"
    assert rewritten(REQUEST, SPOT, cell, call="sm.") == [
        "sm.create_training_job(TrainingJobName='x', StoppingCondition={'MaxRuntimeInSeconds': 3600, "
        "'MaxWaitTimeInSeconds': 7200}, EnableManagedSpotTraining=True)"
    ]


def test_a_request_filled_key_by_key_gets_one_more_statement() -> None:
    cells = (
        "r = {}\nr['StoppingCondition'] = {'MaxRuntimeInSeconds': 3600}\n# done\n",
        "sm.create_training_job(**r)",
    )
    assert rewritten(REQUEST, SPOT, *cells)[0] == (
        "r = {}\n"
        "r['StoppingCondition'] = {'MaxRuntimeInSeconds': 3600, 'MaxWaitTimeInSeconds': 7200}\n"
        "r['EnableManagedSpotTraining'] = True\n# done\n"
    )


def test_taking_the_last_key_takes_the_object_along() -> None:
    cell = "sm.create_training_job(TrainingJobName='x', CheckpointConfig={'S3Uri': 's3://b'})"
    assert rewritten(REQUEST, {"checkpoint": None}, cell) == ["sm.create_training_job(TrainingJobName='x')"]


def test_the_trials_of_a_tuning_request_take_spot() -> None:
    cell = "sm.create_hyper_parameter_tuning_job(TrainingJobDefinition={'StoppingCondition': {}})"
    after = rewritten(TUNING.with_changes(api="api"), SPOT, cell)[0]
    assert "TrainingJobDefinition={'StoppingCondition': {'MaxWaitTimeInSeconds': 7200}, " in after
    assert "'EnableManagedSpotTraining': True}" in after


def test_trials_whose_resources_stand_under_the_longer_name_are_changed_there() -> None:
    cell = "sm.create_hyper_parameter_tuning_job(TrainingJobDefinition={'HyperParameterTuningResourceConfig': {}})"
    after = rewritten(TUNING.with_changes(api="api"), {"instance_count": 2}, cell)[0]
    assert "{'HyperParameterTuningResourceConfig': {'InstanceCount': 2}}" in after


def test_a_list_of_types_of_an_endpoint_gets_priorities_and_loses_nothing() -> None:
    job = ENDPOINT.with_changes(api="api", instance_type=None, instance_preferences=("ml.a.b", "ml.c5.xlarge"))
    pools = "{'InstanceType': 'ml.a.b', 'Priority': 1}"
    cell = f"sm.create_endpoint_config(ProductionVariants=[{{'InstancePools': [{pools}]}}])"
    changes = {"instance_preferences": ("ml.c5.xlarge", "ml.a.b")}
    assert (
        "'ml.c5.xlarge', 'Priority': 1}, {'InstanceType': 'ml.a.b', 'Priority': 2}" in rewritten(job, changes, cell)[0]
    )
    assert "holds more" in refusal(job, changes, cell.replace("'Priority': 1", "'ModelNameOverride': 'm'"))


def test_instance_groups_are_changed_one_by_one() -> None:
    groups = (InstanceGroup("ml.g5.xlarge", 1, "gpu"), InstanceGroup("ml.c5.xlarge", 4, "cpu"))
    cell = (
        "Estimator(instance_groups=[InstanceGroup('gpu', 'ml.p3.2xlarge', 1), InstanceGroup('cpu', 'ml.c5.xlarge', 2)])"
    )
    after = (
        "Estimator(instance_groups=[InstanceGroup('gpu', 'ml.g5.xlarge', 1), InstanceGroup('cpu', 'ml.c5.xlarge', 4)])"
    )
    job = V2.with_changes(instance_type=None, instance_count=None)
    assert rewritten(job, {"instance_groups": groups}, cell) == [after]


def test_the_way_data_is_dealt_out_is_changed_in_the_only_channel() -> None:
    channel = "{'ChannelName': 'train', 'DataSource': {'S3DataSource': {'S3Uri': 's3://b'}}}"
    cell = f"sm.create_training_job(InputDataConfig=[{channel}])"
    after = rewritten(REQUEST, {"data_distribution": "ShardedByS3Key"}, cell)[0]
    assert "{'S3Uri': 's3://b', 'S3DataDistributionType': 'ShardedByS3Key'}" in after
    two = cell.replace("[{", f"[{channel}, {{")
    assert "one literal item" in refusal(REQUEST, {"data_distribution": "ShardedByS3Key"}, two)


def test_autotune_is_a_mode_in_a_request() -> None:
    cell = "sm.create_hyper_parameter_tuning_job(HyperParameterTuningJobName='x')"
    assert rewritten(TUNING.with_changes(api="api"), {"autotune": True}, cell) == [
        "sm.create_hyper_parameter_tuning_job(HyperParameterTuningJobName='x', Autotune={'Mode': 'Enabled'})"
    ]
