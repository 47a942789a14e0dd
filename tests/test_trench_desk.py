"""The desk of an operator: trenches in its networks with plan, table, GeoJSON and PDF; nobody else sees one."""

import re
from io import BytesIO

import make_supply
import make_trench
import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Role
from glueckauf.supply import queries
from glueckauf.supply.providers.engine import engine
from tests import make_identity, make_letters

pytestmark = pytest.mark.django_db
PAGES = ("netz-aufgrabung", "netz-aufgrabung-plan", "netz-aufgrabung-geojson")


def desk(tenant=make_supply.OPERATOR):
    return make_identity.desk_of(make_identity.clerk(tenant, roles=(Role.CLERK,), offices=("leitstelle",)))


@pytest.fixture
def trench():
    """With lines of two networks in it."""
    make_trench.networks()
    both = [{"network": key, "sections": 1, "metres": 1.0, "customers": 1, "synthetic": True} for key in ("power", "heat")]
    return make_trench.lying(make_supply.OPERATOR, networks=both)


def test_the_page_draws_the_trench_and_names_lines_valves_and_addresses(trench):
    client = desk()
    listed = client.get(reverse("netz-aufgrabungen")).content.decode()
    assert "Musterstraße 12 bis 20" in listed and "Strom, Fernwärme" in listed and "beantragt" in listed
    page = client.get(reverse("netz-aufgrabung", args=[trench])).content.decode()
    for told in (
        "s001-k1-03",
        "s001-f1",
        "KMR DN 100 Vorlauf",
        "Musterstraße 12, 44787",
        "Synthetisches Netz",
        "Tiefe der Leitungen ist nicht bekannt",
    ):
        assert told in page, told
    assert page.count("<polyline") > 10 and re.search(r'<polygon points="[0-9., ]+"', page)
    assert "style=" not in page.split("<main", 1)[1]


def test_the_geojson_holds_trench_lines_and_what_to_shut(trench):
    answer = desk().get(reverse("netz-aufgrabung-geojson", args=[trench]))
    assert answer["Content-Type"] == "application/geo+json" and "attachment" in answer["Content-Disposition"]
    found = answer.json()["features"]
    assert found[0]["geometry"] == {"type": "Polygon", "coordinates": [make_trench.RING]}
    assert found[0]["properties"]["number"] == "BO-2026-000001-X" and found[0]["properties"]["synthetic"] is True
    kinds = [(one["properties"]["kind"], one["properties"].get("network")) for one in found[1:]]
    assert {("line", "power"), ("line", "heat"), ("shut", "power"), ("shut", "heat")} == set(kinds)
    assert all(one["properties"]["depth"] is None for one in found if one["properties"]["kind"] == "line")


def test_the_pdf_is_tagged_and_says_scale_state_and_that_it_is_invented(trench):
    answer = desk().get(reverse("netz-aufgrabung-plan", args=[trench]))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    text = " ".join(make_letters.text_of(answer.content).split())
    for told in ("Musterstraße 12 bis 20, Bochum", "Maßstab 1:", "Synthetisch:", "BO-2026-000001-X, beantragt", "s001-f1", "Vorlauf"):
        assert told in text, told
    with pikepdf.open(BytesIO(answer.content)) as opened:
        assert opened.Root.MarkInfo.Marked and str(opened.Root.Lang) == "de" and b"pdfuaid" in bytes(opened.Root.Metadata.read_bytes())
        assert [round(float(value)) for value in opened.pages[0].MediaBox[2:]] == [595, 842]


@pytest.mark.parametrize("page", PAGES)
def test_city_neighbour_and_public_find_nothing(trench, page):
    url = reverse(page, args=[trench])
    for tenant in ("bochum", "westnetz"):
        assert desk(tenant).get(url).status_code == 404
        assert "Musterstraße" not in desk(tenant).get(reverse("netz-aufgrabungen")).content.decode()
    assert Client().get(url).status_code in (302, 403, 404)


def test_the_row_of_a_city_is_no_plan(trench):
    key = make_trench.lying("bochum", networks=[])
    with pytest.raises(NotFound):
        queries.desk_trench(make_trench.CITY, key)
    assert desk("bochum").get(reverse("netz-aufgrabung", args=[key])).status_code == 404


def test_without_a_grid_or_an_answer_the_page_says_so():
    key = make_trench.lying(make_supply.OPERATOR)
    client = desk()
    assert "kein Netzmodell in Kraft" in client.get(reverse("netz-aufgrabung", args=[key])).content.decode()
    assert client.get(reverse("netz-aufgrabung-plan", args=[key])).content.startswith(b"%PDF")


def test_a_killed_engine_leaves_the_page_with_a_word(trench):
    client = desk()
    client.get(reverse("netz-aufgrabung", args=[trench]))
    killer = make_trench.kill_soon(make_trench.stopped(engine.pid))
    page = client.get(reverse("netz-aufgrabung", args=[trench])).content.decode()
    killer.join()
    assert "Der Rechenkern hat nicht geantwortet" in page and "Vorlauf" in page
