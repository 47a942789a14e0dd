"""Root URLs: each domain brings its own nouns."""

from django.urls import include, path

urlpatterns = [
    path("", include("glueckauf.api.urls")),
    path("", include("glueckauf.telemetry.urls")),
    path("", include("glueckauf.portal.urls")),
    path("", include("glueckauf.catalogue.urls")),
    path("", include("glueckauf.supply.urls")),
    path("", include("glueckauf.vorgaenge.urls")),
    path("", include("glueckauf.identity.urls")),
    path("", include("glueckauf.payments.urls")),
    path("", include("glueckauf.letters.urls")),
]

handler400 = "glueckauf.core.error_pages.bad_request"
handler403 = "glueckauf.core.error_pages.forbidden"
handler404 = "glueckauf.api.page.not_found"
handler429 = "glueckauf.core.error_pages.too_many"  # allauth asks for it
handler500 = "glueckauf.core.error_pages.server_error"
