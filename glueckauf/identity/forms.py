"""What the sign-in pages may hold: fields of allauth's forms in our words, and the address of a citizen."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from glueckauf.identity.rules.address import NotAnAddress, folded

NO_CODE = "Geben Sie den Code ein, den Ihre App jetzt anzeigt."
NO_PASSWORD = "Geben Sie Ihr Passwort ein."  # noqa: S105 - a sentence


def worded(field: forms.Field, label: str, missing: str, hint: str = "") -> None:
    """Our words in a field of allauth; what it says in a placeholder is a label's business."""
    field.label, field.help_text = label, hint
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)


class AddressForm(forms.Form):
    """An e-mail address; out comes its folded spelling."""

    email = forms.CharField(max_length=254, error_messages={"required": _("Geben Sie Ihre E-Mail-Adresse ein.")})

    def clean_email(self) -> str:
        """As rules.address folds it."""
        try:
            return folded(self.cleaned_data["email"])
        except NotAnAddress:
            wrong = _("Das ist keine vollständige E-Mail-Adresse. Sie sieht so aus: erika@mustermann.example")
            raise forms.ValidationError(wrong) from None


class PasswordForm(LoginForm):  # type: ignore[misc]
    """Username and password of a clerk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self.fields["login"], "Benutzername", "Geben Sie Ihren Benutzernamen ein.")
        worded(self.fields["password"], "Passwort", NO_PASSWORD)


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password before something important."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self.fields["password"], "Passwort", NO_PASSWORD)


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """Six digits of the app, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self.fields["code"], "Code", NO_CODE, "Sechs Ziffern; ein Ersatzcode hat acht.")


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of the app proves that it holds the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self.fields["code"], "Code", NO_CODE, "Sechs Ziffern.")

    def spaced_secret(self) -> str:
        """In groups of four, for typing."""
        secret = str(self.secret)
        return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
