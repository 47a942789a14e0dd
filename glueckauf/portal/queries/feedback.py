"""Where somebody comes from who wants to say something, and what a city reads of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Count, Q
from django.urls import Resolver404, resolve

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import UnknownLeistung
from glueckauf.cities import queries as cities
from glueckauf.cities.queries import UnknownKommune
from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Clerk
from glueckauf.portal.models import Feedback
from glueckauf.portal.rules.feedback import COUNTED, Spot

MOST = 100
PERIOD = timedelta(days=90)
HOUSE_PAGE = Spot(page="start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One answer with words."""

    where: str
    is_helpful: bool
    text: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVotes:
    """How a page was judged."""

    where: str
    yes: int
    no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackPage:
    """What the city sees: the last three months."""

    pages: tuple[PageVotes, ...]
    voices: tuple[Voice, ...]
    yes: int
    no: int


def spot_of(referrer: str, *, host: str) -> Spot:
    """The page an address of ours belongs to; anything else is the start page. Keys in an address are left out."""
    try:
        parts = urlsplit(referrer)
        match = resolve(parts.path or "/")
    except (ValueError, Resolver404):
        return HOUSE_PAGE
    if parts.netloc != host:
        return HOUSE_PAGE
    return spot(match.view_name, str(match.kwargs.get("kommune", "")), str(match.kwargs.get("slug", "")))


def spot(page: str, kommune: str, leistung: str) -> Spot:
    """As far as it exists: what a form brings back is not believed."""
    if page not in COUNTED:
        return HOUSE_PAGE
    try:
        cities.kommune(kommune)
        catalogue.leistung(kommune, leistung)
    except UnknownKommune:
        return Spot(page=page)
    except UnknownLeistung:
        return Spot(page=page, kommune=kommune)
    return Spot(page=page, kommune=kommune, leistung=leistung)


def feedback_page(actor: Clerk, *, at: datetime) -> FeedbackPage:
    """Pages with most answers first, the newest words first."""
    with reading(actor):
        rows = Feedback.objects.visible_to(actor).filter(at__gte=at - PERIOD)
        votes = rows.values("page", "leistung").annotate(
            yes=Count("pk", filter=Q(is_helpful=True)), no=Count("pk", filter=Q(is_helpful=False))
        )
        pages = [PageVotes(where=where(v["page"], v["leistung"], actor.tenant), yes=v["yes"], no=v["no"]) for v in votes]
        voices = [
            Voice(where=where(r.page, r.leistung, actor.tenant), is_helpful=r.is_helpful, text=r.text, language=r.language, at=r.at)
            for r in rows.exclude(text="").order_by("-at")[:MOST]
        ]
    pages.sort(key=lambda page: (-(page.yes + page.no), page.where))
    return FeedbackPage(pages=tuple(pages), voices=tuple(voices), yes=sum(p.yes for p in pages), no=sum(p.no for p in pages))


def where(page: str, leistung: str, kommune: str) -> str:
    """Leistung: Hund anmelden"""
    words = COUNTED.get(page, page)
    if not leistung:
        return words
    try:
        return f"{words}: {catalogue.leistung(kommune, leistung).leistung.name.de}"
    except UnknownLeistung:
        return f"{words}: {leistung}"
