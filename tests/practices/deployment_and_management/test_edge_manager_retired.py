from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Context, SourceFacts
from tests.practices.conftest import Ask

ID = "edge-manager-retired"
COMPILED = Job(kind="compilation", name="camera")


def test_compiling_for_edge_manager_is_a_fault(ask: Ask) -> None:
    advice = ask(ID, COMPILED, Context(source=SourceFacts(text="sm.create_device_fleet(DeviceFleetName='x')")))
    assert advice is not None and advice.fault and "2024-04-26" in advice.message


def test_compiling_for_anything_else_is_not(ask: Ask) -> None:
    assert ask(ID, COMPILED, Context(source=SourceFacts(text="model.compile(target_instance_family='ml_c5')"))) is None
    assert ask(ID, COMPILED) is None
