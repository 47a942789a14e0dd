"""Registers portal with Django."""

from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.portal"
    label = "portal"

    def ready(self) -> None:
        """Declares permissions and the jobs that forget."""
        import_module("glueckauf.portal.permissions")
        import_module("glueckauf.portal.actions")
