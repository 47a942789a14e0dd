"""Registers payments with Django."""

from importlib import import_module

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.payments"
    label = "payments"

    def ready(self) -> None:
        """Registers the jobs."""
        import_module("glueckauf.payments.tasks")
