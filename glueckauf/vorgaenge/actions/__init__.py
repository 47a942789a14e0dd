"""Writes of vorgaenge, one verb each."""
