"""Reads of vorgaenge, one page each."""
