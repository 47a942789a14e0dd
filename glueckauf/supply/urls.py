"""Nouns of supply: outages of a city, and the desk of who runs its networks."""

from django.urls import path

from glueckauf.supply.views import alarms, desk, imports, network, outages, promises, public, studies, switching, trenches

urlpatterns = [
    path("<kommune:kommune>/stoerungen/", public.outages, name="stoerungen"),
    path("<kommune:kommune>/stoerungen/stoerungen.geojson", public.open_data, name="stoerungen-geojson"),
    path("<kommune:kommune>/stoerungen/stoerungen.csv", public.open_data, name="stoerungen-csv"),
    path("stoerungen/nachrichten/<str:token>/", public.watch, name="stoerungen-abo"),
    path("schreibtisch/netze/", desk.home, name="netze"),
    path("schreibtisch/netze/zusagen/", promises.promises, name="netz-zusagen"),
    path("schreibtisch/netze/zusagen/<int:vorgang_id>/angeschlossen/", promises.connected, name="netz-angeschlossen"),
    path("schreibtisch/netze/wasser/absperrung/", outages.closure, name="netz-absperrung"),
    path("schreibtisch/netze/unterbrechungen/", outages.interruptions, name="netz-unterbrechungen"),
    path("schreibtisch/netze/stoerungen/<int:outage_id>/", outages.outage, name="netz-stoerung"),
    path("schreibtisch/netze/studien/", studies.listed, name="netz-studien"),
    path("schreibtisch/netze/studien/neu/<slug:kind>/", studies.new, name="netz-studie-neu"),
    path("schreibtisch/netze/studien/<int:study_id>/", studies.study, name="netz-studie"),
    path("schreibtisch/netze/studien/<int:study_id>/schritte/", studies.move, name="netz-studie-schritt"),
    path("schreibtisch/netze/studien/<int:study_id>/ergebnis.csv", studies.table, name="netz-studie-csv"),
    path("schreibtisch/netze/aufgrabungen/", trenches.trenches, name="netz-aufgrabungen"),
    path("schreibtisch/netze/aufgrabungen/<int:trench_id>/", trenches.trench, name="netz-aufgrabung"),
    path("schreibtisch/netze/aufgrabungen/<int:trench_id>/plan.pdf", trenches.trench_pdf, name="netz-aufgrabung-plan"),
    path("schreibtisch/netze/aufgrabungen/<int:trench_id>/plan.geojson", trenches.trench_geojson, name="netz-aufgrabung-geojson"),
    path("schreibtisch/netze/importe/", imports.imports, name="netz-importe"),
    path("schreibtisch/netze/importe/<int:file_id>/", imports.grid_file, name="netz-import"),
    path("schreibtisch/netze/<slug:network>/fassungen/<int:number>/", imports.revision, name="netz-fassung"),
    path("schreibtisch/netze/<slug:network>/fassungen/<int:number>/netz.zip", imports.archive, name="netz-fassung-netz"),
    path("schreibtisch/netze/<slug:network>/fassungen/<int:number>/lastgaenge.npz", imports.profiles, name="netz-fassung-lastgaenge"),
    path("schreibtisch/netze/strom/schaltung/", switching.switching, name="netz-schaltung"),
    path("schreibtisch/netze/<slug:network>/element/", network.element, name="netz-element"),
    path("schreibtisch/netze/<slug:network>/karte.json", network.grid_map, name="netz-karte"),
    path("schreibtisch/netze/<slug:network>/tag.json", network.day, name="netz-tag"),
    path("schreibtisch/netze/meldungen/<int:alarm_id>/", alarms.alarm, name="netz-meldung"),
    path("schreibtisch/netze/meldungen/<int:alarm_id>/schritt/", alarms.step, name="netz-meldung-schritt"),
    path("schreibtisch/netze/meldungen/<int:alarm_id>/ort/", alarms.place, name="netz-meldung-ort"),
    path("schreibtisch/netze/<slug:network>/meldungen/", alarms.overview, name="netz-meldungen"),
    path("schreibtisch/netze/<slug:network>/", desk.network, name="netz"),
]
