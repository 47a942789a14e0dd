"""Nouns of the portal."""

from django.urls import path

from glueckauf.portal.views import health, sign_in

urlpatterns = [
    path("health", health.health, name="health"),
    path("anmelden/", sign_in.sign_in, name="anmelden"),
    path("anmelden/gesendet/", sign_in.sent, name="anmelden-gesendet"),
    path("anmelden/link/<str:token>/", sign_in.link, name="anmelden-link"),
    path("abmelden/", sign_in.sign_out, name="abmelden"),
]
