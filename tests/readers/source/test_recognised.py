"""Jobs of objects that a notebook does not make itself: told by arguments that only the SDK's methods have."""

from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from tests.readers.source.conftest import kinds


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        ("estimator.fit({'train': s3_train, 'validation': s3_validation})", "training"),
        ("estimator.fit(inputs={'training': s3_train})", "training"),
        ("estimator.fit(s3_train, wait=False)", "training"),
        ("estimator.fit(inputs, job_name=name, logs='All')", "training"),
        ("my_tuner.fit(channels, wait=False)", "tuning"),
        ("transformer.transform(s3_test, content_type='text/csv', split_type='Line')", "transform"),
        ("processor.run(code='prepare.py', inputs=[])", "processing"),
        ("trainer.train(input_data_config=channels)", "training"),
    ],
)
def test_a_job_of_an_object_from_elsewhere_is_found_and_its_type_is_not_known(read, call, kind):
    (found,) = read("estimator = None  # yours goes here", call).jobs
    assert (found.cell, found.kind) == (2, kind)
    assert isinstance(found.job.instance_type, Unknown)


def test_nothing_is_claimed_of_a_tuner_whose_arguments_are_not_seen(read):
    for made in (
        "tuner = None",
        "from sagemaker.tuner import HyperparameterTuner\ntuner = HyperparameterTuner(**given)",
    ):
        (found,) = read(made, "tuner.fit(channels, wait=False)").jobs
        told = found.job.instance_type, found.job.strategy, found.job.max_jobs, found.job.max_parallel_jobs
        assert all(isinstance(value, Unknown) for value in told)


@pytest.mark.parametrize(
    "call",
    [
        "model.fit(X)",
        "model.fit(X, y)",
        "model.fit({'a': 1, 'b': 2})",
        "model.fit({'train': X}, y, epochs=3)",
        "model.fit(x_train, y_train, validation_data=(x, y), epochs=3)",
        "model.fit(inputs=frames, prediction_length=24)",
        "scaler.transform(X)",
        "session.run(step, feed_dict={})",
        "app.run(code='x')",
        "trainer.train()",
        "trainer.train(resume_from_checkpoint=True)",
    ],
)
def test_the_same_words_of_other_libraries_are_no_jobs(read, call):
    assert kinds(read(call)) == []


def test_a_verb_called_on_the_class_is_of_an_object_whose_construction_is_missing(read):
    (found,) = read("from sagemaker.xgboost import XGBoost as estimator", "estimator.fit({'train': data})").jobs
    assert (found.cell, found.kind) == (2, "training")
    assert isinstance(found.job.instance_type, Unknown)
