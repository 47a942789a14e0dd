"""Registers vorgaenge with Django; here all that registers itself comes in sight."""

from django.apps import AppConfig


class VorgaengeConfig(AppConfig):
    """Applications, cases, decisions."""

    name = "glueckauf.vorgaenge"
    label = "vorgaenge"

    def ready(self) -> None:
        """Permissions, checks, effects, handlers."""
        from glueckauf.vorgaenge import checks, effects, permissions, subscriptions  # noqa: F401
