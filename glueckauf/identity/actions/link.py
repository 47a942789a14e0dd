"""Matters of a guest join the account whose confirmed address stands in them."""

from datetime import datetime

from glueckauf.core.db import writing
from glueckauf.core.scope import Scope
from glueckauf.identity.models import Nutzerkonto, PersonLink


def link_persons(account: str, *, persons: frozenset[str], at: datetime) -> int:
    """Links what is not linked yet; returns how many were new. Safe to run twice.

    The person of a Nutzerkonto is never linked to another: who names somebody else's address in one Antrag does not show her all of hers.
    """
    with writing(Scope()):
        known = {str(p) for p in PersonLink.objects.filter(account=account).values_list("person", flat=True)} | {account}
        known |= {str(p) for p in Nutzerkonto.objects.filter(person__in=persons).values_list("person", flat=True)}
        new = [PersonLink(account=account, person=person, at=at) for person in sorted(persons - known)]
        PersonLink.objects.bulk_create(new, ignore_conflicts=True)
        return len(new)
