"""Registers cities with Django."""

from django.apps import AppConfig


class CitiesConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.cities"
    label = "cities"

    def ready(self) -> None:
        """Jobs."""
        from glueckauf.cities import tasks  # noqa: F401
