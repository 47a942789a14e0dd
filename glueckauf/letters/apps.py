"""Registers letters with Django."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.letters"
    label = "letters"
