"""SageMaker Python SDK 1.x: the names that 2.0 renamed; everything else is spelt as in 2.x."""

from __future__ import annotations

from jupyter_green.dialects import sdk_v2

__all__ = ["RENAMED", "in_v2_words", "is_v1_keyword"]

#: 1.x argument -> 2.x argument.
RENAMED = {
    "train_instance_type": "instance_type",
    "train_instance_count": "instance_count",
    "train_volume_size": "volume_size",
    "train_volume_kms_key": "volume_kms_key",
    "train_max_run": "max_run",
    "train_max_wait": "max_wait",
    "train_use_spot_instances": "use_spot_instances",
    "image_name": "image_uri",
    "image": "image_uri",
    "distributions": "distribution",
    "update_endpoint_config": "update_endpoint",
}
SHAPES = sdk_v2.SHAPES


def is_v1_keyword(keyword: str) -> bool:
    """True for an argument that only SDK 1.x knows, which tells the generation of a call."""
    return keyword.startswith("train_") and keyword in RENAMED


def in_v2_words(keyword: str) -> str:
    """Return the 2.x name of an argument."""
    return RENAMED.get(keyword, keyword)
