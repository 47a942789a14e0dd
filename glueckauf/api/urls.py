"""Addresses of the endpoints, and the page about them."""

from django.urls import path

from glueckauf.api import page
from glueckauf.api.serving import BASE, ENDPOINTS

urlpatterns = [
    path("schnittstellen/", page.interfaces, name="schnittstellen"),
    *(path(f"{BASE}/{found.path}", found.view, name=found.name) for found in ENDPOINTS),
]
