"""A small table in the shape of the real national catalogue; knows no Django, so that the maker of pictures may use it."""

import csv
import io

HEAD = ("leika_key", "leistung", "typ", "ozg_id", "ozg_leistungsbuendel", "lebenslage", "themenfeld", "rechtsgrundlage", "gesetz_kurz")
DOG = ("99102013002000", "Hundesteuer Festsetzung", "4", "10160", "Hundesteuer", "Tierhaltung", "Steuern & Zoll", "", "")
HUNT = (
    "99067004000000",
    "Jagdschein",
    "2/3",
    "10149",
    "Jagdschein und -erlaubnis",
    "Fischen & Jagen",
    "Engagement & Hobby",
    "§ 15",
    "BJagdG",
)
BANK = ("99148032000000", "Förderdarlehen für Häuser", "1", "10404", "Förderdarlehen", "Finanzierung & Förderung", "Forschung", "", "")
TOWN = ("99063001000000", "Ehrung von Jubiläen", "5", "", "", "", "", "", "")
NONE = ("nicht im LeiKa", "Anmeldung Abfallbehälter", "5", "10110", "Abfallentsorgung", "Wohnen & Umzug", "Bauen & Wohnen", "", "")
ROWS = (DOG, HUNT, BANK, TOWN, NONE)


def table(*rows, head=HEAD, delimiter=",", encoding="utf-8") -> bytes:
    """A CSV of these rows, or of all."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows or ROWS)
    return text.getvalue().encode(encoding)
