"""Mails about a street: asked for, confirmed by the link in the first mail, ended by the link in each."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext, override

from glueckauf.cities.queries import kommunen
from glueckauf.core.db import reading, writing
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Rule
from glueckauf.mail.actions import send_code
from glueckauf.mail.queries import written
from glueckauf.mail.rules.words import Words
from glueckauf.supply.engine.spelling import spelled
from glueckauf.supply.models import StreetWatch

UNCONFIRMED = timedelta(days=2)
LONGEST_KEY = 120  # ß and umlauts grow; a street so long exists nowhere
SALT = "supply.watch"


def ask_to_watch(kommune: str, *, street: str, email: str, language: str, at: datetime) -> StreetWatch:
    """Sends the link. Until it is confirmed nothing else is sent there."""
    with writing(of_city(kommune)):
        row = StreetWatch.objects.create(
            tenant_id=kommune, street=street.strip(), street_key=spelled(street)[:LONGEST_KEY], email=email, language=language, at=at
        )
        mail_link(row, at)
    return row


def mail_link(row: StreetWatch, at: datetime) -> None:
    """Only who reads that mailbox can confirm. In the language of the page on which she asked, as every mail that follows."""
    with override(row.language):
        words = words_of_link(row)
        mail = written(words)
    send_code(row.tenant_id, to=row.email, subject=words.heading, text=mail.text, html=mail.html, by=of_city(row.tenant_id), at=at)


def words_of_link(row: StreetWatch) -> Words:
    """The first mail."""
    return Words(
        sender="Glückauf",
        heading=gettext("Nachrichten zu: {street}").format(street=row.street),
        paragraphs=(
            gettext("Guten Tag,"),
            gettext("Sie möchten wissen, wann in dieser Straße Strom, Wasser, Gas oder Wärme ausfallen. Bestätigen Sie das bitte."),
        ),
        link=(gettext("Bestätigen"), f"{settings.GLUECKAUF.base_url}{reverse('stoerungen-abo', args=[token_of(row)])}"),
        after=(gettext("Sie haben nichts bestellt? Dann müssen Sie nichts tun, und wir schreiben nicht wieder."),),
        notes=(),
        language=row.language,
    )


def confirm_watch(token: str, *, at: datetime) -> StreetWatch:
    """Twice is once. Raises NotFound."""
    kommune, pk = opened(token)
    with writing(of_city(kommune)):
        row = StreetWatch.objects.filter(tenant_id=kommune, pk=pk).first()
        if row is None:
            raise NotFound
        if row.confirmed_at is None:
            row.confirmed_at = at
            row.save(update_fields=["confirmed_at"])
    return row


def stop_watch(token: str) -> None:
    """No more mails: the row is gone. Twice is once. Raises NotFound for a link that is none of ours."""
    kommune, pk = opened(token)
    with writing(of_city(kommune)):
        StreetWatch.objects.filter(tenant_id=kommune, pk=pk).delete()


def forget_unconfirmed(*, at: datetime) -> int:
    """Asked for and never confirmed. Returns how many."""
    gone = 0
    for city in kommunen():
        with writing(of_city(city.key)):
            gone += StreetWatch.objects.filter(tenant_id=city.key, confirmed_at=None, at__lt=at - UNCONFIRMED).delete()[0]
    return gone


def watch_of(token: str) -> StreetWatch:
    """For the page behind the link. Raises NotFound, also once it was ended."""
    kommune, pk = opened(token)
    with reading(of_city(kommune)):
        row = StreetWatch.objects.filter(tenant_id=kommune, pk=pk).first()
    if row is None:
        raise NotFound
    return row


def token_of(row: StreetWatch) -> str:
    """What stands in its mails."""
    return signing.dumps([row.tenant_id, row.pk], salt=SALT)


def opened(token: str) -> tuple[str, int]:
    """City and row. Raises NotFound."""
    try:
        kommune, pk = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotFound from error
    return str(kommune), int(pk)


def of_city(kommune: str) -> Rule:
    """Rows of watches are the city's."""
    return Rule(tenant=kommune, name="supply")
