"""The demonstration: notebooks run with the real SDK against a local stand-in for AWS."""
