"""Functions and classes of other files: what they do is not seen, but their name and what they are handed says much."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from jupyter_green.readers.source import definitions, starts
from jupyter_green.readers.source.sdk import GENERIC, PREDICTOR, sdk_class
from jupyter_green.readers.source.values import Arguments, Instance, SdkClass, Sym, Value

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

__all__ = ["call", "call_of_unbound", "call_unbound", "has_instances"]

_INSTANCE_WORDS = frozenset({"instance_type", "train_instance_type", "instance_count", "train_instance_count"})
#: Functions of other files that delete endpoints; not those that only delete what belongs to one.
_DELETES = re.compile(r"(?:delete|clean|tear|destroy)(?!\w*(?:config|model|scal|alarm|schedule|monitor|bucket|job))\w*")


def has_instances(given: Arguments) -> bool:
    """True for a call that is given instances, as the SDK's own classes are."""
    return not _INSTANCE_WORDS.isdisjoint(given.keywords)


def call(ev: Evaluator, node: Any, owner: str, name: str, given: Arguments, *, is_aws: bool = False) -> Value:
    """Call ``owner.name`` of another file; None where nothing can be told of what it gives."""
    if has_instances(given) and not is_aws:
        if name[:1].isupper() or name.endswith("estimator"):
            return _estimator(ev, node, name, given)
        if owner[:1].isupper():
            return _made_by_class(ev, node, owner, name, given)
    if _DELETES.match(name):
        _delete(ev, node, given)
        return Sym(f"made by {name} at run time")
    if (name[:1].isupper() and name.endswith("Predictor")) or _names_endpoint(ev, given):
        made = definitions.construct(ev, PREDICTOR, given.args, given.keywords, given.open, node)
        return made if made.fields else Sym(f"made by {name} at run time")
    return None


def call_unbound(ev: Evaluator, node: Any, name: str, given: Arguments) -> Value:
    """Call a name that the notebook does not bind: its import is missing, or is hidden in an ``import *``."""
    if name[:1].isupper() and has_instances(given):
        known = sdk_class("sagemaker", name)
        if known is not None and known.family != "config":
            return definitions.construct(ev, known, *given, node)
    return call(ev, node, "", name, given)


def call_of_unbound(ev: Evaluator, node: Any, name: str, given: Arguments) -> Value:
    """Call a method of a name that the notebook does not bind."""
    func = getattr(node, "func", None)
    owner = func.value.id if type(func) is ast.Attribute and type(func.value) is ast.Name else ""
    return call(ev, node, owner, name, given)


def _estimator(ev: Evaluator, node: Any, name: str, given: Arguments) -> Instance:
    """Take a class that is given instances, or a function that is called after what it makes, for an estimator."""
    made = definitions.construct(ev, GENERIC, [], given.keywords, given.open, node)
    made.fields["class"] = (name, None, ev.cell)
    return made


def _made_by_class(ev: Evaluator, node: Any, owner: str, name: str, given: Arguments) -> Value:
    """Call a method of a class with instances: it trains on them, or makes an object that has them."""
    if name in ("run", "fit", "train") and "entry_point" in given.keywords:
        trained = definitions.construct(ev, GENERIC, [], given.keywords, given.open, node)
        return starts.fit(ev, node, trained, name, Arguments([], {}, False))
    made = definitions.construct(ev, SdkClass(owner, "config", "sdk-v3", ()), [], given.keywords, given.open, node)
    made.open = True
    return made


def _delete(ev: Evaluator, node: Any, given: Arguments) -> None:
    """Note that a function which by its name cleans up is handed endpoints that were made before."""
    for value, _, _ in (*given.args, *given.keywords.values()):
        if isinstance(value, Instance):
            refs = value.endpoints[-1:] if value.sdk.family == "predictor" else []
        else:
            refs = ev.collector.named(ev, value)
        if refs:
            ev.collector.delete(ev, refs, node)


def _names_endpoint(ev: Evaluator, given: Arguments) -> bool:
    """True when a helper is handed the name of an endpoint that was made before: it stands for that endpoint."""
    if not ev.collector.endpoints or not given.args:
        return False
    return isinstance(given.args[0][0], Sym) and bool(ev.collector.named(ev, given.args[0][0]))
