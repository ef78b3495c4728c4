"""Sustainability advice for Amazon SageMaker, inside the notebook."""

__version__ = "0.1.0"
