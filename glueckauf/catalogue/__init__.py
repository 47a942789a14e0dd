"""Loads and shows leistungen/: revisions, fees, responsibility, search."""
