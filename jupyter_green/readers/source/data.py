"""What the verbs say of the data: channels of a training job, input of a transform job."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from jupyter_green.readers.source.fields import Field, written
from jupyter_green.readers.source.values import Arguments, DictValue, Instance, ListValue, Slot, Value

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

#: Words of a TrainingInput (s3_input in 1.x) and of v3's InputData, and the Job field that each one spells.
_CHANNEL_WORDS = {
    "input_mode": "input_mode",
    "content_type": "content_type",
    "compression": "compression",
    "distribution": "data_distribution",
}
#: Words of a ProcessingInput of SDK 2; SDK 3 puts its own, like the API's, into ``s3_input``.
_PROCESSING_WORDS = {
    "s3_data_distribution_type": "data_distribution",
    "s3_input_mode": "input_mode",
    "s3_compression_type": "compression",
}
_TRANSFORM_WORDS = {"content_type": "content_type", "compression_type": "compression"}


def channel_fields(ev: Evaluator, node: ast.Call, given: Arguments, word: str = "inputs") -> dict[str, Field]:
    """Return the Job fields that the channels handed to ``fit`` or ``train`` spell."""
    slot = given.keywords.get(word) or (given.args[0] if given.args else None)
    if slot is None or slot[0] is None:
        return {}
    found = {"inputs": written(slot, word, "channels", call=node, call_cell=ev.cell)}
    for channel in _channels(slot[0]):
        for name, field in _CHANNEL_WORDS.items():
            if name in channel.fields and field not in found:
                found[field] = written(channel.fields[name], name, call=channel.call, call_cell=channel.cell)
    return found


def _channels(value: Value) -> list[Instance]:
    slots: list[Slot] = []
    if isinstance(value, DictValue):
        slots = list(value.items.values())
    elif isinstance(value, ListValue):
        slots = value.items
    values = [value, *(slot[0] for slot in slots)]
    return [one for one in values if isinstance(one, Instance) and one.sdk.family == "config"]


def transform_fields(ev: Evaluator, node: ast.Call, given: Arguments) -> dict[str, Field]:
    """Return the Job fields that the arguments of ``transform`` spell."""
    slot = given.keywords.get("data") or (given.args[0] if given.args else None)
    found = {}
    if slot is not None:
        found["inputs"] = written(slot, "data", "channels", call=node, call_cell=ev.cell)
    for word, field in _TRANSFORM_WORDS.items():
        if word in given.keywords:
            found[field] = written(given.keywords[word], word, call=node, call_cell=ev.cell)
    return found


def processing_fields(ev: Evaluator, node: ast.Call, given: Arguments) -> dict[str, Field]:
    """Return the Job fields that the inputs and outputs handed to ``run`` spell."""
    found: dict[str, Field] = {}
    places: list[Slot] = []
    slot = given.keywords.get("inputs", (None, node, ev.cell))
    for said in _ends(slot[0], "s3_input"):
        where = said.fields.get("s3_uri") or said.fields.get("source")
        if where is not None:
            places.append(where)
        for word, field in _PROCESSING_WORDS.items():
            if word in said.fields and field not in found:
                found[field] = written(said.fields[word], word, call=said.call, call_cell=said.cell)
    if places:
        found["inputs"] = written((ListValue(places), slot[1], slot[2]), "inputs", "channels", call=node)
    for said in _ends(given.keywords.get("outputs", slot)[0], "s3_output"):
        where = said.fields.get("s3_uri") or said.fields.get("destination")
        if where is not None and said.sdk.name in ("ProcessingOutput", "ProcessingS3Output"):
            found.setdefault("output", written(where, "outputs", call=said.call, call_cell=said.cell))
    return found


def _ends(value: Value, nested: str) -> list[Instance]:
    """Return the objects that name an S3 location: SDK 2's own, and what SDK 3 nests into its."""
    made = _channels(value) if isinstance(value, ListValue) else []
    inner = [one.fields.get(nested, (one, None, 0))[0] for one in made]
    return [one for one in inner if isinstance(one, Instance)]
