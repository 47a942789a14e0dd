"""Sign-in of clerks. The names are those allauth looks for; what we do not name, it does not serve."""

from django.urls import path

from glueckauf.identity.views import password, second_factor

urlpatterns = [
    path("schreibtisch/anmelden/", password.password, name="account_login"),
    path("schreibtisch/anmelden/code/", second_factor.code, name="mfa_authenticate"),
    path("schreibtisch/anmelden/passwort/", password.password_again, name="account_reauthenticate"),
    path("schreibtisch/anmelden/einrichten/", second_factor.set_up, name="mfa_activate_totp"),
    path("schreibtisch/anmelden/ersatzcodes/", second_factor.recovery_codes, name="mfa_view_recovery_codes"),
    path("schreibtisch/anmelden/ersatzcodes/neu/", second_factor.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("schreibtisch/abmelden/", password.sign_out, name="schreibtisch-abmelden"),
]
