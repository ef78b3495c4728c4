"""Methods of the SDK's session that stand for one request each, under other words."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from jupyter_green.readers.source.requests import request
from jupyter_green.readers.source.values import Arguments, DictValue, Value

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

__all__ = ["WORDS", "call"]

_EXISTING = "create_endpoint_config_from_existing"
#: Method of the SDK's session -> its arguments in order, and the words of the request that it makes of them.
WORDS: Mapping[str, Mapping[str, str]] = {
    "create_endpoint": {"endpoint_name": "EndpointName", "config_name": "EndpointConfigName"},
    "update_endpoint": {"endpoint_name": "EndpointName", "endpoint_config_name": "EndpointConfigName"},
    _EXISTING: {
        "existing_config_name": "",
        "new_config_name": "EndpointConfigName",
        "new_tags": "Tags",
        "new_kms_key": "KmsKeyId",
        "new_data_capture_config_dict": "DataCaptureConfig",
        "new_production_variants": "ProductionVariants",
    },
}


def call(ev: Evaluator, node: ast.Call, attr: str, given: Arguments) -> Value:
    """Make the request that a method of the SDK's session stands for; returns the name that it was given."""
    if any(key[:1].isupper() for key in given.keywords):  # a client's words
        return request(ev, node, attr, DictValue(dict(given.keywords), given.open), "boto3")
    words = WORDS[attr]
    named = {**dict(zip(words, given.args, strict=False)), **given.keywords}
    body = DictValue({word: named[key] for key, word in words.items() if word and key in named}, given.open)
    if attr == _EXISTING:
        old = named.get("existing_config_name")
        config = ev.collector.recall(ev.collector.configs, ev, old[0]) if old is not None else None
        if config is not None and isinstance(config[0], DictValue):
            body.items = {**config[0].items, **body.items}
    request(ev, node, "create_endpoint_config" if attr == _EXISTING else attr, body, "sdk-v2")
    return named.get("new_config_name" if attr == _EXISTING else "endpoint_name", (None, None, ev.cell))[0]
