"""Tags of the form language."""
