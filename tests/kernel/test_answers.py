"""What the kernel answers a front end, without a front end: the state, marks, comparisons, and what was applied."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from jupyter_green.job import Job
from jupyter_green.kernel.answers import handlers_for
from jupyter_green.kernel.comm import PROTOCOL, CommTarget
from jupyter_green.kernel.session import Session
from jupyter_green.kernel.settings import JupyterGreen
from tests.kernel.stand_ins import JOB

CELL = (
    "from sagemaker.pytorch import PyTorch\n"
    "é = 'ünïcödé 🌍'\n"
    "est = PyTorch('t.py', role=role, instance_count=1, instance_type='ml.p3.16xlarge', max_run=3600,\n"
    "              framework_version='2.2.0', py_version='py310', checkpoint_s3_uri='s3://b/c')\n"
    "est.fit(inputs)"
)


class Shell:
    user_ns: dict[str, Any] = {}  # noqa: RUF012


@pytest.fixture
def session() -> Session:
    settings = JupyterGreen()
    settings.region = "us-east-1"
    made = Session(Shell(), settings, clock=time.time)
    made.books.see_object(JOB, 7, cell=1)
    return made


def ask(session: Session, **message: Any) -> dict[str, Any]:
    answer = handlers_for(session)[message["type"]](message)
    return json.loads(json.dumps(answer))


def test_the_state_is_plain_json_with_every_part(session: Session) -> None:
    state = ask(session, type="state")
    assert {"version", "total", "jobs", "endpoints", "advice", "off", "session_started"} <= set(state)
    assert state["total"]["counted"] == state["total"]["out_of"] == 1
    assert state["jobs"][0]["what"] == "training · 1 × ml.p3.16xlarge · us-east-1"


def test_marks_count_in_utf16_and_edits_fit_the_text(session: Session) -> None:
    (cell,) = ask(session, type="analyse", cells=[{"id": "c1", "source": CELL}])["cells"]
    assert cell["id"] == "c1" and cell["lines"][0]["kind"] == "training"
    units = CELL.encode("utf-16-le")
    edits = [edit for mark in cell["marks"] for edit in mark["advice"]["edits"]]
    assert edits
    for edit in edits:
        assert units[2 * edit["start"] : 2 * edit["end"]].decode("utf-16-le") == edit["before"]


def test_a_broken_cell_is_analysed_as_far_as_it_goes(session: Session) -> None:
    cells = [{"id": "a", "source": "x = # fill in\n(("}, {"id": "b", "source": CELL}, "no cell", {"id": "c"}]
    answer = ask(session, type="analyse", cells=cells)["cells"]
    assert [cell["id"] for cell in answer] == ["a", "b", "c"] and answer[1]["lines"]


def test_types_and_regions_come_with_rows_and_charts(session: Session) -> None:
    key = session.books.counted()[0].key
    types = ask(session, type="compare", identity=key)
    assert types["rows"][0]["current"] and types["chart"]["data"]["values"]
    regions = ask(session, type="regions", identity=key)
    assert sum(row["current"] for row in regions["rows"]) == 1


def test_the_total_tells_what_runs_now_from_what_is_forecast(session: Session) -> None:
    assert ask(session, type="state")["total"]["running"] is None
    entry = session.books.counted()[0]
    session.books.change(entry, started_at=session.clock())
    running = ask(session, type="state")["total"]["running"]
    assert running["carbon"]["central"] == session.footprint(entry).rate.carbon.central
    session.books.change(entry, ended_at=session.clock())
    assert ask(session, type="state")["total"]["running"] is None


def test_an_endpoint_that_draws_only_when_called_is_not_told_as_nothing_running(session: Session) -> None:
    serverless = Job(kind="endpoint", name="s", region="us-east-1", mode="serverless", serverless_memory_mb=2048)
    entry = session.books.see_request(serverless, at=session.clock())
    assert session.footprint(entry).basis == "per busy hour"
    assert ask(session, type="state")["total"]["running"] is None
    session.books.see_request(JOB.with_changes(name="t", identity="training:t"), at=session.clock())
    assert ask(session, type="state")["total"]["running"]["carbon"]["central"] > 0


def test_the_hours_the_user_knows_make_whole_runs_comparable(session: Session) -> None:
    entry = session.books.counted()[0]
    own = str(entry.job.instance_type)
    other = next(row["label"] for row in ask(session, type="compare", identity=entry.key)["rows"] if not row["current"])
    told = {own: 3, other: 2.5, "ml.nonsense": "x"}
    rows = {row["label"]: row for row in ask(session, type="compare", identity=entry.key, hours=told)["rows"]}
    assert rows[own]["total"] and rows[other]["time"]["central"] == 2.5
    assert ask(session, type="compare", identity=entry.key, hours={other: 0})["rows"][1]["time"] is None


def test_a_past_run_on_other_hardware_tells_its_time(session: Session) -> None:
    entry = session.books.counted()[0]
    session.books.change(entry, job=entry.job.with_changes(entry_point="train.py"))
    rows = ask(session, type="compare", identity=entry.key)["rows"]
    other = entry.job.with_changes(instance_type=rows[1]["label"], instance_groups=None)
    session.recorder.past.add(other, 1.5, None)
    assert ask(session, type="compare", identity=entry.key)["rows"][1]["time"]["central"] == 1.5


def test_an_ignored_practice_is_gone_from_the_state(session: Session) -> None:
    advice = ask(session, type="state")["advice"][0]
    ask(session, type="ignore", practice=advice["practice"], identity=advice["identity"], reason="not now")
    assert advice["id"] not in [item["id"] for item in ask(session, type="state")["advice"]]


def test_advice_on_source_that_never_ran_can_be_ignored(session: Session) -> None:
    told = ask(session, type="ignore", practice="checkpointing", identity="cell-0:training-0", reason="short")
    assert told == {} and session.notices[-1] == "checkpointing is ignored for cell-0:training-0: short"


def test_what_was_applied_in_the_editor_is_checked_later(session: Session) -> None:
    key = session.books.counted()[0].key
    assert ask(session, type="applied", advice=f"managed-spot-training@{key}") == {"checked": True}
    assert session.promises.made[0].swap.changes["spot"] is True
    assert ask(session, type="applied", advice="nothing@nowhere") == {"checked": False}


def test_a_swap_undone_in_the_editor_promises_nothing_any_more(session: Session) -> None:
    key = session.books.counted()[0].key
    ask(session, type="applied", advice=f"managed-spot-training@{key}")
    ask(session, type="applied", advice=f"checkpointing@{key}", undone=True)
    assert not session.promises.made[0].undone, "another swap was undone, not this one"
    ask(session, type="applied", advice=f"managed-spot-training@{key}", undone=True)
    assert session.promises.made[0].undone and session.promises.last() is None


def test_the_editor_takes_back_nothing_that_was_applied_to_an_object(session: Session) -> None:
    key = session.books.counted()[0].key
    ask(session, type="applied", advice=f"managed-spot-training@{key}")
    session.promises.made[0].where = "object"
    ask(session, type="applied", advice=f"managed-spot-training@{key}", undone=True)
    assert not session.promises.made[0].undone


def test_a_told_fact_closes_the_gate_it_was_asked_for_and_can_be_forgotten(session: Session) -> None:
    def missing() -> list[str]:
        return [gate for item in ask(session, type="state")["advice"] for gate in item["missing"]]

    before, version = missing(), session.books.version
    assert any("(script_uses_all_gpus)" in gate for gate in before)
    assert ask(session, type="tell", facts={"script_uses_all_gpus": False, "hours": 3}) == {"problems": []}
    assert not any("(script_uses_all_gpus)" in gate for gate in missing()) and session.settings.hours == 3
    assert ask(session, type="state")["told"] == {"script_uses_all_gpus": False, "hours": 3}
    assert session.books.version > version, "every front end is to hear of it"
    ask(session, type="tell", facts={"script_uses_all_gpus": None, "hours": None})
    assert missing() == before and ask(session, type="state")["told"] == {} and session.settings.hours == 0


def test_what_is_no_answer_is_refused_in_words(session: Session) -> None:
    (problem,) = ask(session, type="tell", facts={"hours": -1})["problems"]
    assert "hours" in problem and "hours" not in session.told
    assert ask(session, type="tell", facts={"no name": True, "residency": [["eu-*"]]}) == {"problems": []}
    assert ask(session, type="tell", facts="nonsense") == {"problems": []}
    assert session.told == {}


def test_the_regions_told_are_those_of_the_settings(session: Session) -> None:
    ask(session, type="tell", facts={"residency": "eu-*, us-east-1"})
    assert session.settings.residency == ["eu-*", "us-east-1"]
    ask(session, type="tell", facts={"residency": None})
    assert session.settings.residency == []


def test_settings_of_a_front_end_are_checked_like_any_other(session: Session) -> None:
    answer = ask(session, type="settings", inline=False, region="eu-wst-1", residency=["eu-*"])
    assert session.settings.inline is False and session.settings.residency == ["eu-*"]
    assert "did you mean eu-west-1?" in answer["problems"][0]


class FakeComm:
    """A comm that keeps what the kernel sends."""

    comm_id = "1"

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def send(self, data: dict[str, Any]) -> None:
        self.sent.append(data)

    def on_msg(self, callback: Any) -> None:
        self.receive = callback

    def on_close(self, callback: Any) -> None:
        self.closed = callback


def test_a_front_end_is_greeted_and_bad_requests_are_one_line(session: Session) -> None:
    target, comm = CommTarget(lambda: session, Shell()), FakeComm()
    target._opened(comm, {})
    assert comm.sent[0]["type"] == "hello" and comm.sent[0]["protocol"] == PROTOCOL
    for data in ({"type": "nonsense", "request": 1}, {"type": "compare", "request": 2, "identity": "gone"}):
        comm.receive({"content": {"data": data}})
        assert comm.sent[-1]["type"] == "error" and "\n" not in comm.sent[-1]["message"]
    comm.receive({"content": {"data": "no mapping"}})
    session.worker.drain(5)
    assert any(message["type"] == "state" for message in comm.sent)
