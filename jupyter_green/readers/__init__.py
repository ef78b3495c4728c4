"""Readers turn live objects, API requests, source cells and Describe answers into Jobs."""
