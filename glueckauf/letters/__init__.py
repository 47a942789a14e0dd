"""Sealed PDF letters and their verification. Knows no Vorgang."""
