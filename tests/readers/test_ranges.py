from __future__ import annotations

from jupyter_green.readers.values import decode


class ContinuousParameter:
    def __init__(self, min_value: object, max_value: object, scaling_type: str = "Auto") -> None:
        self.min_value = min_value
        self.max_value = max_value
        self.scaling_type = scaling_type


def test_a_request_says_bounds_as_text() -> None:
    range_ = {"Name": "lr", "MinValue": "0.001", "MaxValue": "0.1", "ScalingType": "Linear"}
    read = decode("ranges", {"ContinuousParameterRanges": [range_], "CategoricalParameterRanges": [{"Name": "kind"}]})
    assert read.value == {"lr": {"low": 0.001, "high": 0.1, "scaling": "Linear"}, "kind": {}}


def test_an_object_says_them_as_numbers() -> None:
    read = decode("ranges", {"lr": ContinuousParameter(1e-5, 1, "Logarithmic")})
    assert read.value == {"lr": {"low": 1e-5, "high": 1.0, "scaling": "Logarithmic"}}


def test_a_bound_that_is_no_plain_number_is_left_out() -> None:
    read = decode("ranges", {"lr": ContinuousParameter("later", object())})
    assert read.value == {"lr": {"scaling": "Auto"}}
