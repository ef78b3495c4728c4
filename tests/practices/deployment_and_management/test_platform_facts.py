"""What the practices say about the newer parts of the API, held against the API's own model."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import botocore.session

from jupyter_green.catalog.instances import find_instance
from jupyter_green.catalog.support import supported
from jupyter_green.practices import serving_cells


@cache
def _model() -> Any:
    return botocore.session.get_session().get_service_model("sagemaker")


def _shape(name: str) -> Any:
    return _model().shape_for(name)


def test_a_variant_takes_instance_pools_with_priorities() -> None:
    variant = _shape("ProductionVariant")
    pools = variant.members["InstancePools"]
    assert pools.metadata["max"] == 5
    assert set(pools.member.required_members) == {"InstanceType", "Priority"}


def test_the_routing_strategies_and_their_limits_are_those_in_the_cell() -> None:
    routing = _shape("ProductionVariantRoutingConfig")
    assert {"PREFIX_AWARE", "KV_AWARE"} <= set(routing.members["RoutingStrategy"].enum)
    prefix = routing.members["PrefixAwareRoutingConfig"].members
    for name in ("PrefixLength", "ConcurrencyThreshold"):
        limits = prefix[name].metadata
        value = int(re.search(rf"'{name}': (\d+)", serving_cells.PREFIX_ROUTING)[1])  # type: ignore[index]
        assert limits["min"] <= value <= limits["max"]


def test_the_metrics_of_instances_and_gpus_are_switched_on_by_these_names() -> None:
    members = _shape("MetricsConfig").members
    named = set(re.findall(r"'(\w+)':", serving_cells.METRICS))
    assert named <= set(members)
    assert {"EnableEnhancedMetrics", "EnableDetailedObservability"} <= named


def test_components_can_be_packed_and_scaled_to_zero() -> None:
    scaling = _shape("ProductionVariantManagedInstanceScaling").members
    assert scaling["MinInstanceCount"].metadata["min"] == 0
    assert "CONSOLIDATION" in scaling["ScaleInPolicy"].members["Strategy"].enum
    assert "BINPACK" in _shape("InferenceComponentSchedulingConfig").members["PlacementStrategy"].enum


def test_gpus_can_be_partitioned_for_components() -> None:
    assert "AcceleratorPartitionLayouts" in _shape("ProductionVariant").members
    assert "AcceleratorPartitionType" in _shape("InferenceComponentComputeResourceRequirements").members


def test_serverless_has_no_way_to_ask_for_an_accelerator() -> None:
    members = _shape("ProductionVariantServerlessConfig").members
    assert set(members) == {"MemorySizeInMB", "MaxConcurrency", "ProvisionedConcurrency"}
    memory = members["MemorySizeInMB"].metadata
    assert (memory["min"], memory["max"]) == (1024, 6144)
    assert members["MaxConcurrency"].metadata["max"] == 200


def test_neo_still_names_the_families_of_the_support_table() -> None:
    targets = set(_shape("TargetDevice").enum)
    assert set(supported("neo-family").values()) <= targets


def test_elastic_inference_is_said_to_be_gone_and_inferentia1_is_still_taken() -> None:
    assert "no longer supported" in _shape("ProductionVariant").members["AcceleratorType"].documentation
    old = find_instance("ml.inf1.xlarge")
    assert old is not None and "hosting" in old.uses
    assert old.name in _shape("ProductionVariantInstanceType").enum
