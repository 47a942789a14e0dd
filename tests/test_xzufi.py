"""XZuFi of a city: Leistungen fit the derived schemas, everything comes back from our own file, foreign and broken ones are refused."""

import json
from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator

from glueckauf.catalogue.rules import xzufi
from glueckauf.catalogue.rules.xzufi import objects, shape
from glueckauf.cities import queries as cities
from glueckauf.forms.xdatenfelder import Malformed
from tests.make_catalogue import everything
from tests.shared import SHARED

AT = datetime(2026, 11, 24, tzinfo=UTC)
BOTH = pytest.mark.parametrize("version", xzufi.VERSIONS)
NAMES = {"2.2.0": "Leistung220", "2.3.1": "Leistung231"}


def services(kommune="bochum"):
    offers = [offer for offer in everything().offers if offer.kommune.key == kommune]
    return [xzufi.Service(leistung=o.leistung, texts=o.texts, number=3, url=f"https://example.org/{o.leistung.key}/") for o in offers]


def schema(version):
    return json.loads((SHARED / "pvog-xzufi" / f"{NAMES[version]}.derived.schema.json").read_text("utf-8"))


@pytest.mark.shared_data
@BOTH
def test_every_leistung_of_every_city_fits_the_derived_schema(version):
    validator = Draft202012Validator(schema(version))
    for kommune in cities.kommunen():
        for service in services(kommune.key):
            value = objects.leistung(service, kommune, version)
            assert [error.message for error in validator.iter_errors(value)] == [], service.leistung.key


@pytest.mark.shared_data
@BOTH
def test_the_names_of_both_versions_are_those_of_the_schemas(version):
    """Every property is required there, so the lists are complete."""
    properties = schema(version)["$defs"][NAMES[version]]["properties"]
    assert shape.LISTS[version] | shape.SINGLE[version] == set(properties)
    assert {name for name, said in properties.items() if said.get("type") == "array"} == shape.LISTS[version]
    assert set(shape.RENAMES) <= shape.LISTS_220 | shape.SINGLE_220 and set(shape.RENAMES.values()) <= shape.LISTS_231 | shape.SINGLE_231


@BOTH
def test_our_own_export_comes_back_as_it_was(version):
    kommune, found = cities.kommune("bochum"), services()
    back = xzufi.read(xzufi.export(found, kommune, version=version, at=AT))
    assert back.version == version
    assert list(back.leistungen) == [objects.leistung(service, kommune, version) for service in found]
    assert [u["id"]["value"] for u in back.units] == [f"bochum_{office.key}" for office in kommune.offices]
    online = [s.leistung.key for s in found if s.leistung.can_be_started]
    assert [s["id"]["value"] for s in back.online_services] == [f"bochum_{key}_online" for key in online]


def test_who_answers_is_an_office_or_an_online_service_of_the_file():
    back = xzufi.read(xzufi.export(services(), cities.kommune("bochum"), version="2.3.1", at=AT))
    targets = {o["id"]["value"] for o in (*back.units, *back.online_services)}
    known = {leistung["id"]["value"] for leistung in back.leistungen}
    assert back.responsibilities
    assert {row["objekt_id"]["value"] for row in back.responsibilities} <= targets
    assert {row["leistung_id"]["value"] for row in back.responsibilities} <= known
    assert {row["gebiet_id"]["value"] for row in back.responsibilities} == {"059110000000"}


def test_the_older_version_uses_its_own_names():
    file = xzufi.export(services(), cities.kommune("bochum"), version="2.2.0", at=AT)
    assert b"referenzLeika>" in file and b"referenzLeistungsschluessel" not in file and b"not verified against the XSD" in file


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a/>",
        b'<x xmlns="http://xoev.de/schemata/xzufi/2_1_0"/>',
        b'<x xmlns="http://xoev.de/schemata/xzufi/2_3_1"><geheim/></x>',
        b'<x xmlns="http://xoev.de/schemata/xzufi/2_3_1"><leistung><id><value>a</value></id><id><value>b</value></id></leistung></x>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"<a>" + b"x" * 21_000_000 + b"</a>",
    ],
    ids=["empty", "foreign", "old", "unknown", "twice", "entity", "large"],
)
def test_what_is_no_xzufi_is_refused(content):
    with pytest.raises(Malformed):
        xzufi.read(content)
