"""Demo only: the way of one Vorgang, from the form to its end, as a generator that yields the instant of its next step."""

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.catalogue.rules.fee import compute
from glueckauf.catalogue.rules.schema import Example, FeeKind, Leistung, Mode
from glueckauf.core.clock import BERLIN, local_day
from glueckauf.forms.complete import answers
from glueckauf.identity.rules.actor import Clerk, Guest
from glueckauf.payments import actions as payments
from glueckauf.payments.actions import simulator
from glueckauf.payments.providers import ProviderStatus, Reported
from glueckauf.portal.actions.demo_people import Person, values_for
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.actions.documents import Received
from glueckauf.vorgaenge.rules.stage import Ending, Stage

NOTES = (
    "Rückruf: Angaben am Telefon bestätigt.",
    "Melderegister verglichen, Anschrift stimmt.",
    "Mit der Kollegin besprochen, kann so bleiben.",
)
LETTERS_TO_HER = (
    "Guten Tag, Ihr Antrag liegt uns vor. Wir melden uns, sobald wir ihn geprüft haben.",
    "Guten Tag, eine kurze Rückfrage: Sind Sie tagsüber unter der angegebenen Nummer zu erreichen?",
)
QUESTIONS = ("Wie lange dauert es ungefähr noch?", "Ich bin nächste Woche im Urlaub. Bitte schreiben Sie mir hier.")
GRANT_TEXTS = {
    "hundesteuer-abmeldung": "Die Steuer endet mit dem Ablauf des Monats, in dem der Hund stirbt oder auszieht (Muster, erfunden).",
    "eheschliessung-anmeldung": "am Donnerstag um 10 Uhr, Raum 12 (Muster). Mitzubringen ist nichts weiter.",
    "halteverbot-umzug": "Die Schilder müssen vier Tage vorher stehen (Muster, erfunden).",
    "sperrmuell": "am kommenden Montag (Muster, erfunden).",
    "melderegisterauskunft": "Die Person ist gemeldet: Musterweg 3, 99999 Musterstadt (frei erfunden).",
}
LATELY = timedelta(days=7)
# Decided just now, the first of each: two wait for the second signature, the others can still be taken back.
FRESH = frozenset(
    [
        ("sondernutzung-strasse", "duisburg"),
        ("sondernutzung-strasse", "bochum"),
        ("wohnberechtigungsschein", "dortmund"),
        ("wohnberechtigungsschein", "duisburg"),
        ("wohnberechtigungsschein", "essen"),
        ("wohnberechtigungsschein", "gelsenkirchen"),
    ]
)
Course = Generator[datetime, None, None]


@dataclass(slots=True, kw_only=True)
class World:
    """What all cases share. `clerks`: two per city, the second signs second."""

    rng: Random
    now: datetime
    clerks: dict[str, tuple[Clerk, Clerk]]
    received: Received
    templates: dict[str, tuple[Example, ...]]
    offers: int = field(default=0)
    made: int = field(default=0)

    def is_fresh(self, service: LeistungOfCity, number: int) -> bool:
        """Whether the case of this number is decided just now."""
        return number < self.offers and (service.leistung.key, service.kommune.key) in FRESH


@dataclass(slots=True, kw_only=True)
class Case:
    """One Vorgang on its way."""

    world: World
    service: LeistungOfCity
    by: Guest
    number: str
    first: Clerk
    second: Clerk
    answers: dict[str, Any]
    fee_kind: FeeKind
    is_fresh: bool

    @property
    def rng(self) -> Random:
        """The dice of all."""
        return self.world.rng

    def seen(self, at: datetime) -> queries.Matter:
        """As the person sees it now."""
        return queries.matter(self.by, self.number, at=at)


def course_of(world: World, service: LeistungOfCity, person: Person, number: int, at: datetime) -> Course:
    """From the form to the end, if there is time."""
    found = values_for(world.rng, world.templates[service.leistung.key], service, person, local_day(at))
    if found is None:
        return
    one, two = world.clerks[service.owner.key]
    by = person.actor
    key = hand_in(world, service, found, by, "portal" if person.email else "post", at)
    world.made += 1
    receipt, leistung = queries.receipt(by, key, at=at), service.leistung
    given = answers(leistung.form, found)
    case = Case(
        world=world,
        service=service,
        by=by,
        number=receipt.number,
        first=one if number % 3 else two,
        second=two if number % 3 else one,
        answers=given,
        fee_kind=compute(leistung.fee, leistung.values, given).kind,
        is_fresh=world.is_fresh(service, number),
    )
    if receipt.unpaid:
        if world.rng.random() < 0.12:
            return  # never paid
        yield (at := at + timedelta(minutes=world.rng.randint(2, 30)))
        pay(case, at)
    yield (at := at + timedelta(minutes=1))
    if leistung.mode is Mode.AUTOMATIC and case.seen(at).stage is not Stage.NEW:
        yield from after_release(case, at)  # the house decided alone
        return
    if world.rng.random() < 0.05 and not case.is_fresh:
        yield (at := at + timedelta(hours=world.rng.randint(2, 40)))
        actions.withdraw(case.number, reason="Hat sich erledigt.", by=by, at=at)
        return
    yield from at_the_desk(case, at)


def hand_in(world: World, service: LeistungOfCity, values: dict[str, Any], by: Guest, channel: str, at: datetime) -> str:
    """A draft, its files, its answers, handed in. Returns the key of the Antrag."""
    began, leistung = at - timedelta(minutes=max(1, service.leistung.minutes)), service.leistung
    antrag = actions.start(service, language="de", by=by, at=began)
    key, counting = str(antrag.key), answers(leistung.form, values)
    for f in (f for s in leistung.form.sections for f in s.fields if f.type == "file" and counting.get(f.key)):
        received = replace(world.received, filename=f"{f.nachweis}.png")
        document = actions.add_to_antrag(key, field=f.key, nachweis=f.nachweis, received=received, by=by, at=began)
        values[f.key] = [str(document.key)]
    actions.save(key, section=leistung.form.sections[-1].key, seen=0, values=values, errors=[], by=by, at=began)
    actions.submit(key, channel=channel, by=by, at=at)
    return key


def pay(case: Case, at: datetime) -> None:
    """At the simulated provider, whose report arrives as if it had been notified."""
    payment = actions.start_payment(case.number, return_url=f"/vorgaenge/{case.number}/", by=case.by, at=at)
    link = parse_qs(urlsplit(payment.redirect_url).query)
    order = simulator.open_order(link["bestellung"][0], link["siegel"][0])
    simulator.choose(order.key, simulator.Choice.LOSE, at=at)
    report = Reported(key=order.key, transaction=order.transaction, status=ProviderStatus.PAID, amount_cents=order.amount_cents)
    payments.receive(report, at=at)


def at_the_desk(case: Case, at: datetime) -> Course:
    """A clerk takes it, asks or writes where needed, and decides."""
    rng, number = case.rng, case.number
    if rng.random() < 0.1:
        yield (at := at + timedelta(hours=rng.randint(1, 30)))
        actions.message(number, text=rng.choice(QUESTIONS), by=case.by, at=at)
    yield (at := office_hour(rng, at, rng.randint(0, 6)))
    actions.open_case(number, by=case.first, at=at)
    actions.take(number, by=case.first, at=at)
    if rng.random() < 0.2:
        actions.note(number, text=rng.choice(NOTES), by=case.first, at=at)
    if rng.random() < 0.15:
        actions.message(number, text=rng.choice(LETTERS_TO_HER), by=case.first, at=at)
    if case.service.leistung.nachweise and rng.random() < 0.35 and not case.is_fresh:
        at = yield from ask(case, at)
        if case.seen(at).stage == Stage.ASKED:
            yield (at := office_hour(rng, at, rng.randint(25, 35)))
            yield from decide(case, at, ending=Ending.CLOSE)
            return
    if rng.random() < 0.4 and not case.is_fresh:
        yield (at := office_hour(rng, at, rng.randint(0, 2)))
        actions.set_complete(number, complete_on=local_day(at), by=case.first, at=at)
    at = case.world.now - timedelta(minutes=10) if case.is_fresh else office_hour(rng, at, rng.randint(1, 16))
    yield at
    yield from decide(case, at)


def ask(case: Case, at: datetime) -> Generator[datetime, None, datetime]:
    """A Nachforderung. Most answer in some days, one in a while with a paper nobody can read; some never do. Returns when it is over."""
    rng, number = case.rng, case.number
    yield (at := at + timedelta(minutes=rng.randint(3, 40)))
    there = {p.nachweis for p in case.seen(at).papers}
    wanted = [n for n in case.service.leistung.nachweise if n.key not in there] or list(case.service.leistung.nachweise)
    chosen = wanted[: rng.randint(1, 2)]
    asked = [actions.Asked(nachweis=n.key, label=str(n.label), reason=str(n.why)) for n in chosen]
    actions.request_documents(number, asked=asked, by=case.first, at=at)
    if rng.random() < 0.2:
        return at
    request = case.seen(at).requests[0]
    for slot in request.slots:
        yield (at := at + timedelta(hours=rng.randint(4, 90)))
        received = [replace(case.world.received, filename=f"{slot.nachweis}.png")]
        actions.add_to_slot(number, slot=slot.id, received=received, via="portal", by=case.by, at=at)
    yield (at := office_hour(rng, at, rng.randint(0, 4)))
    verdict = "Das Bild ist unscharf. Bitte fotografieren Sie den Nachweis noch einmal." if rng.random() < 0.12 else ""
    for paper in case.seen(at).papers:
        if paper.nachweis == request.slots[0].nachweis:
            actions.review(number, document=paper.key, reason=verdict, by=case.first, at=at)
            verdict = ""
    return at


def decide(case: Case, at: datetime, *, ending: Ending | None = None) -> Course:
    """Signed, where needed by two; then what follows the letter. The minutes to think again pass first."""
    rng, number, decision = case.rng, case.number, case.service.leistung.decision
    ending = ending or rng.choices([Ending.GRANT, Ending.REFUSE if decision.letters.refuse else Ending.CLOSE], [88, 12])[0]
    if ending is Ending.GRANT and decision.conditions and rng.random() < 0.7:
        ending = Ending.CONDITIONS
    conditions: tuple[str, ...] = ()
    if ending is Ending.CONDITIONS:
        conditions = tuple(str(c.text) for c in rng.sample(decision.conditions, min(3, len(decision.conditions))))
    reasons = reasons_for(rng, case.service.leistung, ending, case.answers)
    set_fee_where_open(case, at)
    yield (at := at + timedelta(minutes=rng.randint(2, 8)))
    bescheid = actions.decide(number, ending=ending, conditions=conditions, reasons=reasons, by=case.first, at=at)
    if bescheid.needs_approval:
        if at > case.world.now - LATELY:
            return  # waits for the second signature
        yield (at := office_hour(rng, at, rng.randint(0, 4)))
        actions.approve(number, by=case.second, at=at)
    yield (at := at + timedelta(minutes=settings.GLUECKAUF.undo_minutes + 1))
    yield from after_release(case, at)


def reasons_for(rng: Random, leistung: Leistung, ending: Ending, given: dict[str, Any]) -> str:
    """What the clerk writes; nothing where the letter says it all."""
    if ending is Ending.REFUSE:
        known = leistung.decision.reasons_to_refuse
        return str(rng.choice(known).text) if known else "Die Voraussetzungen liegen nicht vor."
    if ending is Ending.CLOSE:
        return "Die angeforderten Unterlagen sind nicht gekommen. Wir schließen den Vorgang."
    return GRANT_TEXTS.get(leistung.key, "Ihre Angaben sind geprüft.") if leistung.text_to_write(given) is not None else ""


def set_fee_where_open(case: Case, at: datetime) -> None:
    """Where no rule computes it, a person sets it."""
    if case.fee_kind in {FeeKind.BY_PERSON, FeeKind.TO_BE_ENTERED}:
        cents = case.rng.choice([2500, 3600, 4800, 7200, 12000])
        actions.set_fee(case.number, total_cents=cents, reason="Nach Aufwand und Dauer, erfundener Satz der Demo.", by=case.first, at=at)


def after_release(case: Case, at: datetime) -> Course:
    """The letter goes to the post, or is opened in the portal; some nobody opens."""
    rng, number, seen = case.rng, case.number, case.seen(at)
    if seen.stage == Stage.POSTING:
        if at > case.world.now - LATELY:
            return  # lies on the pile for the post
        yield (at := office_hour(rng, at, rng.randint(0, 2)))
        actions.dispatch(number, on=local_day(at), by=case.first, at=at)
    elif seen.stage in {Stage.ANNOUNCED, Stage.CLOSED} and rng.random() < 0.85:
        yield (at := at + timedelta(hours=rng.randint(1, 120)))
        for decision in seen.decisions:
            if decision.has_letter:
                actions.retrieve(decision.id, by=case.by, at=at)


def office_hour(rng: Random, at: datetime, days: int) -> datetime:
    """So many days later, on a weekday, while people work; later than `at`."""
    local = at.astimezone(BERLIN)
    day = local.date() + timedelta(days=days if days or local.hour < 15 else 1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    found = datetime.combine(day, time(rng.randint(8, 15), rng.randint(0, 59)), tzinfo=BERLIN).astimezone(at.tzinfo)
    return found if found > at else at + timedelta(minutes=rng.randint(5, 50))
