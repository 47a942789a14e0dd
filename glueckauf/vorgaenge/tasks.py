"""What follows an event. Each loads what it needs in the tenant's scope, makes one call, and is safe to run twice."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypedDict

from django.conf import settings

from glueckauf.cities import actions as cities
from glueckauf.cities import queries as appointments
from glueckauf.cities.events import SlotFreed, SlotOffered
from glueckauf.cities.queries import Appointment
from glueckauf.core.clock import BERLIN
from glueckauf.core.jobs import job
from glueckauf.core.outbox import delivery_key
from glueckauf.identity.events import AddressConfirmed
from glueckauf.identity.rules.actor import Inlet, Rule
from glueckauf.mail import actions as mail
from glueckauf.mail.events import MailReceived
from glueckauf.mail.queries import written
from glueckauf.mail.rules.codes import mark
from glueckauf.mail.rules.words import Words
from glueckauf.payments.events import PaymentConfirmed
from glueckauf.vorgaenge import actions, events, queries, registry
from glueckauf.vorgaenge.rules.appointment import PURPOSE as TERMIN
from glueckauf.vorgaenge.rules.appointment import vorgang_of
from glueckauf.vorgaenge.rules.by_code import PURPOSE
from glueckauf.vorgaenge.rules.notices import Notice

DELETED_AT_ONCE = 50  # of each Leistung and city, each hour


def rule(event: events.OfVorgang, name: str) -> Rule:
    """The house as actor, in the tenant of the event."""
    return Rule(tenant=event.tenant, name=name)


def examine(event: events.OfVorgang, at: datetime) -> None:
    """The checks: at arrival, when the fee that is due first is there, and again after a correction or on another basis."""
    actions.examine(event.vorgang_id, by=rule(event, "automatic"), at=at)


def mail_correction(event: events.AnswersCorrected, at: datetime) -> None:
    """It has arrived; number and link. Where the address itself was changed, the old one hears of it too."""
    to = queries.contact(rule(event, "mail"), event.vorgang_id)
    _send(event, to, to.say.correction(to.number), at)
    before = queries.address_before(rule(event, "mail"), event.vorgang_id, event.version)
    if before:
        _send(event, replace(to, email=before), to.say.correction(to.number), at, once="/before")


def release(event: events.ReleaseDue, at: datetime) -> None:
    """The letter goes out."""
    actions.release(event.bescheid_id, by=rule(event, "release"), at=at)


def receive_mail(event: MailReceived, at: datetime) -> None:
    """A matched mail becomes documents and a message."""
    if event.topic.startswith((actions.TOPIC, actions.WHOLE)):
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
    """Hands the effect to the network that registered its kind. It may have ended meanwhile, before or while the network starts it."""
    kind, by = registry.effect_kind(event.kind_of_effect), rule(event, "effects")
    if kind.start is None or not queries.is_in_force(by, event.effect_id):
        return
    kind.start(event.effect_id)
    if kind.end is not None and not queries.is_in_force(by, event.effect_id):
        kind.end(event.effect_id)


def end_effect(event: events.EffectEnded, at: datetime) -> None:
    """The inverse."""
    end = registry.effect_kind(event.kind_of_effect).end
    if end is not None:
        end(event.effect_id)


def mail_receipt(event: events.AntragSubmitted, at: datetime) -> None:
    """Number and link, nothing else; of an appointment also when and where."""
    numbers = queries.numbers_of(rule(event, "mail"), event.vorgang_id)
    if not numbers:
        return  # the mail of the first part names them all
    to = queries.contact(rule(event, "mail"), event.vorgang_id)
    if len(numbers) > 1:
        _send(event, to, to.say.receipt_of_parts(to.number, others=numbers[1:]), at, topic=f"{actions.WHOLE}{event.antrag_id}")
        return
    if booked := queries.booked(rule(event, "mail"), event.vorgang_id, at=at):
        _send(event, to, to.say.appointment(to.number, **when_and_where(booked), change=change_link(to.number, event)), at)
        return
    received = to.say.receipt_of_report if to.is_report else to.say.receipt
    _send(event, to, to.say.payment_open(to.number) if to.unpaid else received(to.number), at)


def mail_request(event: events.DocumentsRequested, at: datetime) -> None:
    """What is missing, until when; she answers this mail."""
    to = queries.contact(rule(event, "mail"), event.vorgang_id)
    asked = queries.asked(rule(event, "mail"), event.nachforderung_id)
    _send(event, to, to.say.request(to.number, count=asked.count, reply_by=asked.reply_by, upload=upload_link(to.number, event)), at)


def upload_link(number: str, event: events.DocumentsRequested) -> str:
    """Leads to its slots without signing in. The mail is stored with a mark; the code is filled in when it leaves."""
    code = mark(PURPOSE, str(event.nachforderung_id))
    return f"{settings.GLUECKAUF.base_url}/nachreichen/?nummer={number}&code={code}"


def mail_arrival(event: events.DocumentsArrived, at: datetime) -> None:
    """2 von 2 angekommen."""
    to = queries.contact(rule(event, "mail"), event.vorgang_id)
    problems = queries.unreadable(rule(event, "mail"), event.documents)
    here = event.total_slots - event.open_slots
    _send(event, to, to.say.arrival(to.number, here=here, total=event.total_slots, problems=problems), at)


def mail_rejection(event: events.DocumentReviewed, at: datetime) -> None:
    """Only a no is worth a mail."""
    if not event.accepted:
        to = queries.contact(rule(event, "mail"), event.vorgang_id)
        _send(event, to, to.say.rejection(to.number), at)


def mail_message(event: events.MessageSent, at: datetime) -> None:
    """The office wrote; what she wrote herself needs no mail."""
    if not event.incoming:
        to = queries.contact(rule(event, "mail"), event.vorgang_id)
        _send(event, to, to.say.message(to.number), at)


def mail_extension(event: events.ExtensionAnswered, at: datetime) -> None:
    """More time or not."""
    to = queries.contact(rule(event, "mail"), event.vorgang_id)
    day = queries.reply_by_of_extension(rule(event, "mail"), event.extension_id)
    say = to.say.extension_granted if event.granted else to.say.extension_refused
    _send(event, to, say(to.number, reply_by=day), at)


def mail_bescheid(event: events.BescheidIssued, at: datetime) -> None:
    """It is there, or comes by post."""
    to = queries.contact(rule(event, "mail"), event.vorgang_id)
    issued = queries.issued(rule(event, "mail"), event.bescheid_id)
    if issued.is_appointment and queries.booked(rule(event, "mail"), event.vorgang_id, at=at):
        return  # she has heard of it when she booked or moved it
    if issued.is_answer:
        _send(event, to, to.say.answered(to.number), at)
        return
    say = to.say.decided_by_post if issued.by_post else to.say.decided
    _send(event, to, say(to.number, what=issued.what), at)


class WhenAndWhere(TypedDict):
    """What every mail about an appointment says."""

    at: datetime
    where: str


def when_and_where(booked: Appointment) -> WhenAndWhere:
    """By the clock on the wall."""
    return WhenAndWhere(at=booked.starts_at.astimezone(BERLIN), where=booked.where)


def change_link(number: str, event: events.OfVorgang) -> str:
    """Moves and cancels without signing in. The mail is stored with a mark; the code is filled in when it leaves."""
    return f"{settings.GLUECKAUF.base_url}/termin/?nummer={number}&code={mark(TERMIN, str(event.vorgang_id))}"


def mail_moved(event: events.AppointmentMoved, at: datetime) -> None:
    """When and where it is now."""
    to, booked = queries.contact(rule(event, "mail"), event.vorgang_id), queries.booked(rule(event, "mail"), event.vorgang_id, at=at)
    if booked:
        _send(event, to, to.say.appointment_moved(to.number, **when_and_where(booked), change=change_link(to.number, event)), at)


def mail_cancelled(event: events.VorgangWithdrawn, at: datetime) -> None:
    """Of an appointment only: other withdrawals she sees on the page she did them on."""
    if queries.is_appointment(rule(event, "mail"), event.vorgang_id):
        to = queries.contact(rule(event, "mail"), event.vorgang_id)
        _send(event, to, to.say.appointment_cancelled(to.number), at)


def offer_earlier(event: SlotFreed, at: datetime) -> None:
    """A slot became free: the first on the waiting list may have it."""
    offer(event.tenant, event.slot_id, at)


def offer(tenant: str, slot: int, at: datetime) -> None:
    """Kept for her for a while; she hears of it with the event that follows."""
    house = Rule(tenant=tenant, name="waiting-list")
    cities.offer(slot, matter_of=partial(queries.matter_of, house), by=house, at=at)


def mail_offer(event: SlotOffered, at: datetime) -> None:
    """To the one who waits."""
    vorgang_id = vorgang_of(event.topic)
    if vorgang_id is None:
        return
    of = events.OfVorgang(tenant=event.tenant, vorgang_id=vorgang_id)
    to, booked = queries.contact(rule(of, "mail"), vorgang_id), queries.booked(rule(of, "mail"), vorgang_id, at=at)
    if booked and booked.offered:
        starts, until = (moment.astimezone(BERLIN) for moment in (booked.offered.starts_at, at + cities.KEPT))
        change = change_link(to.number, of)
        _send(of, to, to.say.earlier_appointment(to.number, at=starts, where=booked.offered.where, until=until, change=change), at)


@job("vorgaenge.next_offer", every=timedelta(minutes=1))
def next_offer(at: datetime) -> None:
    """Who let an offer pass keeps her appointment; the next one hears of the slot."""
    for tenant, slot in cities.lapsed(at=at):
        offer(tenant, slot, at)


@job("vorgaenge.remind_appointments", every=timedelta(minutes=20))
def remind_appointments(at: datetime) -> None:
    """The day before, once."""
    for due in appointments.appointment_reminders_due(at):
        house, vorgang_id = Rule(tenant=due.tenant, name="remind"), vorgang_of(due.topic)
        booked = queries.booked(house, vorgang_id, at=at) if vorgang_id else None
        if vorgang_id is None or booked is None or not cities.mark_reminded(due.booking, by=house, at=at):
            continue
        to, of = queries.contact(house, vorgang_id), events.OfVorgang(tenant=due.tenant, vorgang_id=vorgang_id)
        _send(of, to, to.say.appointment_tomorrow(to.number, **when_and_where(booked), change=change_link(to.number, of)), at)


@job("vorgaenge.remind", every=timedelta(hours=1))
def remind(at: datetime) -> None:
    """Three days before a Nachforderung ends, once."""
    for due in queries.reminders_due(at):
        to = queries.contact(Rule(tenant=due.tenant, name="remind"), due.vorgang_id)
        if actions.mark_reminded(due.nachforderung_id, by=Rule(tenant=due.tenant, name="remind"), at=at):
            event = events.DocumentsRequested(tenant=due.tenant, vorgang_id=due.vorgang_id, nachforderung_id=due.nachforderung_id)
            link = upload_link(to.number, event)
            notice = to.say.request(to.number, count=due.open_slots, reply_by=due.reply_by, upload=link)
            _send(event, to, notice, at)


@job("vorgaenge.unretrieved", every=timedelta(hours=1))
def unretrieved(at: datetime) -> None:
    """Not retrieved in ten days: not announced; the case goes back to the clerk, who provides again or posts."""
    for tenant, bescheid_id in queries.unretrieved(at):
        actions.return_unretrieved(bescheid_id, by=Rule(tenant=tenant, name="unretrieved"), at=at)


@job("vorgaenge.expire_drafts", every=timedelta(hours=6))
def expire_drafts(at: datetime) -> None:
    """Drafts of 30 days are deleted with what was uploaded; so are corrections nobody sent, and files that were taken out again."""
    actions.expire_drafts(at=at)
    actions.expire_corrections(at=at)
    actions.forget_removed(at=at)


@job("vorgaenge.retention", every=timedelta(hours=1), lease=timedelta(minutes=50))
def delete_ended(at: datetime) -> None:
    """What was kept for the years of its rule. Where nobody entered them nothing is deleted; `glueckauf retention` shows it."""
    for due in queries.deletions_due(at, limit=DELETED_AT_ONCE):
        actions.delete_ended(due.vorgang_id, due.rule, by=Rule(tenant=due.tenant, name="retention"), at=at)


def _send(event: events.OfVorgang, to: queries.Contact, notice: Notice, at: datetime, *, once: str = "", topic: str = "") -> None:
    """One mail per delivery, however often it is tried. `topic`: where an answer goes if not into the Vorgang. `once`: names a second."""
    if not to.email:
        return
    words = Words(
        sender=to.city,
        heading=notice.subject,
        paragraphs=(to.say.greeting, *notice.paragraphs),
        link=(to.say.link, f"{settings.GLUECKAUF.base_url}/vorgaenge/{to.number}/"),
        after=notice.after,
        notes=(to.say.questions,),
        language=to.say.language,
    )
    body = written(words)
    mail.send(
        event.tenant,
        to=to.email,
        subject=notice.subject,
        text=body.text,
        html=body.html,
        topic=topic or f"{actions.TOPIC}{event.vorgang_id}",
        person=to.person,
        once=f"{delivery_key()}{once}" if delivery_key() else "",
        by=rule(event, "mail"),
        at=at,
    )
