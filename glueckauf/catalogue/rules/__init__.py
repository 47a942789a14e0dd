"""Pure rules of the catalogue: what leistung.yaml may say, and how a fee is computed from it."""
