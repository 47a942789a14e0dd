"""Nouns of the portal."""

from django.urls import path

from glueckauf.portal.views import health

urlpatterns = [path("health", health.health, name="health")]
