"""The commands of %green: answers worth reading, and mistakes as one friendly line."""

from __future__ import annotations

import time
from typing import Any

import pytest

from jupyter_green.job import Job
from jupyter_green.kernel.session import Session
from jupyter_green.kernel.settings import JupyterGreen
from jupyter_green.magics.answer import Answer
from jupyter_green.magics.completion import complete
from jupyter_green.magics.router import command_names, find_command, run_line

TRAINING = Job(
    kind="training",
    instance_type="ml.p3.16xlarge",
    instance_count=2,
    region="us-east-1",
    max_runtime=86400,
    api="sdk_v2",
)


class QuietShell:
    """A shell that keeps what is offered as the next cell."""

    def __init__(self) -> None:
        self.user_ns: dict[str, Any] = {}
        self.next_cells: list[str] = []

    def set_next_input(self, text: str, replace: bool = False) -> None:
        self.next_cells.append(text)


@pytest.fixture
def session() -> Session:
    settings = JupyterGreen()
    settings.region = "us-east-1"
    made = Session(QuietShell(), settings, clock=time.time)
    made.books.see_object(TRAINING, 1, cell=3)
    endpoint = Job(
        kind="endpoint", name="live", identity="endpoint:live", instance_type="ml.g5.xlarge", region="us-east-1"
    )
    made.books.see_request(endpoint.with_changes(instance_count=1, mode="real-time"), at=time.time() - 3600)
    return made


def ask(session: Session, line: str) -> Answer:
    return run_line(line, session, names=session.shell.user_ns)


def test_every_command_has_a_summary_and_its_usage() -> None:
    assert {
        "estimate",
        "jobs",
        "why",
        "compare",
        "regions",
        "instances",
        "config",
        "doctor",
        "on",
        "off",
        "help",
    } <= set(command_names())
    for name in command_names():
        command = find_command(name)
        assert command.SUMMARY and command.USAGE.startswith(("%green", "%%green"))


def test_the_bare_command_shows_jobs_totals_and_open_endpoints(session: Session) -> None:
    text = ask(session, "").text
    assert "2 × ml.p3.16xlarge" in text and "All of them at once, an hour" in text
    assert "Open endpoint live" in text and "delete_endpoint(EndpointName='live')" in text


def test_an_empty_notebook_gets_three_lines_of_help() -> None:
    empty = Session(QuietShell(), JupyterGreen(), clock=time.time)
    assert len(run_line("", empty).text.splitlines()) == 3


def test_an_estimate_of_an_idea_needs_no_notebook(session: Session) -> None:
    text = ask(session, "estimate ml.p3.16xlarge --count 2 --hours 3").text
    assert "5.7 kWh/h [2.3–9.5]" in text and "for 3 h (from you)" in text


def test_why_names_every_input_and_its_source(session: Session) -> None:
    text = ask(session, "why 1").text
    for word in (
        "energy = instances",
        "accelerator load",
        "power model",
        "PUE",
        "grid",
        "Ember",
        "What makes the range wide",
    ):
        assert word in text


def test_types_and_regions_are_compared_on_the_same_basis(session: Session) -> None:
    assert "ml.g5.48xlarge" in ask(session, "compare ml.g5.48xlarge --job 1").text
    assert "eu-north-1" in ask(session, "compare --region eu-north-1,us-west-2 --job 1").text


def test_types_and_regions_are_compared_before_there_is_a_job() -> None:
    empty = Session(QuietShell(), JupyterGreen(), clock=time.time)
    one = ask(empty, "compare ml.g5.xlarge --region us-east-1,eu-north-1").text
    assert "1 × ml.g5.xlarge" in one and "us-east-1" in one and "eu-north-1" in one
    assert ask(empty, "compare --job ml.g5.xlarge --region us-east-1,eu-north-1").text == one
    assert "eu-west-3" in ask(empty, "compare ml.g5.xlarge --region all").text
    two = ask(empty, "compare G5.xlarge ml.g6.xlarge --region EU-west-1").text
    assert "ml.g5.xlarge · eu-west-1" in two and "ml.g6.xlarge" in two
    assert "name a type, such as" in ask(empty, "compare --region all").text


def test_a_region_beside_types_is_where_they_are_compared(session: Session) -> None:
    text = ask(session, "compare ml.g5.48xlarge --region eu-north-1 --job 1").text
    assert "eu-north-1" in text.splitlines()[0] and "ml.g5.48xlarge" in text


def test_an_object_is_found_where_it_is_held_without_running_any_code(session: Session) -> None:
    class Box:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError("looked up")

    config = type("ServerlessInferenceConfig", (), {"__module__": "sagemaker.serverless"})()
    vars(config).update(memory_size_in_mb=4096, max_concurrency=5)
    box = Box()
    vars(box)["inner"] = config
    session.shell.user_ns.update(box=box, held=[None, config], named={"a": {"b": config}})
    for path in ("box.inner", "held[1]", "named['a']['b']", "\"named['a']['b']\""):
        assert "serverless endpoint · 4,096 MB" in ask(session, f"estimate {path}").text
    for path in ("box.other", "held[7]", "named['z']", "box.inner.deeper"):
        text = ask(session, f"estimate {path}").text
        assert text.startswith("jupyter_green: ") and "no SageMaker object" in text


def test_options_beside_a_job_change_what_is_estimated(session: Session) -> None:
    text = ask(session, "estimate 1 --region eu-north-1 --count 5").text
    assert "5 × ml.p3.16xlarge · eu-north-1" in text
    (where,) = [
        line for line in ask(session, "why 1 --region eu-north-1").text.splitlines() if line.startswith("Region")
    ]
    assert where.split()[1:] == ["eu-north-1", "given", "--region"]
    assert "price unknown" in ask(session, "why 1 --region eu-north-1").text.splitlines()[1]
    assert "2 × ml.p3.16xlarge · us-east-1" in ask(session, "estimate 1").text
    assert "--kind goes with an instance type only" in ask(session, "estimate 1 --kind endpoint").text


def test_what_hours_come_to_is_no_rate(session: Session) -> None:
    (note,) = [
        line for line in ask(session, "whatif 1 region=eu-north-1 --hours 3").text.splitlines() if "for 3 h" in line
    ]
    assert "CO₂e" in note and "/h" not in note


def test_a_fault_of_ours_is_one_line_that_says_so(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(entry: Any) -> Any:
        raise TypeError("of no use")

    monkeypatch.setattr(session, "footprint", broken)
    assert ask(session, "").text == "jupyter_green: this went wrong in here, not in your code: TypeError: of no use"


@pytest.mark.parametrize("line", ["on", "off", "cell measure"])
def test_what_needs_a_notebook_says_so_without_one(line: str) -> None:
    text = run_line(line, Session(None, JupyterGreen(), clock=time.time)).text
    assert text.startswith("jupyter_green: ") and "\n" not in text


def test_a_what_if_is_paired_and_checked_against_the_platform(session: Session) -> None:
    text = ask(session, "whatif 1 spot=True region=eu-north-1").text
    assert "comes with it: max_wait" in text and "−" in text
    assert "the platform refuses this" in ask(session, "whatif 1 spot=True max_wait=60").text


def test_a_what_if_panel_that_nobody_draws_reads_as_text(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.display", lambda data, **options: shown.append(data))
    ask(session, "whatif 1")
    (bundle,) = shown
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "VBox" not in bundle["text/plain"] and "%green whatif 1 spot=True" in bundle["text/plain"]
    assert "CO₂e/h" in bundle["text/plain"]


def test_regions_are_listed_cleanest_first(session: Session) -> None:
    lines = ask(session, "regions").text.splitlines()
    assert "Region" in lines[0] and "ca-central-1" in lines[1]


def test_advice_is_ranked_and_can_be_silenced(session: Session) -> None:
    assert "managed-spot-training" in ask(session, "advise 1").text
    assert "ignore[managed-spot-training]" in ask(session, "ignore managed-spot-training 1").text
    assert "managed-spot-training" not in ask(session, "advise 1").text


def test_a_told_fact_changes_the_advice(session: Session) -> None:
    before = ask(session, "apply managed-spot-training 1").text
    assert "needs to know first" in before
    version = session.books.version
    assert "Noted: writes_checkpoints" in ask(session, "tell writes_checkpoints=yes").text
    assert session.books.version > version, "a sidebar is to hear of it at once"
    assert "location for checkpoints" in ask(session, "apply managed-spot-training 1").text
    assert "Ready now" in ask(session, "tell checkpoint=s3://my-bucket/checkpoints").text
    assert "needs to know first" not in ask(session, "apply managed-spot-training 1").text


def test_settings_are_shown_and_set(session: Session) -> None:
    assert "'eu-west-1'" in ask(session, "config region=eu-west-1").text
    assert session.settings.region == "eu-west-1"


def test_the_doctor_tells_versions_overhead_and_table_ages(session: Session) -> None:
    text = ask(session, "doctor").text
    for word in ("Python", "one estimate", "tables", "practices"):
        assert word in text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("estimat", "did you mean %green estimate?"),
        ("estimate ml.g5.xlrge", "did you mean ml.g5.xlarge?"),
        ("estimate ml.g5.xlarge --region eu-wst-1", "did you mean eu-west-1?"),
        ("estimate ml.g5.xlarge --hours -2", "give a number of 0 or more"),
        ("estimate ml.g5.xlarge --hours soon", "needs a number"),
        ("estimate ml.g5.xlarge --hours nan", "give a number of 0 or more"),
        ("estimate ml.g5.xlarge --kind baking", "unknown kind"),
        ("estimate nothing_here", "is not a job"),
        ("why 99", "there is no job 99"),
        ("explain managed-spot-trainin", "did you mean managed-spot-training?"),
        ("whatif 1 instance_typ=ml.g5.xlarge", "did you mean instance_type?"),
        ("compare ml.nothing", "unknown instance type"),
        ("undo", "nothing was applied"),
        ("apply", "say which practice"),
        ("config colour=green", "unknown setting"),
        ("estimate 'unclosed", "cannot read the line"),
        ("estimate ml.g5.xlarge --hors 3", "%green estimate has no option --hors, did you mean --hours?"),
        ("jobs --all", "%green jobs has no option --all: %green jobs"),
        ("estimate ml.g5.xlarge ml.g6.xlarge", "too much: 'ml.g6.xlarge'"),
        ("regions eu", "too much: 'eu'"),
        ("estimate ml.g5.xlarge --count 0", "needs a whole number of 1 or more, not 0"),
        ("estimate ml.g5.xlarge --count 1.5", "needs a whole number of 1 or more, not 1.5"),
        ("estimate --memory 7", "--memory takes 1024, 2048"),
        ("instances g5 --region us-est-1", "did you mean us-east-1?"),
        ("compare ml.g5.xlarge ml.g6.xlarge --region all", "either types in one Region or Regions for one type"),
        ("config inline=perhaps", "'perhaps' does not fit"),
    ],
)
def test_a_mistake_is_one_friendly_line(session: Session, line: str, said: str) -> None:
    text = ask(session, line).text
    assert text.startswith("jupyter_green: ") and said in text and "\n" not in text and "Traceback" not in text


@pytest.mark.parametrize(
    ("text", "candidate"),
    [
        ("%green est", "estimate"),
        ("%green estimate ml.p4d", "ml.p4d.24xlarge"),
        ("%green estimate ml.g5.xlarge --region eu-n", "eu-north-1"),
        ("%green explain managed-spot", "managed-spot-training"),
        ("%green estimate ml.g5.xlarge --co", "--count"),
        ("%green estimate ml.g5.xlarge --region=eu-n", "eu-north-1"),
        ("%green compare ml.g5.xlarge --region us-east-1,eu-n", "eu-north-1"),
    ],
)
def test_completion_offers_what_could_stand_there(text: str, candidate: str) -> None:
    assert candidate in complete(text)


def test_the_sets_of_changes_that_no_other_beats_are_shown_on_request(session: Session) -> None:
    text = ask(session, "advise 1 --pareto").text
    assert "as it is" in text and "no other set beats" in text and "re-estimated as a whole" in text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("spot=maybe", "spot is True or False"),
        ("spot=3", "spot is True or False"),
        ("instance_count=two", "instance_count needs a whole number"),
        ("volume_gb=-3", "volume_gb needs a whole number"),
        ("mode=quick", "mode is one of"),
        ("autoscaling=4", "two whole numbers"),
        ("hyperparameters=x", "more than a line can say"),
        ("instance_preferences=ml.g5.xlarge,ml.nope.large", "unknown instance type"),
    ],
)
def test_a_what_if_refuses_a_value_that_the_field_cannot_hold(session: Session, said: str, words: str) -> None:
    assert words in ask(session, f"whatif 1 {said}").text


def test_a_what_if_takes_pairs_lists_and_nothing(session: Session) -> None:
    assert "→" in ask(session, "whatif 1 instance_preferences=ml.g5.xlarge,ml.g6.xlarge instance_type=none").text
    assert "→" in ask(session, "whatif 2 autoscaling=0,4 data_capture=yes").text
