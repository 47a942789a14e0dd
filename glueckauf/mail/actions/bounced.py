"""A bounce says that a mail of ours did not arrive: the way of that mail ends as failed, and whoever sent it learns of it."""

from datetime import datetime

from django.conf import settings

from glueckauf.core import ids
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Inlet
from glueckauf.mail.events import MailFailed
from glueckauf.mail.models import Dispatch, IncomingMail, OutgoingMail, SentKey
from glueckauf.mail.rules import places
from glueckauf.mail.rules.bounce import Bounce


def mark_bounced(mail: IncomingMail, bounce: Bounce, *, by: Inlet, at: datetime) -> None:
    """Found by the return path or by the returned Message-ID, within the tenant only. Knowing one needs having got the mail."""
    domain = settings.GLUECKAUF.mail_domain
    codes = [places.place(mail.envelope_to, domain).code, *places.sent_codes(bounce.references, domain)]
    digests = [ids.hash_code(code) for code in codes if code]
    sent = SentKey.objects.filter(digest__in=digests, tenant=mail.tenant).first()
    if sent is None:
        return
    way = Dispatch.objects.filter(pk=sent.mail_id, failed_at=None)
    if way.update(failed_at=at, next_try=None, leased_until=None, error=f"bounced {bounce.status}"):
        topic = OutgoingMail.objects.filter(pk=sent.mail_id).values_list("topic", flat=True).get()
        publish(MailFailed(tenant=mail.tenant, mail_id=sent.mail_id, topic=topic), by=by, at=at)
