"""Each job once: as object, request and answer, with moulds and building blocks left out of totals."""

from __future__ import annotations

from jupyter_green.job import Job, Unknown
from jupyter_green.kernel.books import Books

ESTIMATOR = Job(kind="training", instance_type="ml.g5.xlarge", instance_count=1, region="us-east-1", api="sdk_v2")


def started(name: str) -> Job:
    return ESTIMATOR.with_changes(name=name, identity=f"training:{name}", api="api")


def test_an_object_seen_twice_is_one_entry() -> None:
    books = Books()
    assert books.see_object(ESTIMATOR, 1) is not None
    assert books.see_object(ESTIMATOR, 1) is None
    assert len(books.counted()) == 1


def test_a_changed_object_renews_its_entry() -> None:
    books = Books()
    books.see_object(ESTIMATOR, 1)
    entry = books.see_object(ESTIMATOR.with_changes(instance_type="ml.g6.xlarge"), 1)
    assert entry is not None and entry.job.instance_type == "ml.g6.xlarge" and len(books.all()) == 1


def test_a_started_job_stands_for_the_object_it_came_from() -> None:
    books = Books()
    books.see_object(ESTIMATOR, 1)
    entry = books.see_request(started("a"), at=1.0)
    assert [e.key for e in books.counted()] == ["training:a"]
    assert entry.job.api == "sdk_v2", "the object tells which SDK the job is written in"


def test_the_later_answer_of_the_object_changes_nothing() -> None:
    books = Books()
    books.see_object(ESTIMATOR, 1)
    books.see_request(started("a"), at=1.0)
    assert books.see_object(started("a").with_changes(api="sdk_v2"), 1) is None
    assert len(books.counted()) == 1


def test_an_object_that_is_seen_after_its_own_start_is_the_same_job() -> None:
    books = Books()
    books.see_object(started("a"), 1)
    books.see_request(started("a"), at=1.0)
    assert [e.key for e in books.counted()] == ["training:a"]


def test_two_starts_of_one_object_are_two_jobs() -> None:
    books = Books()
    books.see_object(ESTIMATOR, 1)
    books.see_request(started("a"), at=1.0)
    books.see_request(started("b"), at=2.0)
    assert [e.key for e in books.counted()] == ["training:a", "training:b"]


def test_a_tuned_estimator_is_a_building_block() -> None:
    books = Books()
    books.see_object(ESTIMATOR, 1)
    books.see_object(ESTIMATOR.with_changes(kind="tuning"), 2)
    books.see_parts([1], of=2)
    (tuner,) = books.counted()
    assert tuner.job.kind == "tuning"
    assert books.replaced_by(tuner) == [entry.key for entry in books.all() if entry is not tuner]


def test_an_ended_job_says_so() -> None:
    books = Books()
    books.see_request(started("a"), at=1.0)
    entry = books.see_end("training:a", at=5.0)
    assert entry is not None and entry.state == "stopped" and entry.ended_at == 5.0


def test_calls_of_an_endpoint_are_counted() -> None:
    books = Books()
    job = Job(kind="endpoint", name="e", identity="endpoint:e", instance_type="ml.m5.large", instance_count=1)
    books.see_request(job, at=1.0)
    books.see_call("e", at=9.0)
    books.see_call("another", at=10.0)
    (entry,) = books.open_endpoints()
    assert (entry.calls, entry.last_call) == (1, 9.0)


def test_forecasts_go_first_when_the_books_are_full() -> None:
    books = Books()
    books.see_request(started("kept"), at=1.0)
    for number in range(2100):
        books.see_object(ESTIMATOR, 1000 + number)
    assert len(books.all()) <= 2000 and books.find("kept") is not None


def test_what_the_sdk_writes_into_an_object_is_no_news() -> None:
    books = Books()
    books.see_object(ESTIMATOR, 1)
    filled_in = ESTIMATOR.with_changes(image="resolved:1", hyperparameters={"sagemaker_program": "train.py"})
    assert books.see_object(filled_in, 1) is None
    assert books.all()[0].job.image == "resolved:1"


def test_the_hook_that_fit_attaches_is_no_news_and_switching_it_off_is() -> None:
    books = Books()
    books.see_object(ESTIMATOR, 1, cell=2)
    assert books.see_object(ESTIMATOR.with_changes(debugger_hook=True), 1, cell=3) is None
    (entry,) = books.all()
    assert entry.job.debugger_hook is True and entry.cells == [2], "its line stays under the cell that made it"
    assert books.see_object(ESTIMATOR.with_changes(debugger_hook=False), 1, cell=4) is entry


def test_the_object_that_shows_itself_undoes_the_guess_that_another_was_started() -> None:
    books = Books()
    books.see_object(ESTIMATOR, 1)
    books.see_object(ESTIMATOR, 2)
    books.see_request(started("a"), at=1.0)  # the newer one is guessed
    books.see_object(started("a").with_changes(api="sdk_v2"), 1)
    waiting = [entry.object_id for entry in books.counted() if entry.started_at is None]
    assert waiting == [2] and len(books.counted()) == 2


def test_the_object_most_like_the_request_is_taken_for_its_origin() -> None:
    books = Books()
    books.see_object(ESTIMATOR.with_changes(max_runtime=3600), 1)
    books.see_object(ESTIMATOR.with_changes(max_runtime=7200), 2)
    books.see_request(started("a").with_changes(max_runtime=3600), at=1.0)
    assert [entry.object_id for entry in books.all() if entry.stands_for] == [1]


def test_an_object_with_an_identity_of_its_own_is_never_taken_for_another_job() -> None:
    books = Books()
    elsewhere = Job(kind="endpoint", name="elsewhere", identity="endpoint:elsewhere", region="us-east-1")
    books.see_object(elsewhere, 1)
    books.see_request(elsewhere.with_changes(name="new", identity="endpoint:new", instance_type="ml.m5.large"), at=1.0)
    assert [entry.key for entry in books.counted()] == ["endpoint:elsewhere", "endpoint:new"]


def test_what_compiling_a_pipeline_writes_into_its_estimator_is_still_a_building_block() -> None:
    books = Books()
    books.see_object(ESTIMATOR, 1)
    books.see_parts([1])
    books.see_object(started("made-by-compiling"), 1)
    assert books.counted() == ()
    books.see_request(started("made-by-compiling"), at=1.0)
    assert len(books.counted()) == 1, "a job that AWS accepted counts, whatever its object is a part of"


def test_what_a_pipeline_runs_is_no_forecast_of_its_own_after_the_pipeline_has_started() -> None:
    books = Books()
    books.see_object(ESTIMATOR, 1)
    books.see_parts([1])
    step = ESTIMATOR.with_changes(name="nightly/train", identity="training-step:nightly/train", api="api")
    books.see_request(step, at=1.0)
    books.see_object(ESTIMATOR.with_changes(instance_count=2), 1)
    assert [entry.key for entry in books.counted()] == ["training-step:nightly/train"]


def test_an_ended_object_takes_its_forecast_along_but_not_the_job_it_started() -> None:
    books = Books()
    books.see_object(ESTIMATOR, 1)
    books.see_object(ESTIMATOR.with_changes(instance_type="ml.m5.large"), 2)
    books.see_request(started("a"), at=1.0)
    books.see_object(started("a").with_changes(api="sdk_v2"), 1)
    books.forget_object(1)
    books.forget_object(2)
    assert [entry.key for entry in books.counted()] == ["training:a"]
    books.see_object(ESTIMATOR.with_changes(instance_type="ml.c5.large"), 1)  # a new object got the same id
    assert [entry.job.instance_type for entry in books.counted()] == ["ml.g5.xlarge", "ml.c5.large"]


def test_a_job_of_unknown_size_is_worth_a_line_and_a_predictor_is_not() -> None:
    books = Books()
    search = Job(kind="tuning", instance_type=Unknown("one of several training definitions"), region="us-east-1")
    predictor = Job(kind="endpoint", instance_type=Unknown("the object does not keep it"), identity="endpoint:e")
    entries = [books.see_object(job, number) for number, job in enumerate((search, predictor))]
    assert [entry is not None and entry.is_worth_a_line for entry in entries] == [True, False]
