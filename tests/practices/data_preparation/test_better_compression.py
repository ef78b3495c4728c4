from __future__ import annotations

from jupyter_green.job import Job, Unknown
from tests.practices.conftest import Ask

ID = "better-compression"
GZIP = Job(kind="training", framework="pytorch", compression="Gzip")


def test_gzip_around_whole_files_is_spoken_of_and_nothing_is_rewritten(ask: Ask) -> None:
    advice = ask(ID, GZIP)
    assert advice is not None and not advice.can_apply
    assert [(effect.low, effect.high) for effect in advice.effects] == [(0.1, 0.15)]


def test_plain_input_unknown_input_and_media_are_left_alone(ask: Ask) -> None:
    assert ask(ID, GZIP.with_changes(compression=None)) is None
    assert ask(ID, GZIP.with_changes(compression=Unknown())) is None
    assert ask(ID, GZIP.with_changes(content_type="image/jpeg")) is None
