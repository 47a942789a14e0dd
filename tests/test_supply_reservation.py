"""The life of a reservation: promised by the check, accepted with the decision, freed by withdrawal, refusal, revocation or time.

What holds is what the Vorgang says: events may come twice, late and in any order.
"""

import json
from datetime import timedelta

import make_supply
import pytest
from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.db import reading
from glueckauf.core.models import Event
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.outbox.registry import handlers_of
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Clerk, Role
from glueckauf.mail.models import OutgoingMail
from glueckauf.supply import actions, queries
from glueckauf.supply.actions.reservations import NotAccepted
from glueckauf.supply.models import ReservationStep
from glueckauf.supply.rules.reservations import State, replay
from glueckauf.vorgaenge import actions as vorgaenge
from glueckauf.vorgaenge import events
from glueckauf.vorgaenge.models import EffectRow, FindingRow, Vorgang
from glueckauf.vorgaenge.queries.findings import findings_of
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make, make_catalogue, make_identity

pytestmark = pytest.mark.django_db
KEY = "stromspeicher"
AT = make.NOON
LATER = AT + timedelta(minutes=11)
TENANT = make_supply.OPERATOR
HEARD = {f"vorgaenge.{kind.__name__}": kind for kind in (events.EffectStarted, events.EffectEnded, events.Examined, events.BescheidIssued)}
PERSONAL = ("Mustermann", "Musterstraße", "Probeallee", "Testgasse", "44787")

LEISTUNG = """\
key: stromspeicher
name: Stromspeicher anmelden
short: Sie wollen einen Speicher anschließen.
action: Speicher anmelden
leika: {none: ausgedacht für einen Test}
topic: mobilitaet
audience: [citizen]
search: [stromspeicher, batterie, battery]
law: [{text: § 19 NAV}]
mode: A
operator: power
office: netzanschluss
trust: none
minutes: 2
form:
  sections:
    - key: geraet
      title: Ihr Speicher
      fields:
        - {key: objekt, type: address, label: Wo steht er?}
        - {key: zahl, type: integer, label: Wie viele?, minimum: "1"}
        - {key: leistung, type: number, label: Leistung, unit: kW, minimum: "0"}
        - {key: steuerbar, type: yesno, label: Steuerbar?}
        - {key: nachname, type: name, label: Nachname}
        - {key: email, type: email, label: E-Mail, optional: true}
applicant: {name: nachname, email: email}
fee: {kind: none}
checks: [netzanschluss]
effects: [{kind: geraet-anschluss}]
deadlines: {}
decision:
  outcome: mitteilung
  remedy: none
  automatic_with_conditions: true
  letters: {grant: bescheid.typ, refuse: bescheid.typ}
retention: {years: 10, law: ausgedacht}
privacy: Der Netzbetreiber nutzt Ihre Angaben für den Anschluss.
"""
LETTER = '#import "/brief.typ": *\n#show: brief.with(daten)\nDer Netzbetreiber antwortet Ihnen.\n'


@pytest.fixture
def service(settings, tmp_path):
    """A Leistung of the operator, with its grid in force."""
    folder = make_catalogue.leistung(tmp_path, KEY, LEISTUNG.replace("{", "{{").replace("}", "}}"))
    (folder / "text.de.md").write_text("## Für wen\n\nFür alle {in_ort}.\n", "utf-8")
    (folder / "bescheid.typ").write_text(LETTER, "utf-8")
    make_catalogue.use(settings, leistungen=tmp_path)
    assert [line for line in make_catalogue.publish().problems if line.startswith(f"leistungen/{KEY}")] == []
    make_supply.town()
    return catalogue.leistung("bochum", KEY)


def storage(street=make_supply.AMPLE, number="12", *, by=None, email=""):
    """Handed in and examined; its Vorgang at the operator."""
    place = {"street": street, "house_number": number, "postcode": "44787", "city": "Bochum"}
    answers = {"objekt": place, "zahl": 1, "leistung": "11", "steuerbar": True, "nachname": "Mustermann"} | (
        {"email": email} if email else {}
    )
    row = make.antrag(KEY, by=by or make.guest(), answers=answers)
    vorgaenge.submit(str(row.key), channel="portal", by=by or make.guest(row.person), at=AT)
    drain(AT)
    with reading(Scope(tenant=TENANT)):
        return Vorgang.objects.get(antrag_id=row.pk)


def clerk():
    """Of the operator."""
    account = make_identity.account(TENANT, roles=(Role.CLERK,), offices=("netzanschluss",))
    return Clerk(id=account.pk, tenant=TENANT, offices=frozenset(["netzanschluss"]), roles=frozenset([Role.CLERK]), name="x")


def state(case):
    return make_supply.state(case.pk)


def log(*kinds):
    with reading(Scope(tenant=TENANT)):
        return list(Event.objects.filter(kind__in=kinds or HEARD).order_by("pk"))


def deliver(row, at):
    """Again, to everyone who listens."""
    event = HEARD[row.kind].from_payload(row.tenant, row.payload)
    for handler in handlers_of(type(event)):
        if handler.key.startswith("supply."):
            handler.run(event, at)


def test_in_favour_the_house_answers_alone_and_the_device_has_its_place(service):
    case = storage()
    assert Stage(make.again(case).stage) is Stage.CLOSED and state(case) is State.ACCEPTED
    with reading(Scope(tenant=TENANT)):
        causes = list(ReservationStep.objects.values_list("state", "cause").order_by("pk"))
        effect = EffectRow.objects.get(kind="geraet-anschluss")
    assert causes == [("pending", "check"), ("accepted", f"effect:{effect.pk}")]
    assert not [word for word in PERSONAL if word in json.dumps([effect.object, effect.value, *[row.payload for row in log()]])]


def test_a_no_needs_a_person_and_frees_nothing_that_was_not_promised(service):
    case = storage("Testgasse", "1")
    assert Stage(make.again(case).stage) is Stage.NEW and state(case) is State.WAITING
    vorgaenge.decide(case.number, ending=Ending.REFUSE, reasons="Das Kabel ist zu schwach.", by=clerk(), at=AT)
    assert state(case) is State.WAITING
    drain(LATER)
    assert state(case) is State.FREED


def test_a_person_may_accept_what_the_check_did_not_promise(service):
    case = storage("Testgasse", "1")
    vorgaenge.decide(case.number, ending=Ending.GRANT, reasons="Wir verstärken.", by=clerk(), at=AT)
    drain(LATER)
    assert state(case) is State.ACCEPTED and [one.power_kw for one in queries.promised(make_supply.BY, "power")] == [11]


def test_withdrawal_frees_the_place(service):
    guest = make.guest()
    case = storage("Testgasse", "1", by=guest)
    vorgaenge.withdraw(case.number, by=guest, at=AT)
    drain(AT)
    assert state(case) is State.FREED


def test_revoking_the_answer_frees_the_place_and_late_events_change_nothing(service):
    case = storage()
    vorgaenge.revoke(case.number, reason="Irrtum", by=clerk(), at=LATER)
    drain(LATER)
    assert state(case) is State.FREED and queries.promised(make_supply.BY, "power") == ()
    for row in (*log(), *reversed(log()), *log()):
        deliver(row, LATER)
    assert state(case) is State.FREED
    vorgaenge.decide(case.number, ending=Ending.GRANT, reasons="Doch.", by=clerk(), at=LATER)
    drain(LATER + timedelta(minutes=11))
    assert state(case) is State.ACCEPTED
    for row in reversed(log()):
        deliver(row, LATER)
    assert state(case) is State.ACCEPTED


def test_one_effect_one_place_and_replaying_the_log_gives_the_rows(service):
    cases = [storage(), storage("Probeallee", "12"), storage("Testgasse", "1")]
    vorgaenge.revoke(cases[0].number, reason="Irrtum", by=clerk(), at=LATER)
    drain(LATER)
    with reading(Scope(tenant=TENANT)):
        in_force = set(EffectRow.objects.filter(cancelled_at=None).values_list("cause__vorgang_id", flat=True))
        moved = [
            (row.payload["reservation_id"], row.payload["state"]) for row in Event.objects.filter(kind="supply.DeviceMoved").order_by("pk")
        ]
    rows = make_supply.rows()
    assert replay(moved) == replay(moved * 2) == {row.pk: State(row.state) for row in rows}
    assert {row.vorgang_id for row in rows if row.state == State.ACCEPTED} == in_force
    assert len({row.vorgang_id for row in rows}) == len(rows)


def test_time_frees_what_nobody_builds_but_not_what_stands(service):
    built, forgotten = storage(), storage("Probeallee", "12")
    actions.connect_device(built.pk, by=clerk(), at=LATER)
    day = (AT + timedelta(days=366)).date()
    assert actions.expire(AT.date(), by=make_supply.BY, at=LATER) == 0
    assert actions.expire(day, by=make_supply.BY, at=LATER) == 1 == 1 + actions.expire(day, by=make_supply.BY, at=LATER)
    assert (state(built), state(forgotten)) == (State.CONNECTED, State.FREED)


def test_what_was_not_accepted_is_not_connected(service):
    case = storage("Testgasse", "1")
    with pytest.raises(NotAccepted):
        actions.connect_device(case.pk, by=clerk(), at=AT)


def test_a_withdrawal_that_overtook_the_check_frees_what_the_check_promised_too_late(service):
    guest = make.guest()
    case = storage("Testgasse", "1", by=guest)
    vorgaenge.withdraw(case.number, by=guest, at=AT)
    drain(AT)
    make_supply.ask(case.pk, make_supply.wallbox())
    assert state(case) is State.PENDING
    deliver(log("vorgaenge.Examined")[0], AT)
    assert state(case) is State.FREED


def released(**limits):
    """The same town as a new revision with other limits."""
    archive, series, _ = make_supply.files()
    looked = actions.look_at("power", name="neu.zip", content=archive, series=series, by=make_supply.BY)
    given = {name: {"value": value, "source": "Musterwerk"} for name, value in limits.items()}
    number = actions.import_grid(looked, limits=given, is_synthetic=True, by=make_supply.BY, at=LATER)
    actions.release_grid("power", number=number, by=make_supply.BY, at=LATER)
    drain(LATER)


def findings(case):
    """Results in order."""
    with reading(Scope(tenant=TENANT)):
        return list(FindingRow.objects.filter(vorgang_id=case.pk).order_by("pk").values_list("result", flat=True))


def test_a_new_revision_asks_again_what_nobody_decided_and_leaves_the_rest(service):
    decided, waiting = storage(), storage("Testgasse", "1")
    assert (findings(decided), findings(waiting)) == (["ok"], ["no"])
    released(transformer_percent=90)
    assert (findings(decided), findings(waiting)) == (["ok"], ["no", "no"])
    released(voltage_low=0.5, voltage_high=1.5, transformer_percent=900, line_percent=900)
    assert (findings(decided), findings(waiting)) == (["ok"], ["no", "no", "ok"])
    assert Stage(make.again(waiting).stage) is Stage.CLOSED and state(waiting) is State.ACCEPTED
    with reading(Scope(tenant=TENANT)):
        (view,) = findings_of(Vorgang.objects.get(pk=waiting.pk))
    assert view.before is not None and (view.before.result, view.result) == ("no", "ok")
    assert "Netzmodell 3" in view.version and "Netzmodell 2" in view.before.version


def mails():
    """Subjects of the mails to who asked, in order."""
    with reading(Scope(tenant=TENANT)):
        return list(OutgoingMail.objects.filter(subject__contains="eintragen").order_by("pk").values_list("subject", "text"))


def test_who_feeds_in_or_stores_is_told_of_the_register_once_it_runs_and_once_more(service):
    case = storage(email="erika@mustermann.example")
    moment = AT.replace(month=1, day=31)
    actions.connect_device(case.pk, by=clerk(), at=moment)
    drain(moment)
    ((subject, text),) = mails()
    assert subject == f"{case.number}: bitte bis 28.2.{moment.year} eintragen"  # § 188 Abs. 3 BGB: January 31 and a month
    assert f"/vorgaenge/{case.number}/" in text and not [word for word in (*PERSONAL, "Speicher") if word in text]
    for days in (1, 10, 21):
        actions.remind(by=make_supply.BY, at=moment + timedelta(days=days))
    assert len(mails()) == 1
    for days in (22, 25, 28, 29, 40):
        actions.remind(by=make_supply.BY, at=moment + timedelta(days=days))
    assert len(mails()) == 2 and "nur noch dieses Mal" in mails()[1][1]


def test_the_desk_lists_devices_and_says_which_runs(service):
    built, waiting = storage(), storage("Testgasse", "1")
    desk = make_identity.desk_of(make_identity.clerk(TENANT, roles=(Role.CLERK,), offices=("netzanschluss",)))
    page = desk.get(reverse("netz-zusagen")).content.decode()
    assert built.number in page and waiting.number not in page and "steuerbar bis 4,2 kW" in page
    assert waiting.number in desk.get(reverse("netz-zusagen"), {"stand": "wartet"}).content.decode()
    assert desk.get(reverse("netz-zusagen"), {"stand": "unsinn"}).status_code == 404
    assert desk.post(reverse("netz-angeschlossen", args=[built.pk])).status_code == 302
    assert state(built) is State.CONNECTED
    assert desk.post(reverse("netz-angeschlossen", args=[waiting.pk])).status_code == 409 and state(waiting) is State.WAITING
    stranger = make_identity.desk_of(make_identity.clerk("westnetz", roles=(Role.CLERK,), offices=("netzanschluss",)))
    assert built.number not in stranger.get(reverse("netz-zusagen"), {"stand": "am-netz"}).content.decode()
    assert stranger.post(reverse("netz-angeschlossen", args=[built.pk])).status_code == 404
