"""Django's backend for PostgreSQL, which asks less often whether a kept connection still lives. Django wants it in `base`."""
