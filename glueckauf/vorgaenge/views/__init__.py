"""Pages of vorgaenge, one resource each."""
