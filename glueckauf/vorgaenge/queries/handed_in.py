"""How many were handed in: numbers only, for the public page of a city."""

from datetime import date, datetime, time

from django.db.models import Count
from django.utils.timezone import make_aware

from glueckauf.core.db import reading
from glueckauf.core.scope import Scope
from glueckauf.vorgaenge.models import Vorgang


def handed_in(kommune: str, *, first: date, until: date) -> dict[str, int]:
    """By Leistung, from the first day to the one before `until`."""
    start, end = (make_aware(datetime.combine(day, time())) for day in (first, until))
    with reading(Scope(tenant=kommune)):
        rows = Vorgang.objects.filter(tenant_id=kommune, submitted_at__gte=start, submitted_at__lt=end)
        return dict(rows.values_list("leistung").annotate(Count("pk")))
