"""Turning the values that SDK objects and requests hold into Job values, without running anybody's code."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from jupyter_green.job import InstanceGroup, Status, Unknown
from jupyter_green.readers.safely import class_name, safe_dict, type_names

__all__ = ["Reading", "decode", "decode_plain", "way_of_class"]

_PLAIN = (str, int, float, bool)
_MOST_ITEMS = 200


class Reading(NamedTuple):
    """A Job value with how it was come by; ``status`` is empty when the object itself holds it."""

    value: Any
    status: Status | str = ""
    detail: str = ""


def decode(codec: str, raw: Any) -> Reading:
    """Return the Job value of ``raw`` under the codec a dialect row names."""
    plain = decode_plain(raw)
    if plain.value is None:
        return plain
    if codec == "plain":
        return plain
    made = _CODECS[codec](raw)
    return made if isinstance(made, Reading) else Reading(made)


def decode_plain(raw: Any) -> Reading:
    """Return text, numbers and switches as they are, pipeline parameters by their default, and the rest as Unknown."""
    kind = type(raw)
    if raw is None or kind in _PLAIN:
        return Reading(raw)
    names = type_names(kind)
    bare = {name for _, name in names}
    if names[0][1] == "Unassigned":
        return Reading(None)
    if "PipelineVariable" in bare:
        return _pipeline_variable(raw)
    if "Enum" in bare:
        return decode_plain(safe_dict(raw).get("_value_"))
    for plain in _PLAIN:
        if plain in kind.__mro__ and plain is not bool and _is_builtin_value(kind):
            return Reading(plain(raw))
    return Reading(Unknown(f"a {names[0][1]} object"))


def _is_builtin_value(kind: type) -> bool:
    """True for numpy's scalars, whose conversion runs no user code."""
    return type_names(kind)[0][0] == "numpy"


def _pipeline_variable(raw: Any) -> Reading:
    held = safe_dict(raw)
    name = held.get("name")
    label = f"pipeline parameter {name}" if type(name) is str else "pipeline variable"
    default = held.get("default_value")
    if default is None:
        return Reading(Unknown(f"{label}: decided when the pipeline starts"))
    return Reading(decode_plain(default).value, "defaulted", label)


def _items(raw: Any) -> list[Any]:
    return list(raw[:_MOST_ITEMS]) if type(raw) in (list, tuple) else []


def _mapping(raw: Any) -> Any:
    if isinstance(raw, Mapping) and type(raw) is dict:
        pairs = list(raw.items())[:_MOST_ITEMS]
        return {key: decode_plain(value).value for key, value in pairs if type(key) is str}
    return Unknown("not a dictionary")


def _held(raw: Any) -> dict[str, Any]:
    """Return what an SDK's configuration object or a request's dictionary holds, under one spelling."""
    return dict(raw) if type(raw) is dict else safe_dict(raw)


def _either(held: Mapping[str, Any], *names: str) -> Any:
    return next((held[name] for name in names if held.get(name) is not None), None)


def _groups(raw: Any) -> Any:
    groups = []
    for item in _items(raw):
        held = _held(item)
        kind = decode_plain(_either(held, "instance_type", "InstanceType")).value
        count = decode_plain(_either(held, "instance_count", "InstanceCount")).value
        name = decode_plain(_either(held, "instance_group_name", "InstanceGroupName")).value
        groups.append(
            InstanceGroup(
                Unknown("not given") if kind is None else kind, 1 if count is None else count, str(name) if name else ""
            )
        )
    return tuple(groups) or None


def _type_names_of(raw: Any) -> Any:
    names = []
    for item in _items(raw):
        value = item if type(item) is str else _either(_held(item), "instance_type", "InstanceType")
        names.append(decode_plain(value).value)
    return tuple(names) or None


def _distribution(raw: Any) -> Any:
    if type(raw) is not dict:
        return way_of_class(class_name(type(raw)), safe_dict(raw).get("smp") is not None)
    library = raw.get("smdistributed")
    if type(library) is dict:  # SMP v2 stands beside the launcher that starts it
        return "smp" if "modelparallel" in library else "smddp"
    return next((way for way in raw if type(way) is str), None)


def way_of_class(name: str, has_model_parallel: bool) -> str:
    """Return the Job's word for a configuration class of SDK 3 that distributes training."""
    if has_model_parallel:
        return "smp"
    return {"Torchrun": "torch_distributed"}.get(name, name.lower())


def _compiler(raw: Any) -> Any:
    if type(raw) is bool:
        return raw
    enabled = safe_dict(raw).get("enabled", True)
    return enabled if type(enabled) is bool else True


def _switch(raw: Any) -> Any:
    """A configuration object that is present switches a thing on; False switches it off."""
    if type(raw) is bool:
        return raw
    held = _held(raw)
    enabled = _either(held, "enable_capture", "EnableCapture")
    return enabled if type(enabled) is bool else True


def _off_switch(raw: Any) -> Any:
    return not raw if type(raw) is bool else Unknown("not a switch")


def _names_of(key: str) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        items = _items(raw)
        names = tuple(name for item in items if type(name := _held(item).get(key)) is str)
        return names or (Unknown("their names are not written here") if items else None)

    return read


def _ranges(raw: Any) -> Any:
    if type(raw) is not dict:
        return Unknown("not a dictionary")
    if any(key.endswith("ParameterRanges") for key in raw if type(key) is str):
        lists = (item for key in raw for item in _items(raw[key]))
        return {held["Name"]: _range(held) for item in lists if type((held := _held(item)).get("Name")) is str}
    return {key: _range(_held(value)) for key, value in list(raw.items())[:_MOST_ITEMS] if type(key) is str}


def _range(held: Mapping[str, Any]) -> dict[str, float | str]:
    """Return bounds and scaling of one range as far as they are plain; the API says numbers as text."""
    found: dict[str, float | str] = {}
    for name, value in (
        ("low", _either(held, "min_value", "MinValue")),
        ("high", _either(held, "max_value", "MaxValue")),
    ):
        if type(value) in (int, float, str):
            with contextlib.suppress(ValueError):
                found[name] = float(value)
    scaling = _either(held, "scaling_type", "ScalingType")
    if type(scaling) is str:
        found["scaling"] = scaling
    return found


def _hyperband(raw: Any) -> Any:
    held = _held(raw)
    inner = _either(held, "hyperband_strategy_config", "HyperbandStrategyConfig")
    held = _held(inner) if inner is not None else held
    least = decode_plain(_either(held, "min_resource", "MinResource")).value
    most = decode_plain(_either(held, "max_resource", "MaxResource")).value
    return (least, most) if least is not None and most is not None else None


def _managed_scaling(raw: Any) -> Any:
    held = _held(raw)
    least = decode_plain(_either(held, "min_instance_count", "MinInstanceCount")).value
    most = decode_plain(_either(held, "max_instance_count", "MaxInstanceCount")).value
    return None if least is None and most is None else (least or 0, most or least or 0)


def _capacity_limits(raw: Any) -> Any:
    held = _held(raw)
    least = decode_plain(held.get("MinimumCapacityUnits")).value
    most = decode_plain(held.get("MaximumCapacityUnits")).value
    return None if least is None or most is None else (least, most)


def _network(raw: Any) -> Any:
    return _either(_held(raw), "subnets", "Subnets", "vpc_config", "VpcConfig") is not None


def _async_mode(raw: Any) -> Any:
    name = class_name(type(raw))
    if name == "ServerlessInferenceConfig":
        return "serverless"
    return "async" if name == "AsyncInferenceConfig" else None


def _endpoint_type(raw: Any) -> Any:
    value = decode_plain(raw).value
    return "INFERENCE_COMPONENT" in value.upper() if type(value) is str else False


def _channels(raw: Any) -> Any:
    """Return the S3 URIs of input channels, however they are wrapped."""
    if type(raw) is str:
        return (raw,)
    found: list[str] = []
    for item in raw.values() if type(raw) is dict else _items(raw):
        value: Any = item
        for _ in range(4):
            if type(value) is str or value is None:
                break
            held = _held(value)
            value = _either(held, "config", "DataSource", "S3DataSource", "data_source", "S3Uri", "s3_uri", "s3_data")
        if type(value) is str:
            found.append(value)
    return tuple(found) or None


def _tags(raw: Any) -> Any:
    if type(raw) is dict:
        return _mapping(raw)
    pairs = [_held(item) for item in _items(raw)]
    tags = {_either(p, "Key", "key"): _either(p, "Value", "value") for p in pairs}
    return {key: value for key, value in tags.items() if type(key) is str and type(value) is str} or None


def _prefixed(prefix: str) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        value = decode_plain(raw).value
        return f"{prefix} {value}" if type(value) is str else value

    return read


def _first(raw: Any) -> Any:
    return decode_plain(raw[0]).value if type(raw) is list and raw else None


def _texts(raw: Any) -> Any:
    return tuple(value for item in _items(raw) if type(value := decode_plain(item).value) is str) or None


def _zero_is_nothing(raw: Any) -> Reading:
    read = decode_plain(raw)
    return Reading(None) if read.value == 0 and type(read.value) is int else read


_CODECS: Mapping[str, Callable[[Any], Any]] = {
    "groups": _groups,
    "type_names": _type_names_of,
    "nothing_if_zero": _zero_is_nothing,
    "mapping": _mapping,
    "distribution": _distribution,
    "compiler": _compiler,
    "pytorch_version": _prefixed("pytorch"),
    "tensorflow_version": _prefixed("tensorflow"),
    "metric_names": _names_of("Name"),
    "rule_names": _names_of("rule_name"),
    "names": _texts,
    "one_name": lambda raw: (raw,) if type(raw) is str else None,
    "first": _first,
    "count": lambda raw: len(_items(raw)) or None,
    "minutes": lambda raw: raw * 60 if type(raw) is int else None,
    "switch": _switch,
    "off_switch": _off_switch,
    "is_set": lambda raw: raw is not False,
    "false_if_none": decode_plain,
    "ranges": _ranges,
    "hyperband": _hyperband,
    "managed_scaling": _managed_scaling,
    "routing": lambda raw: decode_plain(_either(_held(raw), "RoutingStrategy", "routing_strategy")).value,
    "capacity_limits": _capacity_limits,
    "network": _network,
    "async_mode": _async_mode,
    "endpoint_type": _endpoint_type,
    "local_mode": lambda raw: any(w in str(decode_plain(raw).value).upper() for w in ("LOCAL", "IN_PROCESS")),
    "text": decode_plain,
    "channels": _channels,
    "tags": _tags,
}
