"""Practices that act before a model is trained: data, its form, and the compute that prepares it."""
