"""/schreibtisch/anmelden/: username and password, and the password once more before something important. Signing out."""

from allauth.account.views import LoginView, LogoutView, ReauthenticateView

from glueckauf.identity.forms import PasswordAgainForm, PasswordForm
from glueckauf.identity.permissions import permission


class Password(LoginView):  # type: ignore[misc]
    """The first factor. Limits per address and account are allauth's, counted in the shared cache."""

    form_class = PasswordForm
    template_name = "identity/password.html"


class PasswordAgain(ReauthenticateView):  # type: ignore[misc]
    """For five minutes afterwards recovery codes can be made anew."""

    form_class = PasswordAgainForm
    template_name = "identity/password_again.html"


class SignOut(LogoutView):  # type: ignore[misc]
    """By POST only: a link in a mail must not sign anybody out."""

    http_method_names = ("post", "options")


password = permission("public")(Password.as_view())
password_again = permission("identity.account")(PasswordAgain.as_view())
sign_out = permission("public")(SignOut.as_view())
