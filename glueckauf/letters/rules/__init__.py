"""Pure rules of letters: what a letter is told (daten) and what its Rechtsbehelfsbelehrung says (belehrung)."""
