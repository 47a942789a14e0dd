"""Registers catalogue with Django."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.catalogue"
    label = "catalogue"
