"""Registers api with Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.api"
    label = "api"
