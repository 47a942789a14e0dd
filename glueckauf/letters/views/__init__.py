"""Pages of letters, one resource each."""
