"""Reads of the portal: one function per page, from catalogue, cities and waiting times."""

from glueckauf.portal.queries.city import CityPage, city_page
from glueckauf.portal.queries.feedback import FeedbackPage, feedback_page, spot, spot_of
from glueckauf.portal.queries.national import CataloguePage, NationalPage, catalogue_page, national_page
from glueckauf.portal.queries.operations import Operations, operations
from glueckauf.portal.queries.progress import CityProgress, ProgressPage, city_progress, progress_page
from glueckauf.portal.queries.responsibility import ResponsibilityPage, responsibility_page
from glueckauf.portal.queries.search import SearchPage, search_page, suggestions
from glueckauf.portal.queries.service import Cost, Need, PageVersion, ServicePage, easy_text, page_of, page_version, service_page
from glueckauf.portal.queries.start import StartPage, start_page
from glueckauf.portal.queries.usage import UsagePage, usage_page
