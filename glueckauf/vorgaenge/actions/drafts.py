"""A form being filled: every POST becomes a version before it is answered, also an invalid one and one from an older tab."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.vorgaenge.actions.loading import locked_antrag
from glueckauf.vorgaenge.models import Antrag, AntragVersion, Submission

DRAFT_DAYS = 30
MOST_VERSIONS = 500


class AlreadySubmitted(Refused):
    """The draft was handed in meanwhile."""

    text = "Dieser Antrag ist schon abgeschickt. Änderungen machen Sie unter „Meine Vorgänge“."


class TooManyVersions(Refused):
    """Saved more often than any person would."""

    text = "Dieser Entwurf wurde sehr oft gespeichert. Beginnen Sie einen neuen Antrag oder rufen Sie die 115 an."


def start(service: LeistungOfCity, *, language: str, by: Citizen | Guest, at: datetime) -> Antrag:
    """A new draft of the current revision, held by the person."""
    with writing(by):
        return Antrag.objects.create(
            key=uuid4(),
            tenant_id=service.kommune.key,
            person=UUID(by.person),
            leistung=service.leistung.key,
            revision_id=service.revision_id,
            language=language,
            created_at=at,
            expires_at=at + timedelta(days=DRAFT_DAYS),
        )


def save(
    key: str,
    *,
    section: str,
    seen: int,
    values: dict[str, Any],
    errors: list[dict[str, str]],
    by: Citizen | Guest,
    at: datetime,
) -> AntragVersion:
    """Stores a version. It counts at once unless another tab saved after `seen`: then `current` stays and the person compares."""
    with writing(by):
        antrag = locked_antrag(key, by)
        if Submission.objects.filter(antrag=antrag).exists():
            raise AlreadySubmitted
        last = antrag.versions.order_by("-number").values_list("number", flat=True).first() or 0
        if last >= MOST_VERSIONS:
            raise TooManyVersions
        version = AntragVersion.objects.create(
            antrag=antrag,
            tenant_id=antrag.tenant_id,
            person=antrag.person,
            number=last + 1,
            seen=seen,
            section=section,
            values=values,
            errors=errors,
            saved_at=at,
        )
        if seen >= antrag.current:
            _make_current(antrag, version.number, at)
        return version


def choose(key: str, *, version: int, by: Citizen | Guest, at: datetime) -> None:
    """After two tabs: the person says which version counts. The other stays stored."""
    with writing(by):
        antrag = locked_antrag(key, by)
        if not antrag.versions.filter(number=version).exists():
            raise NotFound
        if Submission.objects.filter(antrag=antrag).exists():
            raise AlreadySubmitted
        kept = antrag.versions.get(number=version)
        last = antrag.versions.order_by("-number").values_list("number", flat=True)[0]
        # The choice is a version of its own, so that a third tab notices it too.
        kept.pk, kept.number, kept.seen, kept.saved_at = None, last + 1, last, at
        kept.save(force_insert=True)
        _make_current(antrag, kept.number, at)


def discard(key: str, *, by: Citizen | Guest, at: datetime) -> None:
    """The person deletes her draft."""
    with writing(by):
        antrag = locked_antrag(key, by)
        if Submission.objects.filter(antrag=antrag).exists():
            raise AlreadySubmitted
        antrag.delete()


def _make_current(antrag: Antrag, number: int, at: datetime) -> None:
    antrag.current = number
    antrag.expires_at = at + timedelta(days=DRAFT_DAYS)
    antrag.save(update_fields=["current", "expires_at"])
