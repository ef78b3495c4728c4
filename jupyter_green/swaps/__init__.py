"""Carrying a Swap out: onto a live object, or into a cell's source as edits of spans."""
