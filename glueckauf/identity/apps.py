"""Registers identity with Django."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Accounts of citizens and clerks, sign-in, permissions."""

    name = "glueckauf.identity"
    label = "identity"
