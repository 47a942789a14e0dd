"""Registers mail with Django."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.mail"
    label = "mail"
