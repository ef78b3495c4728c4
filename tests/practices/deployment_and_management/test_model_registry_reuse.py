from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask

ID = "model-registry-reuse"
JOB = TRAINING.with_changes(image="image:1", inputs=("s3://data/train",))
PACKAGE = {"arn": "arn:aws:sagemaker:us-east-1:111122223333:model-package/churn/3", "status": "Approved"}


def _registry(*packages: dict[str, object], **told: object) -> Context:
    return Context(inventory={"model_packages": packages}, told=told, hours=2.0)


def test_an_approved_model_of_the_same_image_or_data_saves_the_run(ask: Ask) -> None:
    for same in ({"image": "image:1"}, {"inputs": ("s3://data/train",)}):
        advice = ask(ID, JOB, _registry({**PACKAGE, **same}, registered_model_fits=True))
        assert advice is not None and advice.total_saving is not None and advice.total_saving.carbon.high < 0
        assert advice.swap is not None and "model-package/churn/3" in advice.swap.code


def test_whether_it_is_still_good_is_asked(ask: Ask) -> None:
    advice = ask(ID, JOB, _registry({**PACKAGE, "image": "image:1"}))
    assert advice is not None and advice.missing and advice.total_saving is None
    assert ask(ID, JOB, _registry({**PACKAGE, "image": "image:1"}, registered_model_fits=False)) is None


def test_other_models_and_pending_ones_do_not_count(ask: Ask) -> None:
    assert ask(ID, JOB, _registry({**PACKAGE, "image": "image:2"})) is None
    assert ask(ID, JOB.with_changes(name="fraud"), _registry({**PACKAGE, "image": "image:1"})) is None
    assert ask(ID, JOB, _registry({**PACKAGE, "status": "PendingManualApproval", "image": "image:1"})) is None
    assert ask(ID, JOB.with_changes(image=Unknown(), inputs=None), _registry({**PACKAGE, "image": "image:1"})) is None


def test_it_is_silent_until_the_registry_was_read(ask: Ask) -> None:
    assert ask(ID, JOB) is None
