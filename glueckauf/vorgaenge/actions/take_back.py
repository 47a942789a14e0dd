"""Undo of a decision within the minutes to think again."""

from datetime import datetime

from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Clerk
from glueckauf.vorgaenge.actions.correct import catch_up
from glueckauf.vorgaenge.actions.loading import Ref, locked, move
from glueckauf.vorgaenge.events import BescheidTakenBack
from glueckauf.vorgaenge.models import Bescheid
from glueckauf.vorgaenge.rules.stage import Stage


class AlreadySent(Refused):
    """The letter went out."""

    text = "Der Bescheid ist schon bekannt gegeben. Sie können ihn nur noch zurücknehmen oder widerrufen."


def take_back(ref: Ref, *, by: Clerk, at: datetime) -> None:
    """Undo, while the letter has not gone out. The signature stays as a row."""
    with writing(by):
        vorgang = locked(ref, by)
        bescheid = Bescheid.objects.select_for_update().filter(vorgang=vorgang, taken_back_at=None, revoked_at=None).first()
        if bescheid is None or Stage(vorgang.stage) not in {Stage.DECIDED, Stage.APPROVAL}:
            raise AlreadySent
        bescheid.taken_back_at, bescheid.taken_back_by = at, by.code
        bescheid.save(update_fields=["taken_back_at", "taken_back_by"])
        catch_up(vorgang, by=by, at=at)
        move(vorgang, Stage.IN_REVIEW, at=at)
        publish(BescheidTakenBack(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, bescheid_id=bescheid.pk), by=by, at=at)
