"""Detectors over time series, as a library: plain Python values, no Django, no clock, no arrays to load at a start."""
