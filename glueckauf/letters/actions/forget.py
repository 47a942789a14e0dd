"""Forgets whom a letter was for and what it said. That it was issued stays, so that who still holds it can have it checked."""

from collections.abc import Collection

from glueckauf.core.db import writing
from glueckauf.identity.rules.actor import Rule
from glueckauf.letters.models import Letter, Withdrawal


def forget(letter_ids: Collection[int], *, by: Rule) -> None:
    """Person and file leave; kind, office, number, day and the hashes that find them stay: none of them says who or what."""
    with writing(by):
        Withdrawal.objects.filter(tenant=by.tenant, letter_id__in=letter_ids).update(person=None)
        Letter.objects.visible_to(by).filter(pk__in=letter_ids).update(person=None, sha256="")
