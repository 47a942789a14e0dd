"""A page that keeps up with the answers: questions come and go while Erika fills, nothing typed is touched, no second tab invented."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.db import reading
from glueckauf.core.scope import Scope
from glueckauf.forms import inputs
from glueckauf.vorgaenge.models import Antrag, AntragVersion
from tests import make

pytestmark = pytest.mark.django_db
START = "/bochum/leistungen/hundesteuer-anmeldung/antrag/"
ABOUT_YOU = {"vorname": "Erika", "nachname": "Mustermann"}


@pytest.fixture(autouse=True)
def _published():
    make.publish()


@pytest.fixture
def client():
    """Erika's browser, at the step about tax with a stored draft."""
    client, row = Client(), make.antrag(by=make.guest())
    session = client.session
    session["guest"] = str(row.person)
    session.save()
    client.url = reverse("antrag-schritt", args=[row.key, "steuer"])
    return client


def on_page(page):
    """What a browser would send of the page's own inputs."""
    return {name: page.context[key] for name, key in (("version", "version"), ("page", "page_token"))}


def refresh(client, page, **posted):
    """What htmx sends on a change."""
    return client.post(client.url, posted | on_page(page) | {"refresh": "1"}, headers={"HX-Request": "true"})


def part(answer, frame):
    """The element a refresh would take from the answer."""
    found = re.search(rf'<(\w+)[^>]* id="{frame}"[^>]*>', answer.content.decode())
    return found and found.group()


def values(client):
    """As stored now."""
    with reading(Scope(tenant="bochum")):
        row = Antrag.objects.get(person=client.session["guest"])
        return AntragVersion.objects.get(antrag=row, number=row.current).values


def test_a_change_stores_and_brings_the_questions_that_hang_on_it(client):
    page = client.get(client.url)
    assert "hidden" in part(page, "feld-grund")
    answer = refresh(client, page, frueher_angemeldet="nein", ermaessigung="anderer_grund")
    assert answer.status_code == 200
    assert "hidden" not in part(answer, "feld-grund")
    assert answer.headers["HX-Replace-Url"] == client.url
    assert values(client)["ermaessigung"] == "anderer_grund"
    assert "Welcher Grund?" in re.search(r'id="neues"[^>]*>([^<]*)', answer.content.decode()).group(1)
    back = refresh(client, answer, frueher_angemeldet="nein", ermaessigung="keine", grund="")
    assert "hidden" in part(back, "feld-grund")


def test_a_change_names_what_it_brings_up_to_date(client):
    html = client.get(client.url).content.decode()
    group = re.search(r'<fieldset[^>]*data-decides="grund [^>]*>', html).group()
    swaps = re.search(r'hx-select-oob="([^"]*)"', group).group(1).split(",")
    assert swaps == ["#stand", "#gespeichert", "#neues:innerHTML"] + [
        f"#feld-{key}" for key in ("grund", "tierheimvertrag", "leistungsbescheid", "schwerbehindertenausweis")
    ]
    assert 'hx-post=""' in group and "refresh" in html


def test_a_refresh_blames_nobody_but_keeps_what_was_blamed_already(client):
    page = client.get(client.url)
    fresh = refresh(client, page, ermaessigung="keine", zahlweise="lastschrift", iban="DE00")
    assert "kern-error" not in fresh.content.decode()
    refused = client.post(client.url, {"ermaessigung": "keine", "zahlweise": "lastschrift", "iban": "DE00"} | on_page(fresh))
    assert refused.status_code == 422
    blamed = re.findall(r'name="fehler" value="([^"]+)"', refused.content.decode())
    assert "iban" in blamed and "frueher_angemeldet" in blamed
    again = refresh(client, refused, ermaessigung="anderer_grund", zahlweise="lastschrift", iban="DE00", fehler=blamed)
    assert 'id="iban-fehler"' in again.content.decode() and 'id="grund-fehler"' not in again.content.decode()


def test_a_number_that_is_half_typed_is_kept(client):
    refresh(client, client.get(client.url), ermaessigung="keine", zahlweise="lastschrift", iban="DE02 12")
    assert 'value="DE02 12"' in client.get(client.url).content.decode()


def test_weiter_while_a_refresh_is_on_its_way_is_no_second_tab(client):
    page = client.get(client.url)
    refresh(client, page, ermaessigung="keine")
    onward = {"frueher_angemeldet": "nein", "ermaessigung": "keine", "zahlweise": "ueberweisung"}
    first = client.post(client.url, onward | on_page(page))
    second = client.post(client.url, onward | on_page(page))  # a double click
    assert first.url == second.url == reverse("antrag-pruefen", args=[client.url.split("/")[2]])


def test_another_tab_is_still_one(client):
    here, there = client.get(client.url), client.get(client.url)
    refresh(client, there, ermaessigung="tierheim")
    answer = refresh(client, here, ermaessigung="keine")
    assert answer.status_code == 204
    assert "/vergleich/" in answer.headers["HX-Redirect"]
    assert values(client)["ermaessigung"] == "tierheim"


def test_a_refresh_that_arrives_after_weiter_is_no_second_tab(client):
    page = client.get(client.url)
    answer = client.post(client.url, {"ermaessigung": "tierheim"} | on_page(page))
    assert answer.status_code == 422
    late = refresh(client, page, ermaessigung="keine")  # sent before Weiter, read after it
    assert late.status_code == 204 and "HX-Redirect" not in late.headers
    assert values(client)["ermaessigung"] == "tierheim"
    refresh(client, answer, ermaessigung="anderer_grund")
    again = client.post(client.url, {"ermaessigung": "anderer_grund"} | on_page(answer))  # before the answer to it was there
    assert again.status_code == 422, getattr(again, "url", "")
    assert values(client)["ermaessigung"] == "anderer_grund"


def test_the_very_first_change_makes_one_draft_however_often_it_is_sent():
    client, other = Client(), Client()
    client.url = START
    page = client.get(START)
    first = refresh(client, page, **ABOUT_YOU)
    there = first.headers["HX-Replace-Url"]
    for _ in range(2):
        client.post(START, ABOUT_YOU | on_page(page))
    assert len(client.get(reverse("vorgaenge")).context["mine"].drafts) == 1
    assert 'value="Erika"' in client.get(there).content.decode()
    other.url = START
    foreign = refresh(other, page, **ABOUT_YOU)  # the same token in another hand
    assert foreign.headers["HX-Replace-Url"] != there
    assert other.get(there).status_code == 404


def test_nonsense_in_the_hidden_inputs_is_no_fault(client):
    for version, page in (("²", "x"), ("9" * 40, "0" * 32), ("-1", "ß"), ("", ""), ("1\0", "\0" * 32), ("99999999", "a" * 33)):
        posted = {"version": version, "page": page, "ermaessigung": "keine", "refresh": "1"}
        assert client.post(client.url, posted).status_code in {200, 204}


def test_a_step_that_is_stored_costs_eight_statements_at_most(client):
    page = client.get(client.url)
    for posted in ({"refresh": "1"}, {}):
        with CaptureQueriesContext(connection) as captured:
            page = client.post(client.url, {"ermaessigung": "keine"} | posted | on_page(page))
        asked = [q["sql"] for q in captured if not re.match("SAVEPOINT|RELEASE|BEGIN|COMMIT|SELECT set_config|SET LOCAL", q["sql"].strip())]
        assert len(asked) <= 8, "\n".join(asked)


def test_an_answer_inside_a_group_reaches_the_question_behind_it():
    form = catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form
    client = Client()
    found = make.values("hundesteuer-anmeldung")
    done = client.post(START, dict(inputs.of_section(form.sections[0], found)))
    client.url = done.url
    page = client.get(client.url)
    html = page.content.decode()
    fieldset = re.search(r'<fieldset[^>]*data-decides="erlaubnis"[^>]*>', html).group()
    assert 'hx-select-oob="#stand,#gespeichert,#neues:innerHTML,#feld-erlaubnis"' in fieldset
    assert html.count('hx-trigger="change"') == 4  # breed, crossbreed, dangerous; other dogs
    posted = dict(inputs.of_section(form.sections[1], found)) | {"hunde-0-gefaehrlich": "ja", "hunde-0-mischling": "ja"}
    answer = refresh(client, page, **posted)
    assert "hidden" not in part(answer, "feld-erlaubnis") and "hidden" not in part(answer, "feld-hunde-0-zweite_rasse")


def test_a_picked_file_is_checked_at_once_and_sent_twice_it_is_one(client, settings):
    page = client.get(client.url)
    page = refresh(client, page, ermaessigung="tierheim")
    assert "tierheimvertrag" in re.search(r'id="feld-tierheimvertrag"[^>]*hx-select-oob="([^"]*)"', page.content.decode()).group(1)
    for _ in range(2):
        page = refresh(client, page, ermaessigung="tierheim", tierheimvertrag=picked("vertrag.jpg", make.photo().read()))
    assert page.content.decode().count("vertrag.jpg</p>") == 1 and len(values(client)["tierheimvertrag"]) == 1
    page = refresh(client, page, ermaessigung="tierheim", tierheimvertrag=picked("programm.exe", b"MZ" + bytes(400)))
    assert "nicht angenommen" in page.content.decode()
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"max_upload_mb": 1})
    page = refresh(client, page, ermaessigung="tierheim", tierheimvertrag=picked("gross.pdf", bytes(1_200_000)))
    assert "größer als 1 MB" in re.search(r'id="tierheimvertrag-fehler">(.*?)</p>', page.content.decode(), re.DOTALL).group(1)


def picked(name, content):
    """A file as the browser sends it."""
    found = BytesIO(content)
    found.name = name
    return found
