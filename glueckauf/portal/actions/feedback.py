"""A visitor says whether a page helped. No name, no address; a year later the answer is deleted."""

from datetime import datetime, timedelta

from glueckauf.cities.queries import tenants
from glueckauf.core.db import writing
from glueckauf.core.jobs import job
from glueckauf.core.scope import HOUSE, Scope
from glueckauf.portal.models import Feedback
from glueckauf.portal.rules.feedback import LONGEST, Spot

KEEP = timedelta(days=365)


def give_feedback(spot: Spot, *, helpful: str, text: str, language: str, at: datetime) -> None:
    """One row in the city of the page, or of the house. `helpful`: ja or nein."""
    tenant = spot.kommune or HOUSE.tenant
    with writing(Scope(tenant=tenant)):
        Feedback.objects.create(
            tenant=tenant,
            page=spot.page,
            leistung=spot.leistung,
            language=language[:5],
            is_helpful=helpful == "ja",
            text=text[:LONGEST],
            at=at,
        )


@job("portal.forget_feedback", every=timedelta(hours=12))
def forget_feedback(at: datetime) -> None:
    """City by city, as row-level security wants it."""
    for tenant in (*tenants(), HOUSE.tenant):
        with writing(Scope(tenant=tenant)):
            Feedback.objects.filter(tenant=tenant, at__lt=at - KEEP).delete()
