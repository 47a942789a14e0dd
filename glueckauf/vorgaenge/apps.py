"""Registers vorgaenge with Django."""

from django.apps import AppConfig


class VorgaengeConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.vorgaenge"
    label = "vorgaenge"
