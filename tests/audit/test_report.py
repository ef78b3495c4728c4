"""The report model: sums that say what they leave out, and the Regions that were assumed."""

from __future__ import annotations

import pytest

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.report import Report
from jupyter_green.practices import Context
from tests.audit.examples import IMPORTS, TRAINING, as_bytes, audited, notebook, report

LOOP = TRAINING.replace("estimator.fit(", "for epoch in range(4):\n    estimator.fit(")


def test_a_rate_counts_each_job_once_and_a_total_every_pass() -> None:
    one = report(audited(IMPORTS, LOOP, context=Context(hours=2.0)), hours=2.0)
    total = one.total()
    assert total is not None
    assert total.carbon.central == pytest.approx(one.rate().carbon.central * 2 * 4)


def test_a_job_nobody_can_estimate_shows_as_not_counted() -> None:
    one = report(audited(IMPORTS, TRAINING, TRAINING.replace('"ml.g5.2xlarge"', "chosen_later")))
    carbon = one.rate().carbon
    assert (carbon.counted, carbon.out_of) == (1, 2)


def test_assumed_regions_are_told_with_the_number_of_documents() -> None:
    data = as_bytes(notebook(IMPORTS, TRAINING))
    seen = notebook(IMPORTS, TRAINING)
    seen["cells"][1]["outputs"] = [{"output_type": "stream", "text": "https://x.eu-west-1.amazonaws.com"}]
    options = AuditOptions()
    documents = [audit_document(f"{n}.ipynb", data, options) for n in range(2)]
    assert len(Report(documents=tuple(documents)).region_notes) == 1
    documents.append(audit_document("c.ipynb", as_bytes(seen), options))
    first, second = Report(documents=tuple(documents)).region_notes
    assert first.startswith("2 documents: ") and second.startswith("1 document: ")
    assert "eu-west-1" in second
