"""Sign-in of clerks through django-allauth: password first, then TOTP; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClerkSignIn(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the operator, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False
