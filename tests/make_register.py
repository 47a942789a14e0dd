"""Builders for tests of the municipality register: lines of GV100AD as Destatis writes them, and imports."""

from datetime import UTC, datetime

from glueckauf.cities.actions import import_register

NOON = datetime(2026, 11, 28, 11, tzinfo=UTC)


def line(
    kind: str, key: str, name: str, *, day: str = "20231130", verband: str = "", seat: str = "", code: str = "", more: str = ""
) -> str:
    """One line of the file."""
    return f"{kind}{day}{key:8}{verband:4}{name:50}{seat:50}{code:2}{more}".ljust(220)


def kommune(
    ags: str, name: str, *, verband: str = "0000", code: str = "64", people: int = 1000, plz: str = "", day: str = "20231130"
) -> str:
    """A municipality."""
    numbers = f"{'':4}{0:011d}{people:011d}{people // 2:011d}    {plz:5}".ljust(97)
    return line("60", ags, name, verband=verband, code=code, more=numbers, day=day)


def land(day: str = "20231130") -> list[str]:
    """A Land with a Kreis and a city: Musterland."""
    return [
        line("10", "98", "Musterland", seat="Musterstadt", day=day),
        line("20", "981", "Reg.-Bez. Mustertal", day=day),
        line("40", "98111", "Musterstadt, Stadt", code="41", day=day),
        line("40", "98122", "Beispiel", code="43", day=day),
        kommune("98111000", "Musterstadt, Stadt", code="61", people=50_000, plz="99111", day=day),
        kommune("98122001", "Neudorf", verband="0001", people=900, plz="99222", day=day),
        kommune("98122002", "Altdorf", verband="0002", people=800, plz="99222", day=day),
        kommune("98122003", "Neudorf (Wald)", verband="0003", people=70, plz="99333", day=day),
    ]


def gv100ad(*lines: str, encoding: str = "utf-8") -> bytes:
    """A file."""
    return ("\n".join(lines or land()) + "\n").encode(encoding)


def imported(content: bytes | None = None, *, at: datetime = NOON, **more):
    """The report of an import."""
    return import_register("gv100ad.txt", content=gv100ad() if content is None else content, by="rule:test", at=at, **more)
