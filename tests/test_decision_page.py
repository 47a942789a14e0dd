"""The page on which a clerk decides: what is typed is seen in the letter before it is signed, and nothing is stored until then."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from glueckauf.catalogue.rules.schema import Regime, Remedy
from glueckauf.core.db import reading
from glueckauf.core.scope import Scope
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.models import Bescheid
from glueckauf.vorgaenge.rules.frist import Channel
from glueckauf.vorgaenge.rules.outlook import outlook
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make, make_identity
from tests.make_letters import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published():
    make.publish()


@pytest.fixture
def clerk():
    return make.clerk()


@pytest.fixture
def case():
    return make.vorgang("sondernutzung-strasse", answers=make.values("sondernutzung-strasse"))


@pytest.fixture
def desk(clerk):
    return signed_in(clerk)


def signed_in(clerk):
    return make_identity.desk_of(clerk)


def signed():
    """Reasons of what was signed in Bochum."""
    with reading(Scope(tenant="bochum")):
        return list(Bescheid.objects.values_list("reasons", flat=True))


def page(case):
    return reverse("schreibtisch-bescheid", args=[case.number])


def test_the_page_shows_letter_effect_and_what_is_left(desk, case):
    shown = desk.get(page(case), {"ending": "grant"}).content.decode()
    assert shown.count("data:image/png;base64,") >= 1
    assert "Sperrung im Straßenraum: Musterstraße 12" in shown
    assert "Gebühr festsetzen" in shown
    assert 'value="grant" checked' in shown


def test_a_preview_holds_what_was_typed_and_stores_nothing(desk, case):
    typed = {"ending": "conditions", "own_conditions": "Ein Rettungsweg bleibt frei.", "reasons": "Engstelle", "preview": "1"}
    answer = desk.post(page(case), typed)
    assert answer.status_code == 200
    assert "Engstelle" in answer.content.decode()
    pdf = desk.post(reverse("schreibtisch-entwurf", args=[case.number]), typed)
    assert "Ein Rettungsweg bleibt frei." in text_of(pdf.content)
    assert signed() == []


def test_signing_without_an_ending_comes_back_with_the_typed_reasons(desk, case):
    answer = desk.post(page(case), {"reasons": "Engstelle"})
    assert answer.status_code == 422
    assert "Wählen Sie, wie Sie entscheiden." in answer.content.decode()
    assert "Engstelle" in answer.content.decode()


def test_a_refusal_without_reasons_comes_back_as_it_was_typed(desk, case):
    answer = desk.post(page(case), {"ending": "refuse", "reasons": " ", "own_conditions": "Ein Rettungsweg bleibt frei."})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#reasons"' in text and 'value="refuse" checked' in text.replace('"refuse"  checked', '"refuse" checked')
    assert "Ein Rettungsweg bleibt frei." in text


@pytest.mark.parametrize(("field", "anchor"), [("reasons", "reasons"), ("own_conditions", "own")])
def test_what_the_font_of_the_letter_lacks_is_said_before_it_is_sealed(desk, case, field, anchor):
    words = {"ending": "conditions", "reasons": "Engstelle", "own_conditions": "Ein Rettungsweg bleibt frei."}
    answer = desk.post(page(case), words | {field: "Siehe Plan \N{GRINNING FACE}"})
    assert answer.status_code == 422
    assert f'href="#{anchor}"' in answer.content.decode()
    assert "Siehe Plan" in answer.content.decode()
    assert signed() == []
    assert desk.post(page(case), words | {field: "Mindestens 1,50 m ± 5 cm – § 18 → „frei“, Łódź"}).status_code != 422


def test_a_refusal_has_no_effects_and_is_signed_with_its_reasons(desk, case):
    shown = desk.post(page(case), {"ending": "refuse", "preview": "1"}).content.decode()
    assert "Nichts außer dem Brief." in shown
    desk.post(page(case), {"ending": "refuse", "reasons": "Der Gehweg ist zu schmal."})
    assert signed() == ["Der Gehweg ist zu schmal."]


def test_the_second_person_sees_the_words_of_the_first(clerk, case):
    actions.set_fee(case.number, total_cents=7500, reason="Tarif", by=clerk, at=make.NOON)
    actions.decide(case.number, ending=Ending.CONDITIONS, conditions=["Ein Rettungsweg bleibt frei."], by=clerk, at=make.NOON)
    second = make.clerk()
    found = queries.case(second, case.number, at=make.NOON)
    assert found.stage is Stage.APPROVAL
    assert queries.signed_wording(found).conditions == ("Ein Rettungsweg bleibt frei.",)
    client = signed_in(second)
    assert "Ein Rettungsweg bleibt frei." in text_of(client.get(reverse("schreibtisch-entwurf", args=[case.number])).content)
    assert client.get(page(case)).status_code == 302
    shown = client.get(reverse("schreibtisch-vorgang", args=[case.number])).content.decode()
    assert "<li>Ein Rettungsweg bleibt frei.</li>" in shown
    assert "Sperrung im Straßenraum: Musterstraße 12" in shown


def test_the_outlook_gives_days_for_the_post_and_a_condition_for_the_portal():
    monday = make.NOON.date() + timedelta(days=-make.NOON.weekday())
    by_post = dict(outlook(Regime.VWVFG_NRW, Channel.POST, Remedy.KLAGE, monday))
    assert by_post["Gilt als bekannt gegeben (§ 41 Abs. 2 VwVfG NRW)"] == f"{monday + timedelta(days=4):%d.%m.%Y}"
    assert "Rechtsbehelf möglich bis" in by_post
    in_portal = dict(outlook(Regime.VWVFG_NRW, Channel.PORTAL, Remedy.KLAGE, monday))
    assert in_portal["Gilt als bekannt gegeben"] == "am Tag nach dem ersten Abruf"
    open_law = dict(outlook(Regime.SGB_X, Channel.POST, Remedy.WIDERSPRUCH, monday))
    assert "Rechtsbehelf möglich bis" not in open_law
    assert "Noch offen" in open_law


def test_a_telecom_consent_has_its_own_deadline_and_no_probes_among_its_auflagen(clerk, desk):
    cases = {
        art: make.vorgang("aufgrabung", answers=make.values("aufgrabung", name_part="Glasfaser", art=art))
        for art in ("telekommunikation", "privat")
    }
    for case in cases.values():
        actions.set_complete(case.number, complete_on=date(2026, 11, 24), by=clerk, at=make.NOON)
    pages = {art: desk.get(reverse("schreibtisch-bescheid", args=[case.number])).content.decode() for art, case in cases.items()}
    assert "auflage-probe" in pages["privat"] and "auflage-probe" not in pages["telekommunikation"]
    found = {art: queries.case(clerk, case.number, at=make.NOON) for art, case in cases.items()}
    assert (found["telekommunikation"].fiction_day, found["telekommunikation"].fiction_law) == (date(2027, 2, 24), "§ 127 Abs. 3 TKG")
    assert found["privat"].fiction_day is None and not found["privat"].has_fiction
