"""The public pages that tests and pictures walk through."""

SERVICE = "/bochum/leistungen/hundesteuer-anmeldung/"
OTHERS = ("bewohnerparkausweis", "gewerbe-anmeldung", "sondernutzung-strasse", "geburtsurkunde", "wohnberechtigungsschein")
PAGES = {
    "start": "/",
    "suche": "/suche/?q=hund",
    "suche-stadt": "/suche/?q=hund+anmelden+bochum",
    "suche-a-z": "/suche/",
    "suche-leer": "/suche/?q=qwertz",
    "kommune": "/bochum/",
    "leistung": SERVICE,
    "leistung-englisch": f"{SERVICE}?sprache=en",
    "leistung-gerechnet": f"{SERVICE}?andere_hunde=nein&hunde-0-seit-day=1&hunde-0-seit-month=11&hunde-0-seit-year=2026&rechnen=1",
    "leistung-unvollstaendig": f"{SERVICE}?rechnen=1",
    **{f"leistung-{slug}": f"/muelheim/leistungen/{slug}/" for slug in OTHERS},
    "leicht": f"{SERVICE}leicht/",
    "leistung-datenschutz": f"{SERVICE}datenschutz/",
    "hilfe": "/hilfe/",
    "impressum": "/impressum/",
    "datenschutz": "/datenschutz/",
    "barrierefreiheit": "/barrierefreiheit/",
}
