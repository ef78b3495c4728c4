"""Jobs of objects that the notebook does not make itself, told by arguments that only the SDK's methods have.

An estimator may come from another file, or is left for the reader of the notebook to make. ``fit`` of scikit-learn
takes no channels and no ``wait``, so a call with these is SageMaker's, of an instance type that is not known.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from jupyter_green.readers.source import starts
from jupyter_green.readers.source.sdk import GENERIC, sdk_class
from jupyter_green.readers.source.values import Arguments, DictValue, Instance, SdkClass, Value

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

__all__ = ["start"]

_FIT_WORDS = frozenset({"wait", "logs", "job_name", "experiment_config"})
_FIT_MAY_SAY = _FIT_WORDS | {"inputs", "include_cls_metadata", "estimator_kwargs"}
_CHANNELS = frozenset({"train", "training", "validation", "test", "eval"})
_TRANSFORM_WORDS = frozenset({"content_type", "split_type", "data_type", "job_name"})
_RUN_WORDS = frozenset({"inputs", "outputs", "source_dir"})


def start(ev: Evaluator, node: ast.Call, attr: str, given: Arguments) -> Value:
    """Start the job of a method of an object that is not known; None where its arguments do not tell."""
    if attr == "fit" and _is_fit(given):
        if "tuner" in _name_of(node):
            return starts.tune(ev, node, _unknown(ev, "sagemaker.tuner", "HyperparameterTuner"), attr, given)
        return starts.fit(ev, node, _of(ev, GENERIC), attr, given)
    if attr == "transform" and not _TRANSFORM_WORDS.isdisjoint(given.keywords):
        return starts.transform(ev, node, _unknown(ev, "sagemaker.transformer", "Transformer"), attr, given)
    if attr == "run" and "code" in given.keywords and not _RUN_WORDS.isdisjoint(given.keywords):
        return starts.run(ev, node, _unknown(ev, "sagemaker.processing", "Processor"), attr, given)
    if attr == "train" and "input_data_config" in given.keywords:
        return starts.train(ev, node, _unknown(ev, "sagemaker.train", "ModelTrainer"), attr, given)
    return None


def _is_fit(given: Arguments) -> bool:
    if len(given.args) > 1 or not given.keywords.keys() <= _FIT_MAY_SAY:
        return False
    if not _FIT_WORDS.isdisjoint(given.keywords):
        return True
    channels = (given.args[0] if given.args else given.keywords.get("inputs", (None,)))[0]
    return isinstance(channels, DictValue) and not _CHANNELS.isdisjoint(channels.items)


def _name_of(node: ast.Call) -> str:
    """Return the last part of the name that a method is called on, in small letters."""
    receiver = getattr(getattr(node, "func", None), "value", None)
    return str(getattr(receiver, "id", None) or getattr(receiver, "attr", "")).lower()


def _unknown(ev: Evaluator, module: str, name: str) -> Instance:
    return _of(ev, sdk_class(module, name) or GENERIC)


def _of(ev: Evaluator, sdk: SdkClass) -> Instance:
    made = Instance(sdk, {}, None, ev.cell)
    made.open = True
    return made
