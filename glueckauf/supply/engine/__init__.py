"""Numerics of supply networks: a library on numpy without Django, settings or clock. One package for each kind of network."""
