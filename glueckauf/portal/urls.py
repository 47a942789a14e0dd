"""Nouns of the portal. A city is a path segment; only a known city matches, so that other nouns keep theirs."""

from django.conf import settings
from django.urls import path, register_converter

from glueckauf.cities import queries as cities
from glueckauf.portal.views import (
    city,
    colours,
    demo,
    demo_network,
    feedback,
    health,
    legal,
    national,
    operations,
    progress,
    responsibility,
    search,
    service,
    sign_in,
    start,
    usage,
)


class KommuneKey:
    """The key of a city that exists."""

    regex = "[a-z][a-z0-9-]*"

    def to_python(self, value: str) -> str:
        """Unknown keys match nothing here."""
        if not any(k.key == value for k in cities.kommunen()):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


class NationalKey:
    """A key of the national catalogue, or the stable one of an entry without."""

    regex = r"99[0-9]{12}|o-[0-9a-f]{14}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(KommuneKey, "kommune")
register_converter(NationalKey, "nationalkey")

# Demo pages exist in demo mode only: elsewhere their addresses are unknown.
demo_patterns = [
    path("demo/", demo.overview, name="demo"),
    path("demo/uhr/", demo.clock, name="demo-uhr"),
    path("demo/netz/", demo_network.network, name="demo-netz"),
    path("demo/postfach/", demo.mailbox, name="demo-postfach"),
    path("demo/postfach/<int:mail_id>/", demo.mail, name="demo-mail"),
]

urlpatterns = [
    *(demo_patterns if settings.GLUECKAUF.is_demo else ()),
    path("", start.start, name="start"),
    path("health", health.health, name="health"),
    path("ready", health.ready, name="ready"),
    path("schreibtisch/betrieb/", operations.overview, name="betrieb"),
    path("schreibtisch/betrieb/pruefung/", operations.check, name="betrieb-pruefung"),
    path("schreibtisch/betrieb/zustellungen/<int:delivery_id>/", operations.delivery, name="betrieb-zustellung"),
    path("schreibtisch/betrieb/emails/<int:mail_id>/", operations.stray_mail, name="betrieb-email"),
    path("schreibtisch/rueckmeldungen/", feedback.overview, name="rueckmeldungen"),
    path("rueckmeldung/", feedback.feedback, name="rueckmeldung"),
    path("rueckmeldung/danke/", feedback.thanks, name="rueckmeldung-danke"),
    path("staedte.css", colours.colours, name="staedte-css"),
    path("suche/", search.search, name="suche"),
    path("suche/vorschlaege/", search.suggestions, name="suche-vorschlaege"),
    path("fortschritt/", progress.progress, name="fortschritt"),
    path("zustaendigkeit/", responsibility.responsibility, name="zustaendigkeit"),
    path("hilfe/", legal.help_page, name="hilfe"),
    path("impressum/", legal.imprint, name="impressum"),
    path("datenschutz/", legal.privacy, name="datenschutz"),
    path("barrierefreiheit/", legal.accessibility, name="barrierefreiheit"),
    path("anmelden/", sign_in.sign_in, name="anmelden"),
    path("anmelden/gesendet/", sign_in.sent, name="anmelden-gesendet"),
    path("anmelden/link/<str:token>/", sign_in.link, name="anmelden-link"),
    path("abmelden/", sign_in.sign_out, name="abmelden"),
    path("<kommune:kommune>/", city.city, name="kommune"),
    path("<kommune:kommune>/fortschritt/", progress.city, name="fortschritt-kommune"),
    path("<kommune:kommune>/zahlen/", usage.usage, name="zahlen"),
    path("<kommune:kommune>/leistungen/", national.overview, name="leistungen"),
    path("<kommune:kommune>/leistungen/<nationalkey:key>/", national.entry, name="leistung-national"),
    path("<kommune:kommune>/leistungen/<slug:slug>/", service.service, name="leistung"),
    path("<kommune:kommune>/leistungen/<slug:slug>/leicht/", service.easy, name="leistung-leicht"),
    path("<kommune:kommune>/leistungen/<slug:slug>/datenschutz/", service.privacy, name="leistung-datenschutz"),
]
