"""A form being filled: every POST becomes a version before it is answered, also an invalid one and one from an older tab."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db.models import Exists, Max, OuterRef

from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.vorgaenge.actions.loading import locked_antrag
from glueckauf.vorgaenge.models import Antrag, AntragVersion, Correction, Submission

DRAFT_DAYS = 30
MOST_VERSIONS = 500
REFRESH = "~"  # in the place of the first letter of a page


class AlreadySubmitted(Refused):
    """The draft was handed in meanwhile."""

    text = "Dieser Antrag ist schon abgeschickt. Änderungen machen Sie unter „Meine Vorgänge“."


class TooManyVersions(Refused):
    """Saved more often than any person would."""

    text = "Dieser Entwurf wurde sehr oft gespeichert. Beginnen Sie einen neuen Antrag oder rufen Sie die 115 an."


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A stored version. `counts`: no other tab was faster. `is_late`: nothing was stored, the page was left meanwhile."""

    number: int
    counts: bool
    is_late: bool = False


def start(service: LeistungOfCity, *, language: str, page: str = "", by: Citizen | Guest, at: datetime) -> Antrag:
    """A new draft of the current revision, held by the person; the same one however often the same `page` is sent."""
    kommune, leistung = service.kommune.key, service.leistung.key
    new: dict[str, Any] = {
        "tenant_id": service.owner.key,
        "person": UUID(by.person),
        "leistung": leistung,
        "revision_id": service.revision_id,
        "language": language,
        "created_at": at,
        "expires_at": at + timedelta(days=DRAFT_DAYS),
    }
    with writing(by):
        if not page:
            return Antrag.objects.create(key=uuid4(), **new)
        key = uuid5(UUID(by.person), f"{kommune} {leistung} {page}")
        Antrag.objects.bulk_create([Antrag(key=key, **new)], ignore_conflicts=True)
        return Antrag.objects.visible_to(by).get(key=key)


def save(
    key: str,
    *,
    section: str,
    seen: int,
    values: dict[str, Any],
    errors: list[dict[str, str]],
    page: str = "",
    by: Citizen | Guest,
    at: datetime,
) -> Saved:
    """Stores a version. It counts at once unless another tab saved after `seen`: then `current` stays and the person compares.

    What the same `page` saved after `seen` is no other tab: a refresh whose answer has not arrived, or a second click. A refresh that
    arrives after the click that left its page is not kept: the click brought the same answers and those after them.
    """
    with writing(by):
        antrag = locked_antrag(key, by)
        last, correction = state_of(antrag)
        if last >= MOST_VERSIONS:
            raise TooManyVersions
        if seen < last and is_left(antrag, page, seen):
            return Saved(number=last, counts=False, is_late=True)
        version = AntragVersion.objects.create(
            antrag=antrag,
            tenant_id=antrag.tenant_id,
            person=antrag.person,
            number=last + 1,
            seen=seen,
            page=page,
            section=section,
            values=values,
            errors=errors,
            saved_at=at,
        )
        counting = correction.working if correction else antrag.current
        counts = seen >= counting or bool(page and not antrag.versions.filter(number__gt=seen).exclude(page__in=sent_before(page)).exists())
        if counts:
            _make_current(antrag, correction, version.number, at)
        return Saved(number=version.number, counts=counts)


def refresh_of(page: str) -> str:
    """How a version says that its page only asked which questions come or go."""
    return f"{REFRESH}{page[1:]}" if page else ""


def is_left(antrag: Antrag, page: str, seen: int) -> bool:
    """Whether this is a refresh and a click left its page already."""
    own = antrag.versions.filter(number__gt=seen, page__endswith=page[1:]).exclude(page=page)
    return page.startswith(REFRESH) and own.exists()


def sent_before(page: str) -> list[str]:
    """What may have come from the same page before: a click follows all, a refresh only refreshes."""
    return [page] if page.startswith(REFRESH) else [page, refresh_of(page)]


def state_of(antrag: Antrag) -> tuple[int, Correction | None]:
    """Number of the last version, 0 if there is none; handed in: the correction she works on. Raises AlreadySubmitted without one."""
    submitted = Exists(Submission.objects.filter(antrag=OuterRef("pk")))
    found = Antrag.objects.annotate(last=Max("versions__number"), is_submitted=submitted).values("last", "is_submitted").get(pk=antrag.pk)
    return found["last"] or 0, open_correction(antrag) if found["is_submitted"] else None


def require_draft(antrag: Antrag) -> None:
    """A draft, or a correction that is not sent. Raises AlreadySubmitted."""
    if Submission.objects.filter(antrag=antrag).exists():
        open_correction(antrag)


def open_correction(antrag: Antrag) -> Correction:
    """Of what was handed in. Raises AlreadySubmitted where there is none. The caller holds the lock."""
    found: Correction | None = antrag.corrections.filter(sent_at=None).first()
    if found is None:
        raise AlreadySubmitted
    return found


def choose(key: str, *, version: int, by: Citizen | Guest, at: datetime) -> None:
    """After two tabs: the person says which version counts. The other stays stored."""
    with writing(by):
        antrag = locked_antrag(key, by)
        if not antrag.versions.filter(number=version).exists():
            raise NotFound
        last, correction = state_of(antrag)
        kept = antrag.versions.get(number=version)
        # The choice is a version of its own, so that a third tab notices it too.
        kept.pk, kept.number, kept.seen, kept.page, kept.saved_at = None, last + 1, last, "", at
        kept.save(force_insert=True)
        _make_current(antrag, correction, kept.number, at)


def discard(key: str, *, by: Citizen | Guest, at: datetime) -> None:
    """The person deletes her draft."""
    with writing(by):
        antrag = locked_antrag(key, by)
        if Submission.objects.filter(antrag=antrag).exists():
            raise AlreadySubmitted
        antrag.delete()


def _make_current(antrag: Antrag, correction: Correction | None, number: int, at: datetime) -> None:
    if correction is not None:  # what counts stays until she sends the correction
        correction.working = number
        correction.save(update_fields=["working"])
        return
    antrag.current = number
    antrag.expires_at = at + timedelta(days=DRAFT_DAYS)
    antrag.save(update_fields=["current", "expires_at"])
