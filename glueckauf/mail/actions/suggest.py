"""Suggestions for a mail in quarantine. None of them matches a mail by itself: numbers and senders are easily forged."""

from collections.abc import Iterator

from django.conf import settings

from glueckauf.core import ids
from glueckauf.mail.models import IncomingMail, OutgoingMail, SentKey
from glueckauf.mail.rules import places
from glueckauf.mail.rules.numbers import numbers_in
from glueckauf.mail.rules.parse import Parsed


def suggestions_for(mail: IncomingMail, parsed: Parsed) -> list[tuple[str, str]]:
    """(reason, value), each once; inside the transaction of the mail's tenant."""
    return list(dict.fromkeys(found(mail, parsed)))


def found(mail: IncomingMail, parsed: Parsed) -> Iterator[tuple[str, str]]:
    """The strongest reason first."""
    codes = places.sent_codes(parsed.references, settings.GLUECKAUF.mail_domain)[-10:]
    code = places.place(mail.envelope_to, settings.GLUECKAUF.mail_domain).code
    for topic in answered_topics(mail.tenant, [*codes, code]):
        yield "reply", topic
    for number in numbers_in(f"{parsed.subject}\n{parsed.text}"):
        yield "number", number
    if parsed.from_address:
        known = OutgoingMail.objects.filter(tenant=mail.tenant, to_folded=parsed.from_address).exclude(topic="")
        for topic in dict.fromkeys(known.order_by("-pk").values_list("topic", flat=True)[:20]):
            yield "address", topic


def answered_topics(tenant: str, codes: list[str]) -> list[str]:
    """Topics of mails of ours that this one refers to, of the same tenant only."""
    digests = [ids.hash_code(code) for code in codes if code]
    sent = SentKey.objects.filter(digest__in=digests, tenant=tenant).values_list("mail_id", flat=True)
    topics = OutgoingMail.objects.filter(tenant=tenant, pk__in=list(sent)).exclude(topic="").order_by("-pk")
    return list(topics.values_list("topic", flat=True))
