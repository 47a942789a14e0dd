"""Where devices deliver."""

from django.urls import path

from glueckauf.telemetry.views import inlet

urlpatterns = [path("api/telemetrie/werte/", inlet.receive, name="telemetrie-werte")]
