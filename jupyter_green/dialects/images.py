"""What a container image's address tells: the framework or algorithm, and its version."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = [
    "ImageFacts",
    "facts_of_image",
    "facts_of_retrieved_image",
    "framework_of_image",
    "is_in_china",
    "region_of_image",
]

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
_HOST = re.compile(r"\.dkr[.-]ecr(?:-fips)?\.([a-z]{2,4}(?:-[a-z]+)+-\d)\.(?:amazonaws\.|on\.aws)")
_CHINA = re.compile(r"\.dkr[.-]ecr[^/]*\.(?:amazonaws\.com\.cn|on\.amazonwebservices\.com\.cn)(?:/|$)")
_VERSION = re.compile(r"^\d+(?:\.\d+)*")
_TRANSFORMERS = re.compile(r"transformers(\d+(?:\.\d+)*)")
_BASE = re.compile(r"^(pytorch|tensorflow)(\d+(?:\.\d+)*)$")


class ImageFacts(NamedTuple):
    """What an image tells, under the names of the Job's fields; what it does not tell is empty."""

    framework: str = ""
    framework_version: str = ""
    base_framework: str = ""


def facts_of_image(image: str) -> ImageFacts:
    """Return the framework of an image of AWS and its version; Hugging Face's are built on another framework."""
    match = _ADDRESS.match(image)
    if match is None:
        return ImageFacts()
    repository, tag = match[1], match[2] or ""
    version = _VERSION.match(tag)
    text = version[0] if version and len(version[0]) > 1 else ""
    if repository in _ALGORITHMS:
        return ImageFacts(repository, text)
    framework = next((name for part, name in _REPOSITORIES.items() if part in repository), "")
    if framework == "huggingface":
        base = "tensorflow" if "tensorflow" in repository else "pytorch"
        own = _TRANSFORMERS.search(tag)
        return ImageFacts(framework, own[1] if own else "", f"{base} {text}" if text else "")
    return ImageFacts(framework, text) if framework else ImageFacts()


def region_of_image(image: str) -> str:
    """Return the Region in the host of an image, which is that of every job that runs it; nothing for other hosts."""
    match = _HOST.search(image)
    return match[1] if match is not None else ""


def is_in_china(image: str) -> bool:
    """True for an image in a registry of the China partition, by the host's ending."""
    return _CHINA.search(image) is not None


def framework_of_image(image: str) -> tuple[str, str]:
    """Return ``(framework, version)`` of an image of AWS, each empty where its address does not tell."""
    return facts_of_image(image)[:2]


def facts_of_retrieved_image(framework: object, version: object = None, base: object = None) -> ImageFacts:
    """Return what the arguments of ``image_uris.retrieve`` tell of the image that it returns."""
    known = {*_REPOSITORIES.values(), *_ALGORITHMS}
    if not isinstance(framework, str) or framework not in known:
        return ImageFacts()
    built_on = _BASE.match(base) if isinstance(base, str) else None
    said = version if isinstance(version, str) and _VERSION.match(version) and "." in version else ""
    return ImageFacts(framework, said, f"{built_on[1]} {built_on[2]}" if built_on else "")
