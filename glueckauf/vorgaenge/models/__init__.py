"""Rows of vorgaenge."""
