"""Whether a page helped: said by anybody without a name, read by head and administrator of the city, deleted after a year."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from glueckauf.core.db import reading
from glueckauf.core.jobs import run_due
from glueckauf.core.scope import HOUSE, Scope
from glueckauf.identity.rules.actor import Role
from glueckauf.portal.models import Feedback
from tests import make, make_identity

pytestmark = pytest.mark.django_db
SERVICE = "/bochum/leistungen/hundesteuer-anmeldung/"


@pytest.fixture(autouse=True)
def published():
    make.publish()


def rows(tenant="bochum"):
    with reading(Scope(tenant=tenant)):
        return list(Feedback.objects.filter(tenant=tenant).order_by("pk"))


def said(client=None, *, on=SERVICE, **words):
    """Erika presses Ja in the footer of a page, and sends the form she finds."""
    client = client or Client()
    form = client.get("/rueckmeldung/?hilfreich=ja", headers={"referer": f"http://testserver{on}"})
    initial = {key: str(value) for key, value in form.context["form"].initial.items()}
    return client.post("/rueckmeldung/", initial | words)


def test_every_public_page_asks_in_its_footer_without_a_script():
    for path in ("/", "/suche/", SERVICE, f"{SERVICE}antrag/", "/hilfe/", "/schnittstellen/"):
        page = Client().get(path).content.decode()
        assert 'action="/rueckmeldung/" method="get"' in page, path
    assert 'action="/rueckmeldung/"' not in make_identity.at_desk(make_identity.account("bochum")).get("/schreibtisch/").content.decode()


def test_erika_says_what_was_missing_and_nothing_of_her_is_kept():
    answer = said(text="Mir fehlt, wie lange es dauert.")
    assert answer.status_code == 302 and Client().get(answer.url).status_code == 200
    (row,) = rows()
    assert (row.page, row.leistung, row.is_helpful, row.text) == (
        "leistung",
        "hundesteuer-anmeldung",
        True,
        "Mir fehlt, wie lange es dauert.",
    )
    assert {field.name for field in Feedback._meta.get_fields()} == {
        "id",
        "tenant",
        "page",
        "leistung",
        "language",
        "is_helpful",
        "text",
        "at",
    }


def test_a_page_of_no_city_belongs_to_the_house_and_a_key_in_an_address_is_left_out():
    said(on="/hilfe/")
    said(on="/antraege/0b9d8b9e-3c7c-4a4e-9b57-6f1d5f0a1c11/pruefen/")
    assert [row.page for row in rows(HOUSE.tenant)] == ["hilfe", "antrag-pruefen"]


@pytest.mark.parametrize("referrer", ["", "https://evil.example/bochum/", "http://testserver/nichts/", "::::", "http://[", "/\0"])
def test_wherever_somebody_comes_from_the_form_is_there(referrer):
    page = Client().get("/rueckmeldung/", headers={"referer": referrer})
    assert page.status_code == 200 and page.context["spot"].page == "start"


@pytest.mark.parametrize(
    "words",
    [{"helpful": ""}, {"helpful": "vielleicht"}, {"text": "https://kauf.example"}, {"text": "x" * 1001}, {"text": "[url=x]"}],
)
def test_what_does_not_fit_comes_back_with_what_was_typed(words):
    answer = said(**words)
    assert answer.status_code == 422 and rows() == [] and "kern-error" in answer.content.decode()


def test_machines_are_thanked_and_not_stored():
    assert said(website="https://spam.example").status_code == 302
    assert rows() == []


def test_forged_pages_and_cities_become_the_start_page():
    Client().post("/rueckmeldung/", {"helpful": "nein", "page": "geheim", "kommune": "atlantis", "leistung": "x" * 60})
    (row,) = rows(HOUSE.tenant)
    assert (row.page, row.leistung) == ("start", "")


def test_too_many_answers_from_one_address_are_refused():
    client = Client()
    answers = [said(client).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429] and len(rows()) == 10


def test_head_and_administrator_read_it_a_clerk_and_another_city_do_not():
    said(text="Sehr gut <script>")
    for role in (Role.HEAD, Role.ADMIN):
        page = make_identity.at_desk(make_identity.account("bochum", roles=(role,))).get("/schreibtisch/rueckmeldungen/").content.decode()
        assert "Sehr gut &lt;script&gt;" in page and "Leistung: Hund anmelden" in page and "1 fanden die Seite hilfreich" in page
    assert (
        make_identity.at_desk(make_identity.account("bochum", roles=(Role.CLERK,))).get("/schreibtisch/rueckmeldungen/").status_code == 403
    )
    other = make_identity.at_desk(make_identity.account("essen", roles=(Role.HEAD,))).get("/schreibtisch/rueckmeldungen/")
    assert "Sehr gut" not in other.content.decode()


def test_after_a_year_it_is_gone():
    with time_machine.travel(make.NOON, tick=False):
        said(text="alt")
        said(on="/hilfe/")
    run_due(make.NOON + timedelta(days=364))
    assert len(rows()) == 1
    run_due(make.NOON + timedelta(days=366))
    assert rows() == [] and rows(HOUSE.tenant) == []
