"""Registers letters with Django."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class LettersConfig(AppConfig):
    """Sealed PDF letters and their verification."""

    name = "glueckauf.letters"
    label = "letters"

    def ready(self) -> None:
        """Production without a key of its own does not start: its letters would be worth nothing."""
        env = settings.GLUECKAUF
        if env.is_production and not (env.seal_pkcs12 or env.seal_pkcs11):
            raise ImproperlyConfigured("GLUECKAUF_SEAL_PKCS12 or GLUECKAUF_SEAL_PKCS11 is missing: production seals with a key of its own.")
