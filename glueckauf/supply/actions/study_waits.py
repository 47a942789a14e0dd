"""A study that nobody can compute at the moment says so: to who started it, and in the log. It goes on by itself."""

from datetime import datetime

import structlog

from glueckauf.core.db import writing
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.models import StudyTurn, StudyWait
from glueckauf.supply.rules.studies import Waits

log = structlog.get_logger("studies")


def note_wait(study_id: int, reason: Waits, *, by: Rule, at: datetime, error: str) -> None:
    """Nothing where it was cancelled meanwhile. The log hears of each attempt, the row keeps the first."""
    with writing(by):
        if not StudyTurn.objects.select_for_update().filter(study_id=study_id).exists():
            return
        row = StudyWait.objects.visible_to(by).filter(study_id=study_id, ended_at=None).first()
        if row is not None and row.reason != reason:
            end_wait(study_id, by=by, at=at)
            row = None
        if row is None:
            row = StudyWait.objects.create(tenant_id=by.tenant, study_id=study_id, reason=reason, at=at)
    log.warning("study_waits", study=study_id, tenant=by.tenant, waits_for=str(reason), since=row.at.isoformat(), error=error)


def end_wait(study_id: int, *, by: Clerk | Rule, at: datetime) -> None:
    """A part came, or nobody wants it any more. Inside the caller's transaction."""
    if StudyWait.objects.visible_to(by).filter(study_id=study_id, ended_at=None).update(ended_at=at):
        log.info("study_waits_no_more", study=study_id, tenant=by.tenant)
