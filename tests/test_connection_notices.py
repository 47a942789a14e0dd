"""What people tell the operator of a network: a solar system, a heat pump, a fault."""

from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from make_letters import text_of

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.by_office import applying
from glueckauf.catalogue.rules.deciding import decides_alone, fiction_for
from glueckauf.catalogue.rules.schema import FeeKind
from glueckauf.core.outbox.dispatch import drain
from glueckauf.vorgaenge import queries
from glueckauf.vorgaenge.forms import DecisionForm
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make, make_identity
from tests.test_letters_of_leistungen import letter, named, words

pytestmark = pytest.mark.django_db
FAULT, SUN, HEAT = "stoerung-melden", "pv-anlage", "waermepumpe"
LATER = make.NOON + timedelta(minutes=11)
CITIES = ["bochum", "dortmund", "duisburg", "essen", "gelsenkirchen", "muelheim"]


@pytest.fixture(autouse=True)
def _published():
    make.publish()


def service(slug, city="bochum"):
    return catalogue.leistung(city, slug)


@pytest.mark.parametrize(("city", "slug"), list(product(CITIES, [FAULT, SUN, HEAT])))
def test_in_every_city_the_operator_of_its_power_grid_answers(city, slug):
    found = service(slug, city)
    assert found.owner.key != city and found.leistung.can_be_started
    assert found.leistung.office in {o.key for o in found.owner.offices}


LABELS = {"strom": "Strom", "gas": "Gas", "wasser": "Wasser", "waerme": "Fernwärme"}


@pytest.mark.parametrize(
    ("city", "elsewhere"),
    [("bochum", set()), ("duisburg", set()), ("dortmund", {"waerme"}), ("gelsenkirchen", {"wasser", "waerme"}),
     ("essen", {"gas", "wasser", "waerme"}), ("muelheim", {"gas", "wasser", "waerme"})],
)  # fmt: skip
def test_every_fault_has_exactly_one_office_and_every_network_is_offered_once(city, elsewhere):
    found = service(FAULT, city).leistung
    options = next(f.options for s in found.form.sections for f in s.fields if f.key == "netz")
    assert [(o.key, str(o.label)) for o in options] == [
        (f"{key}_anderswo" if key in elsewhere else key, label) for key, label in LABELS.items()
    ]
    for option in options:
        (part,) = applying(found, {"netz": option.key})
        assert part.key == ("anderes-netz" if option.key.endswith("_anderswo") else "leitstelle")


def test_a_city_of_one_operator_never_says_that_nobody_is_entered(client: Client):
    assert [p.key for p in service(FAULT).leistung.parts] == ["leitstelle"]
    assert not any(f.key == "anderswo" for s in service(FAULT).leistung.form.sections for f in s.fields)


@pytest.mark.parametrize("part", ["Wasser läuft in Bochum", "Fernwärme bleibt in Bochum"])
def test_a_burst_pipe_and_cold_heating_lie_at_the_control_room_of_who_runs_them(part):
    case = make.vorgang(FAULT, answers=make.values(FAULT, name_part=part))
    drain(LATER)
    case = make.again(case)
    assert (case.tenant_id, case.office, case.stage) == ("stadtwerke-bochum-netz", "leitstelle", Stage.NEW)


def test_a_power_fault_lies_at_the_control_room_and_ends_by_a_person():
    case = make.vorgang(FAULT, answers=make.values(FAULT, name_part="Stromausfall in Bochum"))
    drain(LATER)
    case = make.again(case)
    assert (case.tenant_id, case.office, case.stage, case.applicant) == ("stadtwerke-bochum-netz", "leitstelle", Stage.NEW, "")
    receipt = make_identity.as_guest(str(case.person)).get(reverse("antrag-eingegangen", args=[make.key_of(case)])).content.decode()
    assert "Ihre Meldung ist gegeben an: Netzleitstelle" in receipt


@pytest.mark.parametrize(
    ("city", "part", "said"), [("muelheim", "In Mülheim riecht", "Fenster auf"), ("muelheim", "Rohrbruch", "am Haupthahn")]
)
def test_for_a_network_nobody_has_entered_the_answer_says_whom_to_call(city, part, said):
    case = make.vorgang(FAULT, kommune=city, answers=make.values(FAULT, name_part=part, kommune=city))
    drain(LATER)
    guest = make.guest(case.person)
    found = queries.matter(guest, case.number, at=LATER)
    assert found.stage is Stage.CLOSED
    text = " ".join(text_of(queries.letter(guest, case.number, found.decisions[0].id)).split())
    assert said in text and "Die Nummer" in text and "noch nicht eingetragen" in text


def test_who_smells_gas_is_sent_to_the_phone_first(client: Client):
    assert "112" in client.get(reverse("leistung", args=["bochum", FAULT])).content.decode()
    guest = make.guest()
    row = make.antrag(FAULT, by=guest, answers={"netz": "gas", "gas": "riecht"})
    page = make_identity.as_guest(str(guest.person)).get(reverse("antrag-schritt", args=[row.key, "was"])).content.decode()
    assert "Füllen Sie nichts mehr aus" in page and "habe die 112 schon angerufen" in page
    assert [e.path for e in queries.check(guest, str(row.key), at=make.NOON).missing] == ["angerufen", "strasse"]


def alone(slug, finding, part, **changes):
    leistung = service(slug).leistung
    answers = make.values(slug, name_part=part, **changes)
    return decides_alone(leistung, answers, fee=FeeKind.NONE, missing=(), findings={"netzanschluss": finding})


@pytest.mark.parametrize("slug", [SUN, HEAT])
@pytest.mark.parametrize(("finding", "is_alone"), [("ok", True), ("conditions", True), ("no", False), ("unknown", False)])
def test_a_yes_may_come_from_the_computer_a_no_never(slug, finding, is_alone):
    assert alone(slug, finding, "in Bochum") is is_alone


BATTERY = {"art": "pv_speicher", "speicher_netz": True, "steuerbar": False}


@pytest.mark.parametrize("changes", [{"eigentum": "weg"}, {"vorhanden": False}, {"art": "speicher"}, {"art": "kwk"}, BATTERY])
def test_what_the_program_cannot_calculate_is_for_a_person(changes):
    assert not alone(SUN, "ok", "in Bochum", **changes)


def test_silence_counts_for_a_small_plant_at_a_connection_that_exists(client: Client):
    leistung = service(SUN).leistung
    fiction = fiction_for(leistung, {"vorhanden": True})
    assert (fiction.months, fiction.law) == (1, "§ 8 EEG")
    assert fiction_for(leistung, {"vorhanden": False}) is None
    limit = next(f for s in leistung.form.sections for f in s.fields if f.key == "leistung")
    assert str(limit.maximum) == "30"
    page = client.get(reverse("leistung", args=["bochum", SUN])).content.decode()
    assert "Antwortet niemand in 1 Monat ab vollständigen Angaben, dürfen Sie die Anlage anschließen lassen (§ 8 EEG)." in page
    english = client.get(reverse("leistung", args=["bochum", SUN]), headers={"accept-language": "en"}).content.decode()
    assert "within 1 month of complete details, you may have the system connected" in english


def test_the_yes_for_sun_reminds_of_the_register():
    text = words(letter(SUN, "antwort.typ", named(SUN, "8 kW in Bochum"), remedy={}))
    assert "Sie dürfen die Anlage anschließen lassen: 8 kW Einspeisung." in text
    assert "Spätestens einen Monat nach dem Start tragen Sie die Anlage ins Marktstammdatenregister ein" in text
    assert "erinnern wir Sie per E-Mail daran" in text
    assert "Rechtsbehelf" not in text


def test_a_dimmed_heat_pump_is_a_yes_with_its_hours():
    dimmed = "An etwa 12 Stunden im Jahr darf der Netzbetreiber die Leistung senken, nie unter 4,2 kW (§ 14a EnWG)."
    text = words(letter(HEAT, "antwort.typ", named(HEAT, "9 kW in Bochum"), conditions=[dimmed], remedy={}))
    assert "An wenigen Stunden im Jahr dürfen wir ihre Leistung begrenzen." in text and dimmed in text
    assert "1 × Muster Wärme 9, je 9 kW Strom" in text


@pytest.mark.parametrize(("slug", "part"), [(SUN, "30 kW nicht"), (HEAT, "nicht steuerbar")])
def test_a_no_gives_reason_remedy_and_time_and_where_to_turn(slug, part):
    why = ["Grund: Der Transformator ist zu klein. Das hilft: ein größerer. So lange dauert es: bis Mai 2027."]
    text = words(letter(slug, "absage.typ", named(slug, part), reasons=why, remedy={}))
    assert "Warum, was hilft und wie lange es dauert" in text and why[0] in text
    assert "Bundesnetzagentur" in text and "Rechtsbehelfsbelehrung" not in text


def proposals(**answers):
    found = DecisionForm(None, endings=(Ending.REFUSE,), service=service(HEAT), answers=answers)
    return [text.partition(".")[0] for text in found.proposals]


def test_the_desk_proposes_overload_only_where_the_law_lets_it_refuse():
    assert any("trägt diese Leistung" in p for p in proposals(steuerbar=False, leistung="9"))
    assert not any("trägt diese Leistung" in p for p in proposals(steuerbar=True, leistung="9"))
    assert any("trägt diese Leistung" in p for p in proposals(steuerbar=True, leistung="4.2"))
    assert all("Das hilft: …" in str(r.text) for r in service(HEAT).leistung.decision.reasons_to_refuse)
