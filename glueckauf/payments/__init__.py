"""Fees paid online: provider interface, simulator, status. Knows no Antrag."""
