"""Money that did not fit: what happened, what was expected, and to which Vorgang it belongs."""

from dataclasses import dataclass
from datetime import datetime

from glueckauf.core.db import reading
from glueckauf.core.money import euros
from glueckauf.identity.rules.actor import Citizen, Clerk, Guest
from glueckauf.payments import queries as payments
from glueckauf.payments.rules.state import Reason
from glueckauf.vorgaenge.models import Vorgang
from glueckauf.vorgaenge.queries.matter import Matter
from glueckauf.vorgaenge.rules.stage import DESK_WORDS, Stage

PAGE = 50
REFERENCE = "vorgang:"
TITLES = {
    Reason.OTHER_AMOUNT: "Anderer Betrag",
    Reason.PAID_TWICE: "Zweimal bezahlt",
    Reason.REPLACED: "Für einen überholten Betrag bezahlt",
    Reason.OTHER_TRANSACTION: "Unklare Buchung",
    Reason.NOTHING_DUE: "Bezahlt, als nichts mehr zu bezahlen war",
}
HAPPENED = {
    Reason.OTHER_AMOUNT: "Erwartet waren {expected}, angekommen sind {received}.",
    Reason.PAID_TWICE: "Die Gebühr von {expected} war schon bezahlt. Danach kamen noch einmal {received} an.",
    Reason.REPLACED: "Die Forderung über {expected} galt nicht mehr. Trotzdem kamen {received} an.",
    Reason.OTHER_TRANSACTION: "Der Bezahldienst meldet {received} unter einer Nummer, die nicht zu diesem Auftrag gehört.",
    Reason.NOTHING_DUE: "Der Antrag war zurückgezogen, als {received} ankamen.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentQuestion:
    """One of them. `is_due`: the case still waits for its fee, so accepting lets it begin; until then it has no page at the desk."""

    id: int
    title: str
    happened: str
    number: str
    matter: str
    applicant: str
    word: str
    kassenzeichen: str
    expected_cents: int
    received_cents: int
    at: datetime | None
    is_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentQuestions:
    """Those of the clerk's offices, the oldest first; at most fifty on the page."""

    rows: tuple[PaymentQuestion, ...]
    total: int
    at: datetime


def payment_questions(actor: Clerk, *, at: datetime) -> PaymentQuestions:
    """Four statements, however many."""
    with reading(actor):
        found = [one for one in reversed(payments.questions(actor)) if one.reference.startswith(REFERENCE)]
        keys = [int(one.reference.removeprefix(REFERENCE)) for one in found]
        known = Vorgang.objects.visible_to(actor).in_bulk(keys)
    rows = [row_of(one, known[key]) for one, key in zip(found, keys, strict=True) if key in known]
    return PaymentQuestions(rows=tuple(rows[:PAGE]), total=len(rows), at=at)


def row_of(one: payments.Payment, vorgang: Vorgang) -> PaymentQuestion:
    """In words."""
    reason, stage = Reason(one.reason), Stage(vorgang.stage)
    return PaymentQuestion(
        id=one.id,
        title=TITLES[reason],
        happened=HAPPENED[reason].format(expected=euros(one.amount_cents), received=euros(one.received_cents)),
        number=vorgang.number,
        matter=vorgang.title,
        applicant=vorgang.applicant,
        word=DESK_WORDS[stage],
        kassenzeichen=one.kassenzeichen,
        expected_cents=one.amount_cents,
        received_cents=one.received_cents,
        at=one.settled_at,
        is_due=stage == Stage.PAYMENT,
    )


def payment_state(actor: Citizen | Guest, matter: Matter) -> str:
    """Of her newest payment, while the fee is due first: open, confirmed, failed, questioned. Empty before the first."""
    if matter.stage is not Stage.PAYMENT:
        return ""
    tried = payments.of_reference(actor, f"{REFERENCE}{matter.id}")
    return tried[0].state.value if tried else ""
