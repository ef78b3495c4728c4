from __future__ import annotations

import botocore.session
import pytest

from jupyter_green.kernel.watch_list import WATCHED, WITHOUT_START, is_watched

SERVICES = sorted({service for services in WATCHED.values() for service in services})


@pytest.mark.parametrize("service", SERVICES)
def test_every_watched_operation_exists_under_the_name_botocore_gives_the_service(service: str) -> None:
    model = botocore.session.get_session().get_service_model(service)
    watched = {operation for operation, services in WATCHED.items() if service in services}
    assert model.service_name == service
    assert watched <= set(model.operation_names)


def test_object_traffic_of_s3_is_never_watched() -> None:
    assert {operation for operation, services in WATCHED.items() if "s3" in services} == {
        "PutBucketLifecycleConfiguration",
        "CreateBucket",
    }


def test_the_same_operation_of_another_service_is_not_watched() -> None:
    assert is_watched("sagemaker", "CreateApp")
    assert not is_watched("amplify", "CreateApp")
    assert not is_watched("sagemaker", "CreateJob")
    assert is_watched("glue", "CreateJob")


def test_invocations_have_no_start_event() -> None:
    assert {"InvokeEndpoint", "InvokeEndpointAsync", "InvokeEndpointWithResponseStream"} < WITHOUT_START
