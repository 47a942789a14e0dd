"""What follows an event. Each loads what it needs in the tenant's scope, makes one call, and is safe to run twice."""

from datetime import datetime, timedelta

from django.conf import settings

from glueckauf.core.jobs import job
from glueckauf.core.outbox import delivery_key
from glueckauf.identity.events import AddressConfirmed
from glueckauf.identity.rules.actor import Inlet, Rule
from glueckauf.mail import actions as mail
from glueckauf.mail.events import MailReceived
from glueckauf.mail.queries import written
from glueckauf.mail.rules.words import Words
from glueckauf.payments.events import PaymentConfirmed
from glueckauf.vorgaenge import actions, events, queries, registry
from glueckauf.vorgaenge.rules import notices
from glueckauf.vorgaenge.rules.notices import Notice


def rule(event: events.OfVorgang, name: str) -> Rule:
    """The house as actor, in the tenant of the event."""
    return Rule(tenant=event.tenant, name=name)


def examine_unless_unpaid(event: events.AntragSubmitted, at: datetime) -> None:
    """Checks run once the fee that is due first is there."""
    if not queries.contact(rule(event, "examine"), event.vorgang_id).unpaid:
        actions.examine(event.vorgang_id, by=rule(event, "automatic"), at=at)


def examine(event: events.OfVorgang, at: datetime) -> None:
    """The checks again."""
    actions.examine(event.vorgang_id, by=rule(event, "automatic"), at=at)


def release(event: events.ReleaseDue, at: datetime) -> None:
    """The letter goes out."""
    actions.release(event.bescheid_id, by=rule(event, "release"), at=at)


def receive_mail(event: MailReceived, at: datetime) -> None:
    """A matched mail becomes documents and a message."""
    if event.topic.startswith(actions.TOPIC):
        actions.receive_mail(event.mail_id, event.topic, by=Inlet(tenant=event.tenant), at=at)


def fee_paid(event: PaymentConfirmed, at: datetime) -> None:
    """The fee that is due first."""
    actions.confirm_fee(
        event.reference, payment_id=event.payment_id, amount_cents=event.amount_cents, by=Rule(tenant=event.tenant, name="payment"), at=at
    )


def claim(event: AddressConfirmed, at: datetime) -> None:
    """What was handed in with a confirmed address belongs to the account."""
    actions.claim(event.person, guest=event.guest, at=at)


def start_effect(event: events.EffectStarted, at: datetime) -> None:
    """Hands the effect to the network that registered its kind."""
    start = registry.effect_kind(event.kind_of_effect).start
    if start is not None:
        start(event.effect_id)


def end_effect(event: events.EffectEnded, at: datetime) -> None:
    """The inverse."""
    end = registry.effect_kind(event.kind_of_effect).end
    if end is not None:
        end(event.effect_id)


def mail_receipt(event: events.AntragSubmitted, at: datetime) -> None:
    """Number and link, nothing else."""
    to = queries.contact(rule(event, "mail"), event.vorgang_id)
    _send(event, to, notices.payment_open(to.number) if to.unpaid else notices.receipt(to.number), at)


def mail_request(event: events.DocumentsRequested, at: datetime) -> None:
    """What is missing, until when; she answers this mail."""
    to = queries.contact(rule(event, "mail"), event.vorgang_id)
    asked = queries.asked(rule(event, "mail"), event.nachforderung_id)
    _send(event, to, notices.request(to.number, count=asked.count, reply_by=asked.reply_by), at)


def mail_arrival(event: events.DocumentsArrived, at: datetime) -> None:
    """2 von 2 angekommen."""
    to = queries.contact(rule(event, "mail"), event.vorgang_id)
    problems = queries.unreadable(rule(event, "mail"), event.documents)
    here = event.total_slots - event.open_slots
    _send(event, to, notices.arrival(to.number, here=here, total=event.total_slots, problems=problems), at)


def mail_rejection(event: events.DocumentReviewed, at: datetime) -> None:
    """Only a no is worth a mail."""
    if not event.accepted:
        to = queries.contact(rule(event, "mail"), event.vorgang_id)
        _send(event, to, notices.rejection(to.number), at)


def mail_message(event: events.MessageSent, at: datetime) -> None:
    """The office wrote; what she wrote herself needs no mail."""
    if not event.incoming:
        to = queries.contact(rule(event, "mail"), event.vorgang_id)
        _send(event, to, notices.message(to.number), at)


def mail_extension(event: events.ExtensionAnswered, at: datetime) -> None:
    """More time or not."""
    to = queries.contact(rule(event, "mail"), event.vorgang_id)
    day = queries.reply_by_of_extension(rule(event, "mail"), event.extension_id)
    say = notices.extension_granted if event.granted else notices.extension_refused
    _send(event, to, say(to.number, reply_by=day), at)


def mail_bescheid(event: events.BescheidIssued, at: datetime) -> None:
    """It is there, or comes by post."""
    to = queries.contact(rule(event, "mail"), event.vorgang_id)
    issued = queries.issued(rule(event, "mail"), event.bescheid_id)
    say = notices.decided_by_post if issued.by_post else notices.decided
    _send(event, to, say(to.number, what=issued.what), at)


@job("vorgaenge.remind", every=timedelta(hours=1))
def remind(at: datetime) -> None:
    """Three days before a Nachforderung ends, once."""
    for due in queries.reminders_due(at):
        to = queries.contact(Rule(tenant=due.tenant, name="remind"), due.vorgang_id)
        if actions.mark_reminded(due.nachforderung_id, by=Rule(tenant=due.tenant, name="remind"), at=at):
            notice = notices.request(to.number, count=due.open_slots, reply_by=due.reply_by)
            event = events.DocumentsRequested(tenant=due.tenant, vorgang_id=due.vorgang_id, nachforderung_id=due.nachforderung_id)
            _send(event, to, notice, at)


@job("vorgaenge.unretrieved", every=timedelta(hours=1))
def unretrieved(at: datetime) -> None:
    """Not retrieved in ten days: not announced; the case goes back to the clerk, who provides again or posts."""
    for tenant, bescheid_id in queries.unretrieved(at):
        actions.return_unretrieved(bescheid_id, by=Rule(tenant=tenant, name="unretrieved"), at=at)


@job("vorgaenge.expire_drafts", every=timedelta(hours=6))
def expire_drafts(at: datetime) -> None:
    """Drafts of 30 days are deleted with what was uploaded."""
    actions.expire_drafts(at=at)


def _send(event: events.OfVorgang, to: queries.Contact, notice: Notice, at: datetime) -> None:
    """One mail per delivery, however often it is tried: the topic lets her answer into the case."""
    if not to.email:
        return
    words = Words(
        sender=to.city,
        heading=notice.subject,
        paragraphs=("Guten Tag,", *notice.paragraphs),
        link=(notice.link, f"{settings.GLUECKAUF.base_url}/vorgaenge/{to.number}/"),
        after=notice.after,
        notes=("Fragen? 115, Montag bis Freitag, 8 bis 18 Uhr.",),
    )
    body = written(words)
    mail.send(
        event.tenant,
        to=to.email,
        subject=notice.subject,
        text=body.text,
        html=body.html,
        topic=f"{actions.TOPIC}{event.vorgang_id}",
        person=to.person,
        once=delivery_key(),
        by=rule(event, "mail"),
        at=at,
    )
