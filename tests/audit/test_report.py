"""The report model: sums that say what they leave out, and the Regions that were assumed."""

from __future__ import annotations

import json

import pytest

from jupyter_green.audit.chart_rows import region_rows
from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.fleet_tally import Tally
from jupyter_green.audit.notes import notes_of
from jupyter_green.audit.report import Report
from jupyter_green.audit.writers import write
from jupyter_green.practices import Context
from tests.audit.examples import IMPORTS, TRAINING, as_bytes, audited, notebook, report

LOOP = TRAINING.replace("estimator.fit(", "for epoch in range(4):\n    estimator.fit(")


def test_a_rate_counts_each_job_once_and_a_total_every_pass() -> None:
    one = report(audited(IMPORTS, LOOP, context=Context(hours=0.5)), hours=0.5)
    total = one.total()
    assert total is not None
    assert total.carbon.central == pytest.approx(one.rate().carbon.central * 0.5 * 4)


_UPDATED = """import boto3
sm = boto3.client("sagemaker", region_name="eu-west-1")
for name, instance in (("small", "ml.m5.large"), ("big", "ml.m5.4xlarge")):
    sm.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[
        {"VariantName": "v", "ModelName": "m", "InstanceType": instance, "InitialInstanceCount": 1}])
sm.create_endpoint(EndpointName="e", EndpointConfigName="small")
sm.update_endpoint(EndpointName="e", EndpointConfigName="big")"""


def test_an_endpoint_counts_once_with_what_its_last_update_gives_it() -> None:
    one = report(audited(_UPDATED, context=Context(hours=2.0)), hours=2.0)
    small, big = (job.footprint for _, job in one.jobs)
    total = one.total()
    assert big.total is not None and total is not None and small.rate.cost.central > 0
    assert one.rate().cost.central == pytest.approx(big.rate.cost.central)
    assert {job.found.job.region for _, job in one.jobs} == {"eu-west-1"}
    assert total.cost.central == pytest.approx(big.total.cost.central)
    assert any("replaced by an update" in note for note in notes_of(one))
    (here,) = (row for row in region_rows(one) if row["current"])
    assert here["central"] == pytest.approx(big.rate.carbon.central)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_an_update_says_that_it_is_one(form: str) -> None:
    assert write(report(audited(_UPDATED)), form).count("update: endpoint") >= 1


def test_an_update_is_an_update_in_json_too() -> None:
    (document,) = json.loads(write(report(audited(_UPDATED)), "json"))["documents"]
    assert [(job["kind"], job["what"].partition(" · ")[0]) for job in document["jobs"]] == [
        ("endpoint", "endpoint e"),
        ("endpoint-update", "update: endpoint e"),
    ]


def test_an_endpoint_and_its_update_are_not_two_that_could_share_an_instance() -> None:
    cells = _UPDATED.replace("ml.m5.large", "ml.g5.xlarge").replace("ml.m5.4xlarge", "ml.g5.2xlarge")
    assert "inference-components-packing" not in {f.advice.practice for f in audited(cells).findings}


def test_a_job_nobody_can_estimate_shows_as_not_counted() -> None:
    one = report(audited(IMPORTS, TRAINING, TRAINING.replace('"ml.g5.2xlarge"', "chosen_later")))
    carbon = one.rate().carbon
    assert (carbon.counted, carbon.out_of) == (1, 2)


def test_a_total_leaves_out_no_job_without_a_word() -> None:
    serverless = """from sagemaker.serverless import ServerlessInferenceConfig
estimator.deploy(serverless_inference_config=ServerlessInferenceConfig(memory_size_in_mb=chosen))"""
    one = report(audited(IMPORTS, TRAINING, serverless, context=Context(hours=2.0)), hours=2.0)
    rate, total = one.rate().carbon, one.total()
    assert total is not None
    assert (rate.counted, rate.out_of) == (total.carbon.counted, total.carbon.out_of) == (1, 2)
    page = write(one, "html")
    assert "1 of 2 jobs counted" in page and "(1 of 2 counted)" not in page  # said once, not with every figure


def test_sums_of_documents_that_are_let_go_are_those_of_the_report() -> None:
    later = "import boto3\nboto3.client('sagemaker').create_training_job(**made_later)"
    documents = [audited(*cells, context=Context(hours=2.0)) for cells in ((IMPORTS, TRAINING), (later,))]
    tally = Tally(hours=2.0)
    for document in documents:
        tally.add(report(document, hours=2.0))
    whole = report(*documents, hours=2.0)
    for kept, let_go in ((whole.total(), tally.report().total()), (whole.rate(), tally.report().rate())):
        assert kept is not None and let_go is not None
        assert (let_go.carbon.counted, let_go.carbon.out_of) == (kept.carbon.counted, kept.carbon.out_of) == (1, 2)


def test_a_total_says_how_many_jobs_their_limit_ends_before_the_hours_have_passed() -> None:
    told = report(audited(IMPORTS, TRAINING, context=Context(hours=100.0)), hours=100.0)
    assert "1 job ends before 100 h by its max_runtime and is counted to there." in " ".join(notes_of(told))
    within = report(audited(IMPORTS, TRAINING, context=Context(hours=1.0)), hours=1.0)
    assert "max_runtime" not in " ".join(notes_of(within))


def test_a_total_says_where_a_loop_of_unknown_length_counts_once() -> None:
    endless = LOOP.replace("range(4)", "whatever")
    told = report(audited(IMPORTS, endless, context=Context(hours=2.0)), hours=2.0)
    for form in ("text", "markdown", "html"):
        assert "1 job in loops of unknown length" in write(told, form)
    assert "loops of unknown" not in write(
        report(audited(IMPORTS, LOOP, context=Context(hours=2.0)), hours=2.0), "text"
    )


def test_what_is_built_and_not_started_is_told_and_not_counted() -> None:
    built = TRAINING.partition("\nestimator.fit")[0]
    one = audited(IMPORTS, built)
    assert not one.jobs
    for form in ("text", "markdown", "html"):
        said = write(report(one), form).replace("\\", "")
        assert "started by no call that was seen, so not counted: training (cell 3)" in said
    assert '"built": [' in write(report(one), "json")
    two = report(one, audited(IMPORTS, built, TRAINING.replace("estimator", "other")))
    assert notes_of(two)[-1] == "2 jobs built in 2 documents and started by no call that was seen: not counted."
    assert "not counted" not in "".join(notes_of(report(audited(IMPORTS, TRAINING))))


def test_assumed_regions_are_told_with_the_number_of_documents() -> None:
    data = as_bytes(notebook(IMPORTS, TRAINING))
    seen = notebook(IMPORTS, TRAINING)
    seen["cells"][1]["outputs"] = [{"output_type": "stream", "text": "https://x.eu-west-1.amazonaws.com"}]
    options = AuditOptions()
    documents = [audit_document(f"{n}.ipynb", data, options) for n in range(2)]
    assert len(Report(documents=tuple(documents)).region_notes) == 1
    documents.append(audit_document("c.ipynb", as_bytes(seen), options))
    first, second = Report(documents=tuple(documents)).region_notes
    assert first.startswith("2 of 3 documents: ") and second.startswith("1 of 3 documents: ")
    written = audited(IMPORTS + "\nimport boto3\nboto3.setup_default_session(region_name='eu-west-1')", TRAINING)
    (mixed,) = Report(documents=(documents[0], written)).region_notes
    assert mixed.startswith("1 of 2 documents: no Region is written")
    assert "eu-west-1" in second


def test_the_spread_over_the_regions_is_told_where_one_was_assumed() -> None:
    one = report()
    assumed, spread = notes_of(one)
    rows = [row for row in region_rows(one) if row["allowed"]]
    assert "us-east-1" in assumed
    for row in (rows[0], rows[-1]):
        assert row["carbon"]["text"] in spread and row["label"].split()[0] in spread
    for form in ("text", "markdown", "html", "json"):
        said = write(one, form)
        assert rows[0]["label"].split()[0] in said and rows[-1]["label"].split()[0] in said


def test_every_setting_counts_in_the_sum_by_region(monkeypatch: pytest.MonkeyPatch) -> None:
    cell = "\n".join(TRAINING.replace("max_run=3600", f"max_run=3600, volume_size={size}") for size in range(30, 110))
    one = report(audited(IMPORTS, cell))
    assert len(one.jobs) == 80
    (now,) = [row for row in region_rows(one) if row["current"]]
    for name, figure in (("carbon", one.rate().carbon), ("cost", one.rate().cost)):
        assert now[name]["central"] == pytest.approx(figure.central)
        assert (now[name]["low"], now[name]["high"]) == pytest.approx((figure.low, figure.high))
    assert now["left_out"] == 0
    monkeypatch.setattr("jupyter_green.audit.chart_rows._MOST_DIFFERENT", 60)
    assert notes_of(report(*one.documents))[1].endswith("20 jobs of rarer settings not counted.")


def test_a_region_that_is_written_leaves_nothing_to_assume() -> None:
    session = "import boto3\nsession = sagemaker.Session(boto3.Session(region_name='eu-north-1'))"
    here = TRAINING.replace("role=role,", "role=role, sagemaker_session=session,")
    assert notes_of(report(audited(IMPORTS, session, here))) == ()


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_report_closes_with_the_lens(form: str) -> None:
    said = write(report(), form)
    last = {"text": "not visible from the code", "markdown": "MLSUS06-BP02", "html": 'id="lens"'}[form]
    assert said.rindex(last) > max(said.rindex(word) for word in ("managed-spot", "Use Spot") if word in said)
    assert "MLSUS01-BP01" in said


LOOP_OF_TYPES = (
    TRAINING.replace("estimator =", "for kind in TYPES:\n  estimator =")
    .replace('"ml.g5.2xlarge"', "kind")
    .replace("\nestimator.fit", "\n  estimator.fit")
)


def test_passes_of_a_loop_that_differ_are_estimated_and_advised_each_by_itself() -> None:
    source = LOOP_OF_TYPES.replace("TYPES", '["ml.g5.2xlarge", "ml.p3.2xlarge", "ml.g5.2xlarge"]')
    document = audited(IMPORTS, source)
    assert [(job.found.job.instance_type, job.passes) for job in document.jobs] == [
        ("ml.g5.2xlarge", 2),
        ("ml.p3.2xlarge", 1),
    ]
    assert all(job.footprint.is_known for job in document.jobs)
    old = [finding for finding in document.findings if finding.advice.practice == "avoid-legacy-instance-families"]
    assert [finding.job for finding in old] == [2]


def test_a_loop_whose_passes_differ_is_not_rewritten() -> None:
    document = audited(IMPORTS, LOOP_OF_TYPES.replace("TYPES", '["ml.g5.2xlarge", "ml.p3.2xlarge"]'))
    assert document.findings and not any(finding.is_fixable for finding in document.findings)


def test_a_job_of_another_partition_is_not_compared_with_regions_that_it_cannot_reach() -> None:
    china = 'import boto3\nboto3.setup_default_session(region_name="cn-north-1")'
    assert region_rows(report(audited(IMPORTS, china, TRAINING))) == []
    assert region_rows(report(audited(IMPORTS, TRAINING))) != []
