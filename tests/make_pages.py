"""The public pages that tests and pictures walk through."""

SERVICE = "/bochum/leistungen/hundesteuer-anmeldung/"
PAGES = {
    "start": "/",
    "suche": "/suche/?q=hund",
    "suche-stadt": "/suche/?q=hund+anmelden+bochum",
    "suche-a-z": "/suche/",
    "suche-leer": "/suche/?q=qwertz",
    "kommune": "/bochum/",
    "leistung": SERVICE,
    "leistung-englisch": f"{SERVICE}?sprache=en",
    "leicht": f"{SERVICE}leicht/",
    "leistung-datenschutz": f"{SERVICE}datenschutz/",
    "hilfe": "/hilfe/",
    "impressum": "/impressum/",
    "datenschutz": "/datenschutz/",
    "barrierefreiheit": "/barrierefreiheit/",
}
