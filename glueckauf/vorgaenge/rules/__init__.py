"""Pure rules of vorgaenge."""
