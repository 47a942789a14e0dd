"""A Leistung changes while a citizen is half way: her answers come along, she is told what it means, nothing she typed is lost."""

import make_editing as make
import pytest
from django.test import Client
from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.actions import editing
from glueckauf.core import clock
from glueckauf.core.db import reading
from glueckauf.core.scope import Scope
from glueckauf.forms import inputs
from glueckauf.forms.carry import carried
from glueckauf.forms.schema import FormSchema
from glueckauf.vorgaenge.models import AntragVersion, Rebase, Submission

pytestmark = pytest.mark.django_db
START = "/bochum/leistungen/fahrradbox/antrag/"
FIELDS = "leistung.form.sections.person.fields"
ERIKA = {"vorname": "Erika", "nachname": "Mustermann", "email": "erika@mustermann.example"}
LAST = {"key": "text", "type": "text", "label": "Noch etwas?"}
FEE = {
    "kind": "computed",
    "lines": [{"key": "miete", "text": "Miete", "law": "Satzung", "amount": {"multiply": [{"answer": "boxen"}, {"value": "miete"}]}}],
}


@pytest.fixture(autouse=True)
def catalogue_of_six():
    make.published(clock.now())


@pytest.fixture
def two():
    return make.pair()


@pytest.fixture
def service(two):
    """Released before anybody begins."""
    box(two)


def box(two):
    """A bike box: name, how many, which size; 7.50 euros each."""
    options = [{"key": "klein", "label": "klein"}, {"key": "gross", "label": "groß"}]
    release(
        two,
        (f"{FIELDS}.3", {"key": "boxen", "type": "integer", "label": "Wie viele Boxen?", "minimum": "1"}),
        (f"{FIELDS}.4", {"key": "groesse", "type": "choice", "label": "Welche Größe?", "options": options}),
        ("leistung.values", {"miete": {"label": "Miete", "unit": "€", "amount": "7.50", "source": "ausgedacht", "year": "2026"}}),
        ("leistung.fee", FEE),
        (
            "leistung.form.sections.1",
            {"key": "ende", "title": "Zum Schluss", "fields": [{"key": "text", "type": "text", "label": "Noch etwas?"}]},
        ),
    )


def release(two, *parts, gone=()):
    """A new edition in effect at once."""
    at = clock.now()
    draft = make.own(two[0], at=at)
    for part, value in parts:
        make.save(draft, part, value, by=two[0], at=at)
    for part in gone:
        editing.remove_item(draft.pk, part=part, seen=10_000, by=two[0], at=at)
    make.out(draft, *two, on=clock.local_day(at), at=at)
    catalogue.forget()


def fill(client, values, section=0, url=START):
    """One section, as a browser sends it; the page stays at hand."""
    page = client.get(url)
    form = catalogue.revision(page.context["revision_id"]).leistung.form
    hidden = {"version": page.context["version"], "revision": page.context["revision_id"], "page": page.context["page_token"]}
    return dict(inputs.of_section(form.sections[section], values)) | hidden


def begun(client, **more):
    """Her first page is stored; the address of the second."""
    answer = client.post(START, fill(client, ERIKA | {"boxen": 2, "groesse": "klein"} | more))
    assert answer.status_code == 302, answer.context["errors"]
    return answer.url


def rows(model):
    with reading(Scope(tenant="bochum")):
        return list(model.objects.order_by("pk"))


def test_a_new_question_and_another_fee_are_listed_and_her_answers_come_along(service, two):
    client = Client()
    url = begun(client)
    release(
        two,
        ("leistung.values.miete.amount", "9.00"),
        (f"{FIELDS}.5", {"key": "strasse", "type": "text", "label": "In welcher Straße?"}),
    )
    told = client.get(url)
    assert told.url.endswith("/neuerungen/")
    page = client.get(told.url).content.decode()
    assert "In welcher Straße?" in page
    assert "15,00" in page
    assert "18,00" in page
    onward = client.post(told.url)
    assert onward.url.endswith("/schritte/person/")
    section = client.get(onward.url).content.decode()
    assert 'value="Mustermann"' in section
    assert client.get(url).status_code == 200  # told once


def test_what_is_no_longer_asked_is_named_with_her_answer_and_stays_stored(service, two):
    client = Client()
    url = begun(client)
    release(two, gone=[f"{FIELDS}.groesse"])
    page = client.get(client.get(url).url).content.decode()
    assert "Welche Größe?" in page
    assert "klein" in page
    versions = rows(AntragVersion)
    assert [v.values.get("groesse") for v in versions] == ["klein", None]


def test_an_option_that_is_gone_is_asked_again_first(service, two):
    client = Client()
    url = begun(client)
    release(two, (f"{FIELDS}.groesse.options", [{"key": "gross", "label": "groß"}, {"key": "riesig", "label": "riesig"}]))
    told = client.get(url).url
    assert "Bitte antworten Sie noch einmal" in client.get(told).content.decode()
    assert client.post(told).url.endswith("/schritte/person/")


def test_a_change_that_concerns_nobody_half_way_stops_nobody(service, two):
    client = Client()
    url = begun(client)
    release(two, ("texts.de", "## Für wen\n\nFür alle mit Rad.\n"))
    assert client.get(url).status_code == 200
    assert rows(Rebase)[0].read_at is not None
    answer = client.post(url, fill(client, {"text": "nichts"}, 1, url))
    assert answer.url.endswith("/pruefen/")
    assert client.post(answer.url).url.endswith("/eingegangen/")


def test_between_her_page_and_her_post_what_she_typed_is_stored_and_then_she_is_told(service, two):
    client = Client()
    url = begun(client)
    typed = fill(client, {"text": "Bitte nahe am Bahnhof."}, 1, url)
    release(two, gone=["leistung.form.sections.ende"])
    answer = client.post(url, typed)
    assert answer.url.endswith("/neuerungen/")
    assert "Bitte nahe am Bahnhof." in client.get(answer.url).content.decode()
    assert [v.values.get("text") for v in rows(AntragVersion)] == [None, "Bitte nahe am Bahnhof.", None]


def test_the_very_first_page_may_be_older_than_the_release_too(service, two):
    client = Client()
    typed = fill(client, ERIKA | {"boxen": 2, "groesse": "klein"})
    release(two, gone=[f"{FIELDS}.groesse"])
    answer = client.post(START, typed)
    assert answer.url.endswith("/neuerungen/")
    assert [v.values.get("groesse") for v in rows(AntragVersion)] == ["klein", None]


def test_a_second_tab_that_brought_the_draft_up_to_date_costs_the_first_tab_nothing(service, two):
    client = Client()
    url = begun(client)
    typed = fill(client, {"text": "Aus dem ersten Fenster."}, 1, url)
    release(two, ("leistung.values.miete.amount", "9.00"))
    assert client.get(url).url.endswith("/neuerungen/")  # the second tab
    answer = client.post(url, typed)
    assert answer.url.endswith("/neuerungen/")
    assert client.post(answer.url).url.endswith("/pruefen/")
    assert rows(AntragVersion)[-1].values["text"] == "Aus dem ersten Fenster."


def test_typed_in_both_tabs_both_are_stored_and_she_compares(service, two):
    client = Client()
    url = begun(client)
    typed = fill(client, {"text": "Aus dem ersten Fenster."}, 1, url)
    release(two, ("leistung.values.miete.amount", "9.00"))
    client.post(client.get(url).url)
    client.post(url, fill(client, {"text": "Aus dem zweiten Fenster."}, 1, url))
    answer = client.post(url, typed)
    assert "/vergleich/" in answer.url
    page = client.get(answer.url).content.decode()
    assert "Aus dem ersten Fenster." in page
    assert "Aus dem zweiten Fenster." in page


def test_nothing_is_handed_in_under_a_fee_she_has_not_seen(service, two):
    client = Client()
    url = begun(client)
    check = client.post(url, fill(client, {"text": "nichts"}, 1, url)).url
    page = client.get(check)
    assert "15,00" in page.content.decode()
    release(two, ("leistung.values.miete.amount", "9.00"))
    answer = client.post(check, {"revision": page.context["draft"].service.revision_id})
    assert answer.url.endswith("/neuerungen/")
    assert rows(Submission) == []
    client.get(check)  # another window knows already
    again = client.post(check, {"revision": page.context["draft"].service.revision_id})
    assert again.url.endswith("/neuerungen/")
    assert client.post(again.url).url == check
    assert "18,00" in client.get(check).content.decode()
    assert client.post(check).url.endswith("/eingegangen/")


def test_what_is_handed_in_keeps_its_revision_for_life(service, two):
    client = Client()
    url = begun(client)
    check = client.post(url, fill(client, {"text": "nichts"}, 1, url)).url
    receipt = client.post(check).url
    before = rows(Submission)[0].antrag_id
    release(two, ("leistung.values.miete.amount", "9.00"))
    assert client.get(check).url == receipt
    assert client.get(url).url == receipt
    assert rows(Rebase) == []
    assert rows(Submission)[0].antrag_id == before


def test_a_service_that_is_taken_back_lets_her_finish(service, two):
    client = Client()
    url = begun(client)
    editing.roll_back("fahrradbox", edition=0, by=two[0], at=clock.now())
    catalogue.forget()
    check = client.post(url, fill(client, {"text": "nichts"}, 1, url)).url
    assert client.post(check).url.endswith("/eingegangen/")


def test_somebody_else_sees_nothing_of_it(service, two):
    client = Client()
    url = begun(client)
    release(two, ("leistung.values.miete.amount", "9.00"))
    told = client.get(url).url
    assert Client().get(told).status_code in (302, 404)
    stranger = Client()
    stranger.post(START, fill(stranger, ERIKA | {"boxen": 1, "groesse": "klein"}))
    assert stranger.get(told).status_code == 404


def form(*fields):
    return FormSchema.model_validate({"sections": [{"key": "a", "title": "A", "fields": list(fields)}]})


def test_only_what_fits_is_carried():
    text, number = {"key": "x", "type": "text", "label": "X"}, {"key": "x", "type": "integer", "label": "X"}
    assert carried(form(text), form(number), {"x": "drei"}) == {}
    assert carried(form(text), form(text), {"x": "drei", "y": "weg"}) == {"x": "drei"}
    some = {"key": "c", "type": "choices", "label": "C", "options": [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]}
    fewer = some | {"options": [{"key": "b", "label": "B"}]}
    assert carried(form(some), form(fewer), {"c": ["a", "b"]}) == {"c": ["b"]}
    assert carried(form(some), form(fewer), {"c": ["a"]}) == {}
    group = {"key": "g", "type": "group", "label": "G", "item": "Ding", "fields": [text, some]}
    kept = carried(
        form(group), form(group | {"fields": [text, fewer]}), {"g": [{"x": "1", "c": ["a"]}], "_typed": {"g-0-x": ["?"], "y": ["!"]}}
    )
    assert kept == {"g": [{"x": "1"}], "_typed": {"g-0-x": ["?"]}}


def test_the_page_of_news_speaks_english(service, two):
    client = Client()
    url = begun(client)
    release(two, (f"{FIELDS}.5", {"key": "strasse", "type": "text", "label": {"de": "In welcher Straße?", "en": "In which street?"}}))
    told = client.get(url).url
    assert told == reverse("antrag-neuerungen", args=[url.split("/")[2]])
    page = client.get(f"{told}?sprache=en").content.decode()
    assert "What has changed since you began" in page
    assert "In which street?" in page
