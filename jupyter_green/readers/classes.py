"""Which classes are the SDK's: known by module and name over their bases, decided once a class."""

from __future__ import annotations

from jupyter_green.dialects import sdk_v2, sdk_v3
from jupyter_green.dialects.spelling import ClassShape
from jupyter_green.readers.safely import TypeCache, type_names

__all__ = ["SERVERLESS_CONFIG", "is_sdk_class", "shape_of"]

SERVERLESS_CONFIG = "ServerlessInferenceConfig"

_shapes = TypeCache()


def is_sdk_class(cls: type) -> bool:
    """True for a class of the SageMaker SDK whose objects say something about a job."""
    return shape_of(cls) is not None


def shape_of(cls: type) -> ClassShape | str | None:
    """Return the dialect shape of a class, the name of a resource class, or None for a stranger's class."""
    key = id(cls)
    if key in _shapes.answers:
        answer: ClassShape | str | None = _shapes.answers[key]
        return answer
    answer = _find_shape(type_names(cls))
    _shapes.put(cls, answer)
    return answer


def _find_shape(names: tuple[tuple[str, str], ...]) -> ClassShape | str | None:
    if not any(module.startswith(("sagemaker", "sagemaker_core")) for module, _ in names):
        return None
    for shape in (*sdk_v3.SHAPES, *sdk_v2.SHAPES):
        for module, name in shape.roots:
            if any(found == name and place.startswith(module) for place, found in names):
                return shape
    module, name = names[0]
    return name if _is_resource(module, name) else None


def _is_resource(module: str, name: str) -> bool:
    """True for a serverless configuration and for the resource classes of the core SDK."""
    if name == SERVERLESS_CONFIG:
        return module.startswith("sagemaker")
    return module in sdk_v3.RESOURCE_MODULES and name in sdk_v3.RESOURCES
