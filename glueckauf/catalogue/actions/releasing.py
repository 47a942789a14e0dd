"""From a draft to what citizens see: one person asks, another releases, from a day on. A roll back is a new edition with old content.

An edition is checked exactly as the folders are before it becomes a row, so a broken one never takes effect; and again when it begins,
because the shared folder may have changed until then: then the last good revision stays current.
"""

from datetime import date, datetime

from glueckauf.catalogue.actions.draft_errors import (
    AlreadyAsked,
    AlreadyInEffect,
    DayIsPast,
    DraftEnded,
    ExamplesDiffer,
    HasErrors,
    NeedsSecondPerson,
    NoReason,
    NotAsked,
)
from glueckauf.catalogue.actions.publish import publish_editions
from glueckauf.catalogue.events import DraftSentBack, EditionReleased, EditionWithdrawn, ReleaseAsked
from glueckauf.catalogue.models import Draft, DraftVersion, Edition, ReleaseRequest
from glueckauf.catalogue.queries.judging import judged
from glueckauf.catalogue.rules.drafting import DraftKind
from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import Forbidden, NotFound
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Clerk, Role

FOLDERS = 0


def request_release(draft_id: int, *, effective_from: date, by: Clerk, at: datetime) -> ReleaseRequest:
    """Asks a second person. Raises DayIsPast, AlreadyAsked, DraftEnded, HasErrors, ExamplesDiffer."""
    require_role(by)
    if effective_from < local_day(at):
        raise DayIsPast
    with writing(by):
        draft = locked(draft_id, by)
        if draft.requests.filter(answered_at=None).exists():
            raise AlreadyAsked
        require_sound(draft, current_of(draft), at)
        asked = ReleaseRequest.objects.create(
            draft=draft, tenant_id=draft.tenant_id, version=draft.current, effective_from=effective_from, actor=by.code, at=at
        )
        event = ReleaseAsked(
            tenant=draft.tenant_id,
            leistung=draft.leistung,
            draft_id=draft.pk,
            version=draft.current,
            effective_from=effective_from.isoformat(),
        )
        publish(event, by=by, at=at)
        return asked


def release(draft_id: int, *, by: Clerk, at: datetime) -> Edition:
    """The second person's word. Takes effect at once, or on its day. Raises NotAsked, NeedsSecondPerson, HasErrors, ExamplesDiffer."""
    require_role(by)
    with writing(by):
        draft = locked(draft_id, by)
        asked = open_request(draft)
        version = current_of(draft)
        if by.code in (asked.actor, version.actor):
            raise NeedsSecondPerson
        require_sound(draft, version, at)
        edition = new_edition(draft, version, asked, by=by, at=at)
        answer(asked, "released", "", by=by, at=at)
        draft.ended_as, draft.ended_by, draft.ended_at = "released", by.code, at
        draft.save(update_fields=["ended_as", "ended_by", "ended_at"])
    publish_editions(by, at)
    return edition


def send_back(draft_id: int, *, reason: str, by: Clerk, at: datetime) -> None:
    """Not yet: with the reason, back to editing. Whoever asked may take the request back so, too. Raises NotAsked, NoReason."""
    require_role(by)
    if not reason.strip():
        raise NoReason
    with writing(by):
        draft = locked(draft_id, by)
        answer(open_request(draft), "sent_back", reason.strip(), by=by, at=at)
        publish(DraftSentBack(tenant=draft.tenant_id, leistung=draft.leistung, draft_id=draft.pk), by=by, at=at)


def roll_back(slug: str, *, edition: int, by: Clerk, at: datetime) -> Edition:
    """An older edition again, from now on, as a new one; 0 means what the folders say. One person is enough: two released it once.

    Raises NotFound, and HasErrors when the old content no longer fits what the folder has become.
    """
    require_role(by)
    with writing(by):
        rows = Edition.objects.visible_to(by).select_for_update(of=("self",)).filter(leistung=slug)
        last = rows.order_by("-number").first()
        wanted = last if edition == FOLDERS else rows.filter(number=edition).first()
        if last is None or wanted is None:
            raise NotFound
        if edition != FOLDERS and wanted.content:
            require_readable(wanted, at)
        row = Edition.objects.create(
            tenant_id=by.tenant,
            leistung=slug,
            number=last.number + 1,
            kind=wanted.kind,
            content={} if edition == FOLDERS else wanted.content,
            effective_from=local_day(at),
            restores=edition,
            requested_by=by.code,
            requested_at=at,
            released_by=by.code,
            released_at=at,
        )
        announce(row, by=by, at=at)
    publish_editions(by, at)
    return row


def withdraw(slug: str, *, edition: int, by: Clerk, at: datetime) -> None:
    """An edition that has not begun never will. Raises AlreadyInEffect."""
    require_role(by)
    with writing(by):
        row = (
            Edition.objects.visible_to(by).select_for_update(of=("self",)).filter(leistung=slug, number=edition, withdrawn_at=None).first()
        )
        if row is None:
            raise NotFound
        if row.effective_from <= local_day(at):
            raise AlreadyInEffect
        row.withdrawn_by, row.withdrawn_at = by.code, at
        row.save(update_fields=["withdrawn_by", "withdrawn_at"])
        publish(EditionWithdrawn(tenant=row.tenant_id, leistung=slug, edition_id=row.pk, number=row.number), by=by, at=at)


def new_edition(draft: Draft, version: DraftVersion, asked: ReleaseRequest, *, by: Clerk, at: datetime) -> Edition:
    """The row, with its event. A day that passed while the request lay means today."""
    last = Edition.objects.visible_to(by).filter(leistung=draft.leistung).order_by("-number").values_list("number", flat=True).first()
    row = Edition.objects.create(
        tenant_id=draft.tenant_id,
        leistung=draft.leistung,
        number=(last or 0) + 1,
        kind=draft.kind,
        content=version.content,
        effective_from=max(asked.effective_from, local_day(at)),
        draft=draft,
        version=version.number,
        requested_by=asked.actor,
        requested_at=asked.at,
        released_by=by.code,
        released_at=at,
    )
    announce(row, by=by, at=at)
    return row


def announce(row: Edition, *, by: Clerk, at: datetime) -> None:
    """For the audit."""
    event = EditionReleased(
        tenant=row.tenant_id,
        leistung=row.leistung,
        edition_id=row.pk,
        number=row.number,
        effective_from=row.effective_from.isoformat(),
        restores=-1 if row.restores is None else row.restores,
    )
    publish(event, by=by, at=at)


def require_sound(draft: Draft, version: DraftVersion, at: datetime) -> None:
    """Errors and red examples block. Raises HasErrors and ExamplesDiffer."""
    found = judged(DraftKind(draft.kind), draft.tenant_id, draft.leistung, version.content, day=local_day(at))
    errors = [problem for problem in found.problems if problem.code != "example_differs"]
    if errors:
        raise HasErrors(first=errors[0].text, count=len(errors))
    if found.problems:
        raise ExamplesDiffer(count=len(found.problems))


def require_readable(edition: Edition, at: datetime) -> None:
    """Old content must still make a Leistung; its examples were judged then. Raises HasErrors."""
    found = judged(DraftKind(edition.kind), edition.tenant_id, edition.leistung, edition.content, day=local_day(at))
    errors = [problem for problem in found.problems if problem.code != "example_differs"]
    if errors:
        raise HasErrors(first=errors[0].text, count=len(errors))


def require_role(by: Clerk) -> None:
    """Raises Forbidden."""
    if not isinstance(by, Clerk) or by.roles.isdisjoint({Role.ADMIN, Role.HEAD}):
        raise Forbidden


def locked(draft_id: int, by: Clerk) -> Draft:
    """An open draft, locked. Raises NotFound, also for another city's, and DraftEnded."""
    row = Draft.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=draft_id).first()
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        raise DraftEnded
    return row


def open_request(draft: Draft) -> ReleaseRequest:
    """Raises NotAsked."""
    found: ReleaseRequest | None = draft.requests.filter(answered_at=None).first()
    if found is None:
        raise NotAsked
    return found


def current_of(draft: Draft) -> DraftVersion:
    """The version that counts."""
    found: DraftVersion = draft.versions.get(number=draft.current)
    return found


def answer(asked: ReleaseRequest, word: str, reason: str, *, by: Clerk, at: datetime) -> None:
    """Closes the request."""
    asked.answer, asked.reason, asked.answered_by, asked.answered_at = word, reason, by.code, at
    asked.save(update_fields=["answer", "reason", "answered_by", "answered_at"])
