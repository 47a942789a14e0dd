"""Registers supply with Django. The engine's libraries are not loaded here: they belong to its own process."""

from django.apps import AppConfig


class SupplyConfig(AppConfig):
    """Networks of power, water, gas and heat."""

    name = "glueckauf.supply"
    label = "supply"

    def ready(self) -> None:
        """Checks, effects, handlers, jobs; which files revisions keep."""
        from glueckauf.supply import checks, effects, permissions, subscriptions  # noqa: F401
        from glueckauf.supply.queries import files  # noqa: F401
