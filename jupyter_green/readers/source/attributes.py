"""Attributes: read from objects that are known, and set on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_green.readers.source import definitions
from jupyter_green.readers.source.fields import Field
from jupyter_green.readers.source.sdk import resolve
from jupyter_green.readers.source.values import (
    Bound,
    Choice,
    Client,
    Foreign,
    Function,
    Future,
    Instance,
    SdkClass,
    Slot,
    Super,
    Sym,
    UserClass,
    UserObject,
    Value,
    identity,
    join,
    options_of,
)
from jupyter_green.readers.source.whereabouts import default_region

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

BOTO_SESSION = SdkClass("boto3.Session", "boto-session", "boto3", ("aws_access_key_id",))
_REGION_NAMES = ("region_name", "boto_region_name", "_region_name")
_SESSIONS = ("session", "boto-session")
_LOCAL_SESSIONS = ("LocalSession", "LocalPipelineSession")
_BOUND = frozenset(
    ["fit", "run", "deploy", "transform", "train", "tune", "start", "submit", "delete_endpoint", "execute"]
)


def get(ev: Evaluator, base: Value, attr: str) -> Slot | Value:
    """Return ``base.attr``: a slot when it is known where it was written."""
    if isinstance(base, Foreign):
        return resolve(f"{base.name}.{attr}")
    if isinstance(base, Instance):
        return _of_instance(ev, base, attr)
    if isinstance(base, UserObject):
        return _of_object(ev, base, attr)
    if isinstance(base, Choice):
        found = [get(ev, option, attr) for option in base.options]
        return join(f[0] if type(f) is tuple else f for f in found)
    if isinstance(base, UserClass):
        found_slot = base.find(attr)
        if found_slot is not None:
            return found_slot
    if isinstance(base, SdkClass):
        return Foreign(f"{base.name}.{attr}")
    if isinstance(base, Client) and attr in _REGION_NAMES:
        return base.region
    if isinstance(base, Super):
        return Bound(base, attr)
    if isinstance(base, Future):
        return get(ev, base.value, attr)
    if attr in _BOUND or isinstance(base, Client):
        return Bound(base, attr)
    return ev.derive("made at run time", "attribute", identity(base), attr)


def _of_instance(ev: Evaluator, base: Instance, attr: str) -> Slot | Value:
    found = base.fields.get(attr)
    if found is not None:
        return found
    family = base.sdk.family
    if attr in ("endpoint_name", "endpoint") and (family == "predictor" or base.endpoints):
        slot = base.fields.get("endpoint_name")
        if slot is not None:
            return slot
        if base.endpoints:
            return base.endpoints[-1].name
    if family == "session":
        if attr == "sagemaker_client":
            return Client("sagemaker", region_of(ev, base))
        if attr == "boto_session":
            return Instance(BOTO_SESSION, {}, base.call, base.cell)
    if attr in _REGION_NAMES and family in ("session", "boto-session"):
        return region_of(ev, base)
    if attr == "sagemaker_session" and family not in ("config", "parameter"):
        return Sym("the SDK's default session")
    if attr in _BOUND:
        return Bound(base, attr)
    return ev.derive("made at run time", "attribute", identity(base), attr)


def region_of(ev: Evaluator, base: Value) -> Value:
    """Return the Region that a session was given, or the unknown Region of the configuration."""
    if isinstance(base, Client):
        return base.region
    if isinstance(base, Instance):
        for key in (*_REGION_NAMES, "region"):
            if key in base.fields:
                return base.fields[key][0]
        inner = base.fields.get("boto_session")
        if inner is not None:
            return region_of(ev, inner[0])
    default = default_region(ev)
    return ev.derive("the configured Region", "region") if default is None else default[1][0]


def session_of(inst: Instance) -> Slot | None:
    """Return the session that an SDK object, or the estimator it works with, was given; None where none was."""
    fields = inst.fields
    slot = fields.get("sagemaker_session") or fields.get("estimator") or fields.get("model_trainer")
    if slot is not None and isinstance(slot[0], Instance) and slot[0].sdk.family not in _SESSIONS:
        return session_of(slot[0])
    return slot


def is_local(inst: Instance) -> bool:
    """True when the session of an SDK object runs its jobs on the machine of the notebook."""
    session = session_of(inst)
    return session is not None and all(
        isinstance(option, Instance) and option.sdk.name in _LOCAL_SESSIONS for option in options_of(session[0])
    )


def session_fields(ev: Evaluator, inst: Instance) -> dict[str, Field]:
    """Return what the session of an SDK object says of its jobs: their Region, and that they stay on this machine."""
    found = region_fields(ev, inst)
    if is_local(inst):
        found["local"] = Field(True, None, ev.cell, "sagemaker_session")
    return found


def region_fields(ev: Evaluator, base: Value) -> dict[str, Field]:
    """Return the Region that a client or an SDK object's session was given, as a Job field; empty when none was."""
    if isinstance(base, Instance) and base.sdk.family not in _SESSIONS:
        session = session_of(base)
        if session is None:
            return {}
        base = session[0]
    region = region_of(ev, base)
    if not isinstance(region, str) and not ev.environment:
        return {}
    return {"region": Field(region, None, ev.cell, "region_name")}  # an unknown one is not the default that is set


def _of_object(ev: Evaluator, base: UserObject, attr: str) -> Slot | Value:
    found = base.fields.get(attr) or base.cls.find(attr)
    if found is not None:
        value = found[0]
        if isinstance(value, Function) and attr not in base.fields:
            if definitions.is_property(value):
                return definitions.invoke(ev, value, [(base, None, ev.cell)], {}, False, value.node)
            return Bound(base, attr)
        return found
    if base.inner is not None:
        return _of_instance(ev, base.inner, attr)
    return ev.derive("made at run time", "attribute", identity(base), attr)


def set_attribute(ev: Evaluator, base: Value, attr: str, slot: Slot) -> None:
    """Carry out ``base.attr = value``."""
    for option in base.options if isinstance(base, Choice) else (base,):
        if isinstance(option, Instance):
            ev.write(option.fields, attr, slot)
        elif isinstance(option, UserObject):
            ev.write(option.fields, attr, slot)
            if option.inner is not None:
                ev.write(option.inner.fields, attr, slot)
        elif isinstance(option, UserClass):
            ev.write(option.scope.vars, attr, slot)
