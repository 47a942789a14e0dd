"""Sign-in pages of clerks, one resource each."""
