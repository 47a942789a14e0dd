"""How far a Leistung is online: computed, by the minimum rule, in both models, with what holds it down."""

import make_catalogue
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import maturity as queries
from glueckauf.catalogue.rules.maturity import TOP_11, TOP_20, House, maturity
from glueckauf.portal.rules.bars import drawings, pieces
from tests.make_portal import published

COMPLETE = House(pays_online=True, has_accounts=True, fetches_evidence=True, hands_to_records=True)
NOTHING = House()
houses = st.builds(House, **dict.fromkeys(("pays_online", "has_accounts", "fetches_evidence", "hands_to_records"), st.booleans()))


SOME = ("gewerbe-anmeldung", "geburtsurkunde", "hundesteuer-abmeldung")


@pytest.fixture(scope="module")
def definitions():
    """Read once: a property asks often."""
    return {slug: of(slug) for slug in SOME}


def of(slug: str, kommune: str = "bochum"):
    """The definition as the folders have it."""
    return make_catalogue.offer(slug, kommune).leistung


def states(found):
    """state by key"""
    return {c.key: c.state for c in found.criteria}


def test_a_trade_notice_needs_a_payment_provider_and_registers():
    found = maturity(of("gewerbe-anmeldung"), has_text=True, house=NOTHING)
    assert (found.level_11, found.level_20) == (3, 5)
    assert {c.key for c in found.held_11} == {"payment", "once"}
    assert {c.key for c in found.held_20} == {"payment", "once", "account", "records"}


def test_a_house_that_is_connected_to_everything_reaches_the_top():
    found = maturity(of("gewerbe-anmeldung"), has_text=True, house=COMPLETE)
    assert (found.level_11, found.level_20, found.held_11, found.held_20) == (TOP_11, TOP_20, (), ())


def test_without_a_description_nothing_else_counts():
    found = maturity(of("gewerbe-anmeldung"), has_text=False, house=COMPLETE)
    assert (found.level_11, found.level_20, [c.key for c in found.held_11]) == (0, 0, ["information"])


def test_where_another_body_decides_we_only_inform():
    found = maturity(of("fuehrungszeugnis"), has_text=True, house=COMPLETE)
    assert (found.level_11, [c.key for c in found.held_11]) == (1, ["form"])


def test_an_appointment_is_not_an_online_service():
    found = maturity(of("personalausweis"), has_text=True, house=COMPLETE)
    assert found.level_11 <= 2
    assert states(found)["answer"] == "visit"


def test_an_amount_nobody_entered_holds_down_even_with_a_provider():
    found = maturity(of("sondernutzung-strasse"), has_text=True, house=COMPLETE)
    assert found.level_11 == 3
    assert states(found)["payment"] in ("amount", "yes")


def test_what_is_not_offered_is_information():
    leistung = of("gewerbe-anmeldung").model_copy(update={"offered": False, "not_offered": "weil"})
    assert maturity(leistung, has_text=True, house=COMPLETE).level_11 == 1


@given(house=houses, has_text=st.booleans(), slug=st.sampled_from(SOME))
def test_the_weakest_decides_and_more_connections_never_harm(definitions, house, has_text, slug):
    leistung = definitions[slug]
    found = maturity(leistung, has_text=has_text, house=house)
    assert all(c.most_11 is None or c.most_11 >= found.level_11 for c in found.criteria)
    assert all(c.most_20 >= found.level_20 for c in found.criteria)
    assert bool(found.held_11) == (found.level_11 < TOP_11)
    assert maturity(leistung, has_text=has_text, house=COMPLETE).level_20 >= found.level_20


@pytest.mark.django_db
def test_every_leistung_of_every_city_is_rated_as_this_house_is():
    published()
    rows = queries.rated("bochum")
    assert len(rows) == len(catalogue.all_of("bochum"))
    assert all(0 <= row.maturity.level_11 <= 3 or not row.entry.leistung.nachweise for row in rows)
    assert all(row.maturity.level_20 <= 5 for row in rows)


@pytest.mark.django_db
def test_the_page_shows_what_it_counts_and_the_table_says_the_same(client):
    published()
    text = client.get("/fortschritt/").content.decode()
    assert text.count('role="img"') == 2
    assert "Modell 1.1 (2020)" in text and "Modell 2.0 (2025)" in text
    assert "noch offen" in text
    assert 'href="/bochum/fortschritt/"' in text
    counts = [rated.maturity.level_11 for rated in queries.rated("bochum")]
    row = text.partition('href="/bochum/fortschritt/"')[2].partition("</tr>")[0]
    assert [f'data-label="Stufe {level}">{counts.count(level)}<' in row for level in range(5)] == [True] * 5


@pytest.mark.django_db
def test_a_city_names_what_holds_each_leistung_down(client):
    published()
    text = client.get("/bochum/fortschritt/").content.decode()
    assert text.count("Stufe") >= 2 * len(catalogue.all_of("bochum"))
    assert "Kein Zahlungsanbieter ist angeschlossen." in text
    assert client.get("/nirgendwo/fortschritt/").status_code == 404


@pytest.mark.django_db
def test_before_anything_is_published_the_pages_say_so(unpublished, client):
    assert "Es gibt noch keine Leistungen." in client.get("/fortschritt/").content.decode()
    assert "Es gibt noch keine Leistungen." in client.get("/bochum/fortschritt/").content.decode()


@given(st.lists(st.integers(0, 500), min_size=5, max_size=5))
def test_pieces_of_a_bar_fill_it_and_no_more(counts):
    found = pieces(counts, left=10, right=410)
    assert sum(p.count for p in found) == sum(counts)
    assert abs(sum(p.width for p in found) - (400 if sum(counts) else 0)) < 1
    assert drawings([]) == ()
    assert len(drawings([("Bochum", counts)])) == 2
