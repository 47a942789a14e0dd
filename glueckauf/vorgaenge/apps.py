"""Registers vorgaenge with Django; here all that registers itself comes in sight."""

from django.apps import AppConfig


class VorgaengeConfig(AppConfig):
    """Applications, cases, decisions."""

    name = "glueckauf.vorgaenge"
    label = "vorgaenge"

    def ready(self) -> None:
        """Permissions, checks, effects, handlers; examples of the catalogue run through the checks."""
        from glueckauf.catalogue.registry import register_letter_writer, register_runner
        from glueckauf.vorgaenge import checks, effects, permissions, subscriptions  # noqa: F401
        from glueckauf.vorgaenge.queries.sample_letter import sample_daten
        from glueckauf.vorgaenge.registry import ExampleRunner

        register_runner(ExampleRunner())
        register_letter_writer(sample_daten)
