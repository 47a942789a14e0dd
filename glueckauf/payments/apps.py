"""Registers payments with Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.payments"
    label = "payments"
