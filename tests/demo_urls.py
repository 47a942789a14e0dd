"""The addresses of demo mode, for tests that run in test mode."""

from glueckauf.config import urls as served
from glueckauf.portal.urls import demo_patterns

handler403, handler404, handler500 = served.handler403, served.handler404, served.handler500
urlpatterns = [*demo_patterns, *served.urlpatterns]
