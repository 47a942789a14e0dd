"""Nouns of letters."""

from django.urls import path

from glueckauf.letters.views import verification

urlpatterns = [path("pruefung/", verification.verification, name="bescheid-pruefen")]
