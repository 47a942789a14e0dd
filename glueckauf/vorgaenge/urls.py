"""Nouns of vorgaenge: the form, the citizen's Vorgaenge, the desk."""

from django.urls import path

from glueckauf.vorgaenge.views import desk, hand_in, matter, resume, step, work

DESK = "schreibtisch/vorgaenge/<str:number>/"

urlpatterns = [
    path("<slug:kommune>/leistungen/<slug:slug>/antrag/", step.start, name="antrag-start"),
    path("antraege/<uuid:key>/pruefen/", hand_in.check, name="antrag-pruefen"),
    path("antraege/<uuid:key>/vergleich/<int:number>/", hand_in.compare, name="antrag-vergleich"),
    path("antraege/<uuid:key>/gespeichert/", resume.saved, name="antrag-gespeichert"),
    path("antraege/<uuid:key>/eingegangen/", hand_in.received, name="antrag-eingegangen"),
    path("antraege/<uuid:key>/schritte/<slug:section>/", step.step, name="antrag-schritt"),
    path("antrag-fortsetzen/", resume.resume, name="antrag-weiter"),
    path("vorgaenge/", matter.overview, name="vorgaenge"),
    path("vorgaenge/<str:number>/", matter.matter, name="vorgang"),
    path("vorgaenge/<str:number>/nachweise/<int:slot>/", matter.upload, name="vorgang-nachweis"),
    path("vorgaenge/<str:number>/dokumente/<uuid:key>/", matter.document, name="vorgang-dokument"),
    path("vorgaenge/<str:number>/nachrichten/", matter.message, name="vorgang-nachricht"),
    path("vorgaenge/<str:number>/frist/", matter.more_time, name="vorgang-frist"),
    path("vorgaenge/<str:number>/zahlung/", matter.payment, name="vorgang-zahlung"),
    path("vorgaenge/<str:number>/zurueckziehung/", matter.withdrawal, name="vorgang-zurueckziehung"),
    path("vorgaenge/<str:number>/bescheide/<int:bescheid_id>/", matter.bescheid, name="vorgang-bescheid"),
    path("schreibtisch/", desk.worklist, name="schreibtisch"),
    path(DESK, desk.case, name="schreibtisch-vorgang"),
    path(f"{DESK}zustaendigkeit/", work.assignment, name="schreibtisch-zustaendigkeit"),
    path(f"{DESK}nachrichten/", work.talk, name="schreibtisch-nachrichten"),
    path(f"{DESK}vollstaendigkeit/", work.completeness, name="schreibtisch-vollstaendigkeit"),
    path(f"{DESK}gebuehr/", work.fee, name="schreibtisch-gebuehr"),
    path(f"{DESK}nachforderung/", work.nachforderung, name="schreibtisch-nachforderung"),
    path(f"{DESK}fristen/<int:extension_id>/", work.extension, name="schreibtisch-frist"),
    path(f"{DESK}bescheid/", work.bescheid, name="schreibtisch-bescheid"),
    path(f"{DESK}bescheid/entwurf/", work.preview, name="schreibtisch-entwurf"),
    path(f"{DESK}bescheid/<int:bescheid_id>/", desk.letter, name="schreibtisch-brief"),
    path(f"{DESK}ruecknahme/", work.undo, name="schreibtisch-ruecknahme"),
    path(f"{DESK}widerruf/", work.revocation, name="schreibtisch-widerruf"),
    path(f"{DESK}versand/", work.dispatch, name="schreibtisch-versand"),
    path(f"{DESK}mitzeichnung/", work.approval, name="schreibtisch-mitzeichnung"),
    path(f"{DESK}dokumente/<uuid:key>/", desk.document, name="schreibtisch-dokument"),
    path(f"{DESK}dokumente/<uuid:key>/pruefung/", work.review, name="schreibtisch-pruefung"),
    path(f"{DESK}dokumente/<uuid:key>/seiten/<int:page>/", desk.page_image, name="schreibtisch-seite"),
    path(f"{DESK}dokumente/<uuid:key>/datei/", desk.original, name="schreibtisch-datei"),
]
