"""What people call a Leistung, in three languages, leads to it. Each phrase under `search` finds its own Leistung first."""

import make_catalogue
import pytest

from glueckauf.catalogue import queries
from tests.make_catalogue import everything

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
    "hundesteuer-abmeldung": "mein hund ist gestorben, Hundesteuer abmelden Essen, hund eingeschlaefert,"
    "köpek öldü, kopek oldu, my dog died",
    "grosser-hund-anzeige": "großen Hund beim Ordnungsamt anmelden, hund über 20 kilo, sachkundenachweis hund, big dog bochum",
    "gewerbe-ummeldung": "laden zieht um dortmund, Gewerbeummeldung, gewerbe ummelden, change business address",
    "gewerbe-abmeldung": "ich will meinen laden schließen, Gewerbeabmeldung Essen, gewerbe abmelden, isyeri kapatmak, close my shop",
    "meldebescheinigung": "bescheinigung wo ich wohne, Meldebescheinigung Bochum,"
    "erweiterte meldebescheinigung, ikametgah, proof of address",
    "melderegisterauskunft": "adresse von jemandem herausfinden, einfache Melderegisterauskunft, schuldner finden adresse, find an address",
    "eheschliessung-anmeldung": "wir wollen heiraten, Aufgebot bestellen, standesamtliche trauung, evlenmek istiyorum, getting married",
    "wohnsitz-anmeldung": "ich bin umgezogen, Ummelden Essen, adresse ändern,neue wohnung anmelden, adres degistirmek, register my address",
    "wohngeld": "mietzuschuss beantragen, Wohngeld Bochum, miete zu hoch, zuschuss zur miete, kira yardimi, housing benefit",
    "wohnberechtigungsschein": "WBS, wbs schein, B-Schein Essen, sozialwohnung,wohnberechtigungschein, paragraf 5 schein, social housing",
}


@pytest.fixture
def published(db):
    make_catalogue.publish()


def first(text: str) -> str:
    hits = queries.search(text).hits
    return hits[0].slug if hits else ""


def test_every_phrase_of_a_leistung_finds_it_first(published):
    wrong = {phrase: first(phrase) for slug, leistung in OF_BOCHUM.items() for phrase in leistung.search if first(phrase) != slug}
    assert wrong == {}


def test_what_people_type_freely_finds_it_first(published):
    typed = [(slug, text.strip()) for slug, texts in FREELY_TYPED.items() for text in texts.split(",")]
    assert {text: first(text) for slug, text in typed if first(text) != slug} == {}
