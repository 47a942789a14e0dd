"""Registers forms with Django."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.forms"
    label = "formlanguage"  # django.forms holds the plain name
