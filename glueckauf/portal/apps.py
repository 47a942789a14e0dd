"""Registers portal with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.portal"
    label = "portal"
