"""Registers mail with Django."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """See the package's own sentence."""

    name = "glueckauf.mail"
    label = "mail"

    def ready(self) -> None:
        """Listeners and jobs."""
        from glueckauf.mail import subscriptions  # noqa: F401
        from glueckauf.mail.tasks import jobs  # noqa: F401
