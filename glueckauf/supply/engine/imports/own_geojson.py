"""Our own formats as GeoJSON: one FeatureCollection in WGS84, a feature for each row. `table` names the file of the CSV format, the other
properties are its columns, the point of a node is its place, the line of a pipe its way. Read as those CSV files, by the same rules."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from glueckauf.supply.engine.imports.own import Imported, imported
from glueckauf.supply.engine.imports.own_archive import LARGEST_BYTES
from glueckauf.supply.engine.imports.own_columns import POWER, Format
from glueckauf.supply.engine.imports.own_rows import MOST_ROWS
from glueckauf.supply.engine.imports.problems import ImportRefused

MARK = b'"FeatureCollection"'


def collected(raw: bytes) -> Imported:
    """A power grid. Raises ImportRefused for file or feature, RowsRefused with all places; line 2 is the first feature of its table."""
    return imported(tables(raw, POWER))


def tables(raw: bytes, format: Format) -> dict[str, bytes]:
    """The CSV files of the format. Raises ImportRefused for the file or a feature."""
    if len(raw) > LARGEST_BYTES:
        raise ImportRefused("Datei", "Die Datei ist größer als 100 MB.")
    found: dict[str, list[Mapping[str, Any]]] = {}
    for number, feature in enumerate(features(raw), 1):
        table, row = row_of(feature, number, format)
        found.setdefault(table, []).append(row)
    return {table: written(rows) for table, rows in found.items()}


def features(raw: bytes) -> Iterator[Any]:
    """Of the collection."""
    try:
        found = json.loads(raw.decode("utf-8-sig"), parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        raise ImportRefused("Datei", "Das ist kein lesbares GeoJSON in UTF-8.") from error
    listed = found.get("features") if isinstance(found, dict) else None
    if not isinstance(listed, list) or len(listed) > MOST_ROWS:
        raise ImportRefused("Datei", f"Das ist keine FeatureCollection mit höchstens {MOST_ROWS} Features.")
    yield from listed


def no_number(text: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(text)


def row_of(feature: Any, number: int, format: Format) -> tuple[str, Mapping[str, Any]]:
    """File and columns of one."""
    given = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(given, dict):
        raise ImportRefused(f"Feature {number}", "Es hat keine properties.")
    table = f"{given.get('table', '')}"
    name = f"{table}.csv"
    if name not in format.files:
        known = ", ".join(one.removesuffix(".csv") for one in format.files)
        raise ImportRefused(f"Feature {number}", f"table ist „{table[:40]}“. Der Import kennt: {known}.")
    if any(isinstance(value, (list, dict)) for value in given.values()):
        raise ImportRefused(f"Feature {number}", "Eine Eigenschaft ist kein einzelner Wert.")
    row = {str(key): value for key, value in given.items() if key != "table"}
    if feature.get("geometry") is None or name not in (format.points, format.lines):
        return name, row
    where = f"Feature {number}"
    return name, row | (place(feature["geometry"], where) if name == format.points else way(feature["geometry"], where))


def place(geometry: Any, where: str) -> dict[str, float]:
    """Longitude and latitude of a node."""
    spot: Any = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if not is_spot(spot):
        raise ImportRefused(where, "Ein Knoten hat einen Point mit Länge und Breite, oder keine geometry.")
    refuse_outside(spot, where)
    return {"x": spot[0], "y": spot[1]}


def way(geometry: Any, where: str) -> dict[str, str]:
    """The points of a pipe from start to end, as the CSV file has them."""
    spots = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "LineString" else None
    if not isinstance(spots, list) or len(spots) < 2 or not all(map(is_spot, spots)):
        raise ImportRefused(where, "Ein Rohr hat einen LineString mit Länge und Breite, oder keine geometry.")
    for spot in spots:
        refuse_outside(spot, where)
    return {"path": f"LINESTRING ({', '.join(f'{spot[0]!r} {spot[1]!r}' for spot in spots)})"}


def is_spot(spot: Any) -> bool:
    """Two numbers, perhaps with a height."""
    return isinstance(spot, list) and len(spot) >= 2 and all(type(one) in (int, float) for one in spot[:2])


def refuse_outside(spot: list[float], where: str) -> None:
    """Raises ImportRefused."""
    if not (-180 <= spot[0] <= 180 and -90 <= spot[1] <= 90):
        raise ImportRefused(where, "Der Ort liegt nicht in WGS 84: erst die Länge, dann die Breite, in Grad.")


def written(rows: list[Mapping[str, Any]]) -> bytes:
    """As the CSV file."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue().encode()


def cell(value: Any) -> str:
    """As the CSV format writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return repr(value).replace(".", ",") if isinstance(value, (int, float)) else str(value)
