"""An example of a package that brings a practice of its own."""
