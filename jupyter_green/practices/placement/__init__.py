"""Practices on where and when work runs, and on the notebook itself."""
