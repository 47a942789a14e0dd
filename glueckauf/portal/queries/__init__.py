"""Reads of the portal: one function per page, from catalogue, cities and waiting times."""

from glueckauf.portal.queries.city import CityPage, city_page
from glueckauf.portal.queries.search import SearchPage, search_page
from glueckauf.portal.queries.service import Cost, Need, ServicePage, easy_text, service_page
from glueckauf.portal.queries.start import StartPage, start_page
