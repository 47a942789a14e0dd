"""Takes a letter back, or puts another in its place. The file stays as it is: verification tells the difference."""

from datetime import datetime

from django.db import IntegrityError, transaction

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Actor
from glueckauf.letters.events import LetterWithdrawn
from glueckauf.letters.models import Letter, Withdrawal


class AlreadyWithdrawn(Refused):
    """Somebody was faster."""

    text = "Dieses Schreiben wurde schon zurückgenommen oder ersetzt. Es bleibt dabei; Sie müssen nichts tun."


def withdraw(letter_id: int, *, replaced_by: int | None = None, by: Actor, at: datetime) -> Withdrawal:
    """The letter no longer counts from `at` on. `replaced_by` is the letter that took its place. Raises NotFound, AlreadyWithdrawn."""
    with writing(by):
        letter = visible(letter_id, by)
        other = visible(replaced_by, by) if replaced_by is not None else None
        row = Withdrawal(letter=letter, tenant=letter.tenant, person=letter.person, replaced_by=other, by=by.code, at=at)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise AlreadyWithdrawn from error
        event = LetterWithdrawn(tenant=letter.tenant, letter_id=letter.pk, subject_ref=letter.subject_ref, replaced_by=replaced_by or 0)
        publish(event, by=by, at=at)
    return row


def visible(letter_id: int, by: Actor) -> Letter:
    """A foreign letter does not exist."""
    letter = Letter.objects.visible_to(by).filter(pk=letter_id).first()
    if letter is None:
        raise NotFound
    return letter
