"""A draft goes on to the current revision: answers come along where they fit, the old version stays, and she is told what it means.

What is handed in keeps its revision for life, and so does a correction of it.
"""

from datetime import datetime

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.forms.carry import carried
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.vorgaenge.actions.loading import locked_antrag
from glueckauf.vorgaenge.events import DraftRebased
from glueckauf.vorgaenge.models import Antrag, AntragVersion, Rebase, Submission
from glueckauf.vorgaenge.queries.rebase import news


def rebase(key: str, *, onto: int, by: Citizen | Guest, at: datetime) -> bool:
    """To the revision `onto`. True: something changes for her, and she has not read it yet. Safe to call twice."""
    with writing(by):
        antrag = locked_antrag(key, by)
        if antrag.revision_id == onto or Submission.objects.filter(antrag=antrag).exists():
            return antrag.rebases.filter(read_at=None).exists()
        old, new = catalogue.revision(antrag.revision_id), catalogue.revision(onto)
        before = antrag.versions.filter(number=antrag.current).first()
        if before is not None:
            after = next_version(antrag, before, carried(old.leistung.form, new.leistung.form, before.values), at)
            nothing_new = news(old, new, before.values, after.values).is_empty
            Rebase.objects.create(
                antrag=antrag,
                tenant_id=antrag.tenant_id,
                person=antrag.person,
                from_revision_id=old.revision_id,
                to_revision_id=onto,
                before=before.number,
                version=after.number,
                actor=by.code,
                at=at,
                read_at=at if nothing_new else None,
            )
            antrag.current = after.number
        antrag.revision_id = onto
        antrag.save(update_fields=["revision", "current"])
        event = DraftRebased(tenant=antrag.tenant_id, antrag_id=antrag.pk, from_revision=old.revision_id, to_revision=onto)
        publish(event, by=by, at=at)
        return antrag.rebases.filter(read_at=None).exists()


def next_version(antrag: Antrag, before: AntragVersion, values: dict[str, object], at: datetime) -> AntragVersion:
    """The carried answers as a version of their own."""
    last = antrag.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return AntragVersion.objects.create(
        antrag=antrag,
        tenant_id=antrag.tenant_id,
        person=antrag.person,
        number=last + 1,
        seen=before.number,
        section=before.section,
        values=values,
        errors=[],
        saved_at=at,
    )


def read_news(key: str, *, by: Citizen | Guest, at: datetime) -> None:
    """She went on from the page that told her."""
    with writing(by):
        locked_antrag(key, by).rebases.filter(read_at=None).update(read_at=at)
