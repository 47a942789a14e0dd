"""From an OutgoingMail to what the relay gets: headers that stop auto-replies, lead replies to their topic and bounces to their mail."""

from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from glueckauf.mail.models import OutgoingMail
from glueckauf.mail.queries.address import reply_address
from glueckauf.mail.queries.codes import with_codes
from glueckauf.mail.queries.sender import sender_name
from glueckauf.mail.rules import places


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The envelope sender is the return path of this one mail; From is what a person sees."""
    domain = settings.GLUECKAUF.mail_domain
    headers = {
        "From": formataddr((sender_name(mail.tenant), f"keine-antwort@{domain}")),
        "Message-ID": places.message_id(mail.code, domain),
        "Date": format_datetime(mail.at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if mail.topic:
        headers["Reply-To"] = reply_address(mail.tenant, mail.topic)
    if mail.thread:
        headers["In-Reply-To"] = mail.thread.split()[-1]
        headers["References"] = mail.thread
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=with_codes(mail.tenant, mail.text),
        from_email=places.bounce_address(mail.code, domain),
        to=[mail.to],
        headers=headers,
    )
    message.attach_alternative(with_codes(mail.tenant, mail.html), "text/html")
    return message
