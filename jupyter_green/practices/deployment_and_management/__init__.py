"""Practices for endpoints, batch inference and the life of a model after training."""
