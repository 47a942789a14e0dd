"""Registers core with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Outbox and file tables, page components."""

    name = "glueckauf.core"
    label = "core"
