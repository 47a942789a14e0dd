"""Sign-in of clerks through django-allauth: password first, then TOTP; nobody signs up. Its secrets are stored encrypted."""

import base64
from io import BytesIO
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from glueckauf.core.ratelimit import address_of
from glueckauf.identity.rules.actor import Role
from glueckauf.identity.rules.path import local_path

OPERATORS_PAGE = "/schreibtisch/betrieb/"
ADMINISTRATORS_PAGE = "/schreibtisch/leistungen/"


class ClerkSignIn(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the operator, never by a visitor; one browser is one person."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Benutzername oder Passwort stimmen nicht. Prüfen Sie beides, auch die Feststelltaste.",
        "too_many_login_attempts": "Das waren zu viele Versuche. Warten Sie fünf Minuten und versuchen Sie es dann noch einmal.",
        "rate_limited": "Das waren zu viele Versuche. Warten Sie fünf Minuten und versuchen Sie es dann noch einmal.",
        "incorrect_password": "Das Passwort stimmt nicht.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """An operator has no Vorgaenge: his desk is the page of the installation. An administrator's are the Leistungen of the city."""
        if request.user.is_authenticated and request.user.tenant_id is None:
            return OPERATORS_PAGE
        if request.user.is_authenticated and set(request.user.roles) == {Role.ADMIN}:
            return ADMINISTRATORS_PAGE
        return str(super().get_login_redirect_url(request))

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Ends what a citizen did in this browser; Django gives the session a new key."""
        for name in ("citizen", "guest", "second_factor"):
            request.session.pop(name, None)
        super().login(request, user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """As the house's own limits count."""
        return address_of(request)

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this host."""
        return bool(url) and local_path(url, default="") == url

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages say what happened in place; nothing floats."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Setting up the first factor follows the password at once; changing it later asks for the password again."""
        return bool(DefaultMFAAdapter().is_mfa_enabled(context.request.user))

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, str]]:
        """The password; the session has had the second factor already."""
        return [{"id": "reauthenticate", "description": "Passwort", "url": reverse("account_reauthenticate")}]


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP: secrets encrypted at rest, the QR code as an SVG that our CSP allows."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Der Code stimmt nicht. Er wechselt alle 30 Sekunden; nehmen Sie den, der jetzt angezeigt wird."
    }

    def encrypt(self, text: str) -> str:
        """With a key made from the secret of the installation."""
        return fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Also with the secrets before the last rotation."""
        return fernet().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Dark modules on white, with the quiet zone that cameras need."""
        import segno  # a start of the house need not wait for it

        drawn = BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=5, border=4, light="#fff", xmldecl=False)
        return drawn.getvalue().decode()


def fernet() -> MultiFernet:
    """SECRET_KEY first, then its predecessors."""
    return MultiFernet([Fernet(derived(str(secret))) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def derived(secret: str) -> bytes:
    """A key for this use only."""
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"glueckauf.identity.second-factor")
    return base64.urlsafe_b64encode(hkdf.derive(secret.encode()))
