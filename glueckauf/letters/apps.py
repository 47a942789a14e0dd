"""Registers letters with Django."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Sealed PDF letters and their verification."""

    name = "glueckauf.letters"
    label = "letters"
