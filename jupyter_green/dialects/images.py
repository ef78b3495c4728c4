"""What a container image's address tells: the framework or algorithm, and its version."""

from __future__ import annotations

import re

__all__ = ["framework_of_image"]

_REPOSITORIES = {
    "huggingface-pytorch": "huggingface",
    "huggingface-tensorflow": "huggingface",
    "sagemaker-scikit-learn": "sklearn",
    "sagemaker-xgboost": "xgboost",
    "sagemaker-spark": "spark",
    "sagemaker-clarify": "clarify",
    "sagemaker-model-monitor": "model-monitor",
    "djl-inference": "djl",
    "pytorch": "pytorch",
    "tensorflow": "tensorflow",
    "mxnet": "mxnet",
    "autogluon": "autogluon",
    "tritonserver": "triton",
}
_ALGORITHMS = (
    "kmeans", "pca", "linear-learner", "factorization-machines", "ipinsights", "knn", "lda", "ntm", "object2vec",
    "randomcutforest", "blazingtext", "forecasting-deepar", "image-classification", "object-detection",
    "semantic-segmentation", "seq2seq", "xgboost", "lightgbm", "catboost",
)  # fmt: skip
_ADDRESS = re.compile(r"^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/([^:@]+)(?::([^@]+))?")
_VERSION = re.compile(r"^\d+(?:\.\d+)*")


def framework_of_image(image: str) -> tuple[str, str]:
    """Return ``(framework, version)`` of an image of AWS, each empty where its address does not tell."""
    match = _ADDRESS.match(image)
    if match is None:
        return "", ""
    repository, tag = match[1], match[2] or ""
    version = _VERSION.match(tag)
    text = version[0] if version and len(version[0]) > 1 else ""
    if repository in _ALGORITHMS:
        return repository, text
    for part, framework in _REPOSITORIES.items():
        if part in repository:
            return framework, text
    return "", text
