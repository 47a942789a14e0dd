"""The municipalities we know: our own table of the Ruhr, and the register an operator imported. Built once per import and process."""

from functools import lru_cache
from pathlib import Path

from glueckauf.cities.models import RegisterImport, RegisterKommune, RegisterMerger, RegisterPostcode, RegisterRegion
from glueckauf.cities.queries.kommunen import folder
from glueckauf.cities.rules.gazetteer import Answer, Former, Gazetteer, Municipality, Region
from glueckauf.cities.rules.own_table import EMPTY, OwnTable, municipalities, short
from glueckauf.core.latest import Latest
from glueckauf.core.strict_yaml import load

FILE = "ruhr.yaml"


def newest() -> int:
    """Of all imports."""
    return RegisterImport.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


watch = Latest(newest)


def find_place(text: str) -> Answer:
    """What somebody typed: a postcode, a place, an address."""
    return gazetteer().find(text)


def gazetteer() -> Gazetteer:
    """All that is known now."""
    return built(watch.current(), folder())


def municipalities_of_the_ruhr() -> tuple[Municipality, ...]:
    """Those of our own table, whatever was imported."""
    return tuple(municipalities(own_table(folder())).values())


def forget_register() -> None:
    """Tables or folder changed: read them again."""
    watch.forget()
    built.cache_clear()
    own_table.cache_clear()


@lru_cache(maxsize=4)
def own_table(root: Path) -> OwnTable:
    """kommunen/ruhr.yaml; empty where an installation has none. Raises Broken."""
    path = root / FILE
    return load(OwnTable, path.read_text("utf-8"), f"kommunen/{FILE}") if path.exists() else EMPTY


@lru_cache(maxsize=2)
def built(number: int, root: Path) -> Gazetteer:
    """Our own table, and over it what the register says; postcodes of both."""
    table = own_table(root)
    known = municipalities(table)
    regions = {r.code: Region(code=r.code, level=r.level, name=r.name, seat=r.seat) for r in table.regions}
    former = [Former(name=f.name, into=f.into, since=f.since, open=f.open) for f in table.former]
    if number:
        regions |= {row.code: Region(code=row.code, level=row.level, name=row.name, seat=row.seat) for row in RegisterRegion.objects.all()}
        known |= registered(known)
        former += mergers(known)
    return Gazetteer(known.values(), regions.values(), former)


def registered(own: dict[str, Municipality]) -> dict[str, Municipality]:
    """All rows of the register."""
    codes: dict[str, list[str]] = {}
    for code, ags in RegisterPostcode.objects.order_by("postcode").values_list("postcode", "ags"):
        codes.setdefault(ags, []).append(code)
    return {row.ars: joined(row, own.get(row.ars), codes.get(row.ags, [])) for row in RegisterKommune.objects.all()}


def joined(row: RegisterKommune, own: Municipality | None, imported: list[str]) -> Municipality:
    """A row with all postcodes known; a code of a large customer is none where people live, even if it is that of the town hall."""
    bulk = own.bulk if own else ()
    codes = [*(own.postcodes if own else ()), *imported, *filter(None, (row.seat,))]
    return Municipality(
        ars=row.ars,
        ags=row.ags,
        name=short(row.name),
        full_name=row.name,
        kind=row.kind,
        inhabitants=row.inhabitants,
        seat=row.seat,
        postcodes=tuple(dict.fromkeys(code for code in codes if code not in bulk)),
        bulk=bulk,
        is_gone=row.gone_id is not None,
    )


def mergers(known: dict[str, Municipality]) -> list[Former]:
    """Municipalities that became part of another; the name is that of the register unless the merger says one."""
    found = []
    for row in RegisterMerger.objects.all():
        old = known.get(row.old)
        name = row.name or (old.name if old else "")
        found.append(Former(name=name, into=row.into, since=row.since.isoformat(), old=row.old))
    return found
