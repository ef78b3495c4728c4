"""The commands of ``%green``: one module each, named after the command."""
