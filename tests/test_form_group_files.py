"""Files inside repeating entries, without JavaScript: each stays with its entry, and only what an answer names reaches the office."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.db import reading
from glueckauf.core.scope import Scope
from glueckauf.forms import inputs
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.models import Antrag, AntragVersion, Document
from tests import make, make_catalogue, make_uploads
from tests.make_seventh import KEY, seventh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published(settings, tmp_path):
    seventh(tmp_path)
    make_catalogue.use(settings, leistungen=tmp_path)
    make.publish()


@pytest.fixture
def client():
    """Erika's browser at the step with the helpers; nobody helps yet."""
    client, row = Client(), make.antrag(KEY, by=make.guest(), answers=make.values(KEY) | {"helfer": []})
    session = client.session
    session["guest"] = str(row.person)
    session.save()
    client.url, client.row = reverse("antrag-schritt", args=[row.key, "helfer"]), row
    return client


def photo(name, colour):
    file = BytesIO(make_uploads.photo(size=(64, 48 + colour)))
    file.name = name
    return file


def send(client, items, **more):
    """Posts the helpers as a browser would: texts, picked files, and a button."""
    post = {"helfer-items": str(len(items)), "version": client.get(client.url).context["version"]} | more
    for at, item in enumerate(items):
        for key, value in item.items():
            post[f"helfer-{at}-{key}"] = value
    return client.post(client.url, post)


def cook(name, file=None):
    day = {"geboren-day": "1", "geboren-month": "2", "geboren-year": "1990"}
    return {"name": name, "kocht": "ja", **day} | ({"belehrung": file} if file else {})


def stored(client):
    """Names and file names of the helpers, as the current version says."""
    with reading(Scope(tenant="bochum")):
        row = Antrag.objects.get(pk=client.row.pk)
        values = AntragVersion.objects.get(antrag=row, number=row.current).values
        names = {str(d.key): d.filename for d in Document.objects.filter(antrag=row, removed_at=None)}
    return [(item["name"], [names[key] for key in item.get("belehrung", ())]) for item in values["helfer"]]


def test_a_file_stays_with_its_entry_when_another_is_removed(client):
    send(
        client, [cook("Anna", photo("anna.jpg", 1)), cook("Berta", photo("berta.jpg", 2)), cook("Clara", photo("clara.jpg", 3))], upload="1"
    )
    assert stored(client) == [("Anna", ["anna.jpg"]), ("Berta", ["berta.jpg"]), ("Clara", ["clara.jpg"])]
    page = send(client, [cook("Anna"), cook("Berta"), cook("Clara")], remove="helfer-1")
    assert stored(client) == [("Anna", ["anna.jpg"]), ("Clara", ["clara.jpg"])]
    html = page.content.decode()
    assert "clara.jpg" in html and "berta.jpg" not in html
    send(client, [cook("Anna"), cook("Clara", photo("clara2.jpg", 4))], upload="1")
    assert stored(client) == [("Anna", ["anna.jpg"]), ("Clara", ["clara.jpg", "clara2.jpg"])]


def test_the_last_file_of_an_entry_leaves_it_and_a_second_click_does_no_harm(client):
    send(client, [cook("Anna", photo("anna.jpg", 1))], upload="1")
    with reading(Scope(tenant="bochum")):
        key = str(Document.objects.get().key)
    for _ in range(2):
        assert send(client, [cook("Anna")], remove_file=key).status_code == 200
    assert stored(client) == [("Anna", [])]
    assert client.post(client.url, {"remove_file": "no key at all"}).status_code == 404


def test_a_refused_file_is_shown_at_its_entry_and_follows_it(client):
    bad = BytesIO(b"MZ" + b"\0" * 400)
    bad.name = "programm.exe"
    page = send(client, [cook("Anna"), cook("Berta", bad)], upload="1").content.decode()
    assert "programm.exe" in page.split('id="feld-helfer-1-belehrung"')[1]
    page = send(client, [cook("Anna"), cook("Berta")], remove="helfer-0").content.decode()
    assert "programm.exe" in page.split('id="feld-helfer-0-belehrung"')[1]
    page = send(client, [cook("Berta"), cook("Clara")], remove="helfer-0").content.decode()
    assert "programm.exe" not in page


def test_a_file_picked_in_the_entry_that_goes_goes_too_and_one_posted_beyond_all_entries_is_nobodys(client):
    send(client, [cook("Anna", photo("anna.jpg", 1)), cook("Berta")], remove="helfer-0")
    assert stored(client) == [("Berta", [])]
    client.post(client.url, {"helfer-items": "1", "helfer-2-belehrung": photo("fremd.jpg", 2), "upload": "1"} | {"helfer-0-name": "Berta"})
    assert "fremd.jpg" not in client.get(client.url).content.decode()


def test_only_named_files_reach_the_office_and_what_one_entry_promised_is_still_missing(client):
    send(client, [cook("Anna", photo("anna.jpg", 1)), cook("Berta") | {"belehrung-later": "ja"}, cook("Clara", photo("clara.jpg", 3))])
    send(client, [cook("Anna"), cook("Berta") | {"belehrung-later": "ja"}, cook("Clara") | {"kocht": "nein"}])
    row, erika = client.row, make.guest(client.row.person)
    actions.submit(str(row.key), channel="portal", by=erika, at=make.NOON)
    case = make.of_antrag(row, "bochum")
    clerk = make.clerk()
    found = queries.case(clerk, case.number, at=make.NOON)
    assert [p.filename for p in found.papers] == ["anna.jpg"]
    assert [key for key, _label in found.missing] == ["plan", "belehrung"]


def test_paths_of_documents_are_found_in_answers_of_any_shape():
    section = catalogue.leistung("bochum", KEY).leistung.form.sections[1]
    assert inputs.documents(section, {"helfer": [{"belehrung": ["a", 3]}, "nonsense", {"belehrung": "b"}]}) == {
        "helfer-0-belehrung": ["a"],
        "helfer-1-belehrung": [],
        "helfer-2-belehrung": [],
    }
    form = catalogue.leistung("bochum", KEY).leistung.form
    kept = inputs.with_documents(form, {"helfer": [{"belehrung": ["a", "b"]}, {"belehrung": ["c"]}], "plan": ["d"]}, {"a", "d"})
    assert kept == {"helfer": [{"belehrung": ["a"]}, {}], "plan": ["d"]}
