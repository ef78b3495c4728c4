"""Practices for training jobs and hyperparameter searches."""
