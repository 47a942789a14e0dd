"""/schreibtisch/anmelden/code/ and what belongs to it: giving the second factor, setting it up, recovery codes."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from glueckauf.core import ratelimit
from glueckauf.core.clock import now
from glueckauf.core.errors import TooManyAttempts
from glueckauf.identity import actions, queries
from glueckauf.identity.forms import CodeForm, SetUpForm
from glueckauf.identity.permissions import permission
from glueckauf.identity.rules.actor import Clerk, Operator, Pending

# A code is good for its own half minute and the ones beside it (MFA_TOTP_TOLERANCE), so it must stay used for longer than that.
STAYS_USED = timedelta(minutes=3)
WRONG_CODES_A_DAY = 20
USED = "Dieser Code wurde schon benutzt. Warten Sie, bis Ihre App den nächsten zeigt."


class Code(AuthenticateView):  # type: ignore[misc]
    """The second factor. A code signs in once; twenty wrong ones a day, with the right password, are the end of guessing."""

    form_class = CodeForm
    template_name = "identity/code.html"

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Signed in, unless the code was used before."""
        account = self.stage.login.user
        at = now()
        if form.authenticator.type == Authenticator.Type.TOTP and not first_use(account.pk, form.cleaned_data["code"], at):
            form.add_error("code", USED)
            return super().form_invalid(form)  # type: ignore[no-any-return]
        response: HttpResponse = super().form_valid(form)
        enter(self.request, at)
        return response

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """Counted; raises TooManyAttempts."""
        ratelimit.hit("second-factor", str(self.stage.login.user.pk), limit=WRONG_CODES_A_DAY, per=timedelta(days=1), at=now())
        return super().form_invalid(form)  # type: ignore[no-any-return]


def first_use(account_id: int, code: str, at: datetime) -> bool:
    """Whether this account gives this code for the first time; two at the same moment count as one after the other."""
    digits = "".join(sign for sign in code if sign.isdigit())
    try:
        ratelimit.hit("used-code", f"{account_id}:{digits}", limit=1, per=STAYS_USED, at=at)
    except TooManyAttempts:
        return False
    return True


def enter(request: HttpRequest, at: datetime) -> None:
    """From now on this session acts as the clerk."""
    if not request.user.is_authenticated:
        return
    request.session["second_factor"] = request.user.pk
    actor = queries.actor_of(request.user, request.session)
    if isinstance(actor, (Clerk, Operator)):
        actions.record_sign_in(actor, at=at)


class SetUp(ActivateTOTPView):  # type: ignore[misc]
    """QR code and secret; the first code switches it on. Then the recovery codes are shown, once."""

    form_class = SetUpForm
    template_name = "identity/set_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever has a second factor and did not give it starts over at the password."""
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            if isinstance(request.actor, Pending):  # type: ignore[attr-defined]
                logout(request)
                return redirect("account_login")
            return redirect("mfa_generate_recovery_codes")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]

    def form_valid(self, form: SetUpForm) -> HttpResponse:
        """The account has both factors, and this session has shown them."""
        at = now()
        first_use(self.request.user.pk, form.cleaned_data["code"], at)
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp", reauthenticated=True)
        enter(self.request, at)
        return response


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]
    """The codes, in clear only the first time."""

    template_name = "identity/recovery_codes.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """There are none before the second factor is set up, or after it was reset."""
        if not is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect("mfa_activate_totp")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """A POST makes ten new ones; the old ones end."""

    template_name = "identity/recovery_codes_new.html"


code = permission("public")(Code.as_view())
set_up = permission("identity.set_up")(SetUp.as_view())
recovery_codes = permission("identity.account")(RecoveryCodes.as_view())
new_recovery_codes = permission("identity.account")(NewRecoveryCodes.as_view())
