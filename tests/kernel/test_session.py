"""One job that cannot be read or estimated hides no other."""

from __future__ import annotations

import time
from typing import Any

import pytest

from jupyter_green.catalog.tables import CatalogError
from jupyter_green.kernel.api_watch import ApiCall
from jupyter_green.kernel.attribution import CellToken
from jupyter_green.kernel.books import Entry
from jupyter_green.kernel.session import Session
from jupyter_green.kernel.settings import JupyterGreen


class Shell:
    def __init__(self) -> None:
        self.user_ns: dict[str, Any] = {}
        self.said: list[str] = []
        self.display_pub = self

    def publish(self, data: dict[str, Any], metadata: Any = None, **more: Any) -> None:
        self.said.append(data["text/plain"])


def started(name: str) -> ApiCall:
    resources = {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30}
    params = {"TrainingJobName": name, "ResourceConfig": resources}
    cell = CellToken(1, 1, None)
    return ApiCall(
        serial=1,
        service="sagemaker",
        operation="CreateTrainingJob",
        outcome="returned",
        params=params,
        region="us-east-1",
        cell=cell,
        started_at=time.time(),
    )


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    settings = JupyterGreen()
    settings.ledger = False
    made = Session(Shell(), settings, clock=time.time)
    whole = made.footprint

    def footprint(entry: Entry) -> Any:
        if entry.job.name == "broken":
            raise TypeError("of no use")
        if entry.job.name == "damaged":
            raise CatalogError("the packaged table instances.csv is damaged; reinstall jupyter-green")
        return whole(entry)

    monkeypatch.setattr(made, "footprint", footprint)
    return made


def test_the_others_of_a_cell_are_shown_and_the_fault_is_kept_for_the_doctor(session: Session) -> None:
    for name in ("broken", "fine"):
        session.on_call(started(name))
    assert [text for text in session.shell.said if "ml.m5.xlarge" in text]
    assert session.notices == ["the line of training:broken was left out: TypeError: of no use"]


def test_a_damaged_table_is_said_once(session: Session) -> None:
    for _ in range(3):
        session.on_call(started("damaged"))
    assert session.shell.said == ["jupyter_green: the packaged table instances.csv is damaged; reinstall jupyter-green"]
