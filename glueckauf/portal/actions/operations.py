"""What an operator does on his page; each act is in the audit."""

from datetime import datetime

from glueckauf.cities.queries import kommunen
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.jobs import run_soon
from glueckauf.core.outbox import publish
from glueckauf.core.outbox.dispatch import retry_dead
from glueckauf.core.scope import HOUSE
from glueckauf.identity.rules.actor import Operator
from glueckauf.mail import actions as mail
from glueckauf.portal.events import CheckAsked, DeliveryRetried


class NotDead(Refused):
    """Somebody was faster, or it was delivered."""

    text = "Diese Zustellung ist nicht mehr aufgegeben. Die Seite zeigt den Stand von jetzt."


def retry(delivery_id: int, *, by: Operator, at: datetime) -> None:
    """Due at once, with fresh attempts. Raises NotDead."""
    with writing(HOUSE):
        if not retry_dead(at, id=delivery_id):
            raise NotDead
        publish(DeliveryRetried(tenant="", delivery_id=delivery_id), by=by, at=at)


def check_chains(*, by: Operator, at: datetime) -> None:
    """The worker walks every chain now."""
    with writing(HOUSE):
        run_soon("core.verify", at)
        publish(CheckAsked(tenant=""), by=by, at=at)


def hand_over_mail(mail_id: int, *, city: str, by: Operator, at: datetime) -> None:
    """A mail that names no city goes into the Postkorb of one. Raises NotFound, mail's AlreadyDecided."""
    if city not in {kommune.key for kommune in kommunen()}:
        raise NotFound
    mail.redirect(mail_id, tenant=city, by=by, at=at)
