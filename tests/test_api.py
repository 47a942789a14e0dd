"""Public endpoints: the OpenAPI document names every one, and each answers as the document says."""

import csv
import io
import json
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from lxml import etree
from openapi_spec_validator import OpenAPIV31SpecValidator

from glueckauf.api import serving
from glueckauf.api.endpoints.leistungen import safe
from glueckauf.api.endpoints.openapi import document
from glueckauf.api.page import example
from glueckauf.cities import queries as cities
from glueckauf.identity import permissions
from tests import make, make_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def published():
    make.publish()


def get(path, **headers):
    return Client().get(path, headers=headers)


def test_the_document_names_every_address_that_is_served():
    served = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", url.route) for url in permissions.served() if url.route.startswith("/api/")}
    assert served == set(document()["paths"]) and len(served) >= 9
    assert {url.permission for url in permissions.served() if url.route.startswith("/api/")} == {"public"}


@pytest.mark.parametrize("endpoint", serving.ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_each_answers_as_the_document_says(endpoint):
    path = next(path for path, found in document()["paths"].items() if found.get("get", {}).get("operationId") == endpoint.name)
    response = get(example(path, endpoint.parameters))
    assert response.status_code == 200, response.content
    assert response["Content-Type"].partition(";")[0] == endpoint.media
    assert response["Access-Control-Allow-Origin"] == "*" and response["ETag"] and "public" in response["Cache-Control"]
    if "json" in endpoint.media:
        Draft202012Validator.check_schema(endpoint.schema)
        assert list(Draft202012Validator(endpoint.schema).iter_errors(response.json())) == []
    if endpoint.media == serving.XML:
        assert etree.fromstring(response.content) is not None


def test_the_document_is_openapi():
    found = get("/api/v1/openapi.json").json()
    OpenAPIV31SpecValidator(found).validate()
    assert found["openapi"].startswith("3.1") and found["info"]["title"] and found["servers"]
    assert [path for path, item in found["paths"].items() if "get" not in item] == ["/api/telemetrie/werte/"]
    for path, item in found["paths"].items():
        if "get" not in item:
            continue
        named = {p["name"] for p in item["get"]["parameters"] if p["in"] == "path"}
        assert named == set(re.findall(r"\{(\w+)\}", path)) and all(p["required"] for p in item["get"]["parameters"] if p["in"] == "path")
        assert {"200", "400", "404", "405", "429"} <= set(item["get"]["responses"])


def test_what_has_not_changed_is_not_sent_again():
    first = get("/api/v1/bochum/leistungen/")
    again = get("/api/v1/bochum/leistungen/", if_none_match=first["ETag"])
    assert again.status_code == 304 and again.content == b"" and again["Access-Control-Allow-Origin"] == "*"


def test_pages_of_the_catalogue_come_one_after_the_other():
    whole = get("/api/v1/bochum/leistungen/?anzahl=200").json()
    url, seen = "/api/v1/bochum/leistungen/?anzahl=2", []
    while url:
        page = get(url)
        seen += [row["key"] for row in page.json()["leistungen"]]
        following = re.search(r'<([^>]+)>; rel="next"', page["Link"])
        url = f"{urlsplit(following[1]).path}?{urlsplit(following[1]).query}" if following else ""
    assert seen == [row["key"] for row in whole["leistungen"]] and len(seen) == whole["total"] >= 6


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/atlantis/leistungen/", 404, "not-found"),
        ("/api/v1/bochum/leistungen/mondlandung/", 404, "not-found"),
        ("/api/v1/bochum/leistungen/mondlandung/formular/", 404, "not-found"),
        ("/api/v1/nichts", 404, "not-found"),
        ("/api/", 404, "not-found"),
        ("/api/v1/bochum/leistungen/?seite=0", 400, "parameter"),
        ("/api/v1/bochum/leistungen/?anzahl=-1", 400, "parameter"),
        ("/api/v1/bochum/leistungen/?anzahl=²", 400, "parameter"),
        ("/api/v1/bochum/leistungen/?seite=99999", 400, "parameter"),
        ("/api/v1/bochum/leistungen/hundesteuer-anmeldung/formular/?sprache=fr", 400, "parameter"),
        ("/api/v1/bochum/leistungen/hundesteuer-anmeldung/xdatenfelder.xml?version=1", 400, "parameter"),
        ("/api/v1/zustaendigkeit/", 400, "parameter"),
    ],
)
def test_what_does_not_fit_is_a_problem_with_a_stable_type(path, status, code):
    response = get(path)
    assert response.status_code == status
    if code:
        assert response["Content-Type"] == "application/problem+json" and response["Access-Control-Allow-Origin"] == "*"
        assert response.json()["type"].endswith(f"/schnittstellen/#{code}") and response.json()["status"] == status
        assert f'id="{code}"' in get("/schnittstellen/").content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written(method):
    response = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/kommunen/")
    assert response.status_code == 405 and response["Allow"] == "GET, HEAD, OPTIONS" and response.json()["status"] == 405


def test_a_browser_asks_before_it_reads():
    response = Client().options("/api/v1/kommunen/")
    assert response.status_code == 204 and "GET" in response["Access-Control-Allow-Methods"]
    assert "Set-Cookie" not in response and not response.cookies


def test_too_many_requests_are_told_when_to_come_back(monkeypatch):
    monkeypatch.setattr(serving, "LIMIT", 2)
    answers = [get("/api/v1/kommunen/").status_code for _ in range(3)]
    refused = get("/api/v1/kommunen/")
    assert answers == [200, 200, 429] and int(refused["Retry-After"]) > 0 and refused.json()["type"].endswith("#too-many-requests")


def test_no_cell_of_the_table_is_a_formula():
    content = get("/api/v1/bochum/leistungen.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert {row["key"] for row in rows} >= {"hundesteuer-anmeldung", "gewerbe-anmeldung"}
    assert [cell for row in rows for cell in row.values() if cell[:1] in "=+-@" and cell] == []
    assert [safe(text) for text in ("=1+1", "@x", "-1", "Hund", True, ["a", "b"], {"de": "+x"})] == [
        "'=1+1",
        "'@x",
        "'-1",
        "Hund",
        "ja",
        "a b",
        "'+x",
    ]


def test_a_leistung_says_who_answers_and_what_is_not_entered_yet():
    found = get("/api/v1/bochum/leistungen/hundesteuer-anmeldung/").json()
    assert found["leika"]["key"] == "99102013002000" and found["responsible"]["key"] == "steueramt" and found["texts"]["de"].startswith("<")
    amounts = {value["key"]: value["amount"] for value in found["fee"]["values"]}
    assert amounts["ein_hund"] is not None


def test_a_place_leads_to_the_office():
    found = get("/api/v1/zustaendigkeit/?ort=44787&leistung=hundesteuer-anmeldung").json()["municipalities"]
    assert [(m["kommune"], m["ags"], m["office"]["key"]) for m in found] == [("bochum", "05911000", "steueramt")]
    assert get("/api/v1/zustaendigkeit/?ort=44787").json()["municipalities"][0]["office"] is None
    assert get("/api/v1/zustaendigkeit/?ort=Nirgendwo").json()["municipalities"] == []


def test_the_open_data_entry_names_licence_and_place():
    found = get("/api/v1/essen/dcat.jsonld").json()["dcat:dataset"][0]
    assert found["dcatde:politicalGeocodingURI"]["@id"].endswith("/05113000") and "data-theme" in found["dcat:theme"]["@id"]
    assert {d["dct:license"]["@id"] for d in found["dcat:distribution"]} == {"http://dcat-ap.de/def/licenses/dl-by-de/2.0"}
    services, outages = get("/api/v1/bochum/dcat.jsonld").json()["dcat:dataset"]
    assert outages["dcat:theme"]["@id"].endswith("/ENER") and "stadtwerke" in outages["dct:description"].lower()
    assert outages["dcatde:politicalGeocodingURI"] == services["dcatde:politicalGeocodingURI"]
    for distribution in (*services["dcat:distribution"], *outages["dcat:distribution"]):
        assert get(urlsplit(distribution["dcat:accessURL"]["@id"]).path).status_code == 200


def test_a_city_is_a_contributor_only_where_govdata_gave_it_an_address(settings, tmp_path):
    assert "dcatde:contributorID" not in get("/api/v1/essen/dcat.jsonld").json()["dcat:dataset"][0]
    address = "http://dcat-ap.de/def/contributors/musterstadt"
    folder = make_catalogue.empty(settings, tmp_path) / "kommunen/essen/kommune.yaml"
    folder.write_text(f"{folder.read_text('utf-8')}\ncontributor: {address}\n", "utf-8")
    cities.forget()
    assert get("/api/v1/essen/dcat.jsonld").json()["dcat:dataset"][0]["dcatde:contributorID"] == {"@id": address}


def test_the_form_schema_takes_the_example_of_its_leistung():
    schema = get("/api/v1/bochum/leistungen/hundesteuer-anmeldung/formular/").json()
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith("formular/?revision=1") and "hunde" in json.dumps(schema)


def test_the_page_shows_an_example_of_each():
    page = get("/schnittstellen/").content.decode()
    for endpoint in serving.ENDPOINTS:
        assert endpoint.words in page
