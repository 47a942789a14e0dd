"""Root URLs: each domain brings its own nouns."""

from django.urls import include, path

urlpatterns = [
    path("", include("glueckauf.portal.urls")),
]
