"""Registers catalogue with Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Permissions and jobs."""
        from glueckauf.catalogue import permissions, tasks  # noqa: F401
