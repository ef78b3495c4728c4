"""What a reading says of values that no cell writes."""

from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import read_cells

IMPORTS = "from sagemaker.estimator import Estimator\nfrom sagemaker.debugger import Rule, rule_configs\n"


def test_a_region_that_no_cell_names_is_assumed() -> None:
    (found,) = read_cells(
        [SourceCell(0, f"{IMPORTS}Estimator('i', 'r', 1, 'ml.g5.xlarge').fit()")], region="eu-west-1"
    ).jobs
    assert found.job.region == "eu-west-1" and found.job.origin("region").status == "assumed"


def test_rules_whose_names_are_not_written_are_not_known_and_not_none() -> None:
    rules = "rules = [Rule.sagemaker(rule_configs.overfit())]\n"
    (found,) = read_cells(
        [SourceCell(0, f"{IMPORTS}{rules}Estimator('i', 'r', 1, 'ml.g5.xlarge', rules=rules).fit()")]
    ).jobs
    assert isinstance(found.job.debugger_rules, Unknown)
