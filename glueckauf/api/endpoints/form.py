"""/api/v1/<kommune>/leistungen/<slug>/formular/ : the form as JSON Schema, and as XDatenfelder."""

from django.http import HttpRequest

from glueckauf.api.described import KOMMUNE, SLUG
from glueckauf.api.serving import BASE, JSON_SCHEMA, XML, Answer, NoSuchAddress, Parameter, absolute, endpoint, one_of
from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.core.clock import local_day, now
from glueckauf.forms import xdatenfelder
from glueckauf.forms.json_schema import json_schema

LANGUAGE = Parameter(name="sprache", words="de oder en", example="en", schema={"enum": ["de", "en"]})
VERSION = Parameter(name="version", words="Version von XDatenfelder: 2 oder 3", example="3", schema={"enum": ["2", "3"]})


@endpoint(
    "<slug:kommune>/leistungen/<slug:slug>/formular/",
    name="api-formular",
    words="Das Formular als JSON Schema (2020-12)",
    media=JSON_SCHEMA,
    schema={"type": "object", "required": ["$schema", "$id", "properties"]},
    parameters=(KOMMUNE, SLUG, LANGUAGE),
)
def form(request: HttpRequest, kommune: str, slug: str) -> Answer:
    """Of the current revision; its number is part of the $id."""
    entry = with_form(kommune, slug)
    language = one_of(request, "sprache", usual="de", possible=("de", "en"))
    return Answer(
        body=json_schema(
            entry.leistung.form,
            id_=absolute(f"/{BASE}/{kommune}/leistungen/{slug}/formular/?revision={entry.number}"),
            title=entry.leistung.name.in_language(language),
            language=language,
            postcodes=frozenset(entry.kommune.postcodes),
        )
    )


@endpoint(
    "<slug:kommune>/leistungen/<slug:slug>/xdatenfelder.xml",
    name="api-xdatenfelder",
    words="Das Formular als FIM XDatenfelder; nicht gegen das XSD geprüft",
    media=XML,
    parameters=(KOMMUNE, SLUG, VERSION),
)
def fim(request: HttpRequest, kommune: str, slug: str) -> Answer:
    """The current revision; dated by day, so that a copy stays good until tomorrow."""
    entry = with_form(kommune, slug)
    version = one_of(request, "version", usual="3", possible=("2", "3"))
    at = now().replace(hour=0, minute=0, second=0, microsecond=0)
    law = "; ".join(law.text for law in entry.leistung.law)
    file = xdatenfelder.write(entry.leistung.form, name=entry.leistung.name.de, version=version, at=at, law=law)
    return Answer(body=file.content, filename=f"{slug}-{local_day(at)}-xdf{version}.xml")


def with_form(kommune: str, slug: str) -> LeistungOfCity:
    """The Leistung, if it is asked in a form."""
    entry = catalogue.leistung(kommune, slug)
    if not entry.leistung.form.sections:
        raise NoSuchAddress
    return entry
