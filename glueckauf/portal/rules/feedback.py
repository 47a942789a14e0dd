"""What a page is called in feedback and counts, and which small numbers are not shown."""

from dataclasses import dataclass

FEWEST = 5  # below it a number might point at a single person
LONGEST = 1000
# Pages whose visits are counted, by the name of their address.
COUNTED = {
    "start": "Startseite",
    "suche": "Suche",
    "kommune": "Seite der Stadt",
    "leistungen": "Leistungen von A bis Z",
    "leistung": "Leistung",
    "leistung-leicht": "Leistung in Leichter Sprache",
    "leistung-datenschutz": "Datenschutz einer Leistung",
    "zustaendigkeit": "Zuständigkeit",
    "hilfe": "Hilfe",
    "antrag-start": "Formular, erste Seite",
    "antrag-schritt": "Formular",
    "antrag-pruefen": "Prüfen und absenden",
    "nachreichen": "Dokument nachreichen",
    "bescheid-pruefen": "Bescheid prüfen",
    "impressum": "Impressum",
    "datenschutz": "Datenschutz",
    "barrierefreiheit": "Barrierefreiheit",
    "schnittstellen": "Schnittstellen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """The page somebody looked at: its name, and the city and Leistung it is about. No address: that may hold a key."""

    page: str
    kommune: str = ""
    leistung: str = ""

    @property
    def words(self) -> str:
        """What people call it."""
        return COUNTED.get(self.page, "Seite")


def shown(count: int) -> int | None:
    """The number, or nothing where it is small; zero is no secret."""
    return count if count == 0 or count >= FEWEST else None
