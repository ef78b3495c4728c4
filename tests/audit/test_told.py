"""What is said of a job, and of a comment that silences nothing."""

from __future__ import annotations

import pytest

from jupyter_green.audit.told import silences_nothing
from jupyter_green.audit.writers import write
from jupyter_green.practices.suppression import suppressions_in
from tests.audit.examples import IMPORTS, TRAINING, audited, report


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("ignore[fast-file-mode]", "fast-file-mode"),
        ("ignore[managed-spot-trainin]", "managed-spot-trainin, did you mean managed-spot-training?"),
        ("ignore[low-carbon-region] until 2020-01", "low-carbon-region (until 2020-01-31)"),
        ("ignore[low-carbon-region] until soon", "low-carbon-region (until no day)"),
        ("ignore[*]", "*"),
    ],
)
def test_a_comment_that_silences_nothing_says_what_may_be_wrong_with_it(comment: str, said: str) -> None:
    (one,) = suppressions_in(f"# green: {comment}", 0)
    assert silences_nothing(one) == f"suppresses nothing: {said}"


def test_on_a_terminal_it_stands_under_notes_and_not_under_a_phase() -> None:
    text = write(report(audited(IMPORTS, TRAINING + "\n# green: ignore[batch-transform]")), "text")
    notes = text.partition("\nNOTES\n")[2].splitlines()
    assert "suppresses nothing: batch-transform" in notes[0]
    assert "NOTES" not in write(report(audited(IMPORTS, TRAINING)), "text")
