"""Who is responsible: from a postcode, place or address, and perhaps a Leistung, to the office."""

import pytest

from glueckauf.portal.rules.carried_out import local_bearers
from glueckauf.portal.rules.national import Bearer
from tests import make_national, make_register
from tests.make_portal import published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue():
    published()


def asked(client, place, service="", **more):
    """The page as text."""
    answer = client.get("/zustaendigkeit/", {"ort": place, "leistung": service, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_of_ours_in_one_of_our_cities_names_the_office_and_links_the_page(client):
    text = asked(client, "Massenbergstraße 10, 44787 Bochum", "gewerbe-anmeldung")
    assert "dort: Gewerbemeldestelle" in text
    assert 'href="/bochum/leistungen/gewerbe-anmeldung/"' in text
    assert "Willy-Brandt-Platz" in text


def test_a_city_of_ours_without_a_leistung_links_its_page(client):
    assert 'href="/essen/"' in asked(client, "Essen")


def test_a_town_that_is_not_with_us_says_who_is_responsible(client):
    text = asked(client, "Witten", "hundesteuer-anmeldung")
    assert "Ihre Gemeinde zuständig: Witten, Stadt" in text
    assert "noch nicht dabei" in text
    assert (
        text.index("Witten, Stadt")
        < text.index("Ennepe-Ruhr-Kreis")
        < text.index("Bezirksregierung Arnsberg")
        < text.index("Nordrhein-Westfalen")
    )


def test_what_towns_and_districts_share_is_not_claimed(client):
    text = asked(client, "Witten", "bewohnerparkausweis")
    assert "kommen mehrere Stellen in Frage" in text
    assert text.count("kann zuständig sein") == 2


def test_the_level_of_a_national_leistung_decides(client):
    make_national.imported()
    federal = asked(client, "Witten", "99148032000000")
    assert "eine Behörde des Bundes zuständig" in federal
    open_ = asked(client, "Witten", "99067004000000")
    assert open_.count("kann zuständig sein") == 4
    here = asked(client, "Bochum", "99067004000000")
    assert 'href="/bochum/leistungen/99067004000000/"' in here
    ours = asked(client, "Bochum", "99102013002000")
    assert 'href="/bochum/leistungen/hundesteuer-anmeldung/"' in ours


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("45121", "Großempfänger"),
        ("Wattenscheid", "seit dem 1.\xa0Januar 1975 zu Bochum"),
        ("Recklinhausen", "Wir haben Recklinghausen verstanden"),
        ("Xyzzy", "Diesen Ort kennen wir nicht"),
        ("99999", "steht nicht in unserem Verzeichnis"),
        ("44787 Essen", "Welcher Ort ist es?"),
    ],
)
def test_what_cannot_be_answered_at_once_says_what_was_understood(client, place, expected):
    assert expected in asked(client, place)


def test_a_postcode_that_villages_share_is_asked_about(client):
    make_register.imported()
    text = asked(client, "99222", "hundesteuer-anmeldung")
    assert "ort=981220001001&amp;leistung=hundesteuer-anmeldung" in text
    assert "Kreis Beispiel, Musterland" in text
    assert "Welcher Ort ist es?" not in asked(client, "981220001001", "hundesteuer-anmeldung")


def test_a_municipality_that_is_gone_is_said_to_be_gone_and_an_old_link_too(client):
    make_register.imported()
    later = [make_register.kommune("98111000", "Musterstadt", code="61", people=1, plz="99111", day="20240101")]
    make_register.imported(make_register.gv100ad(*later), most_gone=3)
    for place in ("Altdorf", "981220002002"):
        text = asked(client, place, "hundesteuer-anmeldung")
        assert "Altdorf steht nicht mehr im Verzeichnis" in text
        assert "Zu welcher Gemeinde sie heute gehört, wissen wir noch nicht" in text and "tel:115" in text
    make_register.imported(b"ars_alt,ars_neu,seit\n981220002002,981110000000,2024-01-01\n")
    assert "gehört seit dem 1.\xa0Januar 2024 zu Musterstadt" in asked(client, "981220002002", "hundesteuer-anmeldung")


@pytest.mark.parametrize("address", ["Musterstraße 12, 44787 Bochum", "Dortmunder Str. 12a 44787 Bochum", "D-44787 Bochum, Musterstraße 1"])
def test_a_whole_address_leads_to_the_office(client, address):
    text = asked(client, address, "hundesteuer-anmeldung")
    assert "Stadt Bochum zuständig" in text and "Steueramt" in text


def test_without_a_question_there_is_only_the_form(client):
    text = client.get("/zustaendigkeit/").content.decode()
    assert "antwort-titel" not in text
    assert 'name="robots"' not in text


@pytest.mark.parametrize("place", ["<script>alert(1)</script>", "\x00", "a" * 5000, "0" * 12, "🐕", "%", "' OR 1=1 --"])
@pytest.mark.parametrize("service", ["", "gibt-es-nicht", "99" * 7])
def test_anything_may_be_typed(client, place, service):
    assert "<script>alert" not in asked(client, place, service)


def test_the_english_page_is_english(client):
    text = asked(client, "Witten", "hundesteuer-anmeldung", sprache="en")
    assert "your municipality is responsible" in text
    assert "zuständig" not in text.partition("<main")[2].partition("</main")[0].replace("Zuständigkeit", "")


@pytest.mark.parametrize(
    ("place", "city"),
    [("Bochm", "Bochum"), ("Wattenscheid", "Bochum"), ("45121", "Essen"), ("Massenbergstraße 10, 44787 Bochum", "Bochum")],
)
def test_the_place_field_of_the_search_understands_the_same(client, place, city):
    text = client.get("/suche/", {"q": "hund anmelden", "ort": place}).content.decode()
    assert f"Stadt {city}" in text
    assert "gehört noch nicht zu Glückauf" not in text


def test_the_search_in_a_town_that_is_not_with_us_leads_to_who_is_responsible(client):
    text = client.get("/suche/", {"q": "hund anmelden", "ort": "Wittn"}).content.decode()
    assert "„Witten“ gehört noch nicht zu Glückauf" in text
    assert 'href="/zustaendigkeit/?ort=Witten"' in text


def test_the_start_page_offers_all_places_of_the_ruhr(client):
    text = client.get("/").content.decode()
    assert text.count("<option") >= 53
    assert 'href="/zustaendigkeit/"' in text


def test_levels_of_offices():
    assert local_bearers("steueramt", land="05", is_district_free=False) == (Bearer.GEMEINDE,)
    assert local_bearers("wohnungsamt", land="05", is_district_free=False) == (Bearer.GEMEINDE, Bearer.KREIS)
    assert local_bearers("steueramt", land="09", is_district_free=False) == (Bearer.GEMEINDE, Bearer.KREIS)
    assert local_bearers("wohnungsamt", land="05", is_district_free=True) == (Bearer.GEMEINDE,)
