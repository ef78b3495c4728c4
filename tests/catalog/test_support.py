"""What the support table says, held against the tables and the API model it is used with."""

from __future__ import annotations

from jupyter_green.catalog.instances import all_instance_types
from jupyter_green.catalog.regions import find_region
from jupyter_green.catalog.support import is_supported, supported


def test_serverless_inference_is_documented_for_21_regions_that_all_exist() -> None:
    regions = supported("serverless-region")
    assert len(regions) == 21
    assert all(find_region(code) is not None for code in regions)
    assert not is_supported("serverless-region", "eu-central-2")


def test_every_listed_family_has_a_type_that_hosts() -> None:
    hosting = {one.family for one in all_instance_types() if "hosting" in one.uses}
    for feature in ("neo-family", "multi-model-gpu-family", "mig-family"):
        assert set(supported(feature)) <= hosting, feature


def test_an_unknown_feature_supports_nothing() -> None:
    assert not supported("a feature that is not there")
