"""Fixtures of all tests. Data comes from tests/make.py, which calls the actions of the house."""
