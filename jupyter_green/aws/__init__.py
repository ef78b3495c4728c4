"""Read-only look-ups in AWS: the only place that may hold a client."""
