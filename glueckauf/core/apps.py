"""Registers core with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Outbox and file tables, page components."""

    name = "glueckauf.core"
    label = "core"

    def ready(self) -> None:
        """Registers the jobs of the house itself."""
        from glueckauf.core import housekeeping  # noqa: F401 - registers
