"""Registers telemetry with Django."""

from importlib import import_module

from django.apps import AppConfig


class TelemetryConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.telemetry"
    label = "telemetry"

    def ready(self) -> None:
        """Registers the jobs."""
        import_module("glueckauf.telemetry.tasks.jobs")
