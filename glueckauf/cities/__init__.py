"""Kommunen, their offices, and tenancy: every row of the house belongs to one tenant."""
