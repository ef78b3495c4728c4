"""What a practice's docstring says, and what is taken from it where the class does not say it."""

from __future__ import annotations

from jupyter_green.practices import Practice
from jupyter_green.practices.documentation import SECTIONS, documentation_of, read_docstring

_PAGE = """Do this.

    What it finds
        Something.

    Evidence
        AWS: up to 90 % less. It was measured by them on one workload in 2023. The third sentence.

    Signals not checked
        Whether it is so; the size; GPU use
        over two lines.
"""


def test_a_page_is_read_into_its_summary_and_sections() -> None:
    about = read_docstring(_PAGE)
    assert about.summary == "Do this."
    assert tuple(about.sections) == ("What it finds", "Evidence", "Signals not checked")
    assert about.missing == ("Why it matters", "When it does not apply", "The swap", "References")
    assert not about.is_ordered


def test_the_evidence_in_one_line_is_as_many_sentences_as_it_takes() -> None:
    assert read_docstring(_PAGE).evidence == "AWS: up to 90 % less. It was measured by them on one workload in 2023"


def test_signals_are_parted_by_semicolons_and_names_keep_their_capitals() -> None:
    assert read_docstring(_PAGE).not_checked == ("whether it is so", "the size", "GPU use over two lines")


def test_a_docstring_that_is_absent_lacks_everything() -> None:
    about = read_docstring(None)
    assert (about.summary, about.missing, about.evidence, about.not_checked) == ("", SECTIONS, "", ())


class _Told(Practice):
    __doc__ = _PAGE
    not_checked = ("its own words",)


class _Silent(_Told):
    pass


def test_what_the_class_says_itself_stands() -> None:
    assert _Told.not_checked == ("its own words",)
    assert _Told.evidence.startswith("AWS: up to 90 % less")


def test_a_subclass_without_a_docstring_has_no_page_of_its_own() -> None:
    assert _Silent.not_checked == ("its own words",)
    assert documentation_of(_Silent).missing == SECTIONS


def test_marks_of_code_are_left_out_of_what_a_card_says() -> None:
    about = read_docstring(
        "Do this.\n\nEvidence\n    It needs ``a``.\n\nSignals not checked\n    ``split_type``; memory.\n"
    )
    assert about.not_checked == ("split_type", "memory") and about.evidence == "It needs a"
