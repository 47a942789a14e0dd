"""Nouns of the portal."""

from django.conf import settings
from django.urls import path

from glueckauf.portal.views import colours, demo, health, legal, sign_in

# Demo pages exist in demo mode only: elsewhere their addresses are unknown.
demo_patterns = [
    path("demo/", demo.overview, name="demo"),
    path("demo/uhr/", demo.clock, name="demo-uhr"),
    path("demo/postfach/", demo.mailbox, name="demo-postfach"),
    path("demo/postfach/<int:mail_id>/", demo.mail, name="demo-mail"),
]

urlpatterns = [
    *(demo_patterns if settings.GLUECKAUF.is_demo else ()),
    path("health", health.health, name="health"),
    path("staedte.css", colours.colours, name="staedte-css"),
    path("hilfe/", legal.help_page, name="hilfe"),
    path("impressum/", legal.imprint, name="impressum"),
    path("datenschutz/", legal.privacy, name="datenschutz"),
    path("barrierefreiheit/", legal.accessibility, name="barrierefreiheit"),
    path("anmelden/", sign_in.sign_in, name="anmelden"),
    path("anmelden/gesendet/", sign_in.sent, name="anmelden-gesendet"),
    path("anmelden/link/<str:token>/", sign_in.link, name="anmelden-link"),
    path("abmelden/", sign_in.sign_out, name="abmelden"),
]
