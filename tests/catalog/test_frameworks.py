"""The lists of frameworks and algorithms, held against the names that the readers of a request give them."""

from __future__ import annotations

import pytest

from jupyter_green.catalog.frameworks import WITHOUT_CHECKPOINTS
from jupyter_green.dialects.images import framework_of_image


@pytest.mark.parametrize("algorithm", sorted(WITHOUT_CHECKPOINTS))
def test_an_algorithm_without_checkpoints_is_named_as_its_image_names_it(algorithm: str) -> None:
    assert framework_of_image(f"382416733822.dkr.ecr.us-east-1.amazonaws.com/{algorithm}:1")[0] == algorithm


@pytest.mark.parametrize("algorithm", ["xgboost", "image-classification", "object-detection", "semantic-segmentation"])
def test_an_algorithm_that_the_guide_says_writes_checkpoints_is_not_listed(algorithm: str) -> None:
    assert framework_of_image(f"811284229777.dkr.ecr.us-east-1.amazonaws.com/{algorithm}:1")[0] == algorithm
    assert algorithm not in WITHOUT_CHECKPOINTS
