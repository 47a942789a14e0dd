"""Registers identity with Django."""

from importlib import import_module

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Accounts of citizens and clerks, sign-in, permissions."""

    name = "glueckauf.identity"
    label = "identity"

    def ready(self) -> None:
        """Declares the permissions, registers the jobs."""
        import_module("glueckauf.identity.permissions")
        import_module("glueckauf.identity.tasks")
