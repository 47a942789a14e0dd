"""What people call a Leistung, in three languages, leads to it. Each phrase under `search` finds its own Leistung first."""

import make_catalogue
import pytest

from glueckauf.catalogue import queries
from glueckauf.catalogue.queries.folders import everything

pytestmark = pytest.mark.django_db

OF_BOCHUM = {o.leistung.key: o.leistung for o in everything().offers if o.kommune.key == "bochum"}
FREELY_TYPED = {
    "bewohnerparkausweis": "Anwohnerparkausweis Essen, parken vor meiner Haustür, parkausweis verloren bochum,"
    "park izni, Bewohnerparkausweiss",
    "gewerbe-anmeldung": "ich will mich selbständig machen, Gewerbeschein Dortmund, kleingewerbe anmelden,"
    "işyeri açmak, isyeri acmak, open a company",
    "sondernutzung-strasse": "schuttcontainer vor dem haus, Gerüst aufstellen genehmigung, tische vor dem café,"
    "skip permit, Baugerüst Gehweg",
    "geburtsurkunde": "Geburtsurkunde beantragen Duisburg, doğum belgesi, dogum belgesi,"
    "birth certificate, geburtsurkude, abstammungsurkunde",
    "wohnberechtigungsschein": "WBS, wbs schein, B-Schein Essen, sozialwohnung,wohnberechtigungschein, paragraf 5 schein, social housing",
}


@pytest.fixture
def published(db):
    make_catalogue.publish()


def first(text: str) -> str:
    hits = queries.search(text)
    return hits[0].slug if hits else ""


def test_every_phrase_of_a_leistung_finds_it_first(published):
    wrong = {phrase: first(phrase) for slug, leistung in OF_BOCHUM.items() for phrase in leistung.search if first(phrase) != slug}
    assert wrong == {}


def test_what_people_type_freely_finds_it_first(published):
    typed = [(slug, text.strip()) for slug, texts in FREELY_TYPED.items() for text in texts.split(",")]
    assert {text: first(text) for slug, text in typed if first(text) != slug} == {}
