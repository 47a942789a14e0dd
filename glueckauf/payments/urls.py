"""Where providers report; outside production also the simulated provider."""

from django.conf import settings
from django.urls import path

from glueckauf.payments.views import notifications, simulator

urlpatterns = [path("zahlungen/meldungen/", notifications.receive, name="zahlungen-meldungen")]

if not settings.GLUECKAUF.is_production:
    urlpatterns += [
        path("zahlung-simulator/<str:key>/", simulator.page, name="zahlung-simulator"),
        path("zahlung-simulator/<str:key>/status/", simulator.status, name="zahlung-simulator-status"),
        path("zahlung-simulator/<str:key>/erstattung/", simulator.refund, name="zahlung-simulator-erstattung"),
    ]
