"""Tests of carrying swaps out."""
