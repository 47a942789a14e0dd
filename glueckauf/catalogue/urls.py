"""Nouns of the catalogue at the desk: the editor of a city's Leistungen."""

from django.urls import path

from glueckauf.catalogue.views.editor import examples, fees, fields, files, letters, overview, papers, release, seen, sheets, texts

ALL = "schreibtisch/leistungen/"
DRAFT = f"{ALL}<int:draft_id>/"

urlpatterns = [
    path(ALL, overview.overview, name="schreibtisch-leistungen"),
    path(f"{ALL}neu/", overview.new, name="leistung-neu"),
    path(f"{ALL}ausgaben/<slug:slug>/", release.editions, name="leistung-ausgaben"),
    path(DRAFT, sheets.about, name="leistung-angaben"),
    path(f"{DRAFT}formular/", fields.form, name="leistung-formular"),
    path(f"{DRAFT}formular/<str:path>/", fields.field, name="leistung-feld"),
    path(f"{DRAFT}nachweise/", papers.papers, name="leistung-nachweise"),
    path(f"{DRAFT}nachweise/<str:key>/", papers.paper, name="leistung-nachweis"),
    path(f"{DRAFT}gebuehr/", fees.fee, name="leistung-gebuehr"),
    path(f"{DRAFT}gebuehr/<str:key>/", fees.fee_line, name="leistung-gebuehr-zeile"),
    path(f"{DRAFT}fristen/", sheets.times, name="leistung-fristen"),
    path(f"{DRAFT}briefe/", letters.letters, name="leistung-briefe"),
    path(f"{DRAFT}briefe/<str:name>/", letters.letter, name="leistung-brief"),
    path(f"{DRAFT}texte/", texts.texts_of, name="leistung-texte"),
    path(f"{DRAFT}beispiele/", examples.examples, name="leistung-beispiele"),
    path(f"{DRAFT}beispiele/<int:index>/", examples.example, name="leistung-beispiel"),
    path(f"{DRAFT}veroeffentlichung/", release.release, name="leistung-freigabe"),
    path(f"{DRAFT}dateien/", files.files, name="leistung-datei"),
    path(f"{DRAFT}dateien/archiv/", files.archive, name="leistung-archiv"),
    path(f"{DRAFT}ansicht/", seen.seen, name="leistung-ansicht"),
    path(f"{DRAFT}ruecknahme/", fields.undo, name="leistung-ruecknahme"),
]
